"""Ties a database to its signer secret at the first start and checks it at every other."""

from __future__ import annotations

from bot.db.repositories.meta import MetaRepository
from bot.domain.identity import FINGERPRINT
from bot.domain.refusals import Refusal
from bot.exits import CannotStart, Exit
from bot.settings import Settings, fingerprint_of, signer_secret


async def unlock(settings: Settings, meta: MetaRepository) -> bytes:
    """Return the signer secret, and let a new database remember which one it is.

    Raises:
        CannotStart: with `Exit.SECRET` when it is missing or does not fit the database, with
            `Exit.DATABASE` when the database does not answer.
    """
    try:
        known = await meta.get(FINGERPRINT)
        secret = signer_secret(settings, known_fingerprint=known)
        if known is None:
            # another copy may start at this moment: the first one's secret is the database's
            known = await meta.set_first(FINGERPRINT, fingerprint_of(secret))
            signer_secret(settings, known_fingerprint=known)
    except Refusal:
        raise CannotStart(
            "The database was opened but does not work: look at it with python -m bot doctor.",
            Exit.DATABASE,
        ) from None
    return secret
