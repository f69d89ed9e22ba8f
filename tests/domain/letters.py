"""The shipped letter, and small ones for tests."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

from bot.config.model_file import ModelFile
from bot.config.models.letter import LetterFile
from bot.config.yaml.faults import Fault
from bot.domain.letter import Letter, Passage, Source, Translation

CONFIG = Path(__file__).resolve().parents[2] / "config"
SOURCE = Source("paper", "The Paper", "https://paper.example/letter")


@cache
def shipped() -> Letter:
    """Return the letter of the shipped configuration."""
    faults: list[Fault] = []
    found = ModelFile("letter", LetterFile).read(CONFIG, faults)
    assert found is not None, faults
    return found.value.letter()


def letter_of(*texts: str, translations: dict[int, Translation] | None = None) -> Letter:
    """Return a letter with these passages, called `p0`, `p1` …"""
    given = translations or {}
    return Letter(
        title="A letter",
        dated=date(2020, 1, 2),
        locale="en",
        publishers=("The Paper",),
        organiser="Somebody",
        themes={},
        passages=tuple(
            Passage(
                id=f"p{at}",
                paragraph=1,
                text=text,
                themes=(),
                sources=(SOURCE,),
                translations=(given[at],) if at in given else (),
            )
            for at, text in enumerate(texts)
        ),
    )
