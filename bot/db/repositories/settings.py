"""Server settings: one row for each choice, none for a default, and a log of who changed what."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from bot.db.repositories.moderation.notes import COLUMNS, entry_of, page_of
from bot.db.repositories.records.erasures import count_erasure
from bot.db.repositories.records.noting import Actor, note
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work, unless_refused
from bot.db.transactions.writer import Writer
from bot.domain.refusals import ChangedSince, NoSuchChoice, Refusal
from bot.domain.sentences import kept_words, sentence_of, version_of
from bot.domain.settings import Change, ChangeKind, LogEntry, LogSection, ServerSettings, setting

_log = logging.getLogger(__name__)

_CHOSEN = "SELECT key, value FROM server_settings WHERE guild_id = $1"
_VALUE = "SELECT value FROM server_settings WHERE guild_id = $1 AND key = $2"
_FORGET = "DELETE FROM server_settings WHERE guild_id = $1 AND key = $2"
_CHOOSE = """
    INSERT INTO server_settings (guild_id, key, value) VALUES ($1, $2, $3)
    ON CONFLICT (guild_id, key) DO UPDATE SET value = excluded.value
"""
_CHOOSING = "SELECT guild_id FROM server_settings WHERE key = $1 ORDER BY guild_id"
_ENTRY = f"SELECT {COLUMNS} FROM moderation_log WHERE guild_id = $1 AND number = $2"  # noqa: S608
_OF_ACTOR = f"""
    SELECT {COLUMNS} FROM moderation_log WHERE actor = $1 ORDER BY guild_id, number
"""  # noqa: S608
_FORGET_ACTOR = """
    UPDATE moderation_log SET actor = NULL, epoch = 0 WHERE actor = $1 RETURNING number
