"""What more than one cog shows: every state of a pledge, and tallies from nothing to too many."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import product

from bot.domain.pledges import Attribution, Pledge, Standing, Status, Visibility
from bot.domain.tallies import Counts, Tally

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LARGEST_ID = 2**63 - 1
MANY = 999_999_999


def pledge(status: Status) -> Pledge:
    return Pledge(1, status, "v" * 20, "f" * 64, "pt-BR", NOW, NOW, NOW)


def standings() -> Iterator[Standing]:
    yield Standing()
    guilds = [(), (LARGEST_ID,), (1, 2), tuple(range(LARGEST_ID - 200, LARGEST_ID + 1))]
    for status, visibility, where in product(Status, Visibility, guilds):
        yield Standing(
            pledge(status), tuple(Attribution(guild, visibility, NOW) for guild in where)
        )


def tallies() -> Iterator[Tally]:
    for counted, held, server, change in product(
        (0, 1, MANY), (0, MANY), (None, Counts(0), Counts(MANY)), (-MANY, 0, MANY)
    ):
        for step, goal in ((MANY + 1, 1), (100_000_000, 100_000_000), (10, 100_000_000)):
            yield Tally(Counts(counted, held), server, change, step, goal, NOW)
