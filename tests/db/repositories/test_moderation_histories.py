"""Whatever people and moderators do, a case undone gives back what it took, and nothing else."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Generator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, ClassVar, TypeVar

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.db import Database, open_database
from bot.domain.moderation.cases import ANY_HOUR, CaseState, Cell
from bot.domain.moderation.holding import AsideReason
from bot.domain.pledges import State
from bot.domain.refusals import NoSuchCase, NoSuchChoice, Refusal
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE, counts
from tests.db.reading import everything
from tests.services.deciding import NEW, STEWARD, Deciding

T = TypeVar("T")

PEOPLE = [f"p{one}" for one in range(9)]
HISTORIES, HISTORIES_LONG = 3, 120
SEVEN_DAYS = 7 * 24
people = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=9, unique=True)


@dataclass
class Known:
    """One signature in one server, as the rules say it is."""

    state: State
    hour: int
    reason: int = 0
    before: State | None = None
    reason_before: int = 0
    case: int | None = None
    withdrawn: bool = False


@dataclass
class Model:
    """Who signed here and there."""

    here: dict[str, Known] = field(default_factory=dict[str, Known])
    there: set[str] = field(default_factory=set[str])
    stands: set[str] = field(default_factory=set[str])
    cases: dict[int, tuple[int, bool]] = field(default_factory=dict[int, tuple[int, bool]])
    """The day of each case, and whether it can still be undone."""

    def counts_here(self) -> Counts:
        states = [one.state for name, one in self.here.items() if name in self.stands]
        return Counts(states.count(State.COUNTED), states.count(State.HELD))

    def release(self, groups: list[list[str]]) -> None:
        for name in (name for names in groups for name in names):
            self.here[name].state, self.here[name].reason = State.COUNTED, 0


class Moderated(RuleBasedStateMachine):
    """One server whose moderators decide, beside another; each history has people of its own."""

    database: ClassVar[Database]
    runner: ClassVar[asyncio.Runner]
    clock: ClassVar[TickingClock]
    played: ClassVar[list[int]]

    def __init__(self) -> None:
        super().__init__()
        self.model = Model()
        self.deciding = Deciding(self.database, self.clock)
        self.run(self.forget_everyone())
        self.clock.advance(hours=1)

    async def forget_everyone(self) -> None:
        for name in PEOPLE:
            await self.deciding.person(name).erase()
        self.clock.advance(days=31)
        await self.deciding.expiry.expire()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(coroutine)

    @rule(some=people, held=st.booleans())
    def sign_here(self, some: list[str], held: bool) -> None:
        for name in some:
            self.run(self.deciding.sign(name, NEW if held else None))
            if name in self.model.here:
                if self.model.here[name].state is not State.SET_ASIDE:
                    self.model.stands.add(name)
                continue
            self.model.stands.add(name)
            state = State.HELD if held else State.COUNTED
            self.model.here[name] = Known(state, self.deciding.hour, int(held))

    @rule(some=people)
    def sign_there(self, some: list[str]) -> None:
        for name in some:
            self.run(self.deciding.sign(name, guild_id=THERE))
            self.model.there.add(name)
            self.model.stands.add(name)

    @rule(some=people)
    def withdraw_everywhere(self, some: list[str]) -> None:
        for name in some:
            self.run(self.deciding.person(name).withdraw(everywhere=True))
            if name not in self.model.stands:
                continue
            self.model.stands.discard(name)
            self.model.there.discard(name)
            known = self.model.here.get(name)
            if known is not None and known.state is State.SET_ASIDE:
                known.withdrawn = True
            elif known is not None:
                del self.model.here[name]

    @rule(some=people)
    def erase(self, some: list[str]) -> None:
        for name in some:
            self.run(self.deciding.person(name).erase())
            self.model.here.pop(name, None)
            self.model.there.discard(name)
            self.model.stands.discard(name)

    @rule(hours=st.sampled_from([1, 1, 5, SEVEN_DAYS, 31 * 24]))
    def wait(self, hours: int) -> None:
        """Time passes, and what is due is done."""
        self.clock.advance(hours=hours)
        self.run(self.deciding.expiry.expire())
        now = self.deciding.hour
        for one in self.model.here.values():
            if one.state is State.HELD and one.hour <= now - SEVEN_DAYS:
                one.state, one.reason = State.COUNTED, 0
        for number, (day, open_) in self.model.cases.items():
            if open_ and now // 24 - day >= 30:
                self.model.cases[number] = (day, False)
                for one in self.model.here.values():
                    if one.case == number:
                        one.case, one.before = None, None

    @rule(counted=st.booleans())
    def set_aside(self, counted: bool) -> None:
        """Counted ones where an hour has five, else those held."""
        counted = counted and any(len(names) >= 5 for names in self.cells(counted=True).values())
        cells = self.cells(counted)
        big = [one for one, names in cells.items() if len(names) >= 5]
        left = sum(map(len, cells.values())) - sum(len(cells[one]) for one in big)
        try:
            choice = tuple(big[:10]) if counted else (Cell(ANY_HOUR, 1, 1),)
            number = self.run(self.deciding.set_aside(*choice, reason=AsideReason.RAID))
        except Refusal:
            assert not big or 0 < left < 5
            return
        assert big
        assert not 0 < left < 5
        self.model.cases[number] = (self.deciding.hour // 24, True)
        for name in (name for one in big for name in cells[one]):
            known = self.model.here[name]
            known.before, known.reason_before, known.case = known.state, known.reason, number
            known.state, known.reason = State.SET_ASIDE, int(AsideReason.RAID)
            known.withdrawn = False

    @rule()
    def release(self) -> None:
        cells = [one for one in self.cells(counted=False).values() if len(one) >= 5]
        releasing = self.deciding.moderation.release(
            guild_id=HERE, actor=STEWARD, choice=(Cell(ANY_HOUR, 1, 1),)
        )
        try:
            self.run(releasing)
        except NoSuchChoice:
            assert not cells
        self.model.release(cells)

    @rule()
    def release_small(self) -> None:
        cells = [one for one in self.cells(counted=False).values() if len(one) < 5]
        self.run(self.deciding.moderation.release_small(guild_id=HERE, actor=STEWARD))
        self.model.release(cells)

    @precondition(lambda self: self.model.cases)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.model.cases)))
        day, open_ = self.model.cases[number]
        try:
            self.run(self.deciding.undo(number))
        except NoSuchCase:
            assert not open_
            return
        assert open_
        self.model.cases[number] = (day, False)
        for name, one in list(self.model.here.items()):
            if one.case != number:
                continue
            if one.withdrawn or name not in self.model.stands or one.before is None:
                del self.model.here[name]
            else:
                one.state, one.reason = one.before, one.reason_before
                one.before, one.case = None, None

    def cells(self, counted: bool) -> dict[Cell, list[str]]:
        """Return who is in each cell of the hours that are over."""
        found: dict[Cell, list[str]] = {}
        wanted = State.COUNTED if counted else State.HELD
        for name, one in self.model.here.items():
            if one.state is wanted and one.hour < self.deciding.hour:
                cell = Cell(one.hour) if counted else Cell(one.hour, 1, 1)
                found.setdefault(cell, []).append(name)
        return found

    @invariant()
    def everything_is_as_known(self) -> None:
        async def look() -> None:
            assert await self.deciding.agrees()
            assert await counts(self.database, HERE) == self.model.counts_here()
            there = self.model.there & self.model.stands
            assert await counts(self.database, THERE) == Counts(len(there))
            for name in PEOPLE:
                standing = await self.deciding.standing(name)
                assert standing.signed is (name in self.model.stands), name
                here, known = standing.here, self.model.here.get(name)
                assert (here is None) is (known is None), name
                if here is not None and known is not None:
                    assert (here.state, here.reason) == (known.state, known.reason), name
                    assert here.case == known.case
            for case in await self.deciding.moderation.cases(guild_id=HERE):
                assert case.state in (CaseState.DONE, CaseState.UNDONE)

        self.run(look())
        self.played.append(1)


@pytest.fixture
def moderated(database_url: str) -> Generator[type[Moderated]]:
    """The machine, bound to one open store."""
    with asyncio.Runner() as runner:
        stack, clock = AsyncExitStack(), TickingClock()
        opening = stack.enter_async_context(open_database(database_url, migrate=False))
        bound: dict[str, Any] = {
            "database": runner.run(opening),
            "runner": runner,
            "clock": clock,
            "played": [],
        }
        yield type("BoundModerated", (Moderated,), bound)
        runner.run(stack.aclose())


@pytest.mark.long
def test_moderators_give_back_what_they_took_whatever_happens(
    moderated: type[Moderated], long: bool
) -> None:
    histories = HISTORIES_LONG if long else HISTORIES
    run_state_machine_as_test(
        moderated, settings=settings(max_examples=histories, stateful_step_count=12, deadline=None)
    )
    assert len(moderated.played) >= histories
    assert moderated.runner.run(moderated.database.reader.read(everything))["pledges"] is not None
