"""A Discord for one bot, on 127.0.0.1: everything a test does to it and learns from it."""

from __future__ import annotations

import asyncio
import copy
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Any, Self

from aiohttp import web

from tests.loopback import interactions
from tests.loopback.exchange import Exchange, Kind
from tests.loopback.gateway import Gateway
from tests.loopback.messages import Message, Sent
from tests.loopback.replies import DiscordError, PageError, RateLimitError
from tests.loopback.rest import PREFIX, Rest
from tests.loopback.state import InjectedError, State
from tests.loopback.world import Channel, Guild, Json, User

_SHUTDOWN = 1.0


class Discord:
    """A Discord that speaks HTTP and gateway on a port of its own while the block runs.

    On leaving the block it raises AssertionError when the bot sent what Discord would refuse or
    asked for what is not imitated; a test that wants that empties `state.faults` first.
    """

    def __init__(self, *, checks: bool = True, records: bool = True) -> None:
        self.state = State(checks=checks, records=records)
        self.gateway = Gateway(self.state, lambda: self.gateway_url)
        self._runner: web.AppRunner | None = None
        self._address = ""
        self._told_address: str | None = None

    async def __aenter__(self) -> Self:
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_get("/gateway", self.gateway.serve)
        app.router.add_get("/gateway/", self.gateway.serve)
        Rest(self.state, lambda: self._told_address or self.gateway_url).add_to(app)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        host, port = self._runner.addresses[0][:2]
        self._address = f"{host}:{port}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.gateway.close()
        if self._runner is not None:
            await self._runner.cleanup()
        if error is None:
            assert not self.state.faults, "\n".join(self.state.faults)

    @property
    def api_url(self) -> str:
        """Where the HTTP API is: for `discord.http.Route.BASE`."""
        return f"http://{self._address}{PREFIX}"

    @property
    def gateway_url(self) -> str:
        """Where the gateway is: for `DiscordWebSocket.DEFAULT_GATEWAY`."""
        return f"ws://{self._address}/gateway"

    @property
    def token(self) -> str:
        """The bot's token."""
        return self.state.token

    def tells_to_connect_at(self, url: str) -> None:
        """Tell bots that ask from now on that the gateway is at another address."""
        self._told_address = url

    # --- the world ---------------------------------------------------------------------------

    def guild(self, name: str, *members: User, locale: str = "en-US") -> Guild:
        """Make a guild with one channel, the bot and these people in it."""
        guild = Guild(name, locale)
        guild.channels.append(Channel("general", guild=guild))
        for user in (self.state.bot, guild.owner, *members):
            guild.join(user)
        self.state.guilds[guild.id] = guild
        return guild

    async def let_in(self, guild: Guild) -> None:
        """Tell a connected bot of a guild that has just added it."""
        payload = guild.payload(self.state.bot)
        del payload["unavailable"]
        await self.gateway.dispatch("GUILD_CREATE", payload)

    def post(self, channel: Channel, components: list[Json], *, flags: int = 0) -> Message:
        """Put a message of the bot into a channel, as an earlier release may have left it."""
        message = Message(channel, self.state.bot)
        message.fill(Sent({"components": components, "flags": flags}))
        return self.state.keep(message)

    def write(self, author: User, channel: Channel, **more: Any) -> Message:
        """Let somebody write a message; `more` is what else Discord tells of it."""
        message = Message(channel, author, content="Look.", extra=more)
        return self.state.keep(message)

    def old_button(self, channel: Channel, custom_id: str) -> Message:
        """Put a message with one button into a channel, as an earlier release may have left it."""
        button: Json = {"type": 2, "style": 1, "label": "Button", "custom_id": custom_id}
        return self.post(channel, [{"type": 1, "components": [button]}])

    # --- what people do ------------------------------------------------------------------------

    async def slash(
        self,
        name: str,
        user: User,
        channel: Channel | None = None,
        options: Mapping[str, Any] | None = None,
    ) -> Exchange:
        """Use a command, named with its subcommands; without a channel in direct messages."""
        where = channel or self.state.private_channel(user)
        payload = interactions.command(self.state, name, user, where, options or {})
        return await self.begin(Exchange(payload, user, where))

    async def menu(self, name: str, user: User, message: Message) -> Exchange:
        """Choose a command from the menu of a message."""
        payload = interactions.message_command(self.state, name, user, message)
        return await self.begin(Exchange(payload, user, message.channel))

    async def press(self, custom_id: str, user: User, message: Message) -> Exchange:
        """Press a button on a message."""
        payload = interactions.component(self.state, custom_id, user, message, None)
        return await self.begin(Exchange(payload, user, message.channel, message))

    async def select(
        self, custom_id: str, values: list[str], user: User, message: Message
    ) -> Exchange:
        """Choose in a menu on a message."""
        payload = interactions.component(self.state, custom_id, user, message, values)
        return await self.begin(Exchange(payload, user, message.channel, message))

    async def submit(self, opened: Exchange, values: Mapping[str, Any]) -> Exchange:
        """Fill the form that the bot opened, and send it."""
        payload = interactions.submission(self.state, opened, values)
        sent = Exchange(payload, opened.user, opened.channel, opened.source, opened)
        return await self.begin(sent)

    async def submit_raw(self, data: Json, user: User, channel: Channel) -> Exchange:
        """Send a form that this bot may not know, as one opened before a restart is."""
        payload = interactions.interaction(self.state, Kind.MODAL, user, channel, data)
        return await self.begin(Exchange(payload, user, channel))

    async def redeliver(self, exchange: Exchange) -> None:
        """Dispatch the very same interaction once more."""
        await self.gateway.dispatch("INTERACTION_CREATE", exchange.interaction)

    async def malformed(self, exchange: Exchange, *without: str) -> None:
        """Dispatch a copy of an interaction that lacks some of its fields."""
        payload = copy.deepcopy(exchange.interaction)
        for key in without:
            payload.pop(key)
        await self.gateway.dispatch("INTERACTION_CREATE", payload)

    async def begin(self, exchange: Exchange) -> Exchange:
        """Dispatch an interaction that was made before, and return it."""
        self.state.exchanges[exchange.token] = exchange
        exchange.dispatched()
        await self.gateway.dispatch("INTERACTION_CREATE", exchange.interaction)
        return exchange

    def forget(self, exchange: Exchange) -> None:
        """Forget an exchange that nothing more will be said in: a long run needs the memory."""
        self.state.exchanges.pop(exchange.token, None)

    async def wait(self, fact: Callable[[], bool], *, timeout: float = 20) -> None:
        """Wait until something is so that no event tells of.

        Raises:
            AssertionError: when it does not come.
        """
        ends = time.monotonic() + timeout
        while not fact():
            assert time.monotonic() < ends, f"it did not come in {timeout} s"
            await asyncio.sleep(0.005)

    # --- what goes wrong -----------------------------------------------------------------------

    def refuse(
        self, method: str, path: str, status: int, code: int, message: str, **more: object
    ) -> None:
        """Let the next matching request fail; `path` is without `/api/v10` and may hold `*`.

        `more` stands beside the code in the answer: the nested `errors` of fields, for one.
        """
        error = DiscordError(status, code, message, **more)
        self.state.injected.append(InjectedError(method, path, error))

    def limit(self, method: str, path: str, wait: float, *, everywhere: bool = False) -> None:
        """Let the next matching request meet a rate limit of `wait` seconds."""
        error = RateLimitError(wait, everywhere=everywhere)
        self.state.injected.append(InjectedError(method, path, error))

    def answer_with_a_page(
        self,
        method: str,
        path: str,
        status: int,
        *,
        headers: dict[str, str] | None = None,
        times: int = 1,
    ) -> None:
        """Let the next matching requests be answered by something that is not Discord."""
        page = InjectedError(method, path, PageError(status, headers=headers))
        self.state.injected += [page] * times
