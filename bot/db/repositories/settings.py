"""Server settings: one row for each choice, none for a default."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection

from bot.db.sql import run, run_for_keys, run_for_rows
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.settings import ServerSettings

log = logging.getLogger(__name__)

_CHOSEN = "SELECT key, value FROM server_settings WHERE guild_id = $1"
_FORGET = "DELETE FROM server_settings WHERE guild_id = $1 AND key IN ({keys})"
_CHOOSE = "INSERT INTO server_settings (guild_id, key, value) VALUES {rows}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Work[None]):
    """One server's settings, whole."""

    guild_id: int
    chosen: Mapping[str, str]

    def perform(self, connection: Connection) -> None:
        """Replace the server's rows; settings of a newer release stay untouched."""
        known = list(ServerSettings.model_fields)
        run_for_keys(connection, _FORGET, known, before=[self.guild_id])
        rows = [(self.guild_id, *choice) for choice in sorted(self.chosen.items())]
        run_for_rows(connection, _CHOOSE, rows)


class SettingsRepository:
    """The settings of each server."""

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def get(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings; what nobody chose has its default.

        Raises:
            StoreUnreadable: the settings could not be read.
        """

        def query(connection: Connection) -> dict[str, str]:
            return {row[0]: row[1] for row in run(connection, _CHOSEN, [guild_id])}

        return _parsed(await self._reader.read(query))

    async def put(self, *, guild_id: int, settings: ServerSettings) -> None:
        """Keep a server's settings, whole.

        Raises:
            NothingRecorded, OutcomeUnknown: as for every change.
        """
        chosen = settings.model_dump(mode="json", exclude_defaults=True)
        await self._writer.submit(
            Choose(
                guild_id=guild_id,
                chosen={key: json.dumps(value) for key, value in chosen.items()},
            )
        )


def _parsed(rows: dict[str, str]) -> ServerSettings:
    """Read the rows one by one, so that one bad value costs its own setting and no other."""
    values: dict[str, Any] = {}
    for key, text in rows.items():
        try:
            value: Any = json.loads(text)
            ServerSettings.model_validate({key: value})
        except (ValueError, ValidationError):
            # Without the exception: its text would hold the stored value.
            log.error("a stored setting is not understood, so its default holds")  # noqa: TRY400
            continue
        values[key] = value
    return ServerSettings.model_validate(values)
