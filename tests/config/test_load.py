"""The configuration is loaded whole, or refused with everything that is wrong in it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import ConfigurationFaults, Fault, load
from bot.exits import CannotStart, Exit
from tests.config.folder import CAMPAIGN, PHRASES, Folder


def test_what_is_right_is_loaded(folder: Folder) -> None:
    configuration = folder.load()
    campaign = configuration.campaign
    assert configuration.root == Path("config")
    assert (campaign.id, campaign.name, campaign.hashtag) == ("spring", "Spring", "#Spring")
    assert campaign.about.best() == ("en", "What it is.")
    assert [(link.label.best()[1], link.url) for link in campaign.links] == [
        ("Home", "https://example.org")
    ]
    assert campaign.dates.launched == date(2026, 3, 1)
    assert (campaign.dates.opens, campaign.dates.closes) == (date(2026, 3, 2), date(2026, 4, 1))
    assert (campaign.goal.target, campaign.goal.steps) == (1_000, (100, 500))
    assert campaign.pledge.version == "1"


def test_what_may_be_left_out_has_the_plain_default(folder: Folder) -> None:
    text = CAMPAIGN.replace("  opens: 2026-03-02\n  closes: 2026-04-01\n", "")
    text = text.replace("links:\n  - label: Home\n    url: https://example.org\n", "")
    folder.write("campaign.yaml", text.replace("  steps: [100, 500]\n", ""))
    campaign = folder.load().campaign
    assert campaign.links == ()
    assert (campaign.dates.opens, campaign.dates.closes) == (None, None)
    assert campaign.goal.steps == "automatic"


def test_a_label_may_be_one_text_or_a_text_by_language(folder: Folder) -> None:
    folder.campaign("label: Home", "label: {en: Home, fr: Accueil}")
    (link,) = folder.load().campaign.links
    assert link.label.best("fr") == ("fr", "Accueil")


def test_all_faults_of_all_files_come_at_once_in_their_order(folder: Folder) -> None:
    folder.write("campaign.yaml", CAMPAIGN.replace("1000", "many").replace("id: spring", "id: S"))
    folder.english("button: Sign", "button: 5")
    folder.write("messages/fr.yaml", "greeting: {hello: 'Salut {nom}'}\n")
    folder.write("messages/de.yaml", b"\xff")
    assert [line.split(": ")[0] for line in folder.faults()] == [
        "config/campaign.yaml:1:5",
        "config/campaign.yaml:16:11",
        "config/messages/de.yaml:1:1",
        "config/messages/en.yaml:3:11",
        "config/messages/fr.yaml:1:26",
    ]


def test_faults_end_a_start_with_a_line_each(folder: Folder) -> None:
    folder.write("campaign.yaml", CAMPAIGN.replace("1000", "many").replace("id: spring", "id: S"))
    with pytest.raises(CannotStart) as raised:
        folder.load()
    assert raised.value.code is Exit.CONFIGURATION
    assert raised.value.sentence.splitlines() == folder.faults()
    assert len(folder.faults()) == 2


def test_faults_are_ordered_by_file_line_and_column() -> None:
    wanted = [
        Fault("a.yaml", 2, 1, "", "x"),
        Fault("a.yaml", 10, 1, "b", "x"),
        Fault("a.yaml", 10, 3, "a", "x"),
        Fault("b.yaml", 1, 1, "a", "x"),
    ]
    assert ConfigurationFaults([*reversed(wanted), wanted[0]]).faults == tuple(wanted)


def test_what_is_loaded_never_changes(folder: Folder) -> None:
    configuration = folder.load()
    with pytest.raises(ValidationError):
        configuration.campaign.name = "Other"  # type: ignore[misc]
    with pytest.raises(ValidationError):
        configuration.campaign.goal.target = 2  # type: ignore[misc]
    for mapping in (
        configuration.messages,
        configuration.messages["en"],
        configuration.campaign.about.root,
    ):
        with pytest.raises(TypeError):
            mapping["en"] = "x"  # type: ignore[index]


def test_another_campaign_is_another_folder(folder: Folder) -> None:
    other = folder.root.with_name("other")
    folder.root.rename(other)
    assert load(other, PHRASES, shipped=other / "messages").root == other
