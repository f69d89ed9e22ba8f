"""Where panels stand, and what each shows."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db.repositories.records.noting import Actor, note
from bot.db.sql import run
from bot.db.transactions.reader import Reader
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.panels import Panel
from bot.domain.settings import Change, ChangeKind
from bot.domain.settings.log import PANEL

_COLUMNS = "guild_id, channel_id, message_id, shows"
_BEGIN = f"""
    INSERT INTO panels ({_COLUMNS}) VALUES ($1, $2, $3, $4)
    ON CONFLICT (guild_id, channel_id) DO NOTHING
"""  # noqa: S608
_ONE = f"SELECT {_COLUMNS} FROM panels WHERE guild_id = $1 AND channel_id = $2"  # noqa: S608
_OF_SERVER = f"""
    SELECT {_COLUMNS} FROM panels WHERE guild_id = $1 AND message_id <> 0 ORDER BY channel_id
"""  # noqa: S608
_SERVERS = "SELECT DISTINCT guild_id FROM panels WHERE message_id <> 0 ORDER BY guild_id"
_SHOWS = """
    UPDATE panels SET message_id = $4, shows = $5
    WHERE guild_id = $1 AND channel_id = $2 AND message_id IN ($3, $4)
"""
_END = """
    DELETE FROM panels WHERE guild_id = $1 AND channel_id = $2 AND message_id = $3
    RETURNING message_id
"""


@dataclass(frozen=True, slots=True)
class Begin(Work[Panel]):
    """A panel is begun, unless its channel has one; then that one is it."""

    panel: Panel

    def perform(self, connection: Connection) -> Panel:
        """Keep it, and return the channel's panel."""
        one = self.panel
        run(connection, _BEGIN, [one.guild_id, one.channel_id, one.message_id, one.shows])
        return Panel(*run(connection, _ONE, [one.guild_id, one.channel_id])[0])


@dataclass(frozen=True, slots=True)
class Shows(Work[None]):
    """A panel shows something now, in a message that may be new; whoever posted it is noted."""

    panel: Panel
    message_id: int
    shows: str
    hour: int
    actor: Actor | None = None

    def perform(self, connection: Connection) -> None:
        """Note it, unless the channel has another panel by now."""
        one = self.panel
        rows = run(connection, _ONE, [one.guild_id, one.channel_id])
        posted = bool(rows) and not Panel(*rows[0]).stands
        run(connection, _SHOWS, [*_key(one), self.message_id, self.shows])
        if posted and self.actor:
            _tell(connection, one, self.hour, self.actor, posted=True)


@dataclass(frozen=True, slots=True)
class End(Work[None]):
    """A panel is not there any more; of one that stood, the log is told."""

    panel: Panel
    hour: int

    def perform(self, connection: Connection) -> None:
        """Forget it, unless the channel has another one by now."""
        if run(connection, _END, _key(self.panel)) and self.panel.stands:
            _tell(connection, self.panel, self.hour, None, posted=False)


class PanelRepository:
    """The panels of every server.

    Every call may raise `StoreUnreadable` (look-ups), or `NothingRecorded` and `OutcomeUnknown`
    (changes).
    """

    def __init__(self, reader: Reader, writer: Writer) -> None:
        self._reader = reader
        self._writer = writer

    async def begin(self, panel: Panel) -> Panel:
        """Begin a panel in a channel that has none; return the panel that the channel has now."""
        return await self._writer.submit(Begin(panel))

    async def shows(self, work: Shows) -> None:
        """Note in which message a panel stands, what it shows, and who posted it."""
        await self._writer.submit(work)

    async def end(self, panel: Panel, *, hour: int) -> None:
        """Forget a panel."""
        await self._writer.submit(End(panel, hour))

    async def of_server(self, *, guild_id: int) -> tuple[Panel, ...]:
        """Return the panels that stand in a server."""

        def query(connection: Connection) -> tuple[Panel, ...]:
            return tuple(Panel(*row) for row in run(connection, _OF_SERVER, [guild_id]))

        return await self._reader.read(query)

    async def servers(self) -> tuple[int, ...]:
        """Return the servers in which panels stand."""

        def query(connection: Connection) -> tuple[int, ...]:
            return tuple(row[0] for row in run(connection, _SERVERS))

        return await self._reader.read(query)


def _tell(
    connection: Connection, panel: Panel, hour: int, actor: Actor | None, *, posted: bool
) -> None:
    """Tell the server's log of a panel that was posted, or is gone."""
    channel = str(panel.channel_id)
    before, after = (None, channel) if posted else (channel, None)
    change = Change(0, ChangeKind.CHANGED, PANEL, before, after)
    note(connection, panel.guild_id, change, actor=actor, hour=hour)


def _key(panel: Panel) -> list[int]:
    return [panel.guild_id, panel.channel_id, panel.message_id]
