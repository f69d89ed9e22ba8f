"""Whatever people do and whenever the bot starts, what is published obeys the rule."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Coroutine, Generator
from contextlib import AsyncExitStack
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from bot.db import Database, open_database
from bot.domain.clock import day_of
from bot.domain.pledges import State
from bot.domain.tallies import LATE, NOTHING, Counts, Published
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, Person
from tests.db.reading import live_counts
from tests.services.published import Numbers

T = TypeVar("T")

GUILDS = (11, 22)
RULES = {False: (3, 10), True: (5, 60)}
"""By how much a number must differ, and the grid in minutes: of the campaign, and of servers."""
HISTORIES, HISTORIES_LONG = 8, 300
EVERYTHING = {"restarted", "the campaign moved", "a server moved", "fell", "waited"}
_numbers = itertools.count()

people = st.sets(st.integers(1, 14), min_size=1, max_size=8)
verbs = st.sampled_from(["sign", "sign", "sign", "withdraw", "erase", "hold", "release"])


def act(person: Person, verb: str, guild_id: int) -> Awaitable[object]:
    """Let one person do one thing, or have it done to their signature."""
    match verb:
        case "sign":
            return person.sign(guild_id)
        case "withdraw":
            return person.withdraw(guild_id)
        case "erase":
            return person.erase()
        case _:
            return person.judged(State.HELD if verb == "hold" else State.COUNTED, guild_id)


class Publications(RuleBasedStateMachine):
    """A campaign of its own and two servers, in a store that all examples share."""

    database: ClassVar[Database]
    runner: ClassVar[asyncio.Runner]
    seen: ClassVar[set[str]]
    """What happened in any history: without it nothing was tried."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = TickingClock()
        keys = KEYS.of(f"campaign-{next(_numbers)}")
        self.numbers = Numbers(self.database, self.clock, keys=keys)
        self.published: dict[int | None, Published] = dict.fromkeys((None, *GUILDS), Published())
        self.due: set[bool] = set()
        self.ticked = self.minute()
        self.run(self.numbers.start())

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    def minute(self) -> int:
        return int(self.clock.now.timestamp()) // 60

    @rule(some=people, verb=verbs, guild_id=st.sampled_from(GUILDS))
    def act_together(self, some: set[int], verb: str, guild_id: int) -> None:
        async def together() -> None:
            acts = [act(self.numbers.person(10**17 + one), verb, guild_id) for one in some]
            await asyncio.gather(*acts)

        self.run(together())

    @rule(guild_id=st.sampled_from(GUILDS))
    def many_come(self, guild_id: int) -> None:
        self.act_together(set(range(1, 10)), "sign", guild_id)

    @rule(guild_id=st.sampled_from(GUILDS))
    def many_leave(self, guild_id: int) -> None:
        self.act_together(set(range(1, 8)), "withdraw", guild_id)

    @rule(minutes=st.sampled_from([1, 4, 10, 25, 60, 1_440]))
    def tick(self, minutes: int) -> None:
        """Let time pass, and let the bot look whether numbers are due."""
        self.clock.advance(minutes=minutes)
        now = self.minute()
        self.due = {
            servers
            for servers, (_, every) in RULES.items()
            if now // every > self.ticked // every and now % every <= LATE
        }
        self.ticked = now
        self.run(self.numbers.tallies.publish_due())

    @rule(every=st.sampled_from([10, 60, 1_440]))
    def strike(self, every: int) -> None:
        """Let time pass until a full ten minutes, hour or day."""
        self.tick(every - self.minute() % every)

    @rule(minutes=st.sampled_from([1, 30]))
    def stand_still(self, minutes: int) -> None:
        """Let time pass while the bot is too busy to look."""
        self.clock.advance(minutes=minutes)

    @rule(minutes=st.sampled_from([0, 1, 9, 60]))
    def restart(self, minutes: int) -> None:
        self.clock.advance(minutes=minutes)
        self.ticked = self.minute()
        self.run(self.numbers.start())
        self.seen.add("restarted")

    @invariant()
    def the_promise_holds(self) -> None:
        due, self.due = self.due, set()

        async def look() -> None:
            for guild_id in self.published:
                await self.scope_obeys(guild_id, due=(guild_id is not None) in due)
            assert await self.numbers.tallies.discrepancies() == []
            assert (await self.numbers.show(GUILDS[0])).campaign == self.published[None].counts

        self.run(look())

    async def scope_obeys(self, guild_id: int | None, *, due: bool) -> None:
        keys = self.numbers.keys
        server = None if guild_id is None else keys.server(guild_id)
        at_least, _ = RULES[guild_id is not None]
        whole, here, (end_of_day,) = await self.database.tallies.published(
            campaign_id=keys.campaign_id, server=server, ends=[day_of(self.clock.now)]
        )
        true = await live_counts(self.database, campaign_id=keys.campaign_id, server=server)
        now, before = (whole if guild_id is None else here), self.published[guild_id]
        self.published[guild_id] = now
        assert (end_of_day or NOTHING) == whole.counts, "the day's last is what is published"
        if now != before:
            assert due, "it moves at a point of the grid"
            assert now.as_of == self.clock.now.replace(second=0, microsecond=0)
            assert now.counts != before.counts
            self.seen.add("a server moved" if guild_id else "the campaign moved")
        for shown, old, is_ in zip(*map(pair, (now.counts, before.counts, true)), strict=True):
            assert shown in (old, is_), "it is the true number, or stays what it was"
            assert shown == old or abs(shown - old) >= at_least
            assert not due or abs(is_ - shown) < at_least
            self.seen.update(["fell"] if shown < old else [])
            self.seen.update(["waited"] if due and is_ != shown else [])


def pair(counts: Counts) -> tuple[int, int]:
    return counts.counted, counts.held


@pytest.fixture
def publications(database_url: str) -> Generator[type[Publications]]:
    """The machine, bound to one open store."""
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()
        opening = stack.enter_async_context(open_database(database_url, migrate=False))
        bound: dict[str, Any] = {"database": runner.run(opening), "runner": runner, "seen": set()}
        yield type("BoundPublications", (Publications,), bound)
        runner.run(stack.aclose())


def test_one_history_in_which_everything_happens(publications: type[Publications]) -> None:
    history = publications()
    steps = (
        lambda: history.many_come(GUILDS[0]),
        lambda: history.strike(60),
        lambda: history.many_leave(GUILDS[0]),
        lambda: history.strike(60),
        lambda: history.act_together({12}, "sign", GUILDS[1]),
        lambda: history.restart(9),
        lambda: history.strike(10),
    )
    for step in steps:
        step()
        history.the_promise_holds()
    assert publications.seen == EVERYTHING


@pytest.mark.long
@pytest.mark.sampled(of="sqlite")
def test_what_is_published_obeys_the_promise_whatever_happens(
    publications: type[Publications], long: bool
) -> None:
    run_state_machine_as_test(
        publications,
        settings=settings(
            max_examples=HISTORIES_LONG if long else HISTORIES,
            stateful_step_count=40,
            deadline=None,
        ),
    )
    # A few histories may all be made of a few kinds of steps; many are not.
    assert publications.seen >= (EVERYTHING if long else set())
