"""What moderators will do to a pledge, done straight in the store: hold it, or set it aside."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from bot.db import Database
from bot.db.repositories.counters import CounterChanges, weight_of
from bot.db.schema import CAMPAIGN_WIDE, attributions, pledges
from bot.db.transactions.work import Work
from bot.domain.pledges import Status
from bot.domain.tallies import ChangeKind
from tests.simulated import clock

_KINDS = {Status.HELD: ChangeKind.HELD, Status.INVALIDATED: ChangeKind.INVALIDATED}


@dataclass(frozen=True)
class SetStatus(Work[None]):
    key: bytes
    status: Status

    def perform(self, connection: Connection) -> None:
        row = connection.execute(select(pledges).where(pledges.c.signer_key == self.key)).one()
        guilds = connection.execute(
            select(attributions.c.guild_id).where(attributions.c.pledge_id == row.id)
        ).scalars()
        before, after = weight_of(Status(row.status)), weight_of(self.status)
        delta = type(before)(after.counted - before.counted, after.held - before.held)
        changes = CounterChanges()
        for guild_id in (CAMPAIGN_WIDE, *guilds):
            changes.add(
                _KINDS[self.status],
                delta,
                campaign_id=row.campaign_id,
                guild_id=guild_id,
                at=clock(),
            )
        connection.execute(
            update(pledges).where(pledges.c.id == row.id).values(status=self.status.value)
        )
        changes.write(connection)


async def set_status(database: Database, *, user_key: bytes, status: str) -> None:
    await database.writer.submit(SetStatus(user_key, Status(status)))
