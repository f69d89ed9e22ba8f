"""Server settings: one row for each choice, none for a default."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError
from sqlalchemy import Connection, bindparam, delete, select

from bot.db.repositories.statements import insert_into
from bot.db.schema import server_settings
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.clock import Clock
from bot.domain.settings import ServerSettings

log = logging.getLogger(__name__)

_CHOSEN = select(server_settings.c.key, server_settings.c.value).where(
    server_settings.c.guild_id == bindparam("guild_id")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choose(Work[None]):
    """One server's settings, whole."""

    guild_id: int
    chosen: dict[str, str]
    at: datetime

    def perform(self, connection: Connection) -> None:
        """Replace the server's rows; settings of a newer release stay untouched."""
        known = list(ServerSettings.model_fields)
        connection.execute(
            delete(server_settings).where(
                server_settings.c.guild_id == self.guild_id, server_settings.c.key.in_(known)
            )
        )
        if self.chosen:
            connection.execute(
                insert_into(connection, server_settings),
                [
                    {"guild_id": self.guild_id, "key": key, "value": value, "updated_at": self.at}
                    for key, value in self.chosen.items()
                ],
            )


class SettingsRepository:
    """The settings of each server."""

    def __init__(self, reader: Reader, writer: Writer, clock: Clock) -> None:
        self._reader = reader
        self._writer = writer
        self._clock = clock

    async def get(self, *, guild_id: int) -> ServerSettings:
        """Return a server's settings; what nobody chose has its default.

        Raises:
            StoreUnreadable: the settings could not be read.
        """

        def query(connection: Connection) -> dict[str, str]:
            rows = connection.execute(_CHOSEN, {"guild_id": guild_id})
            return {row.key: row.value for row in rows}

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
                at=self._clock(),
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
