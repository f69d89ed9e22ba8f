"""What moderators of one server decide about groups of signatures; who may was asked before."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress

from bot.db.repositories.moderation.cases import MoveCase, NoteRelease, OpenCase
from bot.db.repositories.moderation.parts import ReleasePart, SetAsidePart, UndoPart
from bot.db.repositories.moderation.repository import ModerationRepository
from bot.db.repositories.records.noting import Actor
from bot.domain.clock import Clock, day_number, day_of, hour_of
from bot.domain.identity import Keys
from bot.domain.moderation.cases import (
    Case,
    CaseState,
    Cell,
    Group,
    Sizes,
    covered,
    in_steps,
    shown,
    small,
)
from bot.domain.moderation.holding import AsideReason
from bot.domain.pledges import State
from bot.domain.refusals import NoSuchCase, NoSuchChoice
from bot.services.moderation.jobs import Begun, Doing, Jobs, Progress
from bot.services.moderation.looks import ShownSizes

Choice = tuple[Cell, ...]
Steps = AsyncGenerator[int]


class ModerationService:
    """Shows groups, never a person, and changes them in parts between which others are served.

    Every call may raise `StoreUnreadable`, `NothingRecorded` or `OutcomeUnknown`.
    """

    def __init__(self, repository: ModerationRepository, keys: Keys, clock: Clock) -> None:
        self._repository = repository
        self._keys = keys
        self._clock = clock
        self._jobs = Jobs()
        self._shown_sizes = ShownSizes()

    async def groups(self, *, guild_id: int, state: State = State.HELD) -> tuple[Group, ...]:
        """Return what is held, or counted, in the hours that are over, the oldest first.

        Within an hour it is what the first look found, unless moderators decided something.
        """
        if self._jobs.busy(guild_id=guild_id):
            return shown(await self._sizes(guild_id, state))
        seen = self._shown_sizes.of(guild_id, hour=self._hour)
        if state not in seen:
            seen[state] = shown(await self._sizes(guild_id, state))
        return seen[state]

    async def cases(self, *, guild_id: int) -> tuple[Case, ...]:
        """Return the cases of the last 30 days, the newest first."""
        found = await self._repository.cases(keys=self._keys, server=self._keys.server(guild_id))
        today = day_number(day_of(self._clock()))
        return tuple(one for one in found if today < one.ends)

    def progress(self, *, guild_id: int) -> Progress | None:
        """Return how far the last decision of a server is; None after a restart."""
        return self._jobs.progress(guild_id=guild_id)

    async def release(self, *, guild_id: int, actor: int, choice: Choice) -> Progress:
        """Let the held groups of a choice count from now on, and the log say who decided it.

        Raises:
            CaseUnderWay: another decision of this server is not finished.
            NoSuchChoice: no group of five or more of it is held any more.
        """
        sizes = {one.cell: one.at_least for one in await self.groups(guild_id=guild_id)}
        cells = covered(choice, sizes)
        if not cells:
            raise NoSuchChoice
        total = sum(sizes[one] for one in cells)
        return await self._release(guild_id, actor, cells, total)

    async def release_small(self, *, guild_id: int, actor: int) -> Progress:
        """Let all held groups under five count, and the log say who decided it.

        Whether there were any is not told: it could single somebody out.

        Raises:
            CaseUnderWay: another decision of this server is not finished.
        """
        cells = small(await self._sizes(guild_id, State.HELD))
        return await self._release(guild_id, actor, cells, 0)

    async def _release(self, guild_id: int, actor: int, cells: Choice, total: int) -> Progress:
        who = Actor.of(actor, self._keys)

        async def begin() -> Begun:
            await self._repository.note(NoteRelease(guild_id=guild_id, actor=who, hour=self._hour))
            return Begun(self._releasing(guild_id, cells), total)

        return await self._run(guild_id, begin, doing=Doing.RELEASE)

    async def set_aside(
        self, *, guild_id: int, actor: int, choice: Choice, reason: AsideReason
    ) -> Progress:
        """Set the groups of a choice aside that have five people or more.

        Raises:
            CaseUnderWay: another decision of this server is not finished.
            TooFewChosen, TooFewLeft: it could single somebody out.
        """
        work = OpenCase(
            keys=self._keys,
            guild_id=guild_id,
            actor=Actor.of(actor, self._keys),
            choice=choice,
            reason=int(reason),
            hour=self._hour,
        )

        async def begin() -> Begun:
            return await self._carrying_on(guild_id, await self._repository.open(work))

        return await self._run(guild_id, begin, doing=Doing.SET_ASIDE)

    async def go_on(self, *, guild_id: int, actor: int, number: int) -> Progress:
        """Go on with a case that was stopped, or that a restart broke off.

        Raises:
            CaseUnderWay: another decision of this server is not finished.
            NoSuchCase: there is nothing to go on with.
        """

        async def begin() -> Begun:
            case = await self._move(guild_id, number, CaseState.WORKING, actor)
            return await self._carrying_on(guild_id, case)

        return await self._run(guild_id, begin, doing=Doing.SET_ASIDE)

    async def stop(self, *, guild_id: int, actor: int) -> Progress | None:
        """Stop a case that is carried out; what it set aside so far stays so until it is undone."""
        now = self._jobs.progress(guild_id=guild_id)
        if now is not None and now.doing is Doing.SET_ASIDE and now.case and not now.over:
            with suppress(NoSuchCase):  # it was done meanwhile
                await self._move(guild_id, now.case, CaseState.STOPPED, actor)
            await self._jobs.stop(guild_id=guild_id)
        return self._jobs.progress(guild_id=guild_id)

    async def undo(self, *, guild_id: int, actor: int, number: int) -> Progress:
        """Give every signature of a case back what it was, unless its person acted since.

        Raises:
            CaseUnderWay: another decision of this server is not finished.
            NoSuchCase: it was undone already, or its 30 days are over.
        """

        async def begin() -> Begun:
            case = await self._move(guild_id, number, CaseState.UNDOING, actor)
            return Begun(self._undoing(guild_id, case), case.at_least, number)

        return await self._run(guild_id, begin, doing=Doing.UNDO, instead_of=number)

    async def _carrying_on(self, guild_id: int, case: Case) -> Begun:
        states = {one.state for one in case.cells}
        sizes = [await self._sizes(guild_id, state) for state in states]
        left = sum(in_steps(one.get(cell, 0)) for one in sizes for cell in case.cells)
        steps, total = self._setting_aside(guild_id, case), case.at_least + left
        return Begun(steps, total, case.number, case.people)

    async def _run(
        self,
        guild_id: int,
        begin: Callable[[], Awaitable[Begun]],
        *,
        doing: Doing,
        instead_of: int | None = None,
    ) -> Progress:
        progress = await self._jobs.run(
            begin, guild_id=guild_id, doing=doing, instead_of=instead_of
        )
        self._shown_sizes.forget(guild_id)
        return progress

    async def _releasing(self, guild_id: int, cells: Choice) -> Steps:
        server = self._keys.server(guild_id)
        for cell in cells:
            work = ReleasePart(keys=self._keys, server=server, cell=cell, hour=self._hour)
            while people := await self._repository.part(work):
                yield people

    async def _setting_aside(self, guild_id: int, case: Case) -> Steps:
        for cell in case.cells:
            work = SetAsidePart(
                keys=self._keys,
                server=self._keys.server(guild_id),
                case=case.number,
                cell=cell,
                reason=case.reason,
                hour=self._hour,
            )
            while people := await self._repository.part(work):
                yield people
        await self._move(guild_id, case.number, CaseState.DONE)

    async def _undoing(self, guild_id: int, case: Case) -> Steps:
        server = self._keys.server(guild_id)
        work = UndoPart(keys=self._keys, server=server, case=case, hour=self._hour)
        while people := await self._repository.part(work):
            yield people
        await self._move(guild_id, case.number, CaseState.UNDONE)

    async def _move(
        self, guild_id: int, number: int, wanted: CaseState, actor: int | None = None
    ) -> Case:
        work = MoveCase(
            keys=self._keys,
            guild_id=guild_id,
            number=number,
            wanted=wanted,
            hour=self._hour,
            actor=None if actor is None else Actor.of(actor, self._keys),
        )
        return await self._repository.move(work)

    async def _sizes(self, guild_id: int, state: State) -> Sizes:
        server = self._keys.server(guild_id)
        return await self._repository.sizes(
            keys=self._keys, server=server, state=state, before=self._hour
        )

    @property
    def _hour(self) -> int:
        return hour_of(self._clock())
