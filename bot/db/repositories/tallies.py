"""Reads published numbers, at the same cost however many pledges there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from bot.db.repositories.counting import Publish, waits
from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.meta import mark_numbers, numbers_differ
from bot.db.repositories.records.changes import large_changes
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.clock import day_number, day_numbered
from bot.domain.tallies import SMALLEST_SHOWN, Counts, Published, Quoted
from bot.domain.tallies.changes import Moved
from bot.domain.tallies.history import Series

# Nothing here reads `counted` and `held` as they are at this moment: only signing, publishing and
# reconciling do (a test of the house keeps it so).
_PUBLISHED = """
    SELECT published_counted, published_held, published_minute FROM numbers
    WHERE campaign = $1 AND scope = $2
"""
_END_OF_A_DAY = """
    SELECT counted, held FROM published_days
    WHERE campaign = $1 AND scope = $2 AND day <= $3 ORDER BY day DESC LIMIT 1
"""
_ALL_DAYS = """
    SELECT day, counted FROM published_days WHERE campaign = $1 AND scope = $2 ORDER BY day
"""
_SERVERS = """
    SELECT count(published_counted) FROM numbers
    WHERE campaign = $1 AND scope <> $2 AND published_counted >= $3
"""
_LATEST = "SELECT max(published_minute) FROM numbers WHERE campaign = $1"
_BRIEF = """
    SELECT day, counted, day_before, counted_before FROM briefs
    WHERE guild_id = $1 AND campaign = $2
"""
_KEEP_BRIEF = """
    INSERT INTO briefs (guild_id, campaign, day, counted, day_before, counted_before)
    VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (guild_id, campaign) DO UPDATE SET day = excluded.day,
        counted = excluded.counted, day_before = excluded.day_before,
        counted_before = excluded.counted_before
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote(Work[Quoted | None]):
    """A server quotes a published number; it gives what was quoted last on an earlier day.

    Quoting again on the same day compares with the same earlier day.
    """

    campaign_id: str
    guild_id: int
    day: int
    counted: int

    def perform(self, connection: Connection) -> Quoted | None:
        """Keep what is quoted, and return what was before."""
        campaign = campaign_number(connection, self.campaign_id)
        if campaign is None:
            return None
        last: tuple[int, int] | None = None
        for day, counted, *before in run(connection, _BRIEF, [self.guild_id, campaign]):
            earlier = None if before[0] is None else (before[0], before[1])
            last = earlier if day >= self.day else (day, counted)
        values = [self.guild_id, campaign, self.day, self.counted, *(last or (None, None))]
        run(connection, _KEEP_BRIEF, values)
        return None if last is None else Quoted(day_numbered(last[0]), last[1])


@dataclass(frozen=True, slots=True)
class MarkNumbers(Work[None]):
    """Numbers differ from the rows they count, or they do not."""

    differ: bool

    def perform(self, connection: Connection) -> None:
        """Remember it."""
        mark_numbers(connection, differ=self.differ)


