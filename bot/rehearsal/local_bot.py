"""Opens the real bot for a rehearsal: its configuration, a store and a secret of its own."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.config import Configuration, load
from bot.db import Database, open_database
from bot.domain.clock import Clock
from bot.domain.signer_secret import SECRET_CHECK, check_value, fits
from bot.exits import CannotStart, Exit
from bot.interactions.sync import Sync
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, phrases
from bot.secret_file import secret_in_file
from bot.services import Services

STORE: Final = "rehearsal.sqlite3"
KEY_FILE: Final = "rehearsal.secret"
_HOURS_AHEAD: Final = "rehearsal_hours_ahead"
_DAYS_AHEAD: Final = "rehearsal_days_ahead"
"""Read where a rehearsal of before kept whole days."""


@dataclass(frozen=True, slots=True)
class Running:
    """What is open between two restarts."""

    configuration: Configuration
    database: Database
    services: Services
    bot: OutreachBot

    async def hours_ahead(self) -> int:
        """Return how many hours the rehearsal is ahead of the calendar."""
        hours = await self.database.meta.get(_HOURS_AHEAD)
        if hours is None:
            return 24 * int(await self.database.meta.get(_DAYS_AHEAD) or 0)
        return int(hours)

    async def keep_hours_ahead(self, hours: int) -> None:
        """Remember the hours that passed: a later rehearsal must not begin before its pledges."""
        await self.database.meta.set(_HOURS_AHEAD, str(hours))


class LocalBot:
    """Where the bot comes from: a configuration folder and a folder for data."""

    def __init__(self, *, config_root: Path, data_dir: Path) -> None:
        self._config_root = config_root
        self.store = data_dir / STORE
        self._secret = data_dir / KEY_FILE

    def read(self) -> Configuration:
        """Read the configuration anew.

        Raises:
            ConfigurationFaults: with every fault, a line each.
        """
        return load(self._config_root, phrases())

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

    async def clear(self) -> None:
        """Delete the pledges of earlier rehearsals.

        Raises:
            CannotStart: with `Exit.SECOND_COPY` when another rehearsal is using them.
        """
        if not self.store.exists():
            return
        try:
            async with self._database():
                pass  # opening proves that nobody else has it open
        except CannotStart as refusal:
            if refusal.code is Exit.SECOND_COPY:
                raise
        for left in (self.store, *(self.store.with_name(STORE + end) for end in ("-wal", "-shm"))):
            left.unlink(missing_ok=True)
        self._secret.unlink(missing_ok=True)

    @asynccontextmanager
    async def _database(self) -> AsyncGenerator[Database]:
        """Open the rehearsal's own store, or say what is wrong in the rehearsal's own words."""
        async with AsyncExitStack() as stack:
            try:
                opened = open_database(f"sqlite:///{self.store}", secret=self._known_secret())
                database = await stack.enter_async_context(opened)
            except CannotStart as refusal:
                raise CannotStart(self._worded(refusal), refusal.code) from refusal
            yield database

    def _worded(self, refusal: CannotStart) -> str:
        if refusal.code is Exit.SECOND_COPY:
            return (
                "another rehearsal is running on this machine: end it with Ctrl-C, then start again"
            )
        return (
            f"the rehearsal's store {self.store} cannot be used. {refusal.sentence} To begin with "
            "an empty one: python -m bot rehearse --fresh"
        )

    def _known_secret(self) -> bytes | None:
        """Return the secret of earlier rehearsals, which an older store needs to be migrated."""
        if not self._secret.exists():
            return None
        return secret_in_file(self._secret, may_make=False)

    async def _signer_secret(self, database: Database) -> bytes:
        known = await database.meta.get(SECRET_CHECK)
        secret = secret_in_file(self._secret, may_make=known is None)
        if known is None:
            await database.meta.set(SECRET_CHECK, check_value(secret))
        elif not fits(secret, known):
            raise CannotStart(
                f"{self._secret} does not belong to {self.store}: bring the right file back, or "
                "begin anew with: python -m bot rehearse --fresh",
                Exit.REHEARSAL,
            )
        return secret
