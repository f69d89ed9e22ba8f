"""The campaign in the repository is right, quotes the letter word for word, and teaches."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from bot.config import Configuration, load, missing
from bot.outreach import phrases

ROOT = Path(__file__).parents[2] / "config"
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.yaml"))
LETTER = (
    "“support survivors, condemn sexism wherever we see it and hold ourselves and others "
    "accountable”"
)


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return load(ROOT, phrases())


def test_the_shipped_configuration_is_right(shipped: Configuration) -> None:
    assert shipped.campaign.name == "#AskMoreOfHim"
    assert missing(shipped, "en") == []
    assert "campaign.yaml" in FILES


@pytest.mark.parametrize("name", FILES)
def test_each_file_names_its_schema_in_the_first_line(name: str) -> None:
    first = (ROOT / name).read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    assert ((ROOT / name).parent / first.removeprefix(prefix)).resolve().is_file()


def test_the_pledge_quotes_the_letter_word_for_word_with_its_date(shipped: Configuration) -> None:
    locale, text = shipped.campaign.pledge.texts.best("en")
    assert locale == "en"
    assert LETTER in text
    assert "2 March 2018" in text
    assert shipped.campaign.dates.launched == date(2018, 3, 2)


def test_the_pledge_is_short_enough_to_be_read_before_signing(shipped: Configuration) -> None:
    words = shipped.campaign.pledge.texts.best("en")[1].split()
    assert 60 <= len(words) <= 120


@pytest.mark.parametrize("name", [one for one in FILES if one.startswith("messages/")])
def test_a_sign_is_written_as_itself_and_not_by_its_number(name: str) -> None:
    assert re.findall(r"\\[uUx][0-9a-fA-F]{2}", (ROOT / name).read_text(encoding="utf-8")) == []


def test_french_signs_stand_after_a_narrow_space_that_breaks_no_line(
    shipped: Configuration,
) -> None:
    plain_space = re.compile("[ \u00a0][:;?!»](?!\\w)|«[ \u00a0]")
    words = [str(one) for one in shipped.messages["fr"].values()]
    assert [one for one in words if plain_space.search(one)] == []
    assert sum("\u202f" in one for one in words) > 50
