"""What more than one cog shows: every state of a pledge, and tallies from nothing to too many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product

from bot.domain.moderation.wall import WallReason
from bot.domain.pledges import Attribution, Pledge, Standing, State
from bot.domain.refusals import CampaignClosed, CampaignNotOpen
from bot.domain.tallies import Counts, Published, Tally
from bot.domain.tallies.history import LONGEST, Day, History

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LARGEST_ID = 2**63 - 1
MANY = 999_999_999
REFUSALS = CampaignClosed(closed_on=NOW.date()), CampaignNotOpen(opens_on=NOW.date())


HERE, OTHERS = b"h" * 16, tuple(bytes([one]) * 16 for one in range(200))


def pledge(*, stands: bool = True) -> Pledge:
    return Pledge(stands, "v" * 20, "f" * 64, "pt-BR", NOW, NOW)


def standings() -> Iterator[Standing]:
    yield Standing()
    for stands, state, listed, servers, seen_from in product(
        (True, False),
        State,
        (True, False),
        [(), (HERE,), OTHERS[:2], (HERE, *OTHERS)],
        (HERE, None),
    ):
        attributions = tuple(Attribution(server, state, NOW) for server in servers)
        walls = frozenset(servers) if listed else frozenset[bytes]()
        yield Standing(pledge(stands=stands), attributions, walls, seen_from)
    for reason, state, stands in product(WallReason, State, (True, False)):
        here = (Attribution(HERE, state, NOW),)
        off = ((HERE, int(reason)),)
        yield Standing(pledge(stands=stands), here, frozenset(), HERE, off)
        yield Standing(pledge(stands=stands), (), frozenset(), HERE, off)


def tallies() -> Iterator[Tally]:
    for counted, held, server, change in product(
        (0, 3, 5, MANY), (0, 3, MANY), (None, Published(Counts(MANY), NOW)), (-MANY, None, MANY)
    ):
        for milestone, goal in ((MANY + 1, 1), (100_000_000, 100_000_000), (10, 100_000_000)):
            as_of = NOW if counted else None
            weeks = None if change is None else (change, -change)
            yield Tally(Counts(counted, held), server, change, weeks, milestone, goal, as_of)
    yield Tally(Counts(MANY), None, MANY, (1, 2), MANY + 1, MANY, NOW, recounting=True)
    for refusal in REFUSALS:
        yield Tally(Counts(5), None, 0, (0, 0), 10, MANY, NOW, together=False, refusal=refusal)
        yield Tally(Counts(), None, 0, None, 10, MANY, None, refusal=refusal)


def histories() -> Iterator[History]:
    """A rise to many, a fall, one day, nothing to show, days that are left out."""
    day, fewer = date(2026, 1, 1), MANY // 2
    rise = (Day(day, fewer, None), Day(date(2026, 11, 30), MANY, MANY - fewer, MANY))
    fall = (Day(day, MANY, None), Day(date(2026, 11, 30), fewer, fewer - MANY))
    gap = (rise[0], Day(date(2026, 1, 2), None, None), rise[1])
    for server in (False, True):
        for days in (rise, fall, gap, rise[1:], (Day(day, 7, 0), Day(day, 7, 0))):
            yield History(server, days, NOW)
        yield History(server, (Day(day, None, None),) * LONGEST)
