"""Asks Discord what it knows of the bot: its token, its rights in each server, its commands."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from pydantic import BaseModel, TypeAdapter

from bot.exits import typed
from bot.services.doctor.findings import Finding, mend, ok, unseen

ADMINISTRATOR: Final = 1 << 3
"""Discord's permission bit that includes every other, and goes around channel rules."""
_PAGE: Final = 200
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
    """

    permissions: int
    names_of: Callable[[int], list[str]]
    command_ids: Mapping[str, int] | None = None


class _Application(BaseModel):
    id: str
    interactions_endpoint_url: str | None = None


class _Server(BaseModel):
    id: str
    permissions: int


class _Command(BaseModel):
    id: int
    name: str


_SERVERS: Final = TypeAdapter(list[_Server])
_COMMANDS: Final = TypeAdapter(list[_Command])


class _Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class _Api:
    session: aiohttp.ClientSession
    base: str
    date: datetime | None = None

    async def get(self, path: str, **query: str | int) -> bytes:
        async with self.session.get(self.base + path, params=query) as answer:
            if date := answer.headers.get("Date"):
                self.date = parsedate_to_datetime(date).astimezone(UTC)
            if answer.status != 200:
                raise _Refused(answer.status)
            return await answer.read()


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
            findings.append(_refusal(refused.status))
        except (aiohttp.ClientError, OSError):  # and TimeoutError
            findings.append(unseen("Discord", "it cannot be reached from here: a firewall?"))
        except ValueError:
            findings.append(unseen("Discord", "the answer was not one of Discord's: a proxy?"))
        return Seen(tuple(findings), api.date)


def _refusal(status: int) -> Finding:
    if status == 401:
        return mend("token", "Discord refuses it: make a new one on the Bot page, set it in .env")
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
    for finding in _rights(await _servers(api), wanted):
        yield finding
    held = await api.get(f"/applications/{application.id}/commands")
    yield _commands(_COMMANDS.validate_json(held), wanted)


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
    whole = 0
    for number, server in enumerate(servers, start=1):
        place = f"in server {number} of {len(servers)} the bot"
        if server.permissions & ADMINISTRATOR:
            yield mend("servers", f"{place} is an administrator: take that right from its role")
        elif missing := wanted.permissions & ~server.permissions:
            yield mend("servers", f"{place} lacks: {', '.join(wanted.names_of(missing))}")
        else:
            whole += 1
    if not servers:
        yield mend("servers", f"the bot is in none: open the link of {typed('invite')}")
    elif whole:
        yield ok("servers", f"the bot has what it needs in {whole} of {len(servers)}")


def _commands(held: list[_Command], wanted: Wanted) -> Finding:
    if wanted.command_ids is None:
        return unseen("commands", "none were sent yet: the first start sends them")
    if {command.name: command.id for command in held} != dict(wanted.command_ids):
        return mend(
            "commands",
            f"Discord holds others than the bot sent: start it with {typed('run --sync')}",
        )
    return ok("commands", f"Discord holds the {len(held)} that the bot sent")
