"""Writes the files of an export row by row, so that none is in memory as anything but its bytes."""

from __future__ import annotations

import asyncio
import io
import json
from collections.abc import Awaitable, Callable, Iterable, Iterator
from contextlib import aclosing
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.domain.moderation.holding import REASONS
from bot.domain.phrases import Phrase
from bot.domain.refusals import MembersUnknown
from bot.domain.settings.log import RowCounts
from bot.domain.tallies import SMALLEST_SHOWN
from bot.domain.tallies.changes import Record
from bot.interactions.lookups.members import MemberLookup
from bot.messages import Voice
from bot.services import ExportService
from cogs.tally import words
from cogs.tally.export.tables import Cell, Table, id_cell, id_in, line_of

FILES_A_MESSAGE: Final = 10
"""Files that Discord takes with one message."""

_TURN: Final = 200
"""Rows after which others have their turn."""

LONGEST: Final = 12 * 60.0
"""Seconds for which a list is looked up at most: Discord takes an answer for a quarter of an hour,
and sending the files takes a while too."""

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
class NamedFile:
    """One file, under the name that it is given."""

    name: str
    content: io.BytesIO

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return self.content.getbuffer().nbytes


@dataclass(frozen=True, slots=True)
class Begin:
    """Where a part of a list of members begins: after whom, and which part it is."""

    user_id: int = 0
    part: int = 1


BEGIN: Final = Begin()


@dataclass(frozen=True, slots=True)
class Export:
    """What an organiser is given.

    Attributes:
        rows: how many days and members the files hold.
        files: the files.
        wall: whether this server has a wall; where it is switched off there is no list.
        fewest: how many of a kind of change there must be on a day for it to be told.
        part: which part of the list it has; all else comes with the first.
        rest: where the next part begins; None where the list ends with this one.
    """

    rows: RowCounts
    files: tuple[NamedFile, ...]
    wall: bool = True
    fewest: int = SMALLEST_SHOWN
    part: int = 1
    rest: Begin | None = None


HasWall = Callable[[], Awaitable[bool]]
"""Asks whether a server has a wall at this moment."""


class Exporter:
    """Makes the files for one server; whoever asks was found to be an organiser."""

    def __init__(
        self, exports: ExportService, lookup: MemberLookup, *, longest: float = LONGEST
    ) -> None:
        self._exports = exports
        self._lookup = lookup
        self.longest = longest

    async def lasting(self, *, guild_id: int) -> float:
        """Return about how many seconds it takes to look all of a server's list up.

        Raises:
            StoreUnreadable: when the store does not answer.
        """
        listed = await self._exports.on_the_wall(guild_id=guild_id)
        return self._lookup.lasting(len(listed.user_ids))

    async def export(
        self,
        *,
        guild_id: int,
        user_id: int,
        say: Voice,
        has_wall: HasWall,
        largest: int,
        begin: Begin = BEGIN,
    ) -> Export:
        """Return the files, of at most `largest` bytes each, once it is kept who has them.

        A list that takes longer than `longest` seconds comes in parts, asked for one by one. Where
        the wall is switched off meanwhile there is none.

        Raises:
            BeingRecounted: while the numbers may be wrong.
            MembersUnknown: when Discord does not say who is a member.
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer.
        """
        first = begin.part == 1
        record = await self._exports.days(guild_id=guild_id) if first else None
        files = list(self._of_days(record, say, largest=largest)) if record else []
        members = Table(headings(MEMBERS, say), largest=largest)
        rest, wall = None, await has_wall()
        if wall:
            rest = await self._list(members, guild_id, begin)
            if not (wall := await has_wall()):
                members, rest = Table((), largest=largest), None
        what = "members" if first and rest is None else f"members-part-{begin.part}"
        files += self._named(what, members.files, "csv")
        rows = RowCounts(len(record.campaign.days) if record else 0, members.rows)
        if files:
            await self._exports.note(guild_id=guild_id, user_id=user_id, rows=rows)
        fewest = record.fewest if record else SMALLEST_SHOWN
        return Export(rows, tuple(files), wall, fewest, begin.part, rest)

    async def _list(self, members: Table, guild_id: int, begin: Begin) -> Begin | None:
        """Write who is listed and present; who came off meanwhile does not get into a file.

        Returns where the rest begins, if it does not come to the end: after somebody in the file,
        for whoever is in none is named nowhere.
        """
        written = io.BytesIO()
        ended = await self._look_up(written, guild_id, begin)
        still = await self._exports.on_the_wall(guild_id=guild_id)
        written.seek(0)
        last = begin.user_id
        for number, line in enumerate(written, 1):
            if (user_id := id_in(line)) in still:
                members.add(line)
                last = user_id
            if number % _TURN == 0:
                await asyncio.sleep(0)
        return None if ended or not still.after(last) else Begin(last, begin.part + 1)

    async def _look_up(self, written: io.BytesIO, guild_id: int, begin: Begin) -> bool:
        """Write lines of members until the list ends, or (False) nobody can wait any longer."""
        time = asyncio.get_running_loop().time
        end, found_some = time() + self.longest, False
        found = self._exports.members(
            guild_id=guild_id, find=self._lookup.in_turn, after=begin.user_id
        )
        async with aclosing(found):
            try:
                async for some in found:
                    found_some = True
                    for member in some:
                        cells = [id_cell(member.id), member.name, member.display_name]
                        written.write(line_of(cells))
                    if time() >= end:
                        return False
            except MembersUnknown:
                if not found_some:
                    raise
                return False  # what was found in minutes is not lost with one question
        return True

    def _of_days(self, record: Record, say: Voice, *, largest: int) -> Iterator[NamedFile]:
        days = Table(headings(DAYS, say), largest=largest)
        for line in _days(record):
            days.add(line)
        yield from self._named("days", days.files, "csv")
        yield from self._named("changes", [self._changes(record, say)], "json")

    def _changes(self, record: Record, say: Voice) -> io.BytesIO:
        file = io.BytesIO()
        for piece in changes(record, say, campaign=self._exports.campaign_id):
            file.write(piece.encode())
        return file

    def _named(self, what: str, files: list[io.BytesIO], kind: str) -> Iterator[NamedFile]:
        name = f"{self._exports.campaign_id}-{what}-{self._exports.today.isoformat()}"
        for number, file in enumerate(files, 1):
            part = f"-{number}-of-{len(files)}" if len(files) > 1 else ""
            yield NamedFile(f"{name}{part}.{kind}", file)


def in_messages(files: Iterable[NamedFile], *, largest: int) -> Iterator[list[NamedFile]]:
    """Yield the files that go with one message each: so many, and together not too large."""
    some: list[NamedFile] = []
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
