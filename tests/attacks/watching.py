"""A campaign that lives, and a watcher with some accounts and a server who reads every number."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any

from bot.db import Database
from bot.domain.tallies import Tally
from tests.db.fixtures import TickingClock
from tests.db.people import KEYS, Person
from tests.services.published import Numbers, Rules

OWN, ELSEWHERE = 1_000_001, 1_000_002
"""The watcher's server, and one that the watcher is only a member of."""
_NEW, _LEAVING = 10, 4


@dataclass(frozen=True, slots=True)
class Seen:
    """What a member reads: both cards of a server are made of its tally and of nothing else."""

    own: Tally
    elsewhere: Tally

    @property
    def counted(self) -> int:
        """The campaign's number."""
        return self.own.campaign.counted

    @property
    def line(self) -> int:
        """The number of the watcher's server; 0 where it is not shown."""
        shown = self.own.server
        return 0 if shown is None else shown.counts.counted

    @property
    def rest(self) -> int:
        """The campaign without the watcher's server."""
        return self.counted - self.line


@dataclass
class Watched:
    """One history that the chooser decides, and what the watcher saw of it."""

    numbers: Numbers
    chooser: random.Random
    accounts: list[Person]
    others: list[Person] = field(default_factory=list[Person])

    @classmethod
    async def begin(
        cls, database: Database, seed: int, rules: Rules, *, accounts: int = 2
    ) -> Watched:
        """Begin a campaign that has run for a while; the watcher's accounts have signed."""
        chooser = random.Random(seed)  # noqa: S311
        keys = KEYS.of(f"watched-{seed}-{chooser.random()}")
        numbers = Numbers(database, TickingClock(), rules, keys=keys)
        played = cls(numbers, chooser, [numbers.someone() for _ in range(accounts)])
        await numbers.start()
        for one in played.accounts:
            await one.sign(OWN)
        for _ in range(6):
            await played.ten_minutes()
        await numbers.strike(every_minutes=60)
        return played

    async def ten_minutes(self) -> Seen:
        """Let others sign and withdraw until the clock strikes; return what is read then."""
        await self._others_act()
        await self.numbers.strike()
        return await self.look()

    async def hour(self) -> Seen:
        """Go on to the next full hour, at which the numbers of servers are published too."""
        for _ in range(6):
            await self._others_act()
            await self.numbers.strike()
        return await self.look()

    async def _others_act(self) -> None:
        new = [self.numbers.someone() for _ in range(self.chooser.randrange(_NEW))]
        leaving = self.chooser.sample(self.others, min(len(self.others), self._some_leave()))
        acts: list[Awaitable[Any]] = [one.withdraw(everywhere=True) for one in leaving]
        acts += [one.sign(OWN if self.chooser.random() < 0.4 else ELSEWHERE) for one in new]
        await asyncio.gather(*acts)
        self.others = [one for one in self.others if one not in leaving] + new

    async def accounts_leave(self) -> None:
        """Withdraw with all of the watcher's accounts."""
        await asyncio.gather(*(one.withdraw(everywhere=True) for one in self.accounts))

    async def accounts_sign(self) -> None:
        """Sign in the watcher's server with all of the watcher's accounts."""
        await asyncio.gather(*(one.sign(OWN) for one in self.accounts))

    def _some_leave(self) -> int:
        return self.chooser.randrange(_LEAVING)

    async def look(self) -> Seen:
        """Read what a member of both servers can read."""
        return Seen(await self.numbers.show(OWN), await self.numbers.show(ELSEWHERE))

    async def probe(self) -> list[Seen]:
        """Move the watcher's own accounts, to push a waiting number over the edge; read on."""
        seen: list[Seen] = []
        for account in self.accounts:
            await account.withdraw(everywhere=True)
            seen += [await self.look(), await self.ten_minutes()]
        for account in self.accounts:
            await account.sign(OWN)
            seen.append(await self.look())
        return [*seen, await self.ten_minutes()]
