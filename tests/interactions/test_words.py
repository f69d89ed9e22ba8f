"""Every phrase that is declared is said somewhere, and every language says all of them."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import discord
import pytest

from bot.config import Configuration, missing
from bot.domain.phrases import Phrase
from bot.domain.refusals import CampaignClosed, Refusal, refusals
from bot.interactions.commands import phrases_of
from bot.outreach import features, phrases
from tests.simulated import World

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "es", "fr", "de", "pt-BR")


def declared() -> Iterator[tuple[str, str, Phrase]]:
    """Yield module, name and phrase of every phrase that stands as a constant."""
    for module in ("bot.interactions.errors", *(f"cogs.{feature}.words" for feature in features())):
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, Phrase):
                yield module, name, value


def code_beside(module: str) -> str:
    """Return the code that could say a module's phrases, without their declarations."""
    folder = ROOT / Path(*module.split(".")[:-1])
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))]
    return re.sub(r"^[A-Z_]+ = .*?$", "", "\n".join(texts), flags=re.MULTILINE)


def test_every_declared_phrase_is_said() -> None:
    unsaid = [
        phrase.key
        for module, name, phrase in declared()
        if not re.search(rf"\b{name}\b", code_beside(module))
    ]
    assert unsaid == []


async def test_the_commands_that_are_declared_are_those_the_bot_has(world: World) -> None:
    by_the_tree = {
        phrase for command in world.bot.tree.get_commands() for phrase in phrases_of(command)
    }
    menus = world.bot.tree.get_commands(type=discord.AppCommandType.message)
    by_the_tree |= {phrase for menu in menus for phrase in phrases_of(menu)}
    shown = ("commands.", "command_names.", "option_names.", "options.", "choices.")
    declared = {one for one in phrases().values() if one.key.startswith(shown)}
    here, there = ({replace(one, needs=None) for one in each} for each in (by_the_tree, declared))
    assert here == there


def test_a_refusal_has_its_words_or_cannot_be_written() -> None:
    with pytest.raises(TypeError, match="phrase"):
        type("Speechless", (Refusal,), {})
    with pytest.raises(TypeError, match="closed_on"):
        CampaignClosed()
    assert {one.phrase.key for one in refusals()} <= phrases().keys()


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_says_everything(configuration: Configuration, locale: str) -> None:
    assert missing(configuration, locale) == {}
    assert configuration.messages[locale].keys() == phrases().keys()


@pytest.mark.parametrize("locale", LANGUAGES)
def test_the_pledge_and_its_campaign_are_told_in_every_language(
    configuration: Configuration, locale: str
) -> None:
    campaign = configuration.campaign
    assert campaign.about.best(locale)[0] == locale
    assert campaign.pledge.texts.best(locale)[0] == locale


def test_placeholders_are_the_same_in_every_language(configuration: Configuration) -> None:
    def named(words: str | Mapping[str, str]) -> set[str]:
        texts = [words] if isinstance(words, str) else [*words.values()]
        return {name for text in texts for name in re.findall(r"\{(\w+)\}", text)}

    english = configuration.messages["en"]
    for locale in LANGUAGES:
        words = configuration.messages[locale]
        different = [key for key in english if named(words[key]) != named(english[key])]
        assert different == [], locale


_QUOTED = re.compile(r"(?<!\*)\*([^*{}]+)\*(?!\*)|[“„]([^”“{}]+)[”“]|«\s?([^»{}]+?)\s?»")


@pytest.mark.parametrize("locale", LANGUAGES)
def test_a_sentence_takes_the_name_of_a_button_from_the_button(
    configuration: Configuration, locale: str
) -> None:
    """A campaign that calls a button otherwise need not look for the sentences that name it."""
    words = configuration.messages[locale]
    labels = {
        str(words[key])
        for key in words
        if key.endswith(("_button", "_menu")) or re.fullmatch(r"setup\.group_[a-z]+", key)
    }
    assert len(labels) > 80
    named = [
        (key, found)
        for key, said in words.items()
        for text in ([said] if isinstance(said, str) else said.values())
        for found in map("".join, _QUOTED.findall(text))
        if found in labels
    ]
    assert named == []
