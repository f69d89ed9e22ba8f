"""A SQLite file of a test, and a bot on it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.db import Database, open_database
from bot.domain.refusals import NothingRecorded
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import Person, counts


@asynccontextmanager
async def opened(path: Path, clock: TickingClock) -> AsyncGenerator[Database]:
    async with open_database(f"sqlite:///{path}", migrate=False) as database:
        yield database


async def total(database: Database) -> Counts:
    return await counts(database)


async def refuses(person: Person) -> None:
    for _ in range(3):
        with pytest.raises(NothingRecorded):
            await person.sign()


def log_lines(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]
