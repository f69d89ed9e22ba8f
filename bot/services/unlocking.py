"""Finds the signer secret before anything is changed, and ties a new database to it."""

from __future__ import annotations

import asyncio

from bot.db.engine.problems import StoreFailure, cannot_start
from bot.db.maintenance.inspect import remembered_secret
from bot.db.repositories.meta import MetaRepository
from bot.domain.refusals import Refusal
from bot.domain.signer_secret import SECRET_CHECK, check_value, fits
from bot.exits import CannotStart, Exit, typed
from bot.secret_file import has_secret, signer_secret
from bot.settings import Settings


async def secret_to_run(settings: Settings) -> bytes:
    """Return the signer secret, which is made now for a new SQLite database.

    The database is only looked at.

    Raises:
        CannotStart: with `Exit.SECRET` when it is missing or does not fit the database, with
            `Exit.DATABASE` when the database cannot be read.
    """
    found = await remembered_secret(settings.database_url.get_secret_value())
    return signer_secret(settings, remembered=found.check, may_make=not found.people)


async def secret_to_migrate(settings: Settings) -> bytes | None:
    """Return the signer secret, or None where a database without people in it needs none.

    Raises:
        CannotStart: as for `secret_to_run`.
    """
    found = await remembered_secret(settings.database_url.get_secret_value())
    if not found.people and not has_secret(settings):
        return None
    return signer_secret(settings, remembered=found.check, may_make=False)


async def remember_secret(meta: MetaRepository, secret: bytes) -> None:
    """Let a new database remember its secret; of two that start at once, the first one's stays.

    Raises:
        CannotStart: with `Exit.SECRET` when the database remembers another secret, with
            `Exit.DATABASE` when it does not answer.
    """
    try:
        known = await meta.get(SECRET_CHECK)
        if known is None:
            value = await asyncio.to_thread(check_value, secret)
            known = await meta.set_first(SECRET_CHECK, value)
            if known == value:
                return
    except Refusal as refusal:
        if isinstance(refusal.__cause__, StoreFailure):
            raise cannot_start(refusal.__cause__.problem) from None
        raise CannotStart(
            f"The database was opened but does not work: look at it with {typed('doctor')}",
            Exit.DATABASE,
        ) from None
    if not await asyncio.to_thread(fits, secret, known):
        raise CannotStart(
            "Another start has just tied this database to another secret: give both the same "
            "SIGNER_SECRET, and start again.",
            Exit.SECRET,
        )
