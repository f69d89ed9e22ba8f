"""Boards: which channels have one, what it shows, and why one is not kept current."""

from __future__ import annotations

from bot.db.repositories.posts.boards import BoardRepository
from bot.domain.tallies.boards import PASSING, Board, Parked


class BoardService:
    """Keeps where boards stand; whoever posts and edits them says what came of it.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes).
    """

    def __init__(self, boards: BoardRepository) -> None:
        self._boards = boards

    async def begin(self, board: Board) -> Board:
        """Begin a board in a channel that has none; return the board that the channel has now."""
        return await self._boards.begin(board)

    async def shows(self, board: Board, *, message_id: int, shows: str) -> None:
        """Note what a board shows now; with that it is not parked any more."""
        await self._boards.shows(board, message_id=message_id, shows=shows)

    async def park(self, board: Board, why: Parked) -> bool:
        """Keep a board current no longer; return False where that was so already."""
        return await self._boards.park(board, why)

    async def unpark(self, board: Board) -> None:
        """Keep a board current again that was parked, showing what it showed."""
        if board.message_id is not None:
            await self._boards.shows(board, message_id=board.message_id, shows=board.shows or "")

    async def end(self, board: Board) -> None:
        """Forget a board whose message is not there."""
        await self._boards.end(board)

    async def current(self) -> tuple[Board, ...]:
        """Return every board that is kept current."""
        return await self._boards.current()

    async def waiting(self) -> tuple[Board, ...]:
        """Return every board that waits for its channel, its thread, or the bot's right to it."""
        return await self._boards.waiting()

    async def posted(self, *, guild_id: int) -> tuple[Board, ...]:
        """Return the boards of a server that have a message, kept current or not."""
        found = await self._boards.of_server(guild_id=guild_id)
        return tuple(one for one in found if one.message_id is not None)

    async def of_server(self, *, guild_id: int) -> tuple[Board, ...]:
        """Return the boards of a server that are kept current."""
        return tuple(one for one in await self.posted(guild_id=guild_id) if not one.parked)

    async def to_try(self, *, guild_id: int) -> tuple[Board, ...]:
        """Return the boards of a server that are kept current, or wait for what may be over."""
        tried = (None, *PASSING)
        return tuple(one for one in await self.posted(guild_id=guild_id) if one.parked in tried)

    async def parked(self, *, guild_id: int) -> tuple[Board, ...]:
        """Return the boards of a server that are not kept current."""
        return tuple(one for one in await self._boards.of_server(guild_id=guild_id) if one.parked)
