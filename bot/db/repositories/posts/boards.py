"""Where boards stand, what each shows, and why one is parked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.db.schema import boards
from bot.db.sql import fitting, run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.tallies.boards import PASSING, Board, Parked

_COLUMNS = "guild_id, channel_id, nonce, parent_id, locale, message_id, shows, parked"
_BEGIN = """
    INSERT INTO boards (guild_id, channel_id, nonce, parent_id, locale)
    VALUES ($1, $2, $3, $4, $5) ON CONFLICT (guild_id, channel_id) DO NOTHING
"""
_ONE = f"SELECT {_COLUMNS} FROM boards WHERE guild_id = $1 AND channel_id = $2"  # noqa: S608
_OF_SERVER = f"SELECT {_COLUMNS} FROM boards WHERE guild_id = $1 ORDER BY channel_id"  # noqa: S608
_CURRENT = f"""
    SELECT {_COLUMNS} FROM boards WHERE message_id IS NOT NULL AND parked IS NULL
    ORDER BY guild_id, channel_id
"""  # noqa: S608
_WAITING = f"""
    SELECT {_COLUMNS} FROM boards WHERE message_id IS NOT NULL AND parked IS NOT NULL
    ORDER BY guild_id, channel_id
"""  # noqa: S608
_SHOWS = """
    UPDATE boards SET message_id = $4, shows = $5, parked = NULL
    WHERE guild_id = $1 AND channel_id = $2 AND nonce = $3
"""
_PARK = """
    UPDATE boards SET parked = $4
    WHERE guild_id = $1 AND channel_id = $2 AND nonce = $3 AND parked IS NULL RETURNING parked
"""
_END = "DELETE FROM boards WHERE guild_id = $1 AND channel_id = $2 AND nonce = $3"


@dataclass(frozen=True, slots=True)
class Begin(Work[Board]):
    """A board is begun, unless its channel has one; then that one is it."""

    board: Board

    def perform(self, connection: Connection) -> Board:
        """Keep it, and return the channel's board."""
        one = self.board
        locale = None if one.locale is None else fitting(one.locale, boards.c.locale)
        run(connection, _BEGIN, [*_key(one), one.parent_id, locale])
        return _board(run(connection, _ONE, [one.guild_id, one.channel_id])[0])


@dataclass(frozen=True, slots=True)
class Shows(Work[None]):
    """A board shows a card in a message, and is not parked."""

    board: Board
    message_id: int
    shows: str

    def perform(self, connection: Connection) -> None:
        """Keep it, unless another board took its place meanwhile."""
        shows = fitting(self.shows, boards.c.shows)
        run(connection, _SHOWS, [*_key(self.board), self.message_id, shows])


@dataclass(frozen=True, slots=True)
class Park(Work[bool]):
    """A board is not kept current any more."""

    board: Board
    why: Parked

    def perform(self, connection: Connection) -> bool:
        """Keep why; return whether that is new."""
        return bool(run(connection, _PARK, [*_key(self.board), int(self.why)]))


@dataclass(frozen=True, slots=True)
class End(Work[None]):
    """A board is no more: its message was deleted, or it could not be posted."""

    board: Board

    def perform(self, connection: Connection) -> None:
        """Forget it, unless another took its place meanwhile."""
        run(connection, _END, _key(self.board))


class BoardRepository:
    """The boards of all servers.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes).
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def begin(self, board: Board) -> Board:
        """Keep a board whose channel has none yet; return the board that the channel has now."""
        return await self._writer.submit(Begin(board))

    async def shows(self, board: Board, *, message_id: int, shows: str) -> None:
        """Note which card a board shows, and in which message; it is not parked then."""
        await self._writer.submit(Shows(board, message_id, shows))

    async def park(self, board: Board, why: Parked) -> bool:
        """Note why a board is not kept current; return False where it was parked already."""
        return await self._writer.submit(Park(board, why))

    async def end(self, board: Board) -> None:
        """Forget a board."""
        await self._writer.submit(End(board))

    async def current(self) -> tuple[Board, ...]:
        """Return every board that is kept current."""
        return await self._found(_CURRENT)

    async def waiting(self) -> tuple[Board, ...]:
        """Return every board that is not kept current, and may be without being asked for."""
        return tuple(one for one in await self._found(_WAITING) if one.parked in PASSING)

    async def of_server(self, *, guild_id: int) -> tuple[Board, ...]:
        """Return every board of a server, the parked ones too."""
        return await self._found(_OF_SERVER, guild_id)

    async def _found(self, sql: str, *values: int) -> tuple[Board, ...]:
        return await self._reader.read(
            lambda connection: tuple(_board(row) for row in run(connection, sql, values))
        )


def _key(board: Board) -> list[Any]:
    """Return what tells a board from one that took its place since."""
    return [board.guild_id, board.channel_id, board.nonce]


def _board(row: Any) -> Board:
    guild_id, channel_id, nonce, parent_id, locale, message_id, shows, parked = row
    return Board(
        guild_id,
        channel_id,
        nonce,
        parent_id=parent_id,
        locale=locale,
        message_id=message_id,
        shows=shows,
        parked=None if parked is None else Parked(parked),
    )
