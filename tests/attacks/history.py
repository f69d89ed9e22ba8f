"""An hour of a campaign as it may happen, and what nobody should find out about it."""

from __future__ import annotations

import random
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.db import Database, open_database
from bot.services import LetterService
from tests.attacks.scores import shuffled
from tests.attacks.stolen import StolenFile, StolenLog
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, Person
from tests.domain.letters import letter_of

SERVERS = tuple(range(1_000_001, 1_000_007))
PEOPLE = 24
LETTER = letter_of(*(f"Passage number {one} says this." for one in range(9)))


def some_id(chooser: random.Random) -> int:
    return chooser.randrange(10**17, 10**18)


@dataclass
class History:
    """One store, its people in the order in which they signed, and where each did."""

    path: Path
    chooser: random.Random
    database: Database
    people: list[Person] = field(default_factory=list[Person])
    servers: dict[bytes, list[int]] = field(default_factory=dict[bytes, list[int]])

    async def anyone_signs(self) -> Person:
        """Let somebody new sign in some servers, each as likely as not."""
        user_id = some_id(self.chooser)
        person = Person(self.database, TickingClock(), KEYS.signer(user_id), user_id=user_id)
        chosen = [one for one in SERVERS if self.chooser.random() < 0.5]
        where = shuffled(self.chooser, chosen or [self.chooser.choice(SERVERS)])
        for guild_id in where:
            await person.sign(guild_id)
        self.people.append(person)
        self.servers[person.key] = where
        return person

    async def read_a_passage(self, person: Person) -> bytes:
        """Let somebody read; return the key of their deck."""
        letter = LetterService(LETTER, self.database.decks, KEYS)
        await letter.draw(user_id=person.user_id, guild_id=SERVERS[0], theme=None)
        return KEYS.deck("reader", person.user_id).stored

    def stolen(self) -> StolenFile:
        return StolenFile.of(self.path)

    def log(self) -> StolenLog:
        log = self.path.with_name(f"{self.path.name}-wal")
        return StolenLog(log.read_bytes() if log.exists() else b"")


@asynccontextmanager
async def history(template: Path, folder: Path, seed: int) -> AsyncGenerator[History]:
    """Open a store of its own for a history that the seed decides; afterwards it was closed."""
    path = folder / f"history-{seed}.sqlite3"
    shutil.copyfile(template, path)
    path.chmod(0o600)
    async with open_database(f"sqlite:///{path}", migrate=False) as database:
        yield History(path, random.Random(seed), database)  # noqa: S311
