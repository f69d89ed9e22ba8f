"""What is held and what counts at once; the age of an account is read from its id."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.moderation.holding import (
    AgeBand,
    Arrival,
    Hold,
    HoldReason,
    HoldRules,
    band_of,
    hold_of,
    made_at,
)

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
RULES = HoldRules(age_days=7, joined_seconds=20, per_hour=200)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)


def account(made: datetime) -> int:
    """Return the id of an account made at a moment."""
    return (int(made.timestamp() * 1000) - 1_420_070_400_000) << 22 | 5


def arrival(age: timedelta = 400 * DAY, joined: timedelta | None = 30 * DAY) -> Arrival:
    return Arrival(age, joined)


def test_an_id_says_when_its_account_was_made() -> None:
    assert made_at(account(NOW)) == NOW
    # the example of Discord's own reference
    assert made_at(175928847299117063).isoformat(timespec="seconds") == "2016-04-30T11:18:25+00:00"
    told = Arrival.of(account(NOW - DAY), NOW - SECOND, now=NOW)
    assert told == Arrival(DAY, SECOND)
    assert Arrival.of(account(NOW), None, now=NOW).joined is None


@pytest.mark.parametrize(
    ("age", "band"),
    [
        (-DAY, AgeBand.UNDER_A_DAY),
        (DAY - SECOND, AgeBand.UNDER_A_DAY),
        (DAY, AgeBand.UNDER_A_WEEK),
        (7 * DAY, AgeBand.UNDER_A_MONTH),
        (30 * DAY, AgeBand.OLDER),
    ],
)
def test_ages_are_kept_in_four_coarse_bands(age: timedelta, band: AgeBand) -> None:
    assert band_of(age) is band


def test_each_rule_holds_for_its_reason_and_the_account_comes_first() -> None:
    new = hold_of(arrival(7 * DAY - SECOND, SECOND), RULES, signed_this_hour=999)
    assert new == Hold(HoldReason.NEW_ACCOUNT, AgeBand.UNDER_A_WEEK)
    joined = hold_of(arrival(joined=19 * SECOND), RULES, signed_this_hour=999)
    assert joined == Hold(HoldReason.JUST_JOINED, AgeBand.OLDER)
    many = hold_of(arrival(), RULES, signed_this_hour=200)
    assert many == Hold(HoldReason.MANY_AT_ONCE, AgeBand.OLDER)


def test_at_each_limit_a_signature_counts() -> None:
    at = arrival(7 * DAY, 20 * SECOND)
    assert hold_of(at, RULES, signed_this_hour=199) is None
    assert hold_of(arrival(joined=None), RULES, signed_this_hour=0) is None


def test_a_rule_that_is_off_holds_nobody() -> None:
    newest = arrival(0 * DAY, 0 * SECOND)
    assert hold_of(newest, HoldRules(), signed_this_hour=10_000) is None