"""


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of a change: None where it was so already; and all that the server chose then."""

    change: Change | None
    chosen: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeSetting(Work["Changed | Refusal"]):
    """One setting gets a value, or with None its default, and the log says who did it.

    Asked again it changes nothing and notes nothing. With a `version`, of the value that whoever
    changes it saw, it changes nothing either where another value stands by now.
    """

    guild_id: int
    actor: Actor
    key: str
    value: str | None
    hour: int
    version: str | None = None

    def perform(self, connection: Connection) -> Changed | Refusal:
        """Change the setting, unless it has that value already, or another than the version's."""
        before = _value(connection, self.guild_id, self.key)
        if self.version not in (None, version_of(before)) and before != self.value:
            return ChangedSince()
        return _changed(connection, self, ChangeKind.CHANGED, self.key, before, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoChange(Work["Changed | Refusal"]):
    """One change of the log is taken back, unless the setting was changed again since."""

    guild_id: int
    actor: Actor
    number: int
    hour: int

    def perform(self, connection: Connection) -> Changed | Refusal:
        """Restore the value before, unless it holds already, so that twice is harmless."""
        rows = run(connection, _ENTRY, [self.guild_id, self.number])
        entry = entry_of(rows[0]) if rows else None
        if entry is None or not entry.change.can_be_undone:
            return NoSuchChoice()
        now = _value(connection, self.guild_id, entry.key)
        if now not in (entry.before, entry.after):
            return ChangedSince()
        return _changed(connection, self, ChangeKind.UNDONE, entry.key, now, entry.before)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStep(Work[None]):
    """How far a server is with its first setup; no choice, so that no log tells of it."""

    guild_id: int
    step: int

    def perform(self, connection: Connection) -> None:
        """Keep the number."""
        run(connection, _CHOOSE, [self.guild_id, "setup_step", json.dumps(self.step)])


@dataclass(frozen=True, slots=True)
class ForgetActor(Work[bool]):
    """Somebody goes from the logs of all servers; what they did stays, as nobody's."""

    actor: Actor

    @property
    def scrubs(self) -> bool:
        """The user id must go from the write-ahead log too."""
        return True

    def perform(self, connection: Connection) -> bool:
        """Forget who it was; return whether any log knew them, and only then count it."""
        if not run(connection, _FORGET_ACTOR, [self.actor.user_id]):
            return False
        count_erasure(connection, self.actor.mark)
        return True


class SettingsRepository:
    """The settings of each server, and the log of their changes.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes).
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def get(self, *, guild_id: int) -> Mapping[str, Any]:
        """Return what a server chose, by key; what nobody chose is not there."""
        return await self._reader.read(partial(_chosen, guild_id=guild_id))

    async def choosing(self, key: str) -> list[int]:
        """Return the servers that chose something for a setting."""

        def query(connection: Connection) -> list[int]:
            return [row[0] for row in run(connection, _CHOOSING, [key])]

        return await self._reader.read(query)

    async def change(self, work: ChangeSetting) -> Changed:
        """Change a setting and note it; where it was so already, nothing is noted.

        Raises:
            ChangedSince: the setting has another value than the one that was seen.
        """
        return unless_refused(await self._writer.submit(work))

    async def undo(self, work: UndoChange) -> Changed:
        """Take a change back and note it; where that was done already, nothing is noted.

        Raises:
            NoSuchChoice: the log has no such change.
            ChangedSince: the setting was changed again since.
        """
        return unless_refused(await self._writer.submit(work))

    async def note_step(self, *, guild_id: int, step: int) -> None:
        """Keep how far a server is with its first setup."""
        await self._writer.submit(NoteStep(guild_id=guild_id, step=step))

    async def entry(self, *, guild_id: int, number: int) -> LogEntry | None:
        """Return one change of a server's log."""

        def query(connection: Connection) -> LogEntry | None:
            rows = run(connection, _ENTRY, [guild_id, number])
            return entry_of(rows[0]) if rows else None

        return await self._reader.read(query)

    async def log(
        self, *, guild_id: int, limit: int, offset: int, section: LogSection = LogSection.SETTINGS
    ) -> tuple[tuple[LogEntry, ...], int]:
        """Return entries of a section of a server's log, the newest first, and how many it has."""

        def query(connection: Connection) -> tuple[tuple[LogEntry, ...], int]:
            return page_of(
                connection, guild_id=guild_id, section=section, limit=limit, offset=offset
            )

        return await self._reader.read(query)

    async def done_by(self, *, user_id: int) -> tuple[LogEntry, ...]:
        """Return everything that the logs of all servers say somebody did."""

        def query(connection: Connection) -> tuple[LogEntry, ...]:
            return tuple(map(entry_of, run(connection, _OF_ACTOR, [user_id])))

        return await self._reader.read(query)

    async def forget(self, actor: Actor) -> bool:
        """Take somebody's id out of every log; return whether there was any."""
        return await self._writer.submit(ForgetActor(actor))


def _value(connection: Connection, guild_id: int, key: str) -> str | None:
    """Return a stored value in its one spelling; None for none, and for one nobody understands."""
    rows = run(connection, _VALUE, [guild_id, key])
    return setting(key).respelled(rows[0][0]) if rows else None


def _changed(
    connection: Connection,
    work: ChangeSetting | UndoChange,
    kind: ChangeKind,
    key: str,
    before: str | None,
    after: str | None,
) -> Changed:
    """Put a value in the place of another, and note who did it under the next number."""
    guild_id = work.guild_id
    if before == after:
        return Changed(None, _chosen(connection, guild_id=guild_id))
    if after is None:
        run(connection, _FORGET, [guild_id, key])
    else:
        run(connection, _CHOOSE, [guild_id, key, after])
    change = Change(0, kind, key, before, after)
    change = note(connection, guild_id, change, actor=work.actor, hour=work.hour)
    return Changed(change, _chosen(connection, guild_id=guild_id))


def _chosen(connection: Connection, *, guild_id: int) -> dict[str, Any]:
    """Read the rows one by one, so that one bad value costs its own setting and no other."""
    values: dict[str, Any] = {}
    for key, text in run(connection, _CHOSEN, [guild_id]):
        if sentence_of(key) and (kept := kept_words(text)) is not None:
            values[key] = kept
            continue
        try:
            value: Any = json.loads(text)
            read = ServerSettings.model_validate({key: value})
        except (ValueError, ValidationError):
            # Without the exception: its text would hold the stored value.
            _log.error("a stored setting is not understood, so its default holds")
            continue
        if key in ServerSettings.model_fields:  # a newer release's setting stays untouched
            values[key] = getattr(read, key)
    return values
