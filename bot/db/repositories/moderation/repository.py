"""Which groups of signatures there are, and which cases: read, opened and changed in parts."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.moderation.cases import (
    COLUMNS,
    EndCase,
    MoveCase,
    NoteRelease,
    OpenCase,
    case_of,
)
from bot.db.repositories.moderation.groups import held_since, sizes_of
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work, unless_refused
from bot.db.transactions.writer import Writer
from bot.domain.identity import Keys
from bot.domain.moderation.cases import Case, Sizes
from bot.domain.pledges import State

_ALL = f"""
    SELECT {COLUMNS} FROM cases WHERE campaign = $1 AND server = $2 ORDER BY number DESC
"""  # noqa: S608
_OVER = "SELECT server, number FROM cases WHERE campaign = $1 AND day <= $2 ORDER BY server, number"
_HOLDING = """
    SELECT DISTINCT server FROM attributions WHERE campaign = $1 AND state = $2 ORDER BY server
"""
_GROUPS = """
    SELECT server, state, reason, count(*) FROM attributions
    WHERE campaign = $1 AND state <> $2 GROUP BY server, state, reason
    ORDER BY server, state, reason
"""

_FULL_SCAN = 60.0
"""Seconds that a look at every signature may take; a loop asks for it, and the operator."""


@dataclass(frozen=True, slots=True)
class OfServer:
    """How many signatures of one server are held or set aside, for one reason."""

    server: bytes
    state: State
    reason: int
    people: int


class ModerationRepository:
    """What is checked and set aside in each server.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes).
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def sizes(self, *, keys: Keys, server: bytes, state: State, before: int) -> Sizes:
        """Return how many there are of each cell, of the hours before one."""

        def query(connection: Connection) -> Sizes:
            campaign = campaign_number(connection, keys.campaign_id)
            return sizes_of(
                connection, campaign=campaign, server=server, state=state, before=before
            )

        return await self._reader.read(query)

    async def held_since(self, *, keys: Keys, server: bytes, hour: int) -> dict[int, int]:
        """Return how many are held in a server, by the hour from one on."""

        def query(connection: Connection) -> dict[int, int]:
            campaign = campaign_number(connection, keys.campaign_id)
            return held_since(connection, campaign=campaign, server=server, hour=hour)

        return await self._reader.read(query)

    async def cases(self, *, keys: Keys, server: bytes) -> tuple[Case, ...]:
        """Return the cases of a server that can still be undone, the newest first."""

        def query(connection: Connection) -> tuple[Case, ...]:
            campaign = campaign_number(connection, keys.campaign_id)
            return tuple(map(case_of, run(connection, _ALL, [campaign, server])))

        return await self._reader.read(query)

    async def over(self, *, keys: Keys, day: int) -> list[tuple[bytes, int]]:
        """Return server and number of the cases that were decided on a day or before."""

        def query(connection: Connection) -> list[tuple[bytes, int]]:
            campaign = campaign_number(connection, keys.campaign_id)
            return [(bytes(one), at) for one, at in run(connection, _OVER, [campaign, day])]

        return await self._reader.read(query)

    async def holding(self, *, keys: Keys) -> list[bytes]:
        """Return the servers in which anything is held."""

        def query(connection: Connection) -> list[bytes]:
            campaign = campaign_number(connection, keys.campaign_id)
            rows = run(connection, _HOLDING, [campaign, int(State.HELD)])
            return [bytes(row[0]) for row in rows]

        return await self._reader.read(query, patience=_FULL_SCAN)

    async def open(self, work: OpenCase) -> Case:
        """Begin a case.

        Raises:
            CaseUnderWay: another one of this server is not finished.
            TooFewChosen, TooFewLeft: it could single somebody out.
        """
        return unless_refused(await self._writer.submit(work))

    async def move(self, work: MoveCase) -> Case:
        """Let a case be done, stopped, go on or be undone; return it as it was before.

        Raises:
            NoSuchCase: there is none that this could be done to.
        """
        return unless_refused(await self._writer.submit(work))

    async def part(self, work: Work[int]) -> int:
        """Change a part of the signatures; return how many that were."""
        return await self._writer.submit(work)

    async def note(self, work: NoteRelease) -> None:
        """Note who released groups."""
        await self._writer.submit(work)

    async def end(self, work: EndCase) -> None:
        """Forget a case."""
        await self._writer.submit(work)


def all_servers(connection: Connection, campaign: int | None) -> list[OfServer]:
    """Return what is held and set aside in each server, by reason: sums, for the operator."""
    rows = run(connection, _GROUPS, [campaign, int(State.COUNTED)])
    return [OfServer(bytes(one), State(state), why, people) for one, state, why, people in rows]
