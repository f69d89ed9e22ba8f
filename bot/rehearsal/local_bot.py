"""Opens the real bot for a rehearsal: its configuration, a store and a secret of its own."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final

from bot.config import Configuration, Dates, load
from bot.db import Database, open_database
from bot.domain.clock import Clock, system_clock
from bot.domain.signer_secret import SECRET_CHECK, check_value, fits
from bot.exits import CannotStart, Exit, typed
from bot.interactions.sync import Sync
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, phrases
from bot.rehearsal.languages import Languages
from bot.rehearsal.world import World
from bot.secret_file import secret_in_file
from bot.services import Services
from bot.services.reports import FILE_NAME

STORE: Final = "rehearsal.sqlite3"
KEY_FILE: Final = "rehearsal.secret"
_LANGUAGES: Final = "rehearsal_languages"
_HOURS_AHEAD: Final = "rehearsal_hours_ahead"
_DAYS_AHEAD: Final = "rehearsal_days_ahead"
"""Read where a rehearsal of before kept whole days."""


def hours_until_open(dates: Dates, now: datetime) -> int:
    """Return after how many full hours a campaign's first day has begun; 0 where it has."""
    if dates.opens is None:
        return 0
    first = datetime.combine(dates.opens, time(), UTC)
    return max(0, -int((now - first) // timedelta(hours=1)))


@dataclass(frozen=True, slots=True)
class Running:
    """What is open between two restarts."""

    configuration: Configuration
    database: Database
    services: Services
    bot: OutreachBot

    async def hours_ahead(self) -> int:
        """Return by how many hours it is ahead of the calendar: up to the first day at least."""
        hours = await self.database.meta.get(_HOURS_AHEAD)
        if hours is None:
            hours = 24 * int(await self.database.meta.get(_DAYS_AHEAD) or 0)
        return max(int(hours), hours_until_open(self.configuration.campaign.dates, system_clock()))

    async def keep_hours_ahead(self, hours: int) -> None:
        """Remember the hours that passed: a later rehearsal must not begin before its pledges."""
        await self.database.meta.set(_HOURS_AHEAD, str(hours))

    async def languages(self) -> Languages | None:
        """Return who speaks which language, or None where nothing was ever chosen."""
        kept = await self.database.meta.get(_LANGUAGES)
        return None if kept is None else Languages.read(kept)

    async def keep_languages(self, languages: Languages) -> None:
        """Remember who speaks which language."""
        await self.database.meta.set(_LANGUAGES, languages.written())


class LocalBot:
    """Where the bot comes from: a configuration folder and a folder for data."""

    def __init__(self, *, config_root: Path, data_dir: Path) -> None:
        self.config_root = config_root
        self.folder = data_dir
        self.store = data_dir / STORE
        self._secret = data_dir / KEY_FILE

    def read(self) -> Configuration:
        """Read the configuration anew.

        Raises:
            ConfigurationFaults: with every fault, a line each.
        """
        return load(self.config_root, phrases())

    @asynccontextmanager
    async def open(self, configuration: Configuration, *, clock: Clock) -> AsyncGenerator[Running]:
        """Open the store and build the bot; on leaving, close the bot and then the store.

        Raises:
            CannotStart: when the store cannot be used, with its own exit code.
        """
        async with self._database() as database:
            secret = await self._signer_secret(database)
            services = build_services(configuration, database, secret=secret, clock=clock)
            # The simulator forgets its commands with each rehearsal, and the store would not know.
            bot = OutreachBot(services, Messages.of(configuration), sync=Sync.ALWAYS)
            try:
                yield Running(configuration, database, services, bot)
            finally:
                await bot.close()

    async def check_free(self) -> None:
        """Check that no other rehearsal has the folder; whatever else is wrong shows later.

        Raises:
            CannotStart: with `Exit.SECOND_COPY` when another rehearsal is using it.
        """
        if not self.store.exists():
            return
        try:
            async with self._database():
                pass  # opening proves that nobody else has it open
        except CannotStart as refusal:
            if refusal.code is Exit.SECOND_COPY:
                raise

    async def clear(self) -> None:
        """Delete all that earlier rehearsals left: pledges, settings, and what was reported.

        Raises:
            CannotStart: with `Exit.SECOND_COPY` when another rehearsal is using them, with
                `Exit.REHEARSAL` when they cannot be deleted.
        """
        await self.check_free()
        beside = (f"{STORE}-wal", f"{STORE}-shm", KEY_FILE, FILE_NAME)
        try:
            for left in (self.store, *(self.folder / name for name in beside)):
                left.unlink(missing_ok=True)
        except OSError as fault:
            raise CannotStart(self._refused(fault), Exit.REHEARSAL) from None

    def adopt(self, folder: Path) -> None:
        """Take over what earlier releases kept in another folder, among other files.

        Raises:
            CannotStart: with `Exit.REHEARSAL` when the folder is not this user's to work in.
        """
        if problem := self._barred():
            raise CannotStart(problem, Exit.REHEARSAL)
        older = [folder / name for name in (STORE, f"{STORE}-wal", f"{STORE}-shm", KEY_FILE)]
        if self.store.exists() or not older[0].exists():
            return
        with suppress(OSError):  # then it begins with an empty store
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            for one in older:
                if one.exists():
                    one.rename(self.folder / one.name)

    @asynccontextmanager
    async def _database(self) -> AsyncGenerator[Database]:
        """Open the rehearsal's own store, or say what is wrong in the rehearsal's own words."""
        secret = self._known_secret()
        async with AsyncExitStack() as stack:
            try:
                opened = open_database(f"sqlite:///{self.store}", secret=secret)
                database = await stack.enter_async_context(opened)
            except CannotStart as refusal:
                raise CannotStart(self._refusal_text(refusal), refusal.code) from refusal
            yield database

    def _refusal_text(self, refusal: CannotStart) -> str:
        if refusal.code is Exit.SECOND_COPY:
            return (
                f"Another program works with the rehearsal's store {self.store}, and answers at no "
                "address: end it, with Ctrl-C where it runs, then start again."
            )
        anew = f"To begin with an empty one: {typed('rehearse --fresh')}"
        if refusal.code is Exit.SCHEMA:
            return f"The rehearsal's store {self.store} belongs to another release. {anew}"
        if refusal.code is not Exit.DATABASE:
            return f"The rehearsal's store {self.store} cannot be used. {refusal.sentence} {anew}"
        if problem := self._barred(self.store, self._secret):
            return problem
        return f"The rehearsal's store {self.store} is damaged, or is no store at all. {anew}"

    def _barred(self, *files: Path) -> str | None:
        """Say what this user may not do with the folder or these files, or None where all may be.

        What stands in a folder that lets nobody else in cannot be looked for: no question raises.
        """
        for one in (self.folder, *files):
            there = next(place for place in (one, *one.parents) if os.access(place, os.F_OK))
            needed = os.R_OK | os.W_OK | (os.X_OK if there.is_dir() else 0)
            if not os.access(there, needed):
                return (
                    f"The rehearsal may not write {there}: mend its owner or its mode, or "
                    "rehearse in a folder of your own."
                )
        return None

    def _refused(self, fault: OSError) -> str:
        told = f"The rehearsal's files in {self.folder} cannot be used ({fault.strerror})."
        return self._barred(self.store, self._secret) or told

    def _known_secret(self) -> bytes | None:
        """Return the secret of earlier rehearsals, which an older store needs to be migrated."""
        if not self._secret.exists():
            return None
        return self._secret_in_file(may_make=False)

    def _secret_in_file(self, *, may_make: bool) -> bytes:
        """Read or make the secret, or say what is wrong in the rehearsal's own words."""
        try:
            return secret_in_file(self._secret, may_make=may_make)
        except OSError as fault:
            raise CannotStart(self._refused(fault), Exit.REHEARSAL) from None
        except CannotStart:
            raise CannotStart(
                f"{self._secret} is spoilt or missing: bring the right file back, or begin anew "
                f"with: {typed('rehearse --fresh')}",
                Exit.REHEARSAL,
            ) from None

    async def _signer_secret(self, database: Database) -> bytes:
        known = await database.meta.get(SECRET_CHECK)
        secret = self._secret_in_file(may_make=known is None)
        if known is None:
            await database.meta.set(SECRET_CHECK, check_value(secret))
        elif not fits(secret, known):
            raise CannotStart(
                f"{self._secret} does not belong to {self.store}: bring the right file back, or "
                f"begin anew with: {typed('rehearse --fresh')}",
                Exit.REHEARSAL,
            )
        return secret


async def name_organisers(world: World, running: Running) -> None:
    """Let the organisers organise in servers where nothing was chosen yet."""
    for server in world.servers:
        kept = await running.database.settings.get(guild_id=server.guild.id)
        if not kept:
            await running.services.servers.change(
                guild_id=server.guild.id,
                actor=server.guild.owner.id,
                key="organiser_roles",
                value=[server.organisers.id],
            )
