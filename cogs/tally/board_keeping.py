"""Keeps boards current: one edit at a time, only where the card is another, and parks the lost."""

from __future__ import annotations

import logging
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto
from typing import Final

from bot.domain.refusals import CannotPostHere, PostRefused, Refusal
from bot.domain.settings import ServerSettings
from bot.domain.tallies.boards import Board, Parked
from bot.interactions.cards import Card, text
from bot.interactions.posts import REFUSALS, PostOutcome, Posts, digest_of
from bot.messages import Messages, Voice
from bot.services import BoardService, ServerService, TallyService
from cogs.tally import words
from cogs.tally.cards import board_message_card, board_off_card

_log = logging.getLogger(__name__)

_PARKED: Final = {
    PostOutcome.CHANNEL_GONE: Parked.CHANNEL_GONE,
    PostOutcome.NO_RIGHT: Parked.NO_RIGHT,
    PostOutcome.THREAD_CLOSED: Parked.THREAD_CLOSED,
    PostOutcome.BLOCKED: Parked.BLOCKED,
    PostOutcome.REFUSED: Parked.REFUSED,
}
_REFUSALS: Final = {**REFUSALS, PostOutcome.NO_RIGHT: CannotPostHere}


class BoardOutcome(Enum):
    """What `/tally board` came to."""

    MADE = auto()
    THERE = auto()
    LATER = auto()


