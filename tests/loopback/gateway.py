"""The gateway: a session for each shard, with heartbeats, compression, resuming and redelivery."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections import deque
from collections.abc import Callable
from typing import cast

from aiohttp import WSCloseCode, WSMsgType, web

from tests.loopback.connection import Connection
from tests.loopback.state import State
from tests.loopback.world import Guild, Json, decode

HEARTBEAT_MS = 41_250
_REMEMBERED = 10_000
_PRIVILEGED = (1 << 1) | (1 << 8) | (1 << 15)
"""Members, presences, message content: this application was not granted them."""
_DISPATCH, _HEARTBEAT, _IDENTIFY, _PRESENCE, _VOICE, _RESUME = 0, 1, 2, 3, 4, 6
_RECONNECT, _MEMBERS, _INVALID, _HELLO, _ACK = 7, 8, 9, 10, 11
_UNKNOWN_OP, _UNDECODABLE, _NOT_IDENTIFIED, _WRONG_TOKEN, _TWICE = 4001, 4002, 4003, 4004, 4005
_DISALLOWED_INTENTS = 4014


class Session:
    """What a bot may resume: the events it was sent, by their sequence."""

    def __init__(self, identified: Json) -> None:
        self.id = secrets.token_hex(16)
        self.identified = identified
        self.sequence = 0
        self.sent: deque[Json] = deque(maxlen=_REMEMBERED)
        self.connection: Connection | None = None
        self.shard, self.shards = cast("list[int]", identified.get("shard") or [0, 1])

    async def dispatch(self, event: str, data: object) -> None:
        """Send an event now, or keep it until the bot resumes."""
        self.sequence += 1
        payload: Json = {"op": _DISPATCH, "t": event, "s": self.sequence, "d": data}
        self.sent.append(payload)
        if self.connection is not None:
            await self.connection.send(payload)


class Gateway:
    """Answers the bot's websocket and dispatches events to its session.

    Attributes:
        sessions: how many sessions were begun; a resume begins none.
        resumed: how many times a session was resumed.
        tells_members: whether it answers who is in a guild; a busy Discord does not.
        identified: which shard began a session, and when.
        closes_with: the code by which each connection is closed that begins a session.
    """

    def __init__(self, state: State, url: Callable[[], str]) -> None:
        self._state = state
        self._url = url
        self._changed = asyncio.Condition()
        self._forgotten = 0
        self._sessions: dict[int, Session] = {}
        self.sessions = 0
        self.resumed = 0
        self.tells_members = True
        self.identified: list[tuple[int, float]] = []
        self.closes_with: int | None = None

    @property
    def session(self) -> Session | None:
        """The session of the first shard, which for most bots is the only one."""
        return self._sessions.get(0)

    @property
    def _online(self) -> list[int]:
        return [one.shard for one in self._sessions.values() if one.connection is not None]

    # --- what a test does ----------------------------------------------------------------

    async def connected(self, *, sessions: int = 1, resumed: int = 0, timeout: float = 20) -> None:
        """Wait until the bot is connected, after that many sessions and resumes at least.

        Raises:
            AssertionError: when it does not come.
        """

        def there() -> bool:
            online = len(self._online) == self._state.shards
            return online and self.sessions >= sessions and self.resumed >= resumed

        await self._until(there, timeout, "the bot did not connect")

    async def disconnected(self, *, timeout: float = 20) -> None:
        """Wait until no bot is connected, with no shard.

        Raises:
            AssertionError: when it stays.
        """
        await self._until(lambda: not self._online, timeout, "the bot stayed connected")

    async def _until(self, fact: Callable[[], bool], timeout: float, complaint: str) -> None:
        async with self._changed:
            try:
                await asyncio.wait_for(self._changed.wait_for(fact), timeout)
            except TimeoutError:
                raise AssertionError(f"{complaint} in {timeout} s") from None

    async def dispatch(self, event: str, data: object) -> None:
        """Send an event to the bot, or keep it for its resume.

        Raises:
            AssertionError: when no bot ever connected.
        """
        assert self._sessions, "no bot has connected"
        count = next(iter(self._sessions.values())).shards
        session = self._sessions.get(_shard_of(event, data, count))
        assert session is not None, "no shard has connected that is told of this"
        await session.dispatch(event, data)

    async def drop(self, *, forget: int = 0, shard: int = 0) -> None:
        """Break a connection; the last `forget` events are sent once more at the resume."""
        connection = self._connection(shard)
        self._forgotten = forget
        connection.cut()
        await self._until(lambda: shard not in self._online, 20, "the bot stayed connected")

    async def ask_to_reconnect(self, *, shard: int = 0) -> None:
        """Ask the bot to leave and resume (op 7), as Discord does several times a day."""
        connection = self._connection(shard)
        await connection.send({"op": _RECONNECT, "d": None, "s": None, "t": None})

    async def invalidate(self, *, resumable: bool = False, shard: int = 0) -> None:
        """Tell the bot that its session is invalid (op 9)."""
        connection = self._connection(shard)
        if not resumable:
            del self._sessions[shard]
        await connection.send({"op": _INVALID, "d": resumable, "s": None, "t": None})

    async def close_with(self, code: int, *, shard: int = 0) -> None:
        """Close a connection for a reason of Discord's."""
        await self._connection(shard).close(code)

    def tells_to_resume_at(self, url: str) -> None:
        """Tell bots that connect from now on to resume at another address."""
        self._url = lambda: url

    def _connection(self, shard: int) -> Connection:
        session = self._sessions.get(shard)
        assert session is not None, "no bot has connected"
        assert session.connection is not None, "the bot is not connected"
        return session.connection

    async def close(self) -> None:
        """Close what is open, as a server does that goes away."""
        for session in self._sessions.values():
            if session.connection is not None:
                await session.connection.close(WSCloseCode.GOING_AWAY)

    # --- what the bot's websocket meets ----------------------------------------------------

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Serve one websocket until it ends."""
        socket = web.WebSocketResponse(max_msg_size=1 << 16)
        await socket.prepare(request)
        connection = Connection(socket, request)
        await connection.send(_control(_HELLO, {"heartbeat_interval": HEARTBEAT_MS}))
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    await self._received(connection, message.data)
        finally:
            await self._ended(connection)
        return socket

    async def _ended(self, connection: Connection) -> None:
        async with self._changed:
            for session in self._sessions.values():
                if session.connection is connection:
                    session.connection = None
            self._changed.notify_all()

    async def _received(self, connection: Connection, text: str) -> None:
        try:
            message = cast("Json", decode(text))
            op, data = int(message["op"]), message.get("d")
        except (ValueError, KeyError, TypeError):
            await connection.close(_UNDECODABLE)
            return
        identified = any(one.connection is connection for one in self._sessions.values())
        if op == _HEARTBEAT:
            await connection.send(_control(_ACK, None))
        elif op == _IDENTIFY and identified:
            await connection.close(_TWICE)
        elif op == _IDENTIFY:
            await self._identify(connection, cast("Json", data))
        elif op == _RESUME:
            await self._resume(connection, cast("Json", data))
        elif op not in (_PRESENCE, _VOICE, _MEMBERS):
            await connection.close(_UNKNOWN_OP)
        elif not identified:
            await connection.close(_NOT_IDENTIFIED)
        elif op == _MEMBERS and self.tells_members:
            await self._tell_members(cast("Json", data))

    async def _tell_members(self, asked: Json) -> None:
        guild = self._state.guilds[int(asked["guild_id"])]
        ids = [int(one) for one in asked["user_ids"]]
        chunk = guild.chunk(ids) | {"nonce": asked["nonce"]}
        await self.dispatch("GUILD_MEMBERS_CHUNK", chunk)

    async def _identify(self, connection: Connection, data: Json) -> None:
        if data["token"] != self._state.token:
            await connection.close(_WRONG_TOKEN)
            return
        if int(data["intents"]) & _PRIVILEGED:
            await connection.close(_DISALLOWED_INTENTS)
            return
        session = Session(data)
        self.identified.append((session.shard, time.monotonic()))
        if self.closes_with is not None:
            await connection.close(self.closes_with)
            return
        session.connection = connection
        await session.dispatch("READY", self._ready(session))
        for guild in self._guilds_of(session):
            await session.dispatch("GUILD_CREATE", guild.payload(self._state.bot))
        async with self._changed:
            self._sessions[session.shard] = session
            self.sessions += 1
            self._changed.notify_all()

    def _guilds_of(self, session: Session) -> list[Guild]:
        """Return the guilds that a session is told of."""
        guilds = self._state.guilds.values()
        return [one for one in guilds if (one.id >> 22) % session.shards == session.shard]

    def _ready(self, session: Session) -> Json:
        return {
            "v": 10,
            "user": self._state.bot.own_payload(),
            "user_settings": {},
            "guilds": [
                {"id": str(one.id), "unavailable": True} for one in self._guilds_of(session)
            ],
            "session_id": session.id,
            "session_type": "normal",
            "resume_gateway_url": self._url(),
            "shard": [session.shard, session.shards],
            "application": {"id": str(self._state.bot.id), "flags": 1 << 23},
            "private_channels": [],
            "relationships": [],
            "presences": [],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": [],
            "auth": {},
            "_trace": ["loopback"],
        }

    async def _resume(self, connection: Connection, data: Json) -> None:
        known = (one for one in self._sessions.values() if one.id == data["session_id"])
        session = next(known, None)
        if session is None:
            await connection.send(_control(_INVALID, False))
            return
        if data["token"] != self._state.token:
            await connection.close(_WRONG_TOKEN)
            return
        after = int(data["seq"] or 0) - self._forgotten
        self._forgotten = 0
        while missed := [one for one in session.sent if one["s"] > after]:
            for payload in missed:
                await connection.send(payload)
            after = missed[-1]["s"]
        session.connection = connection
        async with self._changed:
            self.resumed += 1
            self._changed.notify_all()
        await session.dispatch("RESUMED", {"_trace": ["loopback"]})


def _shard_of(event: str, data: object, count: int) -> int:
    """Return which shard is told of an event: the one of its guild, the first of all others."""
    fields = cast("Json", data) if isinstance(data, dict) else {}
    guild_id = fields.get("guild_id") or (fields.get("id") if event.startswith("GUILD_") else None)
    try:
        return (int(guild_id or 0) >> 22) % count
    except ValueError:
        return 0


def _control(op: int, data: object) -> Json:
    return {"op": op, "d": data, "s": None, "t": None}
