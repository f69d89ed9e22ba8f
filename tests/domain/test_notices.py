"""Moderators are told once a raid, in coarse steps."""

from __future__ import annotations

from bot.domain.moderation.notices import STEPS, Notice, due, step_of

HOUR = 500_000
TOLD = Notice(1, 2, HOUR - 3, HOUR - 1, 25, 77)


def told(before: Notice | None, held: dict[int, int], hour: int = HOUR) -> Notice | None:
    return due(before, held, guild_id=1, channel_id=2, hour=hour)


def test_steps_are_coarse_and_fewer_than_ten_are_none() -> None:
    assert [step_of(one) for one in (0, 9, 10, 24, 25, 49, 50, 10**9)] == [
        *(0, 0, 10, 10, 25, 25, 50, STEPS[-1])
    ]


def test_a_raid_begins_with_ten_within_two_hours() -> None:
    assert told(None, {HOUR: 9, HOUR - 2: 500}) is None
    assert told(None, {HOUR: 4, HOUR - 1: 6}) == Notice(1, 2, HOUR - 1, HOUR, 10)


def test_it_grows_in_its_message_and_says_nothing_between_two_steps() -> None:
    assert told(TOLD, {HOUR: 20, HOUR - 3: 29, HOUR - 9: 500}) is None
    grown = told(TOLD, {HOUR: 21, HOUR - 3: 29, HOUR - 9: 500})
    assert grown == Notice(1, 2, HOUR - 3, HOUR, 50, 77)
    assert told(TOLD, {HOUR: 3}) is None, "what was decided meanwhile is no news"


def test_a_day_later_a_raid_is_another_one() -> None:
    later = HOUR + 24
    assert told(TOLD, {later: 10}, later) == Notice(1, 2, later, later, 10)
    assert told(TOLD, {later - 1: 500, later: 3}, later - 1) == Notice(
        1, 2, HOUR - 3, later - 1, 500, 77
    )