@dataclass(frozen=True, slots=True)
class PlacedBoard:
    """What `/tally board` came to in a channel.

    Attributes:
        pin: what became of pinning it; None where there is nothing to pin.
        parked: the boards of this server that are not kept current any more.
    """

    outcome: BoardOutcome
    board: Board
    pin: PostOutcome | None
    parked: tuple[Board, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shown:
    """A card, and its digest, which is the same as long as it says the same."""

    card: Card
    digest: str


class BoardKeeping:
    """Posts boards and edits them; in memory is only what was looked at last, and left out then."""

    def __init__(
        self,
        posts: Posts,
        boards: BoardService,
        tallies: TallyService,
        servers: ServerService,
        messages: Messages,
    ) -> None:
        self._posts = posts
        self._boards = boards
        self._tallies = tallies
        self._servers = servers
        self._messages = messages
        self._seen: Hashable = None
        self._running = False
        self._asked = False
        self._changed: set[int] = set()
        self._left_out: set[int] = set()
        self._stopped = False

    def stop(self) -> None:
        """Begin no more edits."""
        self._stopped = True

    async def place(self, wanted: Board, *, may_pin: bool) -> PlacedBoard:
        """Make the channel's board, or bring the one that it has up to date.

        Raises:
            CannotPostHere: when the bot may not.
            ChannelGone, ThreadClosed, BlockedByServer, PostRefused: when Discord refuses it.
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer.
        """
        board = await self._boards.begin(wanted)
        if board.message_id is not None:
            outcome = await self._again(board)
            if outcome is None:
                return await self.place(wanted, may_pin=may_pin)
        else:
            board, outcome = await self._post(board)
        pin = None if outcome is BoardOutcome.LATER else await self._pin(board, may_pin=may_pin)
        return PlacedBoard(outcome, board, pin, await self._boards.parked(guild_id=board.guild_id))

    async def _pin(self, board: Board, *, may_pin: bool) -> PostOutcome:
        return await self._posts.pin(**_place(board)) if may_pin else PostOutcome.NO_RIGHT

    async def _again(self, board: Board) -> BoardOutcome | None:
        """Bring a board up to date that is there; None where its message is not any more."""
        shown = await self._card(board)
        fate = await self._posts.edit(shown.card, **_place(board))
        if fate is PostOutcome.DONE:
            await self._boards.shows(board, message_id=board.message_id or 0, shows=shown.digest)
            return BoardOutcome.THERE
        if fate is PostOutcome.LATER:
            return BoardOutcome.LATER
        if fate is PostOutcome.MESSAGE_GONE:
            await self._boards.end(board)
            return None
        raise _REFUSALS.get(fate, PostRefused)

    async def _post(self, board: Board) -> tuple[Board, BoardOutcome]:
        """Post a board that was begun; asked twice at once, its nonce makes one message."""
        shown = await self._card(board)
        fate, message_id = await self._posts.send(
            shown.card, guild_id=board.guild_id, channel_id=board.channel_id, nonce=board.nonce
        )
        if fate is PostOutcome.LATER:
            return board, BoardOutcome.LATER  # perhaps it is there: asked again, the nonce tells
        if fate is not PostOutcome.DONE:
            await self._boards.end(board)
            raise _REFUSALS.get(fate, PostRefused)
        await self._boards.shows(board, message_id=message_id, shows=shown.digest)
        return replace(board, message_id=message_id), BoardOutcome.MADE

    async def bring_up(self, *, guild_id: int | None = None) -> None:
        """Edit every board whose card is another, or those of a server where something changed.

        Asked meanwhile, it looks once more after that. What Discord or the store does not take now
        is tried again the next time. Of a server that is named, those are tried too that wait for
        their channel, their thread, or the bot's right to it.
        """
        if guild_id is None:
            self._asked = True
        else:
            self._changed.add(guild_id)
        if self._running:
            return
        self._running = True
        try:
            while (self._asked or self._changed) and not self._stopped:
                await self._look()
        except Refusal:
            self._seen = None
            _log.warning("boards could not be brought up to date: the store does not answer")
        except Exception:  # noqa: BLE001 - milestones wait behind it, and the next look for all
            self._seen = None
            _log.exception("bringing boards up to date failed; it is tried again")
        finally:
            self._running = False

    async def _look(self) -> None:
        """Look at the boards of servers that are named, else at all if a number moved."""
        if self._changed:
            boards = await self._boards.to_try(guild_id=self._changed.pop())
            if not await self._bring_all_up(boards):
                self._seen = None
            return
        self._asked = False
        edition = await self._tallies.edition()
        if edition != self._seen:
            boards = await self._boards.current()
            if self._seen is None:  # threads may have been opened, and rights given, meanwhile
                boards += await self._boards.waiting()
            whole = await self._bring_all_up(boards)
            self._seen = edition if whole else None

    async def _bring_all_up(self, boards: Iterable[Board]) -> bool:
        whole = True
        for board in boards:
            if self._stopped:
                return False
            whole = await self._bring_up(board) and whole
        return whole

    async def _bring_up(self, board: Board) -> bool:
        """Edit a board if its card is another; return whether all is done that can be."""
        if not self._posts.reaches(board.guild_id):
            self._left_out.add(board.guild_id)
            return True
        settings = await self._servers.settings(guild_id=board.guild_id)
        kept = settings.allows("tally", "board") and not _is_silent(board, settings)
        if not kept and settings.allows("tally", "show"):
            return True  # it stays as it is; only where the tally is off it must not
        shown = await self._card(board, settings)
        if shown.digest == board.shows and board.parked is None:
            return True
        fate = await self._posts.edit(shown.card, **_place(board))
        if fate is PostOutcome.DONE:
            await self._boards.shows(board, message_id=board.message_id or 0, shows=shown.digest)
        elif fate is PostOutcome.MESSAGE_GONE:
            await self._boards.end(board)  # a moderator deleted it: it stays deleted
        elif fate is not PostOutcome.LATER:
            await self._park(board, _PARKED[fate], settings)
        return fate is not PostOutcome.LATER

    async def available(self, *, guild_id: int) -> None:
        """Bring up what was left out while the bot was not in a server, or could not see it."""
        if guild_id in self._left_out:
            self._left_out.discard(guild_id)
            await self.bring_up(guild_id=guild_id)

    async def discord_back(self) -> None:
        """Bring all up: rights may have been given back while nothing of it was told."""
        self._seen = None
        await self.bring_up()

    async def reopened(self, *, guild_id: int, channel_id: int) -> None:
        """Keep a board current again whose thread was archived or locked, and is open now."""
        try:
            for board in await self._boards.parked(guild_id=guild_id):
                if board.channel_id == channel_id and board.parked is Parked.THREAD_CLOSED:
                    await self._boards.unpark(board)
                    await self.bring_up(guild_id=guild_id)
        except Refusal:
            _log.warning("a board still waits for its thread: the store does not answer")

    async def _park(self, board: Board, why: Parked, settings: ServerSettings) -> None:
        """Keep a board current no longer, and say so once where moderators read it."""
        if not await self._boards.park(board, why):
            return
        _log.warning("a board is not kept current any more", extra={"reason": why.name.lower()})
        channel = settings.moderators_channel
        if channel is None:
            return
        say = self._voice(board, settings)
        line = Card(text(say(words.PARKED[why], channel=f"<#{board.channel_id}>")))
        fate, _ = await self._posts.send(
            line, guild_id=board.guild_id, channel_id=channel, nonce=board.nonce + 1
        )
        if fate is not PostOutcome.DONE:
            _log.warning("a server's log channel did not take a line")

    async def _card(self, board: Board, settings: ServerSettings | None = None) -> _Shown:
        settings = settings or await self._servers.settings(guild_id=board.guild_id)
        say, signs = self._voice(board, settings), settings.allows("pledge", "sign")
        if not settings.allows("tally", "show"):
            off = board_off_card(say)
            return _Shown(off, digest_of(off))
        tally = await self._tallies.show(guild_id=board.guild_id)
        lasting = board_message_card(self._tallies.without_moments(tally), say, signs=signs)
        return _Shown(board_message_card(tally, say, signs=signs), digest_of(lasting))

    def _voice(self, board: Board, settings: ServerSettings) -> Voice:
        say = self._messages.voice(settings.locale or board.locale, board.locale)
        return say.with_words(self._servers.words(guild_id=board.guild_id))


def _is_silent(board: Board, settings: ServerSettings) -> bool:
    return bool(settings.silent_channels & {board.channel_id, board.parent_id})


def _place(board: Board) -> dict[str, int]:
    return {
        "guild_id": board.guild_id,
        "channel_id": board.channel_id,
        "message_id": board.message_id or 0,
    }
