"""Who calls a command otherwise changes one line: the sentences that name it take that name."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.config import Configuration, ConfigurationFaults, load, misnamed, missing
from bot.interactions.errors import voice_for
from bot.messages import Messages, Voice
from bot.outreach import phrases
from tests.config.folder import CAMPAIGN, SUPPORT

ITALIAN = "command_names:\n  pledge: impegno\n  pledge_mine: mio\n"
NOBODY = "is shown to nobody: Discord does not have this language"
CALLED = "speaks of “/addewid mine”, which is called /pledge mine here"
GERMAN = "command_names:\n  tally: zahl\n  tally_export: dateien\n"


def load_with(folder: Path, *languages: str, **words: str) -> Configuration:
    (folder / "messages").mkdir()
    own = f"languages: [{', '.join(languages)}]\n" if languages else ""
    first = languages[0] if languages else "en"
    campaign = CAMPAIGN.replace("    en: ", f"    {first}: ").replace("  en: ", f"  {first}: ")
    (folder / "campaign.yaml").write_text(own + campaign, "utf-8")
    (folder / "resources.yaml").write_text(SUPPORT.replace("en: ", f"{first}: "), "utf-8")
    for locale, text in words.items():
        (folder / "messages" / f"{locale}.yaml").write_text(text, "utf-8")
    return load(folder, phrases())


def test_shipped_sentences_name_a_renamed_command_by_its_new_name(tmp_path: Path) -> None:
    shipped = load(Path("config"), phrases()).messages
    ours = load_with(tmp_path, de=GERMAN, en="command_names:\n  setup: arrange\n").messages
    assert "/stand exportieren" in str(shipped["de"]["privacy.policy_exports"])
    assert "/zahl dateien" in str(ours["de"]["privacy.policy_exports"])
    assert "/arrange" in str(ours["en"]["setup.first_lead"])
    for locale, old in (("de", "/stand"), ("en", "/setup")):
        assert [key for key, one in ours[locale].items() if f"{old} " in f"{one} "] == []
    assert ours["fr"] == shipped["fr"]
    assert ours["en"]["command_names.tally"] == "tally"
    assert ours["en"]["tally.counted"] == shipped["en"]["tally.counted"]


def test_a_name_that_makes_a_sentence_too_long_is_told_at_its_line(tmp_path: Path) -> None:
    long = "a" * 32
    own = f"command_names:\n  setup: {long}\noptions:\n  tally_chart_days: {'x' * 90} /{long}\n"
    with pytest.raises(ConfigurationFaults) as failure:
        load_with(tmp_path, en=own)
    told = [one for one in map(str, failure.value.faults) if "command_names.setup: " in one]
    assert len(told) == 1
    assert "en.yaml:2:10: command_names.setup: is too long: options.tally_chart_days has" in told[0]


def test_an_own_sentence_with_an_older_name_is_remarked_at_its_line(tmp_path: Path) -> None:
    german = f"{GERMAN}privacy:\n  erase_kept: Siehe /stand, /tally show oder und/stand.\n"
    italian = "command_names:\n  help: aiuto\nhelp:\n  written_no_help: Scrivi /help qui.\n"
    found = load_with(tmp_path, de=german, it=italian)
    told = [str(one) for one in misnamed(found, phrases())]
    assert [one.partition("messages/")[2] for one in told] == [
        "de.yaml:5:15: privacy.erase_kept: speaks of “/stand”, which is called /zahl here",
        "it.yaml:4:20: help.written_no_help: speaks of “/help”, which is called /aiuto here",
    ]
    assert [*misnamed(load(Path("config"), phrases()), phrases())] == []


def where_to_look(say: Voice) -> str:
    """Return what a voice calls `/pledge mine`, in a sentence that no language but English has."""
    said = say(phrases()["errors.unexpected"], reference="1")
    return said.partition("change something, ")[2].partition(" shows")[0]


def test_english_that_stands_in_names_commands_as_discord_shows_them(tmp_path: Path) -> None:
    messages = Messages.of(load_with(tmp_path, "it", it=ITALIAN))
    for say, named in (
        (messages.voice("it", commands_in="it"), "/impegno mio"),
        (messages.voice("en-US", "it", commands_in="en-US"), "/pledge mine"),
        (messages.voice("it"), "/impegno mio"),
        (messages.voice(), "/impegno mio"),
    ):
        assert where_to_look(say) == named
    assert where_to_look(Messages.of(load(Path("config"), phrases())).voice("it")) == "/pledge mine"


def test_a_reader_is_told_the_names_of_their_own_discord_in_another_language(
    tmp_path: Path,
) -> None:
    german = "privacy:\n  erase_kept: Siehe /versprechen ansehen.\n"
    english = "command_names:\n  pledge: promise\n"
    messages = Messages.of(load_with(tmp_path, "de", "it", de=german, en=english))
    kept = phrases()["privacy.erase_kept"]
    for locale, named in (
        ("de", "/versprechen ansehen"),
        ("it", "/pledge mine"),
        ("fr", "/pledge mine"),
    ):
        assert messages.voice(locale, commands_in=locale)(kept) == f"Siehe {named}."


def test_a_label_that_would_be_too_long_with_a_name_keeps_the_one_it_has(tmp_path: Path) -> None:
    label = f"{'x' * 65} /pledge mine"
    english = f"campaign:\n  sign_button: {label}\n  mine_button: /pledge mine\n"
    longer = ITALIAN.replace("mio", "m" * 32)
    say = Messages.of(load_with(tmp_path, "it", en=english, it=longer)).voice("it")
    assert say(phrases()["campaign.sign_button"]) == label
    assert say(phrases()["campaign.mine_button"]) == f"/impegno {'m' * 32}"


def test_names_in_a_language_that_discord_lacks_are_shown_to_nobody(tmp_path: Path) -> None:
    welsh = "command_names:\n  pledge: addewid\nprivacy:\n  erase_kept: Gweler /addewid mine.\n"
    found = load_with(tmp_path, "cy", cy=welsh)
    messages = Messages.of(found)
    assert messages.voice("en-US")(phrases()["privacy.erase_kept"]) == "Gweler /pledge mine."
    assert where_to_look(messages.voice("cy", commands_in="en-US")) == "/pledge mine"
    told = [str(one).partition("messages/")[2] for one in misnamed(found, phrases())]
    assert told == [
        f"cy.yaml:2:11: command_names.pledge: {NOBODY}, and shows “pledge”",
        f"cy.yaml:4:15: privacy.erase_kept: {CALLED}",
    ]
    lacking = missing(found, "cy").keys()
    assert "command_names.find_help" in lacking, "every button that leads to the page is called so"
    assert not [one for one in lacking if one in ("command_names.help", "option_names.x")]
    assert len(lacking) == messages.lacks("cy")


def test_a_private_answer_names_commands_as_its_readers_own_discord_shows_them(
    tmp_path: Path,
) -> None:
    messages = Messages.of(load_with(tmp_path, "it", it=ITALIAN))
    for locale, named in (("it", "/impegno mio"), ("en-US", "/pledge mine")):
        asked: Any = SimpleNamespace(locale=locale, guild_locale="it", guild_id=1)
        servers: Any = None  # which have no words of their own for help
        assert where_to_look(voice_for(asked, messages, servers, "help")) == named
