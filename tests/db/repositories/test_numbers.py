"""No sequence of anything makes a number differ from its rows, or gives one person two pledges."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Coroutine, Generator
from contextlib import AsyncExitStack
from typing import Any, ClassVar, NamedTuple, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)

from bot.db import Database, open_database
from bot.domain.clock import day_number, day_numbered, hour_of, start_of
from bot.domain.identity import Keys
from bot.domain.pledges import Attribution, Pledge, SigningText, Standing, State
from bot.domain.refusals import Refusal
from bot.domain.tallies import Counts
from bot.services.records import ServerRecords
from tests.db.days import sums_of
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, NEWER, TEXT, Person, key, server_key
from tests.db.reading import live_counts
from tests.db.repositories.model import FORMER, Known, Model

T = TypeVar("T")

GUILDS = (11, 22)
PEOPLE = {"ada": 1, "ben": 2}
CAMPAIGNS = 2
HISTORIES, HISTORIES_LONG = 8, 300
_numbers = itertools.count()


class Act(NamedTuple):
    """One thing that one person does, or that is done to their signature."""

    verb: str
    name: str
    campaign: int
    guild_id: int
    text: SigningText = TEXT
    everywhere: bool = False
    outside: bool = False  # of any server
    case: int | None = None


VERBS = ("sign", "withdraw", "list", "unlist", "hold", "release", "set aside", "erase")
STATES = {"hold": State.HELD, "release": State.COUNTED, "set aside": State.SET_ASIDE}
# Weighted, so that there is something to do things to.
acts = st.builds(
    Act,
    verb=st.sampled_from(("sign", "sign", "list", *VERBS)),
    name=st.sampled_from(sorted(PEOPLE)),
    campaign=st.sampled_from((0, 0, 1)),
    guild_id=st.sampled_from(GUILDS),
    text=st.sampled_from([TEXT, NEWER]),
    everywhere=st.booleans(),
    outside=st.booleans(),
    case=st.none() | st.integers(1, 9),
)


def expected(model: Model, act: Act, hour: int) -> object:
    """Let the model do what a person does; return what they should be told."""
    guild_id = None if act.outside else act.guild_id
    match act.verb:
        case "sign":
            return model.sign(act.name, guild_id, act.text, hour)
        case "withdraw":
            return model.withdraw(act.name, guild_id, hour, all_=act.everywhere)
        case "list":
            return model.list(act.name, act.guild_id)
        case "unlist":
            return model.unlist(act.name, act.guild_id)
        case "erase":
            return model.erase(act.name, hour)
        case _:
            state = STATES[act.verb]
            return model.judge(act.name, act.guild_id, state, hour, case=act.case)


async def done(person: Person, act: Act) -> object:
    """Let the store do it."""
    guild_id = None if act.outside else act.guild_id
    match act.verb:
        case "sign":
            return (await person.sign(guild_id, act.text)).outcome
        case "withdraw":
            return (await person.withdraw(guild_id, everywhere=act.everywhere)).outcome
        case "list":
            return await _refusal(person.list(act.guild_id))
        case "unlist":
            return await _refusal(person.unlist(act.guild_id))
        case "erase":
            return await person.erase()
        case _:
            return await person.judged(STATES[act.verb], act.guild_id, case=act.case)


async def _refusal(choosing: Awaitable[Standing]) -> type[Refusal] | None:
    try:
        await choosing
    except Refusal as refusal:
        return type(refusal)
    return None


class Campaigns(RuleBasedStateMachine):
    """A few campaigns of their own, in a store that all examples share."""

    database: ClassVar[Database]
    runner: ClassVar[asyncio.Runner]
    clock: ClassVar[TickingClock]
    checked: ClassVar[set[str]]
    """The campaigns whose numbers were held against their rows."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = [KEYS.of(f"campaign-{next(_numbers)}") for _ in range(CAMPAIGNS)]
        self.models = [Model() for _ in range(CAMPAIGNS)]
        # of the store, whatever the campaign: which servers it has, and when the bot left them
        self.noted: set[int] = set(GUILDS)
        self.left: dict[int, int] = {}
        self.records = ServerRecords(self.database.servers, self.database.removal, KEYS, self.clock)
        self.run(self.records.here(GUILDS))

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    def person(self, name: str, campaign: int) -> Person:
        keys = self.keys[campaign]
        return Person(self.database, self.clock, key(name), user_id=PEOPLE[name], keys=keys)

    @rule(some=st.lists(acts, min_size=1, max_size=12))
    def act_together(self, some: list[Act]) -> None:
        """Everyone presses at once: what waits shares a transaction, and each is told alone."""
        hour = hour_of(self.clock())
        told = [expected(self.models[act.campaign], act, hour) for act in some]

        async def together() -> list[object]:
            people = [self.person(act.name, act.campaign) for act in some]
            return await asyncio.gather(*map(done, people, some))

        assert self.run(together()) == told

    @rule(hours=st.sampled_from([1, 5, 24, 50, 29 * 24, 31 * 24]))
    def wait(self, hours: int) -> None:
        self.clock.advance(hours=hours)

    @rule(guild_id=st.sampled_from(GUILDS))
    def leave(self, guild_id: int) -> None:
        """The bot is removed from a server; told twice, the first day holds."""
        if guild_id in self.noted:
            self.left.setdefault(guild_id, self.today)
        self.run(self.records.left(guild_id=guild_id))

    @rule(guild_id=st.sampled_from(GUILDS))
    def come_back(self, guild_id: int) -> None:
        """In time everything is there; afterwards the server begins anew."""
        if guild_id in self.overdue:
            self.lose(guild_id)
        self.left.pop(guild_id, None)
        self.noted.add(guild_id)
        self.run(self.records.here([guild_id]))

    @rule()
    def look_after_what_is_left(self) -> None:
        overdue = self.overdue
        for guild_id in overdue:
            self.lose(guild_id)
            del self.left[guild_id]
            self.noted.discard(guild_id)
        assert self.run(self.records.remove_overdue()) == len(overdue)

    @property
    def today(self) -> int:
        return day_number(self.clock().date())

    @property
    def overdue(self) -> list[int]:
        return [one for one, day in self.left.items() if self.today - day > 30]

    def lose(self, guild_id: int) -> None:
        for model in self.models:
            model.lose(guild_id)

    @invariant()
    def everything_is_as_known(self) -> None:
        async def look() -> None:
            for campaign, model in enumerate(self.models):
                await self.numbers_equal_rows(self.keys[campaign], model)
                await self.days_equal_what_happened(self.keys[campaign], model)
                self.checked.add(self.keys[campaign].campaign_id)
                await self.no_listing_outlives_its_signature(self.keys[campaign], model)
                for name, known in model.people.items():
                    await self.one_is_told_what_is_so(self.person(name, campaign), known)

        self.run(look())

    async def numbers_equal_rows(self, keys: Keys, model: Model) -> None:
        campaign_id = keys.campaign_id
        assert await self.database.reconciliation.differences(campaign_id=campaign_id) == []
        people = model.people.values()
        counts = await live_counts(self.database, campaign_id=campaign_id, server=None)
        assert counts == _sum(known.counts() for known in people)
        for guild_id in (*GUILDS, FORMER):
            server = server_of(keys, guild_id)
            counts = await live_counts(self.database, campaign_id=campaign_id, server=server)
            assert counts == _sum(known.counts_in(guild_id) for known in people)

    async def days_equal_what_happened(self, keys: Keys, model: Model) -> None:
        for day, sums in model.days.items():
            found = await sums_of(self.database, day_numbered(day), campaign_id=keys.campaign_id)
            assert found == sums

    async def no_listing_outlives_its_signature(self, keys: Keys, model: Model) -> None:
        for guild_id in GUILDS:
            listed = sorted(
                PEOPLE[name] for name, known in model.people.items() if guild_id in known.listed
            )
            wall = keys.wall(guild_id)
            found = await self.database.pledges.wall(wall=wall, offset=0, limit=9)
            assert found == (listed, len(listed))

    async def one_is_told_what_is_so(self, person: Person, known: Known) -> None:
        for guild_id in (None, *GUILDS):
            a, b = await person.standing(guild_id), standing_of(known, person, guild_id)
            assert a == b, f"\n{a}\nMODEL {b}"
        mark = person.keys.mark(person.key)
        assert await self.database.pledges.times_erased(mark=mark) == known.erasures


