"""A language beside English: what it needs, what it may leave out, and where readers fall back."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel import Locale
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.config import ConfigurationFaults, load, missing
from bot.config.locales import (
    LOCALES,
    categories_of_one_number,
    plural_categories,
)
from bot.domain.languages import fallbacks
from bot.domain.phrases import command_name, phrase
from tests.config.folder import CAMPAIGN, ENGLISH, LETTER, SUPPORT, Folder

MANY = "should show {count}: this form stands for many numbers"
POLISH = "is missing; the plural forms of “pl” are one, few, many, other"
NO_CODE = "is no language code that Discord knows"


def test_a_language_may_leave_phrases_out(folder: Folder) -> None:
    folder.write("messages/pl.yaml", "greeting:\n  hello: Cześć {name}\n")
    configuration = folder.load()
    assert configuration.messages["pl"] == {"greeting.hello": "Cześć {name}"}
    assert missing(configuration, "pl") == ["greeting.button", "tally.count"]
    assert missing(configuration, "en") == []
    assert missing(configuration, "ja") == ["greeting.button", "greeting.hello", "tally.count"]


def test_each_language_has_its_own_plural_forms(folder: Folder) -> None:
    folder.write(
        "messages/pl.yaml",
        "tally:\n  count:\n    one: Jedna osoba\n    few: '{count} osoby'\n    other: '{count}'\n",
    )
    folder.write("messages/ja.yaml", "tally:\n  count:\n    one: 一人\n    other: '{count}人'\n")
    assert folder.faults() == [
        "config/messages/ja.yaml:3:5: tally.count.one: is no plural form of “ja”; they are other",
        f"config/messages/pl.yaml:2:3: tally.count.many: {POLISH}",
    ]


def test_a_form_that_stands_for_several_numbers_shows_which(folder: Folder) -> None:
    """French `one` is 0 and 1, Russian `one` is 1, 21, 31 …: only in English it is 1."""
    forms = "tally:\n  count:\n    one: One\n    many: '{count}'\n    other: '{count}'\n"
    folder.write("messages/fr.yaml", forms)
    assert folder.faults() == [f"config/messages/fr.yaml:3:10: tally.count.one: {MANY}"]


def test_a_number_in_doubled_braces_is_not_shown(folder: Folder) -> None:
    folder.english('other: "{count} people"', 'other: "{{count}} people"')
    assert folder.faults() == [f"config/messages/en.yaml:7:12: tally.count.other: {MANY}"]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_number_has_a_form_in_every_language(locale: str) -> None:
    rule = Locale.parse(locale, sep="-").plural_form
    categories = plural_categories(locale)
    assert {rule(number) for number in (*range(2_000), 10**6)} <= set(categories)
    assert categories[-1] == "other"
    assert "other" not in categories_of_one_number(locale)


def test_discord_s_languages_and_the_two_it_knows_by_region_only() -> None:
    import discord

    assert set(LOCALES) == {locale.value for locale in discord.Locale} | {"en", "es"}


def test_a_file_whose_name_is_no_language_is_told(folder: Folder) -> None:
    folder.write("messages/pt-br.yaml", "greeting:\n  button: Assinar\n")
    folder.write("messages/fr.yml", "greeting:\n  button: Signer\n")
    folder.write("messages/README.md", "not words")
    assert folder.faults() == [
        "config/messages/fr.yml:1:1: should be named .yaml, not .yml",
        f"config/messages/pt-br.yaml:1:1: “pt-br” {NO_CODE}; did you mean “pt-BR”?",
    ]


@pytest.mark.parametrize("name", ["messages/en.yaml", "messages"])
def test_english_has_to_be_there(folder: Folder, name: str) -> None:
    (folder.root / name).rename(folder.root / "elsewhere")
    assert folder.faults() == ["config/messages/en.yaml:1:1: the file is missing"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (("pt-BR",), "pt-BR"),
        (("es-ES",), "es"),
        (("es-419", "pt-BR"), "es"),
        (("fr", "pt-BR"), "pt-BR"),
        ((None, "pt-BR"), "pt-BR"),
        (("en-GB",), "en"),
        (("ja", None), "en"),
        ((), "en"),
    ],
)
def test_a_reader_gets_the_nearest_language(
    folder: Folder, wanted: tuple[str | None, ...], found: str
) -> None:
    folder.campaign("    en: I pledge.\n", "    es: Yo\n    pt-BR: Eu\n    en: I pledge.\n")
    texts = folder.load().campaign.pledge.texts
    assert texts.best(*wanted) == (found, {"en": "I pledge.", "es": "Yo", "pt-BR": "Eu"}[found])
    assert texts.locales == ("es", "pt-BR", "en")


def test_the_chain_of_languages_has_each_once() -> None:
    assert fallbacks("es-ES", "es", None, "en-GB") == ("es-ES", "es", "en-GB", "en")


BRACED = phrase("a.b", "name", "day")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from([*"{}", "{{", "}}", "{name}", "{day}", "name", " "])))
@example(["{{", "{name}", "}}"])
@example(["{", "{{", "name}"])
def test_words_that_load_can_be_filled(tmp_path: Path, pieces: list[str]) -> None:
    """What is accepted is exactly what `str.format_map` fills with the declared names."""
    words = "".join(["x", *pieces])
    (tmp_path / "messages").mkdir(exist_ok=True)
    (tmp_path / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")
    (tmp_path / "letter.yaml").write_text(LETTER, encoding="utf-8")
    (tmp_path / "resources.yaml").write_text(SUPPORT, encoding="utf-8")
    (tmp_path / "messages" / "en.yaml").write_text(f"a:\n  b: '{words}'\n", encoding="utf-8")
    try:
        load(tmp_path, {BRACED.key: BRACED})
    except ConfigurationFaults:
        accepted = False
    else:
        accepted = True
    try:
        words.format_map({"name": "N", "day": "D"})
    except (KeyError, ValueError, IndexError):
        fillable = False
    else:
        fillable = True
    assert accepted == fillable


def test_english_words_are_as_the_file_has_them(folder: Folder) -> None:
    folder.write(
        "messages/en.yaml", ENGLISH.replace("Hello {name}", "|\n    Hello {name}\n    *\n")
    )
    assert folder.load().messages["en"] == {
        "greeting.hello": "Hello {name}\n*",
        "greeting.button": "Sign",
        "tally.count": {"one": "One person", "other": "{count} people"},
    }


@pytest.mark.parametrize("name", ["kampagne", "über-uns", "campaña", "l'aide"])
def test_a_commands_name_may_be_one_word_of_any_language(folder: Folder, name: str) -> None:
    named = {"a.b": command_name("a.b")}
    folder.write("messages/en.yaml", f'a:\n  b: "{name}"\n')
    assert load(Path("config"), named).messages["en"]["a.b"] == name


@pytest.mark.parametrize("name", ["zwei worte", "Groß", "Über", "punkt.", "schräg/strich"])
def test_a_commands_name_that_discord_refuses_is_told_before_it_does(
    folder: Folder, name: str
) -> None:
    folder.write("messages/en.yaml", f'a:\n  b: "{name}"\n')
    with pytest.raises(ConfigurationFaults, match="should be one word in small letters"):
        load(Path("config"), {"a.b": command_name("a.b")})
