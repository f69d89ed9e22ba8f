"""Pledges: look-ups go through the reader, changes through the writer."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, func, literal, select, true

from bot.db.repositories.meta import noted_campaigns
from bot.db.repositories.rows import standing
from bot.db.repositories.signing import Sign
from bot.db.repositories.visibility import SetVisibility
from bot.db.repositories.withdrawal import Erase, Withdraw
from bot.db.schema import CAMPAIGN_WIDE, attributions, counters, pledges
from bot.db.transactions.reader import Reader
from bot.db.transactions.writer import Writer
from bot.domain.pledges import Signed, SigningText, Standing, Status, Visibility, Withdrawn
from bot.domain.refusals import Refusal

_ON_THE_WALL = (
    select(attributions.c.listed_user_id, attributions.c.listed_at, attributions.c.pledge_id)
    .join(pledges, pledges.c.id == attributions.c.pledge_id)
    .where(
        attributions.c.campaign_id == bindparam("campaign_id"),
        attributions.c.guild_id == bindparam("guild_id"),
        attributions.c.visibility == Visibility.LISTED.value,
        pledges.c.status.in_([Status.COUNTED.value, Status.HELD.value]),
    )
)
_PAGE = (
    _ON_THE_WALL.order_by(attributions.c.listed_at, attributions.c.pledge_id)
    .limit(bindparam("page_limit"))
    .offset(bindparam("page_offset"))
    .subquery("page")
)
_COUNT = select(func.count()).select_from(_ON_THE_WALL.subquery("listed")).scalar_subquery()
_ONE = select(literal(1).label("one")).subquery("one")
# The number comes with the page in one statement, even when the page lies past the end.
_WALL = (
    select(_COUNT, _PAGE.c.listed_user_id)
    .select_from(_ONE.outerjoin(_PAGE, true()))
    .order_by(_PAGE.c.listed_at, _PAGE.c.pledge_id)
)


_ANOTHER_TEXT = (
    select(pledges.c.id)
    .where(
        pledges.c.campaign_id == bindparam("campaign_id"),
        pledges.c.text_version == bindparam("version"),
        pledges.c.locale == bindparam("locale"),
        pledges.c.text_digest != bindparam("digest"),
    )
    .limit(1)
)
_FULL_SCAN = 60.0
"""Seconds that a look at every pledge may take; only a start with a changed text asks for it."""

_CAMPAIGNS = (
    select(counters.c.campaign_id)
    .where(counters.c.guild_id == CAMPAIGN_WIDE)
    .order_by(counters.c.campaign_id)
)


class PledgeRepository:
    """Everything that is kept about pledges.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes). `signer_key` is what `SignerKeys` derives; a user id comes in only to be listed.
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def campaign_ids(self) -> list[str]:
        """Return every campaign that this store ever carried."""

        def query(connection: Connection) -> list[str]:
            counted = connection.execute(_CAMPAIGNS).scalars().all()
            return sorted({*counted, *noted_campaigns(connection)})

        return await self._reader.read(query)

    async def signed_with_another_text(self, *, campaign_id: str, text: SigningText) -> bool:
        """Return whether a pledge is stored under this version and language with another text.

        Withdrawn pledges count too: their rows name the text that was signed.
        """
        values = {
            "campaign_id": campaign_id,
            "version": text.version,
            "locale": text.locale,
            "digest": text.digest,
        }

        def query(connection: Connection) -> bool:
            return connection.execute(_ANOTHER_TEXT, values).first() is not None

        return await self._reader.read(query, patience=_FULL_SCAN)

    async def standing(self, *, campaign_id: str, signer_key: bytes) -> Standing:
        """Return all that is stored about one signer."""

        def query(connection: Connection) -> Standing:
            return standing(connection, campaign_id=campaign_id, signer_key=signer_key)

        return await self._reader.read(query)

    async def sign(self, signature: Sign) -> Signed:
        """Sign, or find that it was signed; the answer comes after the commit is on disk."""
        return await self._writer.submit(signature)

    async def withdraw(self, withdrawal: Withdraw) -> Withdrawn:
        """Take the pledge back: everywhere, or only this server's part in it."""
        return await self._writer.submit(withdrawal)

    async def set_visibility(self, choice: SetVisibility) -> Standing:
        """Choose who may see the signature in one server; the user id is kept only while listed.

        Raises:
            NotSigned: there is no standing pledge that this server counts.
            PledgeInvalidated: a moderator set the pledge aside, so it cannot be listed.
        """
        outcome = await self._writer.submit(choice)
        if isinstance(outcome, Refusal):
            raise outcome
        return outcome

    async def wall(
        self, *, campaign_id: str, guild_id: int, offset: int, limit: int
    ) -> tuple[list[int], int]:
        """Return a page of the user ids listed here, oldest first, and how many there are."""
        values = {
            "campaign_id": campaign_id,
            "guild_id": guild_id,
            "page_limit": limit,
            "page_offset": offset,
        }

        def query(connection: Connection) -> tuple[list[int], int]:
            rows = connection.execute(_WALL, values).all()
            return [row[1] for row in rows if row[1] is not None], rows[0][0]

        return await self._reader.read(query)

    async def erase(self, erasure: Erase) -> bool:
        """Erase a signer from every table and from the file; return whether there was anything."""
        return await self._writer.submit(erasure)
