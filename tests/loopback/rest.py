"""The imitated HTTP API: every endpoint the bot uses, and a complaint for every other."""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Awaitable, Callable
from typing import cast

from aiohttp import web

from tests import payloads
from tests.loopback import replies
from tests.loopback.answers import Answers
from tests.loopback.constants import APPLICATION
from tests.loopback.messages import Message, Sent
from tests.loopback.references import referred_to
from tests.loopback.replies import (
    DiscordError,
    PageError,
    RateLimitError,
    RateLimits,
    invalid_form,
    nothing,
    received,
    reply,
)
from tests.loopback.state import Request, State
from tests.loopback.world import Channel, Guild, Json

PREFIX = "/api/v10"
_Handler = Callable[[web.Request, Sent], web.Response]
_Served = Callable[[web.Request], Awaitable[web.Response]]


class Rest:
    """Answers the bot's requests out of the state, as Discord would."""

    def __init__(self, state: State, gateway_url: Callable[[], str]) -> None:
        self._state = state
        self._gateway_url = gateway_url
        self._answers = Answers(state)
        self._limits = RateLimits()
        self._checks = state.checks and payloads.available()

    def add_to(self, app: web.Application) -> None:
        """Put every endpoint into an application."""
        answers, application = self._answers, "/applications/{application}"
        follow_up = "/webhooks/{application}/{token}"
        one, message = follow_up + "/messages/{message}", "/channels/{channel}/messages/{message}"
        free: list[tuple[str, str, _Handler]] = [
            ("POST", "/interactions/{id}/{token}/callback", answers.callback),
            ("POST", follow_up, answers.follow_up),
            ("GET", one, answers.shown),
            ("PATCH", one, answers.edit),
            ("DELETE", one, answers.delete),
            ("GET", "/gateway", self._gateway),
        ]
        with_token: list[tuple[str, str, _Handler]] = [
            ("GET", "/gateway/bot", self._gateway_bot),
            ("GET", "/users/@me", self._me),
            ("GET", "/applications/@me", self._application),
            ("GET", "/oauth2/applications/@me", self._application),
            ("GET", "/users/@me/guilds", self._my_guilds),
            ("POST", "/users/@me/channels", self._open_private),
            ("GET", application + "/commands", self._commands),
            ("PUT", application + "/commands", self._register),
            ("GET", "/guilds/{guild}", self._guild),
            ("GET", "/guilds/{guild}/members/{user}", self._member),
            ("GET", "/channels/{channel}", self._channel),
            ("DELETE", "/channels/{channel}", self._close_thread),
            ("POST", "/channels/{channel}/threads", self._open_thread),
            ("POST", "/channels/{channel}/messages", self._post),
            ("GET", message, self._message),
            ("PATCH", message, self._edit),
            ("DELETE", message, self._delete),
        ]
        for method, path, handler in free:
            app.router.add_route(method, PREFIX + path, self._served(handler, needs_token=False))
        for method, path, handler in with_token:
            app.router.add_route(method, PREFIX + path, self._served(handler, needs_token=True))
        app.router.add_route("*", "/{tail:.*}", self._served(self._unknown, needs_token=False))

    # --- what is common to all ---------------------------------------------------------------

    def _served(self, handler: _Handler, *, needs_token: bool) -> _Served:
        async def serve(request: web.Request) -> web.Response:
            sent, headers = Sent({}), dict[str, str]()
            try:
                sent = await received(request)
                self._interfere(request)
                if needs_token and request.headers.get("Authorization") != self._authorization:
                    raise DiscordError(*replies.UNAUTHORIZED)  # noqa: TRY301
                headers = self._take(request)
                self._check(request, sent.body)
                answer = handler(request, sent)
                self._note_own_faults(request, answer)
            except DiscordError as error:
                answer = reply(error.body, status=error.status)
            except RateLimitError as error:
                answer = reply(error.body, status=429, headers=error.headers)
            except PageError as error:
                answer = error.answer()
            answer.headers.update(headers)
            self._record(request, sent.body, answer)
            return answer

        return serve

    @property
    def _authorization(self) -> str:
        return f"Bot {self._state.token}"

    def _interfere(self, request: web.Request) -> None:
        path = request.path.removeprefix(PREFIX)
        for one in self._state.injected:
            if one.method == request.method and fnmatch.fnmatch(path, one.path):
                self._state.injected.remove(one)
                raise one.error

    def _take(self, request: web.Request) -> dict[str, str]:
        """Count the request against its bucket; first answers to interactions have none."""
        route = request.match_info.route.resource
        template = route.canonical if route is not None else request.path
        if template.endswith("/callback"):
            return {}
        major = [request.match_info.get(key, "") for key in ("channel", "guild", "token")]
        limit, per = (5, 2.0) if "/webhooks/" in template else (50, 1.0)
        if request.method == "POST" and template.endswith("/messages"):
            limit, per = 5, 5.0
        bucket = f"{request.method} {template} {' '.join(major)}"
        return self._limits.take(bucket, limit=limit, per=per)

    def _check(self, request: web.Request, body: object) -> None:
        if not (self._checks and request.body_exists):
            return
        faults = payloads.validate(request.method, request.path, body)
        if faults:
            self._state.faults += [f"{request.method} {request.path}: {one}" for one in faults]
            raise invalid_form(faults)

    def _note_own_faults(self, request: web.Request, answer: web.Response) -> None:
        """Hold this imitation, too, against Discord's description."""
        is_json = answer.content_type == "application/json"
        if not (self._checks and is_json and answer.status == 200):
            return
        assert isinstance(answer.body, bytes)
        body = json.loads(answer.body)
        faults = payloads.validate_answer(request.method, request.path, answer.status, body)
        self._state.faults += [f"imitated {request.method} {request.path}: {f}" for f in faults]

    def _record(self, request: web.Request, body: object, answer: web.Response) -> None:
        if self._state.records:
            path = request.path.removeprefix(PREFIX)
            self._state.requests.append(Request(request.method, path, body, answer.status))

    def _unknown(self, request: web.Request, sent: Sent) -> web.Response:
        self._state.faults.append(f"{request.method} {request.path} is not imitated")
        raise DiscordError(*replies.NOT_FOUND)

    # --- the application -----------------------------------------------------------------------

    def _gateway(self, request: web.Request, sent: Sent) -> web.Response:
        return reply({"url": self._gateway_url()})

    def _gateway_bot(self, request: web.Request, sent: Sent) -> web.Response:
        left = self._state.session_starts
        limit = {"total": 1000, "remaining": left, "reset_after": 14_400_000, "max_concurrency": 1}
        told = {"shards": self._state.shards, "session_start_limit": limit}
        return reply({"url": self._gateway_url()} | told)

    def _me(self, request: web.Request, sent: Sent) -> web.Response:
        return reply(self._state.bot.own_payload())

    def _application(self, request: web.Request, sent: Sent) -> web.Response:
        bot = self._state.bot
        return reply(
            APPLICATION
            | {
                "id": str(bot.id),
                "name": bot.name,
                "bot": bot.payload(),
                "owner": self._state.owner.payload(),
                "approximate_guild_count": len(self._state.guilds),
            }
        )

    def _commands(self, request: web.Request, sent: Sent) -> web.Response:
        return reply(self._state.commands)

    def _register(self, request: web.Request, sent: Sent) -> web.Response:
        return reply(self._state.register(cast("list[Json]", sent.body)))

    # --- guilds, channels, messages --------------------------------------------------------------

    def _my_guilds(self, request: web.Request, sent: Sent) -> web.Response:
        guilds: list[Json] = [
            {
                "id": str(guild.id),
                "name": guild.name,
                "icon": None,
                "banner": None,
                "owner": False,
                "permissions": str(guild.app_permissions),
                "features": [],
            }
            for guild in self._state.guilds.values()
        ]
        return reply(guilds)

    def _guild(self, request: web.Request, sent: Sent) -> web.Response:
        return reply(self._found_guild(request).payload(self._state.bot))

    def _member(self, request: web.Request, sent: Sent) -> web.Response:
        member = self._found_guild(request).members.get(int(request.match_info["user"]))
        if member is None:
            raise DiscordError(*replies.UNKNOWN_MEMBER)
        return reply(member.payload())

    def _channel(self, request: web.Request, sent: Sent) -> web.Response:
        return reply(self._found_channel(request).payload())

    def _open_thread(self, request: web.Request, sent: Sent) -> web.Response:
        return reply(self._state.open_thread(self._found_channel(request), sent.body).payload())

    def _close_thread(self, request: web.Request, sent: Sent) -> web.Response:
        channel = self._found_channel(request)
        assert channel.parent is not None, "the bot deletes no channel"
        self._state.close_thread(channel)
        return reply(channel.payload())

    def _open_private(self, request: web.Request, sent: Sent) -> web.Response:
        wanted = str(sent.body["recipient_id"])
        for guild in self._state.guilds.values():
            for member in guild.members.values():
                if str(member.user.id) == wanted:
                    return reply(self._state.private_channel(member.user).payload())
        raise DiscordError(*replies.UNKNOWN_USER)

    def _post(self, request: web.Request, sent: Sent) -> web.Response:
        channel, nonce = self._found_channel(request), sent.body.get("nonce")
        if nonce is not None and sent.body.get("enforce_nonce"):
            for message in self._state.messages.values():
                if message.channel is channel and message.extra.get("nonce") == nonce:
                    return reply(message.payload())
        message = Message(channel, self._state.bot)
        message.fill(sent)
        if not (message.content or message.embeds or message.components or message.files):
            raise DiscordError(*replies.EMPTY_MESSAGE)
        if answered := referred_to(sent.body, channel, self._state.messages):
            message.extra |= {
                "type": 19,
                "message_reference": {
                    "type": 0,
                    "channel_id": str(channel.id),
                    "message_id": str(answered.id),
                },
                "referenced_message": answered.payload(),
            }
        if nonce is not None:
            message.extra["nonce"] = nonce
        return reply(self._state.keep(message).payload())

    def _message(self, request: web.Request, sent: Sent) -> web.Response:
        return reply(self._found_message(request).payload())

    def _edit(self, request: web.Request, sent: Sent) -> web.Response:
        message = self._found_message(request)
        if message.author is not self._state.bot:
            raise DiscordError(*replies.NOT_YOURS)
        message.fill(sent, edit=True)
        return reply(message.payload())

    def _delete(self, request: web.Request, sent: Sent) -> web.Response:
        self._found_message(request).deleted = True
        return nothing()

    def _found_guild(self, request: web.Request) -> Guild:
        guild = self._state.guilds.get(int(request.match_info["guild"]))
        if guild is None:
            raise DiscordError(*replies.UNKNOWN_GUILD)
        return guild

    def _found_channel(self, request: web.Request) -> Channel:
        channel = self._state.channel(request.match_info["channel"])
        if channel is None:
            raise DiscordError(*replies.UNKNOWN_CHANNEL)
        return channel

    def _found_message(self, request: web.Request) -> Message:
        channel = self._found_channel(request)
        message = self._state.messages.get(int(request.match_info["message"]))
        if message is None or message.channel is not channel or message.deleted:
            raise DiscordError(*replies.UNKNOWN_MESSAGE)
        return message
