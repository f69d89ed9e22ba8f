"""What each server chose, kept in memory for the next press."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any, Final

from bot.db.repositories.records.noting import Actor
from bot.db.repositories.settings import (
    Changed,
    ChangeSetting,
    SettingsRepository,
    UndoChange,
)
from bot.domain.clock import Clock, hour_of
from bot.domain.identity import Keys
from bot.domain.paging import pages_of
from bot.domain.refusals import NoSuchChoice, StoreUnreadable
from bot.domain.sentences import sentence_of
from bot.domain.settings import (
    Change,
    Kind,
    LogEntry,
    LogSection,
    ServerSettings,
    StoredSettings,
    setting,
)

_log = logging.getLogger(__name__)

_FRESH: Final = 30.0
"""Seconds a server's settings are taken as current; another process may have changed them."""

_PATIENCE: Final = 0.5
"""Seconds a press waits for the settings: a stalled store must not make an answer late."""

LOG_PAGE: Final = 5
"""Changes on one page of a server's log."""


@dataclass(frozen=True, slots=True)
class LogPage:
    """One page of a server's log, the newest change first."""

    entries: tuple[LogEntry, ...]
    page: int
    pages: int


class ServerService:
    """Reads and changes what a server chose; who may change it was asked at the gate."""

    def __init__(
        self,
        repository: SettingsRepository,
        keys: Keys,
        clock: Clock,
        *,
        campaign: Mapping[str, Any],
        languages: tuple[str, ...],
        absent: frozenset[str] = frozenset(),
    ) -> None:
        self.languages = languages
        self.absent = absent
        self._repository = repository
        self._keys = keys
        self._clock = clock
        self._campaign = campaign
        self._defaults = self._merged({})
        self._known: dict[int, tuple[float, StoredSettings]] = {}
        self._readings: dict[int, asyncio.Task[None]] = {}
        self._stalled_until = 0.0
        self._tell: Callable[[int], object] = lambda _: None

    def listen(self, listener: Callable[[int], object]) -> None:
        """Tell a listener, the only one, of each server whose settings were changed here."""
        self._tell = listener

    @property
    def defaults(self) -> ServerSettings:
        """What holds in a server where nobody chose anything."""
        return self._defaults.settings

    async def settings(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings; when the store cannot be read, the last ones known."""
        known = self._known.get(guild_id)
        if known and monotonic() - known[0] < _FRESH:
            return known[1].settings
        if monotonic() >= self._stalled_until:
            await self._look_up(guild_id)
        return self.known(guild_id=guild_id)

    def known(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings as they were last seen, without asking the store."""
        known = self._known.get(guild_id)
        return (known[1] if known else self._defaults).settings

    async def glance(self, *, guild_id: int) -> StoredSettings:
        """Return what a server chose, as soon as a press needs it: the last that is known.

        It is as old as what `settings` returns.
        """
        await self.settings(guild_id=guild_id)
        known = self._known.get(guild_id)
        return known[1] if known else self._defaults

    def words(self, *, guild_id: int | None) -> Mapping[str, str]:
        """Return what a server says in its own words, as last seen: `locale.sentence` to text."""
        known = self._known.get(guild_id or 0)
        return known[1].words if known else {}

    async def with_sources(self, *, guild_id: int) -> StoredSettings:
        """Return a server's settings as they are in the store now, and where each comes from.

        Raises:
            StoreUnreadable: when they cannot be read.
        """
        chosen = await self._repository.get(guild_id=guild_id)
        return self._merged(chosen)

    async def choosing(self, key: str) -> list[int]:
        """Return the servers that chose something for a setting.

        Raises:
            StoreUnreadable: when they cannot be read.
        """
        return await self._repository.choosing(key)

    async def change(
        self, *, guild_id: int, actor: int, key: str, value: Any, version: str | None = None
    ) -> Change | None:
        """Give a setting a value, or with None its default; use it from the next press on.

        Returns what was changed, or None where it was so already: asked twice, it is done once.

        Raises:
            NoSuchChoice: there is no such setting, or it cannot have this value.
            ChangedSince: it has another value than the one of the version that was seen.
            NothingRecorded, OutcomeUnknown: when the store could not confirm it.
        """
        stored = None if value is None else setting(key).stored(value)
        if setting(key).kind is Kind.LANGUAGE and value not in (None, *self.languages):
            raise NoSuchChoice
        named = sentence_of(key)
        if named and named[0] not in self.languages:
            raise NoSuchChoice
        work = ChangeSetting(
            guild_id=guild_id,
            actor=Actor.of(actor, self._keys),
            key=key,
            value=stored,
            hour=hour_of(self._clock()),
            version=version,
        )
        return self._changed(guild_id, await self._repository.change(work))

    async def undo(self, *, guild_id: int, actor: int, number: int) -> Change | None:
        """Take back a change of this server's log; None where that was done already.

        Raises:
            NoSuchChoice: the log has no such change.
            ChangedSince: the setting was changed again since.
            NothingRecorded, OutcomeUnknown: when the store could not confirm it.
        """
        work = UndoChange(
            guild_id=guild_id,
            actor=Actor.of(actor, self._keys),
            number=number,
            hour=hour_of(self._clock()),
        )
        return self._changed(guild_id, await self._repository.undo(work))

    async def log(
        self, *, guild_id: int, page: int, section: LogSection = LogSection.SETTINGS
    ) -> LogPage:
        """Return a page (from 0) of a section of a server's log; past the end, the last one.

        Raises:
            StoreUnreadable: when it cannot be read.
        """
        entries, total = await self._section(guild_id, page, section)
        pages = pages_of(total, LOG_PAGE)
        if page >= pages:
            page = pages - 1
            entries, total = await self._section(guild_id, page, section)
        return LogPage(entries, page, pages)

    async def key_of(self, *, guild_id: int, number: int) -> str:
        """Return which setting a change of this server's log is about.

        Raises:
            NoSuchChoice: the log has no such change.
            StoreUnreadable: when it cannot be read.
        """
        found = await self._repository.entry(guild_id=guild_id, number=number)
        if found is None:
            raise NoSuchChoice
        return setting(found.key).key

    async def note_step(self, *, guild_id: int, step: int) -> None:
        """Remember how far a server is with its first setup.

        Raises:
            NothingRecorded, OutcomeUnknown: when the store could not confirm it.
        """
        await self._repository.note_step(guild_id=guild_id, step=step)

    def _merged(self, chosen: Mapping[str, Any]) -> StoredSettings:
        return StoredSettings.merged(self._campaign, chosen, absent=self.absent)

    async def _section(
        self, guild_id: int, page: int, section: LogSection
    ) -> tuple[tuple[LogEntry, ...], int]:
        return await self._repository.log(
            guild_id=guild_id, limit=LOG_PAGE, offset=page * LOG_PAGE, section=section
        )

    def _changed(self, guild_id: int, changed: Changed) -> Change | None:
        """Use what is stored now from the next press on."""
        self._readings.pop(guild_id, None)  # what it will find may be older than this
        stored = self._merged(changed.chosen)
        self._known[guild_id] = (monotonic(), stored)
        if changed.change is not None:
            self._tell(guild_id)
        return changed.change

    async def _look_up(self, guild_id: int) -> None:
        """Wait for one reading, shared by all who ask meanwhile; not longer than a press may."""
        reading = self._readings.get(guild_id)
        if reading is None:
            reading = self._readings[guild_id] = asyncio.ensure_future(self._read(guild_id))
        await asyncio.wait({reading}, timeout=_PATIENCE)
        if not reading.done():
            self._stalled_until = monotonic() + _PATIENCE

    async def _read(self, guild_id: int) -> None:
        this = asyncio.current_task()
        try:
            stored = self._merged(await self._repository.get(guild_id=guild_id))
            if self._readings.get(guild_id) is this:
                self._known[guild_id] = (monotonic(), stored)
        except StoreUnreadable:
            self._stalled_until = monotonic() + _PATIENCE
        except Exception:  # noqa: BLE001 - nobody awaits the task: what ends it is told here
            _log.exception("what a server chose could not be read; it is read again")
        finally:
            if self._readings.get(guild_id) is this:
                del self._readings[guild_id]
