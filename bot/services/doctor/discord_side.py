"""Asks Discord what it knows of the bot: its token, its rights in each server, its commands."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from pydantic import BaseModel, TypeAdapter

from bot.domain.clock import pause_in
from bot.exits import typed
from bot.services.doctor.commands import HeldCommand, compared
from bot.services.doctor.findings import Finding, mend, ok, unseen
from bot.unreachable import Reason, is_page, reason_of_network

ADMINISTRATOR: Final = 1 << 3
"""Discord's permission bit that includes every other, and goes around channel rules."""
_PAGE: Final = 200
_NAMED: Final = 10
"""Servers of which each gets a line of its own."""
_SHORT: Final = 10
"""Seconds of a limit that are waited for: a bot in many servers has many pages of them."""
_PATIENCE: Final = aiohttp.ClientTimeout(total=20, connect=5)


@dataclass(frozen=True, slots=True)
class Seen:
    """What Discord answered; `date` is its own clock, None where nothing came back."""

    findings: tuple[Finding, ...]
    date: datetime | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the bot needs of Discord.

    Attributes:
        permissions: the bits the bot needs in a server.
        names_of: turns permission bits into Discord's names for them.
        command_ids: the commands as last sent, by name, or None if none were sent yet.
        commands_held: `digest_of` these, or None where a release sent them that noted none.
    """

    permissions: int
    names_of: Callable[[int], list[str]]
    command_ids: dict[str, int] | None = None
    commands_held: str | None = None


class _Application(BaseModel):
    id: str
    interactions_endpoint_url: str | None = None


class _Server(BaseModel):
    id: str
    permissions: int


class _Sessions(BaseModel):
    total: int
    remaining: int
    reset_after: int  # milliseconds


class _Gateway(BaseModel):
    shards: int
    session_start_limit: _Sessions


_SERVERS: Final = TypeAdapter(list[_Server])
_COMMANDS: Final = TypeAdapter(list[HeldCommand])


class _Refused(Exception):
    def __init__(self, status: int, *, page: bool) -> None:
        super().__init__(status)
        self.status = status
        self.page = page


@dataclass(slots=True)  # not frozen: it notes Discord's time with each answer
class _Api:
    session: aiohttp.ClientSession
    base: str
    date: datetime | None = None

    async def get(self, path: str, **query: str | int) -> bytes:
        for last in (False, True):
            async with self.session.get(self.base + path, params=query) as answer:
                if date := answer.headers.get("Date"):
                    self.date = parsedate_to_datetime(date).astimezone(UTC)
                if answer.status == 200:
                    return await answer.read()
                asked = answer.headers.get("Retry-After")
                if last or answer.status != 429 or asked is None:
                    break
                if (pause := pause_in(asked)) > _SHORT:
                    break
            await asyncio.sleep(pause)
        raise _Refused(answer.status, page=is_page(answer.headers.get("Content-Type", "")))


async def examine(token: str, wanted: Wanted, *, base: str) -> Seen:
    """Ask Discord's HTTP API at `base`; nothing is changed there, and no server is named."""
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (campaign bot, 0)"}
    findings: list[Finding] = []
    async with aiohttp.ClientSession(headers=headers, timeout=_PATIENCE) as session:
        api = _Api(session, base)
        try:
            async for finding in _ask(api, wanted):
                findings.append(finding)  # noqa: PERF401 - kept when a later answer fails
        except _Refused as refused:
            findings.append(_refusal(refused.status, page=refused.page))
        except (aiohttp.ClientError, OSError) as error:  # and TimeoutError
            reason = reason_of_network(error)
            findings.append(unseen("Discord", f"it cannot be reached from here: {reason}"))
        except ValueError:
            findings.append(unseen("Discord", "the answer was not one of Discord's: a proxy?"))
        return Seen(tuple(findings), api.date)


def _refusal(status: int, *, page: bool) -> Finding:
    if status == 401 and page:
        return unseen("Discord", Reason.OTHER_PAGE)
    if status == 401:
        return mend("token", "Discord refuses it: make a new one on the Bot page, set it in .env")
    if status == 403:
        return mend("Discord", "it, or a proxy before it, forbids the bot everything (403)")
    return unseen("Discord", f"it answered with status {status}: try again later")


async def _ask(api: _Api, wanted: Wanted) -> AsyncIterator[Finding]:
    application = _Application.model_validate_json(await api.get("/applications/@me"))
    yield ok("token", "Discord accepts it")
    if application.interactions_endpoint_url:
        yield mend(
            "application",
            "it has an Interactions Endpoint URL, so no command reaches the bot: empty that field "
            "on the General Information page",
        )
    gateway = _Gateway.model_validate_json(await api.get("/gateway/bot"))
    yield _connections(gateway)
    for finding in _rights(await _servers(api), wanted):
        yield finding
    held = await api.get(f"/applications/{application.id}/commands")
    yield compared(_COMMANDS.validate_json(held), wanted.command_ids, wanted.commands_held)


def _connections(gateway: _Gateway) -> Finding:
    """Tell how many connections Discord asks for, and whether it will let them begin."""
    day, shards = gateway.session_start_limit, gateway.shards
    left = f"of {day.total:,} sessions in a day {day.remaining:,} are left"
    if day.remaining <= day.total // 10:
        hours = day.reset_after / 3_600_000
        return mend(
            "connections",
            f"{left}, for {hours:.0f} hours: something starts the bot again and again, or its "
            "network comes and goes; until then it waits before each",
        )
    asked = "one connection" if shards == 1 else f"{shards:,} connections (shards)"
    return ok("connections", f"Discord asks for {asked}; {left}")


async def _servers(api: _Api) -> list[_Server]:
    found: list[_Server] = []
    after = "0"
    while True:
        answer = await api.get("/users/@me/guilds", limit=_PAGE, after=after)
        page = _SERVERS.validate_json(answer)
        found += page
        if len(page) < _PAGE:
            return found
        after = page[-1].id


def _rights(servers: list[_Server], wanted: Wanted) -> Iterator[Finding]:
    """Compare the rights in each server; servers are numbered in the order Discord lists them."""
    faulty = [
        (number, fault)
        for number, server in enumerate(servers, start=1)
        if (fault := _fault(server, wanted))
    ]
    for number, fault in faulty[:_NAMED]:
        yield mend("servers", f"in server {number} of {len(servers)} the bot {fault}")
    if (more := len(faulty) - _NAMED) > 0:
        yield mend("servers", f"so it is in {more:,} more, or it lacks something else there")
    whole = len(servers) - len(faulty)
    if not servers:
        yield mend("servers", f"the bot is in none: open the link of {typed('invite')}")
    elif whole:
        yield ok("servers", f"the bot has what it needs in {whole} of {len(servers)}")


def _fault(server: _Server, wanted: Wanted) -> str | None:
    """Return what is wrong with the bot's rights in a server."""
    if server.permissions & ADMINISTRATOR:
        return "is an administrator: take that right from its role"
    missing = wanted.permissions & ~server.permissions
    return f"lacks: {', '.join(wanted.names_of(missing))}" if missing else None
