"""The page speaks five languages, each whole, and takes the one that the browser likes best."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from bot.rehearsal import words
from bot.rehearsal.pages import tour
from bot.rehearsal.words import LANGUAGES, wanted, words_in

FOLDER = Path(words.__file__).with_name("words")
OTHERS = [one for one in LANGUAGES if one != "en"]


def every(locale: str) -> dict[str, str]:
    found = yaml.safe_load((FOLDER / f"{locale}.yaml").read_text("utf-8"))
    return {f"{part}.{name}": said for part, all_ in found.items() for name, said in all_.items()}


def placeholders(said: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(said) if name}


def test_each_language_is_a_file() -> None:
    assert {one.stem for one in FOLDER.glob("*.yaml")} == set(LANGUAGES)


@pytest.mark.parametrize("locale", OTHERS)
def test_each_language_says_all_that_english_does(locale: str) -> None:
    english, other = every("en"), every(locale)
    assert other.keys() == english.keys()
    for key, said in english.items():
        assert placeholders(other[key]) == placeholders(said), key
        assert re.findall(r"\]\((\w+)\)|`(/[a-z ]+)`", other[key]) == re.findall(
            r"\]\((\w+)\)|`(/[a-z ]+)`", said
        ), key
        assert other[key].count("**") == said.count("**"), key


@pytest.mark.parametrize("locale", LANGUAGES)
def test_each_link_of_the_tour_leads_somewhere(locale: str) -> None:
    places = re.findall(r"\]\((\w+)\)", " ".join(every(locale).values()))
    assert len(places) >= 6
    assert set(places) <= set(tour.PLACES)


@pytest.mark.parametrize(("exact", "step"), [(False, "member_3"), (True, "member_3_exact")])
def test_numbers_that_a_single_person_moves_are_not_said_to_appear_together(
    exact: bool, step: str
) -> None:
    services = SimpleNamespace(campaign=SimpleNamespace(moved_by_one=exact))
    view: Any = SimpleNamespace(bot=SimpleNamespace(services=services))
    assert tour.told_as(view, "member_3") == step
    assert tour.told_as(view, "member_1") == "member_1"
    assert ("together" in every("en")[f"tour.{step}"]) != exact


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_button_that_is_named_is_called_so(locale: str) -> None:
    said = every(locale)
    labels = {said[f"buttons.{one}"] for one in ("restart", "sign", "raid", "hour", "day", "fresh")}
    named = {one for text in said.values() for one in re.findall(r"\*\*(.+?)\*\*", text)}
    assert {one for one in named if "{" not in one} - {said["menu.open"]} == labels


@pytest.mark.parametrize(
    ("liked", "locale"),
    [
        ("", "en"),
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.5", "de"),
        ("nl, fr-CA;q=0.4, es;q=0.8", "es"),
        ("pt-PT,pt;q=0.9", "pt-BR"),
        ("ja;q=nonsense, *", "en"),
        ("en-GB;q=0.2, fr;q=0.1", "en"),
    ],
)
def test_the_browser_chooses(liked: str, locale: str) -> None:
    assert wanted(liked).locale == locale
    assert wanted(liked) is words_in(locale)
