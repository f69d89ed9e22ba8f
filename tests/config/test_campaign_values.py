"""Values of campaign.yaml that have the right kind and are wrong all the same."""

from __future__ import annotations

import pytest

from tests.config.folder import Folder

LIMITS: dict[str, tuple[str, str, str]] = {
    "id": (
        "id: spring",
        "id: Spring_1",
        "1:5: id: should be 2 to 40 small letters, digits and hyphens",
    ),
    "id of a line end": (
        "id: spring",
        'id: "spring\\n"',
        "1:5: id: should be 2 to 40 small letters, digits and hyphens",
    ),
    "name": (
        "name: Spring\n",
        f"name: {'x' * 81}\n",
        "2:7: name: is 81 characters long; at most 80 fit",
    ),
    "blank name": (
        "name: Spring\n",
        'name: "  "\n',
        "2:7: name: is empty",
    ),
    "name of two lines": (
        "name: Spring\n",
        'name: "a\\nb"\n',
        "2:7: name: should be one line",
    ),
    "hashtag": (
        '"#Spring"',
        '"Spring"',
        "3:10: hashtag: should be # and up to 79 characters, without spaces",
    ),
    "about": (
        "What it is.",
        "x" * 501,
        "5:7: about.en: is 501 characters long; at most 500 fit",
    ),
    "pledge": (
        "I pledge.",
        "x" * 2_001,
        "21:9: pledge.texts.en: is 2001 characters long; at most 2000 fit",
    ),
    "version": (
        '"1"',
        '"version 1"',
        "19:12: pledge.version: should be 1 to 20 letters, digits, dots, underscores or hyphens",
    ),
    "label": (
        "label: Home",
        f"label: {'x' * 81}",
        "9:12: links[0].label: is 81 characters long; at most 80 fit",
    ),
    "label by language": (
        "label: Home",
        f"label: {{en: Home, fr: {'x' * 81}}}",
        "9:27: links[0].label.fr: is 81 characters long; at most 80 fit",
    ),
    "address": (
        "url: https://example.org\n",
        f"url: https://example.org/{'x' * 500}\n",
        "10:10: links[0].url: is 520 characters long; at most 512 fit",
    ),
    "no target": (
        "target: 1000",
        "target: 0",
        "16:11: goal.target: should be 5 or more",
    ),
    "vast target": (
        "target: 1000",
        "target: 100000001",
        "16:11: goal.target: should be 100000000 or less",
    ),
    "a target that nobody could write out": (
        "target: 1000",
        f"target: 0x{'f' * 5_000}",
        "16:11: goal.target: should be 100000000 or less",
    ),
    "another word for the steps": (
        "steps: [100, 500]",
        "steps: sometimes",
        "17:10: goal.steps: should be automatic, or a list of numbers",
    ),
    "no steps": (
        "steps: [100, 500]",
        "steps: []",
        "17:10: goal.steps: should have an entry",
    ),
    "too many steps": (
        "steps: [100, 500]",
        f"steps: {list(range(5, 56))}",
        "17:10: goal.steps: has 51 entries; at most 50 fit",
    ),
    "a day that no calendar has": (
        "closes: 2026-04-01",
        "closes: 2026-04-31",
        "14:11: dates.closes: 2026-04-31 is not a day of the calendar",
    ),
    "an end before the beginning": (
        "closes: 2026-04-01",
        "closes: 2026-03-01",
        "14:11: dates.closes: is before opens (2026-03-02); it should be that day or later",
    ),
    "an end before the launch": (
        "  opens: 2026-03-02\n  closes: 2026-04-01",
        "  opens:\n  closes: 2026-02-28",
        "14:11: dates.closes: is before launched (2026-03-01); it should be that day or later",
    ),
    "numbers published so seldom that nightly restarts could miss them all": (
        "pledge:\n",
        "tally: {publish: {every_minutes: 1440}}\npledge:\n",
        "18:34: tally.publish.every_minutes: should be 360 or less",
    ),
    "numbers of servers published too seldom": (
        "pledge:\n",
        "tally: {servers: {every_minutes: 361}}\npledge:\n",
        "18:34: tally.servers.every_minutes: should be 360 or less",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), LIMITS.values(), ids=LIMITS)
