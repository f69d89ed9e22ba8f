"""Asks Discord what it knows of the bot: its token, its rights in each server, its commands."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final, cast

import aiohttp

from bot.services.doctor.findings import Finding, mend, ok, unseen

ADMINISTRATOR: Final = 1 << 3
"""Discord's permission bit that includes every other, and goes around channel rules."""
_PAGE: Final = 200
_PATIENCE: Final = aiohttp.ClientTimeout(total=20, connect=5)

Json = Mapping[str, Any]


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


class _Refused(Exception):
    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


@dataclass(slots=True)
class _Api:
    session: aiohttp.ClientSession
    base: str
    dates: list[datetime] = field(default_factory=list["datetime"])

    async def get(self, path: str, **query: str | int) -> Any:
        async with self.session.get(self.base + path, params=query) as answer:
            if date := answer.headers.get("Date"):
                self.dates.append(parsedate_to_datetime(date).astimezone(UTC))
            if answer.status != 200:
                raise _Refused(answer.status)
            return json.loads(await answer.read())


async def examine(token: str, wanted: Wanted, *, base: str) -> Seen:
    """Ask Discord's HTTP API at `base`; nothing is changed there, and no server is named."""
    headers = {"Authorization": f"Bot {token}", "User-Agent": "DiscordBot (campaign bot, 0)"}
    async with aiohttp.ClientSession(headers=headers, timeout=_PATIENCE) as session:
        api = _Api(session, base)
        try:
            findings = await _ask(api, wanted)
        except _Refused as refused:
            findings = [_refusal(refused.status)]
        except (aiohttp.ClientError, TimeoutError, OSError):
            findings = [unseen("Discord", "it cannot be reached from here: look at the network")]
        except (ValueError, KeyError, TypeError):
            findings = [unseen("Discord", "the answer was not one of Discord's: a proxy?")]
        return Seen(tuple(findings), api.dates[-1] if api.dates else None)


def _refusal(status: int) -> Finding:
    if status == 401:
        return mend("token", "Discord refuses it: make a new one on the Bot page, set it in .env")
    return unseen("Discord", f"it answered with status {status}: try again later")


async def _ask(api: _Api, wanted: Wanted) -> list[Finding]:
    application = cast("Json", await api.get("/applications/@me"))
    findings = [ok("token", "Discord accepts it")]
    if application.get("interactions_endpoint_url"):
        findings.append(
            mend(
                "application",
                "it has an Interactions Endpoint URL, so no command reaches the bot:"
                " empty that field on the General Information page",
            )
        )
    findings += _rights(await _servers(api), wanted)
    held = await api.get(f"/applications/{application['id']}/commands")
    findings.append(_commands(cast("list[Json]", held), wanted))
    return findings


async def _servers(api: _Api) -> list[Json]:
    found: list[Json] = []
    after = "0"
    while True:
        page = cast("list[Json]", await api.get("/users/@me/guilds", limit=_PAGE, after=after))
        found += page
        if len(page) < _PAGE:
            return found
        after = str(page[-1]["id"])


def _rights(servers: list[Json], wanted: Wanted) -> Iterator[Finding]:
    """Compare the rights in each server; servers are numbered in the order they were joined."""
    whole = 0
    for number, server in enumerate(servers, start=1):
        held = int(server["permissions"])
        if held & ADMINISTRATOR:
            yield mend(
                "servers",
                f"in server {number} of {len(servers)} the bot is an "
                "administrator and need not be: take that right from its role",
            )
        elif missing := wanted.permissions & ~held:
            names = ", ".join(wanted.names_of(missing))
            yield mend("servers", f"in server {number} of {len(servers)} the bot lacks: {names}")
        else:
            whole += 1
    if not servers:
        yield mend("servers", "the bot is in none: open the link of `python -m bot invite`")
    elif whole:
        yield ok("servers", f"the bot has what it needs in {whole} of {len(servers)}")


def _commands(held: list[Json], wanted: Wanted) -> Finding:
    on_discord = {str(command["name"]): int(command["id"]) for command in held}
    if wanted.command_ids is None:
        return unseen("commands", "none were sent yet: the first start sends them")
    if on_discord != dict(wanted.command_ids):
        return mend(
            "commands",
            "Discord holds other commands than the bot sent: start it once "
            "with `python -m bot run --sync`",
        )
    return ok("commands", f"Discord holds the {len(on_discord)} that the bot sent")
