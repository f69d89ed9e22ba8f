"""A store with a little of everything, for tests that copy it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from bot.db import Accepted, Database, open_database
from bot.domain.signer_secret import SECRET_CHECK, check_value
from bot.services.records import ServerRecords
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, THERE, Person, choice, key

SECRET = KEYS.secret
_CHECK = check_value(SECRET)
LOST = Accepted(lost_erasures=True)


@asynccontextmanager
async def opened(url: str) -> AsyncGenerator[Database]:
    async with open_database(url, migrate=False) as database:
        yield database


def records_of(database: Database, clock: TickingClock) -> ServerRecords:
    """Return the use case of servers that have the bot, and had it."""
    return ServerRecords(database.servers, database.removal, KEYS, clock)


async def fill(url: str, clock: TickingClock) -> None:
    """Let people sign, list themselves, withdraw and be erased, in two campaigns."""
    async with opened(url) as database:
        await database.meta.set(SECRET_CHECK, _CHECK)
        await database.settings.change(choice("locale", '"fr"'))
        await database.servers.join([HERE, THERE], day=20_000)
        for name in ("ada", "ben", "eve"):
            person = Person(database, clock, key(name))
            await person.sign(HERE)
            await person.sign(THERE)
        await Person(database, clock, key("ada"), user_id=7).list()
        await Person(database, clock, key("eve")).withdraw(everywhere=True)
        other = Person(database, clock, key("kim"), keys=KEYS.of("another"))
        await other.sign()
        await other.erase()
        await other.sign()
