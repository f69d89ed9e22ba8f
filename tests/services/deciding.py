"""A server in which many signed, and moderators who decide about them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.db import Database
from bot.db.repositories.signing import Sign
from bot.domain.clock import hour_of
from bot.domain.moderation.cases import Cell
from bot.domain.moderation.holding import AgeBand, AsideReason, Hold, HoldReason
from bot.domain.pledges import Signed, Standing
from bot.domain.settings import ChangeKind, LogSection
from bot.services import Expiry, ModerationService, ServerService
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, TEXT, Person, key, server_key

STEWARD = 555_555_555_555_555_555
NEW = Hold(HoldReason.NEW_ACCOUNT, AgeBand.UNDER_A_DAY)


@dataclass
class Deciding:
    """One store, its clock and the service."""

    database: Database
    clock: TickingClock
    campaign: Mapping[str, object] = field(default_factory=dict[str, object])
    moderation: ModerationService = field(init=False)
    servers: ServerService = field(init=False)
    expiry: Expiry = field(init=False)

    def __post_init__(self) -> None:
        database, clock = self.database, self.clock
        self.moderation = ModerationService(database.moderation, KEYS, clock)
        self.servers = ServerService(
            database.settings, KEYS, clock, campaign=self.campaign, languages=("en",)
        )
        self.expiry = Expiry(
            database.moderation, database.pledges, database.servers, self.servers, KEYS, clock
        )

    @property
    def hour(self) -> int:
        return hour_of(self.clock())

    def person(self, name: str) -> Person:
        return Person(self.database, self.clock, key(name))

    async def sign(self, name: str, hold: Hold | None = None, guild_id: int = HERE) -> Signed:
        """Let somebody sign, held or counted."""
        work = Sign(
            keys=KEYS,
            signer=key(name),
            server=KEYS.server(guild_id),
            text=TEXT,
            hour=self.hour,
            hold=hold,
        )
        return await self.database.pledges.sign(work)

    async def raid(self, people: int = 18, hold: Hold | None = NEW, *, name: str = "r") -> Cell:
        """Let so many sign within an hour, which is over then; return what they are."""
        hour = self.hour
        for one in range(people):
            await self.sign(f"{name}{one}", hold)
        self.clock.advance(hours=1)
        return Cell(hour, int(hold.reason), int(hold.age_band)) if hold else Cell(hour)

    async def set_aside(self, *choice: Cell, reason: AsideReason = AsideReason.RAID) -> int:
        """Set groups aside; return the number of the case."""
        done = await self.moderation.set_aside(
            guild_id=HERE, actor=STEWARD, choice=choice, reason=reason
        )
        assert done.over
        assert not done.failed
        assert done.case is not None
        return done.case

    async def undo(self, number: int) -> None:
        """Undo a case."""
        done = await self.moderation.undo(guild_id=HERE, actor=STEWARD, number=number)
        assert done.over
        assert not done.failed

    async def kinds(self) -> list[ChangeKind]:
        """Return what the log says was decided, the oldest first."""
        page = await self.servers.log(guild_id=HERE, page=0, section=LogSection.DECISIONS)
        assert {one.actor for one in page.entries} <= {STEWARD}
        return [one.change.kind for one in reversed(page.entries)]

    async def agrees(self) -> bool:
        return await self.database.reconciliation.differences(campaign_id=KEYS.campaign_id) == []

    async def standing(self, name: str, guild_id: int = HERE) -> Standing:
        return await self.database.pledges.standing(
            keys=KEYS, signer=key(name), server=server_key(guild_id)
        )
