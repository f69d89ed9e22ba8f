"""The real bot on a simulated Discord: restart it, let time pass, look into one room at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from time import perf_counter
from typing import Self

import simcord
from discord.ext import commands

from bot.config import Configuration
from bot.domain.clock import system_clock
from bot.domain.refusals import Refusal
from bot.rehearsal.languages import Languages
from bot.rehearsal.local_bot import LocalBot, Running, name_organisers
from bot.rehearsal.message_menu import use_menu
from bot.rehearsal.pages.simulated import SETTLE, SimulatedDiscord
from bot.rehearsal.sample_members import NotSignedError, let_raid, let_sign
from bot.rehearsal.stage_error import StageError
from bot.rehearsal.world import Room, Showing, World, advance, build

_log = logging.getLogger(__name__)


class Stage:
    """Use it as `async with Stage(local_bot) as stage`: entering starts the bot, leaving closes it.

    What it offers may be called from any task of the loop; it takes one thing at a time. `earlier`
    tells whether there was a rehearsal before this one.
    """

    world: World

    def __init__(self, local_bot: LocalBot) -> None:
        self.local_bot = local_bot
        self.showing: Showing | None = None
        self.running: Running | None = None
        self._env: simcord.Env | None = None
        self._attached = False
        self._hours_ahead = 0
        self.languages = Languages()
        self.earlier = False
        self._turn = asyncio.Lock()
        self._open = AsyncExitStack()
        self._looking = AsyncExitStack()

    async def __aenter__(self) -> Self:
        configuration = self.local_bot.read()
        self.earlier = self.local_bot.store.exists()
        running = await self._open_bot(configuration)
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
            await self._leave()

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
                running = await self._open_bot(configuration)
                await (self._build if self._env is None else self._attach)(running)
            except BaseException as fault:
                await self._close()
                if isinstance(fault, commands.ExtensionError | simcord.SetupError | TimeoutError):
                    raise StageError("refused.not_started", why=fault) from fault
                raise
            return perf_counter() - began

    async def begin_anew(self) -> None:
        """Forget everything of this rehearsal and of earlier ones, and build the stage again.

        Raises:
            ConfigurationFaults: when the configuration has faults; the bot goes on as it was.
            CannotStart: when the store cannot be deleted or made; a restart may mend it.
        """
        async with self._turn:
            configuration = self.local_bot.read()
            await self._look_away()
            await self._close()
            await self._leave()
            self._env = None
            try:
                await self.local_bot.clear()
                self.earlier = False
                await self._build(await self._open_bot(configuration))
            except BaseException:
                await self._close()
                raise

    async def speak(self, chosen: Mapping[str, str]) -> None:
        """Let people and servers, by their keys, speak other languages from now on.

        Raises:
            StageError: when there is no bot to keep them.
        """
        async with self._turn:
            self.must_run()
            self.languages.chosen |= chosen
            await self._look_away()
            await self._spoken()

    async def speak_by_default(self, locale: str) -> None:
        """Let everyone speak what the first reader of the page reads, if nothing was chosen."""
        async with self._turn:
            if self.running is not None and await self.running.languages() is None:
                self.languages.default = locale
                await self._spoken()

    async def _spoken(self) -> None:
        await self.must_run().keep_languages(self.languages)
        self.languages.tell_servers(self.env, self.world)
        await self.env.settle()

    async def use_menu(self, menu: str, message_id: str) -> None:
        """Use a menu on a message of the shown room, as the person through whose eyes it is seen.

        Raises:
            StageError: when no room is shown, or the menu cannot be used.
        """
        async with self._turn:
            if self.showing is None:
                raise StageError("menu.failed")
            await use_menu(self.showing, menu=menu, message_id=message_id)
            await self.showing.preview.refresh()

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
                raise StageError("refused.no_time") from fault
            except TimeoutError as fault:
                raise StageError("refused.part_of_time", why=fault) from fault

    async def let_people_sign(self, people: int) -> int:
        """Let sample members sign, as many as have not yet; return how many did.

        Raises:
            StageError: when there is no bot, or it took no signature from someone.
        """
        async with self._signing("refused.not_signed") as running:
            return await let_sign(self.world, running.services.pledges, people=people)

    async def send_raid(self, people: int) -> None:
        """Let new accounts join the first server and sign there, all at once.

        Raises:
            StageError: when there is no bot, or it took no signature from one of them.
        """
        async with self._signing("refused.raid_not_signed"):
            await let_raid(self.env, self.world.servers[0], people=people)

    @asynccontextmanager
    async def _signing(self, refused: str) -> AsyncGenerator[Running]:
        async with self._turn:
            running = self.must_run()
            await self._look_away()
            try:
                yield running
            except (NotSignedError, Refusal, simcord.SetupError, TimeoutError) as fault:
                raise StageError(refused) from fault

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
            await self._look_away()
            preview = room.preview(self.env, person, locale=self.languages.of(person))
            await self._looking.enter_async_context(preview)
            self.showing = Showing(room, person, preview, preview.url)
            return self.showing

    @asynccontextmanager
    async def undisturbed(self) -> AsyncGenerator[None]:
        """Keep the clock, restarts and other rooms away while a press is answered."""
        async with self._turn:
            yield

    def must_run(self) -> Running:
        """Return what is open now, or raise a `StageError`."""
        if self.running is None:
            raise StageError("refused.not_running")
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

    async def _leave(self) -> None:
        """Take the simulator down, which must have lost its bot before."""
        if self._env is not None and self._attached:
            self._attached = False
            await self._env.shutdown()

    async def _build(self, running: Running) -> None:
        """Build the world before its clock moves to today, then let the bot in."""
        env = SimulatedDiscord(running.bot)
        self.world = build(env, bot_name=running.configuration.campaign.name)
        self._hours_ahead = await running.hours_ahead()
        self.languages = await running.languages() or Languages()
        self.languages.speak(env, self.world)
        env.backend.advance_clock(max(0.0, (self._due() - env.now()).total_seconds()))
        self._env = env
        await name_organisers(self.world, running)
        await self._attach(running)
        self.languages.tell_servers(env, self.world)
        await env.settle()

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
        await advance(self.env, until=self._due())
