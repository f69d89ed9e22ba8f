"""Finds once what a process is always given the same: no test can tell it from finding it again."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from discord.ext.commands import bot  # pyright: ignore[reportMissingTypeStubs]

from bot.config import messages
from bot.config.catalogue import Catalogue
from bot.config.yaml import document
from bot.config.yaml.faults import Fault
from bot.domain import signer_secret
from bot.domain.phrases import Phrase
from bot.domain.verify import passages
from bot.interactions import commands


def find_once() -> None:
    """Remember texts that were parsed, words of passages and commands, slow digests."""
    document.compose = lru_cache(maxsize=64)(document.compose)
    messages.read_catalogue = remembered_catalogues(messages.read_catalogue)
    passages.tokenize = lru_cache(maxsize=1_024)(passages.tokenize)
    signer_secret.slow_digest = lru_cache(maxsize=64)(signer_secret.slow_digest)
    commands.phrase = lru_cache(maxsize=1_024)(commands.phrase)
    commands.command_name = lru_cache(maxsize=1_024)(commands.command_name)
    # discord.py asks it of every module of the process, for every cog that it lets go
    assert hasattr(bot, "_is_submodule"), "discord.py changed: look at what letting go costs again"
    remembered: Any = bot
    remembered._is_submodule = lru_cache(65_536)(remembered._is_submodule)


ReadCatalogue = Callable[[document.Document, str, Mapping[str, Phrase], list[Fault]], Catalogue]


def remembered_catalogues(read: ReadCatalogue, *, most: int = 16) -> ReadCatalogue:
    """Read the words of a file once, with what is wrong with them."""
    found: dict[object, tuple[Catalogue, list[Fault]]] = {}

    def once(
        file: document.Document, locale: str, phrases: Mapping[str, Phrase], faults: list[Fault]
    ) -> Catalogue:
        key = file.path, file.text, locale, frozenset(phrases.values())
        if key not in found:
            if len(found) >= most:
                found.clear()
            told: list[Fault] = []
            found[key] = read(file, locale, phrases, told), told
        catalogue, told = found[key]
        faults += told
        return catalogue

    return once
