"""Writes the files of an export row by row, so that none is in memory as anything but its bytes."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from bot.domain.moderation.holding import REASONS
from bot.domain.phrases import Phrase
from bot.domain.settings.log import Rows
from bot.domain.tallies import SMALLEST_SHOWN
from bot.domain.tallies.changes import Record
from bot.messages import Voice
from bot.services import ExportService
from bot.services.tallies.exports import Member
from cogs.tally import words
from cogs.tally.export.tables import Cell, Table, id_cell, id_in, line_of

FILES_A_MESSAGE: Final = 10
"""Files that Discord takes with one message."""

_TURN: Final = 200
"""Rows after which others have their turn."""

_FORMAT: Final = "campaign-bot changes of days, version 1"

DAYS: Final = {
    "day": words.EXPORT_DAY,
    "campaign_total": words.EXPORT_CAMPAIGN_TOTAL,
    "campaign_change": words.EXPORT_CAMPAIGN_CHANGE,
    "server_total": words.EXPORT_SERVER_TOTAL,
    "server_change": words.EXPORT_SERVER_CHANGE,
}
MEMBERS: Final = {
    "user_id": words.EXPORT_USER_ID,
    "user_name": words.EXPORT_USER_NAME,
    "display_name": words.EXPORT_DISPLAY_NAME,
}


@dataclass(frozen=True, slots=True)
class Named:
    """One file, under the name that it is given."""

    name: str
    content: io.BytesIO

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.content.getbuffer().nbytes


@dataclass(frozen=True, slots=True)
class Export:
    """What an organiser is given.

    Attributes:
        rows: how many days and members the files hold.
        files: the files.
        wall: whether this server has a wall; where it is switched off there is no list.
        fewest: how many of a kind of change there must be on a day for it to be told.
    """

    rows: Rows
    files: tuple[Named, ...]
    wall: bool = True
    fewest: int = SMALLEST_SHOWN


class Lookup(Protocol):
    """Asks which of some people are members of a server."""

    async def in_turn(self, guild_id: int, user_ids: Sequence[int]) -> Sequence[Member] | None:
        """Return them by name, once it is this question's turn; None when nobody can tell."""
        ...


class Exporting:
    """Makes the files for one server; whoever asks was found to be an organiser."""

    def __init__(self, exports: ExportService, lookup: Lookup) -> None:
        self._exports = exports
        self._lookup = lookup

    async def export(
        self, *, guild_id: int, user_id: int, say: Voice, wall: bool, largest: int
    ) -> Export:
        """Return the files, of at most `largest` bytes each, once it is kept who has them.

        Raises:
            BeingRecounted: while the numbers may be wrong.
            MembersUnknown: when Discord does not say who is a member.
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer.
        """
        record = await self._exports.days(guild_id=guild_id)
        files: list[Named] = []
        days = Table(headings(DAYS, say), largest=largest)
        if record is not None:
            for line in _days(record):
                days.add(line)
            files += self._named("days", days.files, "csv")
            files += self._named("changes", [self._changes(record, say)], "json")
        members = Table(headings(MEMBERS, say), largest=largest)
        if wall:
            await self._list(members, guild_id)
            files += self._named("members", members.files, "csv")
        rows = Rows(days.rows, members.rows)
        if files:
            await self._exports.note(guild_id=guild_id, user_id=user_id, rows=rows)
        fewest = record.fewest if record else SMALLEST_SHOWN
        return Export(rows, tuple(files), wall=wall, fewest=fewest)

    async def _list(self, members: Table, guild_id: int) -> None:
        """Write who is listed and present; who came off meanwhile does not get into a file."""
        written = io.BytesIO()
        found = self._exports.members(guild_id=guild_id, find=self._lookup.in_turn)
        async for member in found:
            cells = [id_cell(member.id), member.name, member.display_name]
            written.write(line_of(cells))
        still = await self._exports.on_the_wall(guild_id=guild_id)
        written.seek(0)
        for number, line in enumerate(written, 1):
            if id_in(line) in still:
                members.add(line)
            if number % _TURN == 0:
                await asyncio.sleep(0)

    def _changes(self, record: Record, say: Voice) -> io.BytesIO:
        file = io.BytesIO()
        for piece in changes(record, say, campaign=self._exports.campaign_id):
            file.write(piece.encode())
        return file

    def _named(self, what: str, files: list[io.BytesIO], kind: str) -> Iterator[Named]:
        name = f"{self._exports.campaign_id}-{what}-{self._exports.today.isoformat()}"
        for number, file in enumerate(files, 1):
            part = f"-{number}-of-{len(files)}" if len(files) > 1 else ""
            yield Named(f"{name}{part}.{kind}", file)


def in_messages(files: Iterable[Named], *, largest: int) -> Iterator[list[Named]]:
    """Yield the files that go with one message each: so many, and together not too large."""
    some: list[Named] = []
    for file in files:
        size = sum(one.size for one in some) + file.size
        if some and (len(some) == FILES_A_MESSAGE or size > largest):
            yield some
            some = []
        some.append(file)
    yield some


def headings(columns: dict[str, Phrase], say: Voice) -> list[str]:
    """Return headings in the reader's language, each with the key that never changes."""
    return [f"{say(phrase)} [{key}]" for key, phrase in columns.items()]


def _days(record: Record) -> Iterator[bytes]:
    for whole, here in zip(record.campaign.days, record.server.days, strict=True):
        cells: list[Cell] = [whole.day.isoformat(), whole.total, whole.change]
        yield line_of([*cells, here.total, here.change])


def changes(record: Record, say: Voice, *, campaign: str) -> Iterator[str]:
    """Yield the file of changes in pieces, one day after the other."""
    about = say(words.EXPORT_CHANGES_ABOUT, count=record.fewest)
    head = {"format": _FORMAT, "campaign": campaign, "about": about}
    yield json.dumps(head, ensure_ascii=False)[:-1] + ', "days": [\n'
    for number, one in enumerate(record.campaign.days):
        day = {"day": one.day.isoformat(), "total": one.total, "change": one.change}
        told = json.dumps(day | {"changes": _causes(record, one.day)}, ensure_ascii=False)
        yield f"{',' if number else ''}{told}\n"
    yield "]}\n"


def _causes(record: Record, day: date) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "reason": REASONS.get(one.reason), "change": one.change}
        for one in record.causes.get(day, ())
    ]
