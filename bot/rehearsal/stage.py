"""The real bot on a simulated Discord: restart it, let time pass, look into one room at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from time import perf_counter
from typing import TYPE_CHECKING, Final, Self

import simcord
from discord.ext import commands

from bot.config import Configuration, Dates
from bot.domain.clock import system_clock
from bot.domain.refusals import Refusal
from bot.rehearsal.local_bot import LocalBot, Running
from bot.rehearsal.sample_members import NotSignedError, let_sign
from bot.rehearsal.world import Room, World, build

if TYPE_CHECKING:
    from simcord import Preview

_log = logging.getLogger(__name__)

SETTLE: Final = 10.0
"""Seconds that the bot may take to answer before the simulator calls it stuck."""

_STRIDE: Final = 3_600.0
"""Seconds of the stage's time that pass in one go; each go has `SETTLE` real seconds."""


class StageError(Exception):
    """Something that was asked of the stage could not be done; its text says what and why."""


@dataclass(frozen=True, slots=True)
class Showing:
    """The room that can be seen now, through whose eyes, and the simulator's page for it.

    `url` is that page's address; whoever has it can act on the stage.
    """

    room: Room
    person: str
    preview: Preview
    url: str = field(repr=False)


def hours_until_open(dates: Dates, now: datetime) -> int:
    """Return after how many full hours a campaign's first day has begun; 0 where it has."""
    if dates.opens is None:
        return 0
    first = datetime.combine(dates.opens, time(), UTC)
    return max(0, -int((now - first) // timedelta(hours=1)))


class Stage:
    """Use it as `async with Stage(local_bot) as stage`: entering starts the bot, leaving closes it.

    What it offers may be called from any task of the loop; it takes one thing at a time.
    """

    world: World

    def __init__(self, local_bot: LocalBot) -> None:
        self.local_bot = local_bot
        self.showing: Showing | None = None
        self.running: Running | None = None
        self._env: simcord.Env | None = None
        self._attached = False
        self._hours_ahead = 0
        self._turn = asyncio.Lock()
        self._open = AsyncExitStack()
        self._looking = AsyncExitStack()

    async def __aenter__(self) -> Self:
        running = await self._open_bot(self.local_bot.read())
        try:
            await self._build(running)
        except BaseException:
            await self._close()
            raise
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        async with self._turn:
            await self._look_away()
            await self._close()
            if self._env is not None and self._attached:
                self._attached = False
                await self._env.shutdown()

    @property
    def env(self) -> simcord.Env:
        """The simulated Discord, there once the stage was entered."""
        if self._env is None:
            raise RuntimeError("the stage was not entered")
        return self._env

    def now(self) -> datetime:
        """Return the stage's time: the calendar's, and the hours that were let pass."""
        return self._env.now() if self._env is not None else system_clock()

    async def restart(self) -> float:
        """Close the bot and its store, read the configuration, open both; return the seconds.

        Raises:
            ConfigurationFaults: when the configuration has faults; the bot goes on as it was.
            CannotStart, StageError: when the bot did not start again; a later restart may mend it.
        """
        async with self._turn:
            configuration = self.local_bot.read()
            began = perf_counter()
            await self._look_away()
            await self._close()
            try:
                await self._attach(await self._open_bot(configuration))
            except BaseException as fault:
                await self._close()
                if isinstance(fault, commands.ExtensionError | simcord.SetupError | TimeoutError):
                    raise StageError(f"The bot did not start again: {fault}") from fault
                raise
            return perf_counter() - began

    async def let_pass(self, *, hours: int) -> None:
        """Move the stage's time on; everything that falls due in it happens.

        Raises:
            StageError: when there is no bot to live through it, or it took too long over it.
        """
        async with self._turn:
            running = self.must_run()
            await self._look_away()
            try:
                await running.keep_hours_ahead(self._hours_ahead + hours)
                self._hours_ahead += hours
                await self._follow()
            except Refusal as fault:
                raise StageError("No time passed: the store takes no changes just now.") from fault
            except TimeoutError as fault:
                raise StageError(f"The time passed only in part: {fault}") from fault

    async def let_people_sign(self, people: int) -> int:
        """Let sample members sign, as many as have not yet; return how many did.

        Raises:
            StageError: when there is no bot, or it took no signature from someone.
        """
        async with self._turn:
            running = self.must_run()
            await self._look_away()
            try:
                return await let_sign(self.world, running.services.pledges, people=people)
            except (NotSignedError, Refusal, simcord.SetupError, TimeoutError) as fault:
                raise StageError(
                    "Someone could not sign. What /pledge sign answers here says why."
                ) from fault

    async def tick(self) -> None:
        """Follow the real clock, and renew the shown room only if something happened in it.

        A page that is renewed drops what someone is about to press, so it is not done for nothing.
        """
        if self._turn.locked() or self.running is None:
            return
        async with self._turn:
            seen = len(self.env.backend.transcript)
            try:
                await self._follow()
                if self.showing is not None and len(self.env.backend.transcript) != seen:
                    await self.showing.preview.refresh()
            except simcord.SetupError as closed:
                _log.debug("the room was closed from within: %s", type(closed).__name__)
            except TimeoutError:
                _log.warning("something that fell due took longer than %d seconds", SETTLE)

    async def show(self, room: Room, person: str | None = None) -> Showing:
        """Open the simulator's page for a room; the one that was open closes.

        Raises:
            KeyError: when that person cannot see the room.
            StageError: when there is no bot.
        """
        async with self._turn:
            self.must_run()
            person = person or next(iter(room.actors))
            first = room.actors[person]
            others = [actor for actor in room.actors.values() if actor is not first]
            await self._look_away()
            preview = self.env.preview(room.channel, viewers=[first, *others], layout="channel")
            await self._looking.enter_async_context(preview)
            self.showing = Showing(room, person, preview, preview.url)
            return self.showing

    @asynccontextmanager
    async def undisturbed(self) -> AsyncGenerator[None]:
        """Keep the clock, restarts and other rooms away while a press is answered."""
        async with self._turn:
            yield

    def must_run(self) -> Running:
        """Return what is open now.

        Raises:
            StageError: when the bot is not running.
        """
        if self.running is None:
            raise StageError("The bot is not running. Mend what stopped it, then restart it.")
        return self.running

    async def _look_away(self) -> None:
        self.showing = None
        await self._looking.aclose()

    async def _open_bot(self, configuration: Configuration) -> Running:
        opened = self.local_bot.open(configuration, clock=self.now)
        self.running = await self._open.enter_async_context(opened)
        return self.running

    async def _close(self) -> None:
        self.running = None
        await self._open.aclose()

    async def _build(self, running: Running) -> None:
        """Build the world before its clock moves to today, then let the bot in."""
        env = simcord.Env(running.bot, check_errors=False, settle_timeout=SETTLE, shard_count=1)
        self.world = build(env, bot_name=running.configuration.campaign.name)
        opens = hours_until_open(running.configuration.campaign.dates, system_clock())
        self._hours_ahead = max(await running.hours_ahead(), opens)
        env.backend.advance_clock(max(0.0, (self._due() - env.now()).total_seconds()))
        self._env = env
        await self._name_organisers(running)
        await self._attach(running)

    async def _name_organisers(self, running: Running) -> None:
        """Let the organiser organise in servers where nothing was chosen yet."""
        for server in self.world.servers:
            kept = await running.database.settings.get(guild_id=server.guild.id)
            if not kept:
                await running.bot.services.servers.change(
                    guild_id=server.guild.id,
                    actor=server.guild.owner.id,
                    key="organiser_roles",
                    value=[server.organisers.id],
                )

    async def _attach(self, running: Running) -> None:
        """Let a bot in, in place of the one before; the world stays as it is."""
        if self._attached:
            self._attached = False
            await self.env.restart_bot(running.bot)
        else:
            self.env.bot = running.bot
            await self.env.start()
        self._attached = True

    def _due(self) -> datetime:
        return system_clock() + timedelta(hours=self._hours_ahead)

    async def _follow(self) -> None:
        """Bring the stage's time to where it should be, in strides that can each settle."""
        left = (self._due() - self.env.now()).total_seconds()
        while left > 0:
            stride = min(left, _STRIDE)
            await self.env.advance_time(stride)
            left -= stride