def _sum(counts: Any) -> Counts:
    return sum(counts, Counts())


def server_of(keys: Keys, guild_id: int) -> bytes:
    return keys.former_server() if guild_id == FORMER else keys.server(guild_id)


def standing_of(known: Known, person: Person, guild_id: int | None) -> Standing:
    """Return what a person should be told who asks from a server."""
    seen_from = server_key(guild_id, person.keys)
    if known.text is None:
        return Standing(server=seen_from)
    text = known.text
    places = {server_of(person.keys, one): place for one, place in known.places.items()}
    return Standing(
        Pledge(
            stands=known.stands,
            text_version=text.version,
            text_digest=text.digest,
            locale=text.locale,
            signed=start_of(known.signed),
            changed=start_of(known.changed),
            epoch=known.epoch,
        ),
        tuple(
            Attribution(
                server,
                places[server].state,
                start_of(places[server].hour),
                state_before=places[server].before,
                case=places[server].case,
                reason_before=None if places[server].case is None else 0,
            )
            for server in sorted(places)
        ),
        frozenset(person.keys.server(one) for one in known.listed),
        seen_from,
    )


@pytest.fixture
def campaigns(database_url: str) -> Generator[type[Campaigns]]:
    """The machine, bound to one open store."""
    with asyncio.Runner() as runner:
        stack, clock = AsyncExitStack(), TickingClock()
        opening = stack.enter_async_context(open_database(database_url, migrate=False))
        bound: dict[str, Any] = {
            "database": runner.run(opening),
            "runner": runner,
            "clock": clock,
            "checked": set(),
        }
        yield type("BoundCampaigns", (Campaigns,), bound)
        runner.run(stack.aclose())


@pytest.mark.long
def test_numbers_equal_rows_whatever_happens(campaigns: type[Campaigns], long: bool) -> None:
    histories = HISTORIES_LONG if long else HISTORIES
    run_state_machine_as_test(
        campaigns, settings=settings(max_examples=histories, stateful_step_count=12, deadline=None)
    )
    assert len(campaigns.checked) >= histories