class TallyRepository:
    """Published numbers of the campaign (`server=None`) or of one server, by its key.

    Look-ups may raise `StoreUnreadable`; publishing, `NothingRecorded` and `OutcomeUnknown`.
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def publish(self, work: Publish) -> None:
        """Publish what is due."""
        await self._writer.submit(work)

    async def waits(self, *, campaign_id: str, server: bytes | None) -> bool:
        """Return whether a number differs, by however little, from what is published of it."""

        def query(connection: Connection) -> bool:
            campaign = campaign_number(connection, campaign_id)
            scope = CAMPAIGN_WIDE if server is None else server
            return campaign is not None and waits(connection, campaign, scope)

        return await self._reader.read(query)

    async def published(
        self, *, campaign_id: str, server: bytes | None, ends: Sequence[date] = ()
    ) -> tuple[Published, Published, list[Counts | None]]:
        """Return what is published of the campaign and of a server, as of one moment.

        The third is what was published of the campaign at the end of each day of `ends`; None
        where nothing was yet.
        """

        def query(connection: Connection) -> tuple[Published, Published, list[Counts | None]]:
            campaign = campaign_number(connection, campaign_id)
            if campaign is None:
                return Published(), Published(), [None] * len(ends)
            here = Published() if server is None else _published(connection, campaign, server)
            then = [_at_the_end_of(connection, campaign, day) for day in ends]
            return _published(connection, campaign, CAMPAIGN_WIDE), here, then

        return await self._reader.read(query)

    async def servers(self, *, campaign_id: str) -> int:
        """Return in how many servers at least five people are published."""

        def query(connection: Connection) -> int:
            campaign = campaign_number(connection, campaign_id)
            if campaign is None:
                return 0
            found = run(connection, _SERVERS, [campaign, CAMPAIGN_WIDE, SMALLEST_SHOWN])
            return int(found[0][0])

        return await self._reader.read(query)

    async def latest(self, *, campaign_id: str) -> tuple[int, bool]:
        """Return the minute (from 1970) in which a number of the campaign moved last; 0: never.

        The second is whether numbers are being recounted.
        """

        def query(connection: Connection) -> tuple[int, bool]:
            campaign = campaign_number(connection, campaign_id)
            if campaign is None:
                return 0, False
            minute = run(connection, _LATEST, [campaign])[0][0] or 0
            return minute, numbers_differ(connection)

        return await self._reader.read(query)

    async def mark(self, *, differ: bool) -> None:
        """Remember whether numbers differ from the rows they count."""
        await self._writer.submit(MarkNumbers(differ))

    async def quote(self, work: Quote) -> Quoted | None:
        """Keep what a server quotes, and return what it quoted last on an earlier day."""
        return await self._writer.submit(work)

    async def days(
        self, *, campaign_id: str, server: bytes | None
    ) -> tuple[Series, Series, Published]:
        """Return what the end of each day found published, of the campaign and of a server.

        The third is what is published now, of the server where there is one. All is of one moment.
        There is one row a day at most, so it costs the same however many pledges there are.
        """

        def query(connection: Connection) -> tuple[Series, Series, Published]:
            campaign = campaign_number(connection, campaign_id)
            if campaign is None:
                return Series({}), Series({}), Published()
            scope = CAMPAIGN_WIDE if server is None else server
            whole = _series(connection, campaign, CAMPAIGN_WIDE)
            here = Series({}) if server is None else _series(connection, campaign, server)
            return whole, here, _published(connection, campaign, scope)

        return await self._reader.read(query)

    async def changes(self, *, campaign_id: str, before: date, at_least: int) -> list[Moved]:
        """Return by how much each kind of change moved the campaign on days before one.

        Only what is large enough to be told; signatures never are.
        """

        def query(connection: Connection) -> list[Moved]:
            campaign = campaign_number(connection, campaign_id)
            if campaign is None:
                return []
            day = day_number(before)
            return large_changes(connection, campaign, before=day, at_least=at_least)

        return await self._reader.read(query)


def _at_the_end_of(connection: Connection, campaign: int, day: date) -> Counts | None:
    found = run(connection, _END_OF_A_DAY, [campaign, CAMPAIGN_WIDE, day_number(day)])
    return Counts(*found[0]) if found else None


def _series(connection: Connection, campaign: int, scope: bytes) -> Series:
    rows = run(connection, _ALL_DAYS, [campaign, scope])
    return Series({day_numbered(day): counted for day, counted in rows})


def _published(connection: Connection, campaign: int, scope: bytes) -> Published:
    rows = run(connection, _PUBLISHED, [campaign, scope])
    if not rows:
        return Published()
    counted, held, minute = rows[0]
    as_of = datetime.fromtimestamp(minute * 60, UTC) if minute else None
    recounting = numbers_differ(connection)
    return Published(Counts(counted, held), as_of, recounting=recounting)
