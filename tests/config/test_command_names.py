"""Who calls a command otherwise changes one line: the sentences that name it take that name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Configuration, ConfigurationFaults, load, misnamed
from bot.outreach import phrases
from tests.config.folder import CAMPAIGN, SUPPORT

GERMAN = "command_names:\n  tally: zahl\n  tally_export: dateien\n"


def load_with(folder: Path, **words: str) -> Configuration:
    (folder / "messages").mkdir()
    (folder / "campaign.yaml").write_text(CAMPAIGN, "utf-8")
    (folder / "resources.yaml").write_text(SUPPORT, "utf-8")
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
