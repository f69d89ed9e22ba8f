"""Carries decisions out part by part, one at a time in each server, and tells how far each is."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from bot.domain.moderation.cases import in_steps
from bot.domain.refusals import CaseUnderWay, NoSuchCase, Refusal

_log = logging.getLogger(__name__)

PATIENCE: Final = 1.0
"""Seconds that a press waits for a decision to be carried out; then it is told how far it is."""


class Doing(Enum):
    """What is carried out."""

    RELEASE = auto()
    SET_ASIDE = auto()
    UNDO = auto()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a decision is, in steps of five.

    Attributes:
        case: the number of the case, where it belongs to one.
        over: whether it is carried out no further: done, stopped, or not taken by the store.
        failed: whether the store did not take a part; asked again, it goes on.
        whole: whether it was carried out to its end, however many withdrew meanwhile.
    """

    doing: Doing
    done: int
    total: int
    case: int | None = None
    over: bool = False
    failed: bool = False
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Begun:
    """A decision that is noted, and what it is about to change.

    Attributes:
        steps: what carries it out; each step gives how many it changed.
        total: how many it changes in all, those of before with them.
        case: the number of the case, where it belongs to one.
        people: how many it changed before.
    """

    steps: AsyncGenerator[int]
    total: int
    case: int | None = None
    people: int = 0


@dataclass(slots=True)  # not frozen: it counts, and ends
class _Job:
    doing: Doing
    total: int = 0
    case: int | None = None
    people: int = 0
    over: bool = False
    failed: bool = False
    whole: bool = False
    stopping: bool = False
    task: asyncio.Task[None] | None = None

    @property
    def progress(self) -> Progress:
        done, total = in_steps(self.people), in_steps(self.total)
        ended = (self.over, self.failed, self.whole)
        return Progress(self.doing, min(done, total), total, self.case, *ended)


class Jobs:
    """What is carried out in each server; known in memory alone."""

    def __init__(self) -> None:
        self._jobs: dict[int, _Job] = {}

    def progress(self, *, guild_id: int) -> Progress | None:
        """Return how far a server's last decision is; None after a restart."""
        job = self._jobs.get(guild_id)
        return None if job is None else job.progress

    def busy(self, *, guild_id: int) -> bool:
        """Return whether something is begun or carried out in a server."""
        job = self._jobs.get(guild_id)
        return job is not None and not job.over

    async def run(
        self,
        begin: Callable[[], Awaitable[Begun]],
        *,
        guild_id: int,
        doing: Doing,
        instead_of: int | None = None,
    ) -> Progress:
        """Let a decision be noted, then carry it out; return how far it came.

        The server's one place is taken before `begin` notes anything, so that nothing is noted of
        who is refused; where that fails, the place is free again. A case that is being set aside
        gives way where it is the one of `instead_of`: it is stopped once the decision is noted.

        Raises:
            CaseUnderWay: another decision is carried out in this server.
        """
        before = self._jobs.get(guild_id)
        if self.busy(guild_id=guild_id) and not _gives_way(before, instead_of):
            raise CaseUnderWay
        job = self._jobs[guild_id] = _Job(doing)
        try:
            begun = await begin()
            await _stop(before)
        except BaseException:
            self._give_back(guild_id, before)
            raise
        job.total, job.case, job.people = begun.total, begun.case, begun.people
        job.task = asyncio.get_running_loop().create_task(_carry_out(job, begun.steps))
        await asyncio.wait({job.task}, timeout=PATIENCE)
        return job.progress

    def _give_back(self, guild_id: int, before: _Job | None) -> None:
        if before is None:
            del self._jobs[guild_id]
        else:
            self._jobs[guild_id] = before

    async def stop(self, *, guild_id: int) -> None:
        """Let what is carried out end after the part it is at, and wait for that."""
        await _stop(self._jobs.get(guild_id))


def _gives_way(job: _Job | None, case: int | None) -> bool:
    """Return whether a job sets a case aside, which can be undone meanwhile."""
    if job is None or case is None:
        return False
    return job.doing is Doing.SET_ASIDE and job.case == case


async def _stop(job: _Job | None) -> None:
    if job is not None and job.task is not None and not job.over:
        job.stopping = True
        await asyncio.wait({job.task})


async def _carry_out(job: _Job, steps: AsyncGenerator[int]) -> None:
    try:
        async with aclosing(steps):
            async for people in steps:
                job.people += people
                if job.stopping:
                    return
        job.whole = True
    except NoSuchCase:
        pass  # it was stopped, or is being undone
    except Refusal:
        job.failed = True
        _log.warning("a decision of moderators was carried out in part: the store does not answer")
    except Exception:  # noqa: BLE001 - nobody awaits the task: what ends it is told here
        job.failed = True
        _log.exception("carrying out a decision of moderators failed")
    finally:
        job.over = True
