"""What of the support file needs someone: told, and nothing is refused for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from bot.config import attention
from bot.config.directory import directory_of
from bot.config.load import SUPPORT
from bot.domain.resources import Phone
from tests.config.support_file import GOOD, TODAY, faults


def told(folder: Path, text: str, today: date) -> list[str]:
    assert faults(folder, text) == []
    return [str(one).partition("resources.yaml:")[2] for one in attention(folder, today)]


def test_what_needs_someone_is_told_without_refusing_the_file(tmp_path: Path) -> None:
    unchecked = (
        "12:1: resources: 1 of 2 have not been checked by this campaign yet; the page says so"
    )
    thin = "4:5: countries[0]: GB has resources for survivor in parts of it only"
    empty = "6:5: countries[1]: DE has no resources for survivor"
    men = [
        "4:5: countries[0]: GB has no resources for survivor-men",
        "6:5: countries[1]: DE has no resources for survivor-men",
    ]
    usual = [men[0], thin, empty, men[1], unchecked]
    assert told(tmp_path, GOOD, TODAY) == usual
    (late,) = set(told(tmp_path, GOOD, date(2027, 3, 1))).difference(usual)
    assert late == (
        "23:5: resources[0].verified_on: “one” was last checked on 2026-11-01; it is overdue, and "
        "marked on the page"
    )
    (hidden,) = set(told(tmp_path, GOOD, date(2027, 6, 1))).difference(usual)
    assert hidden.endswith("it is hidden, the directories stand in for it")


def test_a_short_code_stands_on_the_word_of_its_source_and_that_is_told(tmp_path: Path) -> None:
    vouched = GOOD.replace(
        'phone: "0808 500 2222"\n',
        'phone: "0 808"\n    short_codes:\n      - number: "0808"\n        source: a paper\n',
    )
    (line,) = [one for one in told(tmp_path, vouched, TODAY) if "0808" in one]
    assert line == (
        "22:9: resources[0].short_codes[0]: “one” gives 0808, which the list of phone numbers does "
        "not know; it was read in: a paper"
    )
    filled = SUPPORT.read(tmp_path, [])
    assert filled is not None
    one = directory_of(filled.value).find("one")
    assert one is not None
    assert one.contacts.phone == Phone("0 808", "tel:0808")


def test_a_country_with_help_for_men_is_not_told(tmp_path: Path) -> None:
    helped = GOOD.replace("audience: [survivor]", "audience: [survivor, survivor-men]")
    men = [one for one in told(tmp_path, helped, TODAY) if "survivor-men" in one]
    assert men == ["6:5: countries[1]: DE has no resources for survivor-men"]


def test_a_lapsed_fall_back_stays_and_is_told(tmp_path: Path) -> None:
    verified = "    verified_on: 2020-01-01\n    verified_by: the team\n"
    checked = GOOD.replace("audiences:\n", f"{verified}audiences:\n")
    assert any("so it stays on the page" in one for one in told(tmp_path, checked, TODAY))
