"""Asks the bot at work how it is, and says in sentences what is wrong."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Final, Literal
from urllib.parse import urlsplit

import aiohttp
from pydantic import BaseModel

from bot.services.doctor.findings import Finding, mend, ok, unseen
from bot.services.doctor.scheduled import LATE
from bot.settings import Settings

_PATIENCE: Final = aiohttp.ClientTimeout(total=10, connect=5)
_LARGEST: Final = 10_000

_BOT: Final = "running bot"
_STATES: Final = {
    "starting": "it starts, and does not serve yet: look into its log if that lasts",
    "away": "Discord does not answer it: look at https://discordstatus.com and into its log; it "
    "connects again by itself",
    "store": "its database takes no change, so nobody can sign: run python -m bot doctor there",
    "stopping": "it was asked to stop",
}


class _Gateway(BaseModel):
    seconds_ago: int | None = None


class _Store(BaseModel):
    works: bool | None = None
    seconds_ago: int | None = None


class _Backup(BaseModel):
    seconds_ago: int | None = None
    trouble: str | None = None


class _Health(BaseModel):
    """What `/healthz` tells, of this release or one near it."""

    state: Literal["starting", "serving", "away", "store", "stopping"]
    release: str
    gateway: _Gateway
    store: _Store
    backup: _Backup | None = None


async def ask(settings: Settings, address: str | None) -> AsyncIterator[Finding]:
    """Ask at an address, or at PORT of this machine, and yield what the bot says of itself."""
    try:
        url = _health_at(settings, address)
    except ValueError:  # "http://[::1"
        yield mend(_BOT, f"{address} is no address: write one such as http://127.0.0.1:8430")
        return
    if url is None:
        yield mend(
            _BOT,
            "where to ask is not known: set PORT as the bot has it, or give the address of its "
            "health, such as --live http://127.0.0.1:8430",
        )
        return
    try:
        async with aiohttp.ClientSession(timeout=_PATIENCE) as session, session.get(url) as answer:
            told = _Health.model_validate_json(await answer.content.read(_LARGEST))
    except ValueError:  # an address that is none, and an answer that is not the bot's
        yield mend(_BOT, f"what answers at {url} is not this bot: check the address")
    except (aiohttp.ClientError, OSError):  # and TimeoutError
        yield mend(
            _BOT,
            f"nothing answers at {url}: is it running with PORT set, and has it not frozen? Look "
            "into its log, and start it anew",
        )
    else:
        for finding in _findings(told):
            yield finding


def _health_at(settings: Settings, address: str | None) -> str | None:
    """Return the address of the health, whether a whole one was given or only where the bot is."""
    if address is None:
        if settings.port is None:
            return None
        here = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}  # noqa: S104 - every address of it
        host = here.get(settings.health_host, settings.health_host)
        address = f"http://{host}:{settings.port}"
    if "://" not in address:
        address = f"http://{address}"
    there = urlsplit(address)
    return address if there.path.strip("/") else f"{address.rstrip('/')}/healthz"


def _findings(told: _Health) -> Iterator[Finding]:
    wrong = _STATES.get(told.state)
    yield mend(_BOT, wrong) if wrong else ok(_BOT, f"it serves, with release {told.release}")
    if told.gateway.seconds_ago is not None:
        words = f"Discord acknowledged it {told.gateway.seconds_ago} seconds ago"
        yield mend("Discord", words) if told.state == "away" else ok("Discord", words)
    if told.store.works:
        yield ok("database", f"it kept a write {told.store.seconds_ago} seconds ago")
    elif told.store.works is not None and told.state != "store":
        yield mend("database", _STATES["store"])
    yield from _backup(told.backup)


def _backup(backup: _Backup | None) -> Iterator[Finding]:
    if backup is None:
        yield unseen("backup", "any: it makes none by itself, as BACKUP_DIR is not set")
        return
    if backup.trouble is not None:
        yield mend("backup", f"{backup.trouble}; it is tried again every hour")
    if backup.seconds_ago is None:
        yield unseen("backup", "one of it yet: the first is made minutes after the start")
    elif backup.seconds_ago > LATE.total_seconds():
        hours = backup.seconds_ago // 3600
        yield mend("backup", f"the newest is {hours} hours old: look into the log for why")
    else:
        yield ok("backup", f"the newest is {backup.seconds_ago // 3600} hours old, and checked")
