"""Every phrase that is declared is said somewhere, and every language says all of them."""

from __future__ import annotations

import importlib
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from discord import app_commands

from bot.config import Configuration, missing
from bot.domain.phrases import Phrase
from bot.interactions.commands import description_of, name_of, option_of
from bot.outreach import FEATURES, phrases
from tests.simulated import World

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "es", "fr", "de", "pt-BR")


def declared() -> Iterator[tuple[str, str, Phrase]]:
    for module in ("bot.interactions.errors", *(f"cogs.{feature}.words" for feature in FEATURES)):
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, Phrase):
                yield module, name, value


def code_beside(module: str) -> str:
    """Return the code that could say a module's phrases, without their declarations."""
    folder = ROOT / Path(*module.split(".")[:-1])
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.py"))]
    return re.sub(r"^[A-Z_]+ = .*?$", "", "\n".join(texts), flags=re.MULTILINE)


async def test_every_declared_phrase_is_said(world: World) -> None:
    by_the_tree = {"choices.text", "choices.picture"}
    for command in world.bot.tree.walk_commands():
        by_the_tree |= {description_of(command).key, name_of(command.qualified_name).key}
        if isinstance(command, app_commands.Command):
            by_the_tree |= {option_of(command, one.name).key for one in command.parameters}
    unsaid = [
        phrase.key
        for module, name, phrase in declared()
        if phrase.key not in by_the_tree
        and not re.search(rf"\b{name}\b", code_beside(module))
        and not phrase.key.startswith(("command_names.", "options.", "choices."))
    ]
    assert unsaid == []


@pytest.mark.parametrize("locale", LANGUAGES)
def test_every_language_says_everything(configuration: Configuration, locale: str) -> None:
    assert missing(configuration, locale) == []
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
