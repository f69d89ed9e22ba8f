"""A language beside English: what it needs, what it may leave out, and where readers fall back."""

from __future__ import annotations

from contextlib import nullcontext
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
from bot.domain.phrases import by_key, command_name, menu_name, phrase
from bot.outreach import phrases
from tests.config.folder import CAMPAIGN, ENGLISH, LETTER, SUPPORT, Folder

MANY = "should show {count}: this form stands for many numbers"
POLISH = "is missing; the plural forms of “pl” are one, few, many, other"
NO_CODE = "is no language code"


def test_a_language_may_leave_phrases_out(folder: Folder) -> None:
    folder.write("messages/pl.yaml", "greeting:\n  hello: Cześć {name}\n")
    configuration = folder.load()
    assert configuration.messages["pl"] == {"greeting.hello": "Cześć {name}"}
    assert missing(configuration, "pl") == {"greeting.button": (), "tally.count": ()}
    assert missing(configuration, "en") == {}
    nothing = {"greeting.button": (), "greeting.hello": (), "tally.count": ()}
    assert missing(configuration, "ja") == nothing


def test_each_language_has_its_own_plural_forms(folder: Folder) -> None:
    folder.write(
        "messages/pl.yaml",
        "tally:\n  count:\n    one: Jedna osoba\n    few: '{count} osoby'\n    other: '{count}'\n",
    )
    assert missing(folder.load(), "pl")["tally.count"] == ("many",)
    folder.write("messages/ja.yaml", "tally:\n  count:\n    one: 一人\n    other: '{count}人'\n")
    folder.write("messages/pl.yaml", "tally:\n  count:\n    one: Jedna osoba\n")
    assert folder.faults() == [
        "config/messages/ja.yaml:3:5: tally.count.one: is no plural form of “ja”; they are other",
        f"config/messages/pl.yaml:2:3: tally.count.other: {POLISH}",
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
    assert texts.locales == ("en", "es", "pt-BR"), "the campaign's own language first"


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
        load(tmp_path, {BRACED.key: BRACED}, shipped=tmp_path / "messages")
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


@pytest.mark.parametrize(
    "name",
    ["kampagne", "über-uns", "campaña", "l'aide", "प्रतिज्ञा", "คำมั่น", "誓約", "एक_दो", "10"],
)
def test_a_commands_name_may_be_one_word_of_any_language(folder: Folder, name: str) -> None:
    named = {"a.b": command_name("a.b")}
    folder.write("messages/en.yaml", f'a:\n  b: "{name}"\n')
    assert (
        load(Path("config"), named, shipped=Path("config/messages")).messages["en"]["a.b"] == name
    )


@pytest.mark.parametrize("name", ["zwei worte", "Groß", "Über", "punkt.", "schräg/strich"])
def test_a_commands_name_that_discord_refuses_is_told_before_it_does(
    folder: Folder, name: str
) -> None:
    folder.write("messages/en.yaml", f'a:\n  b: "{name}"\n')
    with pytest.raises(ConfigurationFaults, match="should be one word in small letters"):
        load(Path("config"), {"a.b": command_name("a.b")}, shipped=Path("config/messages"))


def test_a_sign_that_discord_takes_in_no_name_is_said(folder: Folder) -> None:
    folder.write("messages/en.yaml", 'a:\n  b: "தமிழ்"\n')
    with pytest.raises(ConfigurationFaults, match="; Discord takes no “\u0bbf” in it"):
        load(Path("config"), {"a.b": command_name("a.b")}, shipped=Path("config/messages"))


NAMES = (
    command_name("names.letter"),
    command_name("names.letter_read", among="names.letter"),
    command_name("names.letter_verify", among="names.letter"),
    command_name("names.help"),
    menu_name("names.quote"),
    menu_name("names.find"),
)
ENGLISH_NAMES = (
    "names:\n  letter: letter\n  letter_read: read\n  letter_verify: verify\n  help: help\n"
    "  quote: Quote\n  find: Find\n"
)


LIKE = "is the name of names.{} too; Discord takes it once"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            "  letter_read: lesen\n  letter_verify: lesen\n",
            [
                f"2:16: names.letter_read: “lesen” {LIKE.format('letter_verify')}",
                f"3:18: names.letter_verify: “lesen” {LIKE.format('letter_read')}",
            ],
        ),
        ("  help: letter\n", [f"2:9: names.help: “letter” {LIKE.format('letter')}"]),
        ("  find: Quote\n", [f"2:9: names.find: “Quote” {LIKE.format('quote')}"]),
        ("  letter: hilfe\n  letter_read: hilfe\n  find: hilfe\n  help: such-hilfe\n", []),
    ],
)
def test_two_names_that_discord_would_show_alike_are_told_at_their_lines(
    folder: Folder, words: str, expected: list[str]
) -> None:
    folder.write("messages/en.yaml", ENGLISH_NAMES)
    folder.write("messages/de.yaml", f"names:\n{words}")
    with pytest.raises(ConfigurationFaults) if expected else nullcontext() as refused:
        load(Path("config"), by_key(NAMES), shipped=Path("config/messages"))
    found = [str(one) for one in refused.value.faults] if refused else []
    assert found == [f"config/messages/de.yaml:{one}" for one in expected]


def test_a_name_of_another_regions_words_counts(folder: Folder) -> None:
    folder.write("messages/en.yaml", ENGLISH_NAMES)
    folder.write("messages/en-GB.yaml", "names:\n  letter_verify: read\n")
    with pytest.raises(ConfigurationFaults, match=r"“read” is the name of names\.letter_read too"):
        load(Path("config"), by_key(NAMES), shipped=Path("config/messages"))


def test_the_names_of_each_group_are_declared_among_each_other() -> None:
    among = {one.key: one.among for one in phrases().values() if one.among}
    assert among["command_names.letter_read"] == among["command_names.letter_verify"]
    assert among["command_names.letter_read"] == "command_names.letter"
    assert among["command_names.letter"] == among["command_names.help"] == "commands"
    assert among["command_names.quote_the_letter"] == among["command_names.find_help"] == "menus"