def test_a_value_past_its_limit_is_told(folder: Folder, old: str, new: str, expected: str) -> None:
    folder.campaign(old, new)
    assert folder.faults() == [f"config/campaign.yaml:{expected}"]


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org",
        "example.org",
        "https://",
        "ftp://example.org",
        "https://[::1",
        "javascript:alert(1)",
        "https://<example>.org",
    ],
)
def test_a_page_is_reached_by_https(folder: Folder, address: str) -> None:
    folder.campaign("url: https://example.org\n", f"url: {address!r}\n")
    where = "config/campaign.yaml:10:10: links[0].url"
    assert folder.faults() == [f"{where}: should be a web address that begins with https://"]


@pytest.mark.parametrize(
    ("written", "besides"),
    [
        ("https://exa mple.org", "; write one address alone, in which a space is %20"),
        ("https://a.org, https://b.org", "; write one address alone, in which a space is %20"),
        ("[us](https://a.org)", "; write the address alone, without brackets"),
        ("us@example.org", "; an e-mail address is none"),
    ],
)
def test_what_stands_in_the_place_of_an_address_is_told(
    folder: Folder, written: str, besides: str
) -> None:
    folder.campaign("url: https://example.org\n", f"url: {written!r}\n")
    (fault,) = folder.faults()
    assert fault.endswith(f"should be a web address that begins with https://{besides}")


@pytest.mark.parametrize(
    ("written", "besides"),
    [
        *[(one, "") for one in ("01/03/2026", "20260301", "2026-W09-1", "1.5", "[2026]")],
        ("2026-3-1", "; write months and days with two digits"),
        ("2026-03-01T00:00", "; write the day alone, without a time"),
        ("2026‑03‑01", "; write hyphens (-) between the numbers, not “‑”"),
        ("2026/03/01", "; write hyphens (-) between the numbers, not “/”"),
        ("٢٠٢٦-٠٣-٠١", "; write it with the digits 0 to 9"),
    ],
)
def test_a_date_of_another_form_is_shown_the_right_one(
    folder: Folder, written: str, besides: str
) -> None:
    folder.campaign("launched: 2026-03-01", f"launched: {written}")
    where = "config/campaign.yaml:12:13: dates.launched"
    right = "should be a date: year-month-day, such as 2027-05-31"
    assert folder.faults() == [f"{where}: {right}{besides}"]


def test_the_end_is_checked_even_where_the_launch_is_wrong_too(folder: Folder) -> None:
    folder.campaign(
        "launched: 2026-03-01\n  opens: 2026-03-02\n  closes: 2026-04-01",
        "launched: March\n  opens: 2026-03-02\n  closes: 2026-03-01",
    )
    keys = [line.split(": ")[1] for line in folder.faults()]
    assert keys == ["dates.launched", "dates.closes"]


def test_a_campaign_may_last_one_day(folder: Folder) -> None:
    folder.campaign("closes: 2026-04-01", "closes: 2026-03-02")
    dates = folder.load().campaign.dates
    assert dates.opens == dates.closes


def test_every_step_that_does_not_climb_or_passes_the_target_is_told(folder: Folder) -> None:
    folder.campaign("steps: [100, 500]", "steps: [100, 100, 50, 1001]")
    assert folder.faults() == [
        "config/campaign.yaml:17:16: goal.steps[1]: should be more than the step before it (100)",
        "config/campaign.yaml:17:21: goal.steps[2]: should be more than the step before it (100)",
        "config/campaign.yaml:17:25: goal.steps[3]: is past the target (1000)",
    ]


def test_a_sixth_link_is_refused(folder: Folder) -> None:
    one = "  - label: Home\n    url: https://example.org\n"
    folder.campaign(one, one * 6)
    assert folder.faults() == ["config/campaign.yaml:9:3: links: has 6 entries; at most 5 fit"]
