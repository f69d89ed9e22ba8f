"""Pledges: look-ups go through the reader, changes through the writer."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Connection

from bot.db.repositories.dictionary import Carry, all_keys, campaign_ids, campaign_number
from bot.db.repositories.records.erasures import times_erased
from bot.db.repositories.signing import Sign
from bot.db.repositories.standings import standing, taken_off
from bot.db.repositories.visibility import LetBack, List, TakeOff, Unlist
from bot.db.repositories.withdrawal import Erase, Withdraw
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import unless_refused
from bot.db.transactions.writer import Writer
from bot.domain.identity import Keys
from bot.domain.pledges import Signed, SigningText, Standing, Withdrawn

_ANOTHER_TEXT = """
    SELECT texts.number FROM texts WHERE texts.campaign = $1 AND version = $2 AND locale = $3
        AND digest <> $4
        AND EXISTS (SELECT 1 FROM pledges WHERE pledges.text = texts.number)
"""
_ON_THE_WALL = """
    SELECT user_id FROM listings WHERE wall = $1 AND user_id IS NOT NULL
    ORDER BY user_id LIMIT $2 OFFSET $3
"""
_WALL_AFTER = """
    SELECT user_id FROM listings WHERE wall = $1 AND user_id > $2 ORDER BY user_id LIMIT $3
"""
_COUNT_THE_WALL = """
    SELECT count(*) FROM listings WHERE wall = $1 AND user_id IS NOT NULL
"""

_FULL_SCAN = 60.0
"""Seconds that a look at every pledge may take; only a start with a changed text asks for it."""


def signed_with_another_text(connection: Connection, campaign_id: str, text: SigningText) -> bool:
    """Return whether anyone signed other words under a text's version and language."""
    campaign = campaign_number(connection, campaign_id)
    values = [campaign, text.version, text.locale, bytes.fromhex(text.digest)]
    return campaign is not None and bool(run(connection, _ANOTHER_TEXT, values))


class PledgeRepository:
    """Everything that is kept about pledges.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes). A user id comes in only to be listed.
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def campaign_ids(self) -> list[str]:
        """Return every campaign that this database ever kept something of."""
        return await self._reader.read(campaign_ids)

    async def all_keys(self, keys: Keys) -> list[Keys]:
        """Return the keys of a campaign and of every other that this database kept something of."""
        return await self._reader.read(partial(all_keys, keys=keys))

    async def carry(self, *, campaign_id: str) -> None:
        """Remember that this store carries a campaign."""
        if campaign_id not in await self.campaign_ids():
            await self._writer.submit(Carry(campaign_id))

    async def standing(
        self, *, keys: Keys, signer: bytes, server: bytes | None, patience: float | None = None
    ) -> Standing:
        """Return all that is stored about one signer, seen from a server.

        `patience` is how many seconds it may take, where it is less than a look-up usually may.
        """

        def query(connection: Connection) -> Standing:
            campaign = campaign_number(connection, keys.campaign_id)
            return standing(connection, campaign=campaign, signer=signer, server=server, keys=keys)

        return await self._reader.read(query, patience=patience)

    async def signed_with_another_text(self, *, campaign_id: str, text: SigningText) -> bool:
        """Return whether anyone signed other words under this version and language.

        Pledges that were withdrawn since are looked at too: their rows carry what was signed.
        """

        def query(connection: Connection) -> bool:
            return signed_with_another_text(connection, campaign_id, text)

        return await self._reader.read(query, patience=_FULL_SCAN)

    async def sign(self, work: Sign) -> Signed:
        """Sign, or find that it was signed; the answer comes after the commit is on disk."""
        return await self._writer.submit(work)

    async def withdraw(self, work: Withdraw) -> Withdrawn:
        """Take the pledge back: everywhere, or only this server's part in it."""
        return await self._writer.submit(work)

    async def list(self, work: List) -> Standing:
        """Put a signer on one server's wall.

        Raises:
            NotSigned: there is no standing pledge that this server knows of.
            PledgeSetAside: a moderator of this server set the signature aside.
            TakenOffWall: a moderator of this server took them off its wall.
        """
        return unless_refused(await self._writer.submit(work))

    async def unlist(self, work: Unlist) -> Standing:
        """Take a signer off one server's wall."""
        return await self._writer.submit(work)

    async def take_off(self, work: TakeOff) -> bool:
        """Take a signer off one server's wall for a reason; return whether they stood on it."""
        return await self._writer.submit(work)

    async def let_back(self, work: LetBack) -> None:
        """Let somebody be listed again who was taken off one server's wall."""
        await self._writer.submit(work)

    async def taken_off(self, *, keys: Keys, signer: bytes) -> dict[int, int]:
        """Return off the walls of which servers a signer was taken, and why."""

        def query(connection: Connection) -> dict[int, int]:
            return taken_off(connection, signer=signer, keys=keys)

        return await self._reader.read(query)

    async def wall(self, *, wall: bytes, offset: int, limit: int) -> tuple[list[int], int]:
        """Return a page of the user ids listed here, in their order, and how many there are."""

        def query(connection: Connection) -> tuple[list[int], int]:
            page = run(connection, _ON_THE_WALL, [wall, limit, offset])
            return [row[0] for row in page], run(connection, _COUNT_THE_WALL, [wall])[0][0]

        return await self._reader.read(query)

    async def wall_after(self, *, wall: bytes, user_id: int, limit: int) -> list[int]:
        """Return the next user ids listed here after one, in their order."""

        def query(connection: Connection) -> list[int]:
            return [row[0] for row in run(connection, _WALL_AFTER, [wall, user_id, limit])]

        return await self._reader.read(query)

    async def times_erased(self, *, mark: bytes) -> int:
        """Return how often a signer was erased."""

        def query(connection: Connection) -> int:
            return times_erased(connection, mark)

        return await self._reader.read(query)

    async def erase(self, work: Erase) -> bool:
        """Erase a signer from every table and from the file; return whether there was anything."""
        return await self._writer.submit(work)
