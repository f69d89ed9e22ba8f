"""Published numbers of a test: people who sign, a clock that strikes, restarts, and who looks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.db import Database
from bot.domain.identity import Keys
from bot.domain.tallies import Tally
from bot.services import PledgeService, TallyService
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, Person
from tests.services.campaigns import campaign_of

Rules = Mapping[str, Mapping[str, int]]
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIVE: Rules = {
    "publish": {"at_least": 1, "every_minutes": 0},
    "servers": {"at_least": 1, "every_minutes": 0},
}


@dataclass
class Numbers:
    """A store, its bot, and the numbers that it publishes."""

    database: Database
    clock: TickingClock
    rules: Rules = field(default_factory=dict[str, Mapping[str, int]])
    keys: Keys = KEYS
    tallies: TallyService = field(init=False)
    _people: int = 0

    def __post_init__(self) -> None:
        self._begin()

    def _begin(self) -> None:
        campaign = campaign_of(self.keys.campaign_id, self.clock, tally=self.rules)
        database, keys, clock = self.database, self.keys, self.clock
        pledges = PledgeService(database.pledges, campaign, keys, clock)
        self.tallies = TallyService(
            database.tallies, database.reconciliation, campaign, pledges, keys, clock
        )

    async def start(self) -> None:
        """Start a bot on the store, as a restart does: it looks at once whether numbers are due."""
        self._begin()
        await self.tallies.publish_due()

    def person(self, user_id: int) -> Person:
        """Return a person by their Discord id."""
        signer = self.keys.signer(user_id)
        return Person(self.database, self.clock, signer, user_id=user_id, keys=self.keys)

    def someone(self) -> Person:
        """Return a person who was not there before."""
        self._people += 1
        return self.person(10**17 + self._people)

    async def sign(self, number: int, guild_id: int = HERE) -> list[Person]:
        """Let so many new people sign in a server."""
        people = [self.someone() for _ in range(number)]
        for person in people:
            await person.sign(guild_id)
        return people

    async def strike(self, *, every_minutes: int = 10) -> None:
        """Go on to the next point of the grid; there the bot publishes."""
        now = self.clock.now
        self.clock.now += timedelta(minutes=every_minutes - now.minute % every_minutes)
        self.clock.now = self.clock.now.replace(second=0, microsecond=0)
        await self.tallies.publish_due()

    async def show(self, guild_id: int | None = HERE) -> Tally:
        """Look at the tally."""
        return await self.tallies.show(guild_id=guild_id)

    async def counted(self) -> int:
        """Look at the campaign's number."""
        return (await self.show()).campaign.counted

    async def here(self, guild_id: int = HERE) -> int | None:
        """Look at a server's number."""
        server = (await self.show(guild_id)).server
        return None if server is None else server.counts.counted
