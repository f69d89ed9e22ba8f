"""Withdraws a pledge here or everywhere, or erases it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, update

from bot.db.repositories.counters import NOTHING, CounterChanges, weight_of
from bot.db.repositories.rows import standing
from bot.db.repositories.statements import insert_into
from bot.db.schema import CAMPAIGN_WIDE, attributions, erasures, pledges
from bot.db.transactions.work import Work
from bot.domain.pledges import Pledge, Standing, Status, Withdrawing, Withdrawn
from bot.domain.tallies import ChangeKind

Erasures = Mapping[bytes, datetime]
"""When each erased signer was erased, by the mark that only the secret can make again."""

_WITHDRAW = (
    update(pledges)
    .where(pledges.c.id == bindparam("of_id"))
    .values(status=Status.WITHDRAWN.value, changed_at=bindparam("to_at"))
)
_DETACH = delete(attributions).where(attributions.c.pledge_id == bindparam("of_id"))
_DETACH_HERE = _DETACH.where(attributions.c.guild_id == bindparam("of_guild"))
_DELETE = delete(pledges).where(pledges.c.id == bindparam("of_id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Work[Withdrawn]):
    """One withdrawal: of the pledge (`everywhere`), or of one server's part in it.

    The last server's part takes the pledge with it.
    """

    campaign_id: str
    signer_key: bytes
    guild_id: int | None
    everywhere: bool
    at: datetime

    @property
    def scrubs(self) -> bool:
        """A user id may go with the listing."""
        return True

    def perform(self, connection: Connection) -> Withdrawn:
        """Withdraw, and say what that came to."""
        before = standing(connection, campaign_id=self.campaign_id, signer_key=self.signer_key)
        pledge = before.pledge
        if pledge is not None and pledge.status is Status.WITHDRAWN:
            return Withdrawn(Withdrawing.ALREADY, before)
        if pledge is None or not pledge.stands:
            return Withdrawn(Withdrawing.NOT_SIGNED, before)
        here = before.here(self.guild_id)
        if self.everywhere or not before.attributions or before.attributions == (here,):
            return self._everywhere(connection, pledge, before)
        if here is None:
            return Withdrawn(Withdrawing.NOT_SIGNED, before)
        return self._here(connection, pledge, before, here.guild_id)

    def _everywhere(self, connection: Connection, pledge: Pledge, before: Standing) -> Withdrawn:
        connection.execute(_WITHDRAW, {"of_id": pledge.id, "to_at": self.at})
        connection.execute(_DETACH, {"of_id": pledge.id})
        _uncount(connection, ChangeKind.WITHDRAWN, before, campaign_id=self.campaign_id, at=self.at)
        after = Standing(replace(pledge, status=Status.WITHDRAWN, changed_at=self.at))
        return Withdrawn(Withdrawing.EVERYWHERE, after)

    def _here(
        self, connection: Connection, pledge: Pledge, before: Standing, guild_id: int
    ) -> Withdrawn:
        connection.execute(_DETACH_HERE, {"of_id": pledge.id, "of_guild": guild_id})
        changes = CounterChanges()
        changes.add(
            ChangeKind.DETACHED,
            -weight_of(pledge.status),
            campaign_id=self.campaign_id,
            guild_id=guild_id,
            at=self.at,
        )
        changes.write(connection)
        rest = tuple(one for one in before.attributions if one.guild_id != guild_id)
        return Withdrawn(Withdrawing.HERE, Standing(pledge, rest))


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(Work[bool]):
    """One erasure: all under a signer's key goes, and a mark keeps backups from undoing it."""

    campaign_id: str
    signer_key: bytes
    mark: bytes
    at: datetime

    @property
    def scrubs(self) -> bool:
        """The person's rows must go from the write-ahead log too."""
        return True

    def perform(self, connection: Connection) -> bool:
        """Erase, and say whether there was anything."""
        # The mark is kept even when nothing is here: a backup may still hold the person.
        record_erasures(connection, {self.mark: _rounded_up(self.at)})
        return erase_rows(
            connection, campaign_id=self.campaign_id, signer_key=self.signer_key, at=self.at
        )


def record_erasures(connection: Connection, known: Erasures) -> None:
    """Store erasures, whatever was kept under their marks before."""
    if not known:
        return
    new = insert_into(connection, erasures)
    connection.execute(
        new.on_conflict_do_update(
            index_elements=[erasures.c.mark], set_={"erased_at": new.excluded.erased_at}
        ),
        [{"mark": mark, "erased_at": at} for mark, at in sorted(known.items())],
    )


def _rounded_up(at: datetime) -> datetime:
    """Return the next whole second: after all that was signed before, and nobody's own instant."""
    return at.replace(microsecond=0) + timedelta(seconds=1)


def erase_rows(
    connection: Connection, *, campaign_id: str, signer_key: bytes, at: datetime
) -> bool:
    """Delete a signer's rows and correct the numbers; return whether there was anything."""
    before = standing(connection, campaign_id=campaign_id, signer_key=signer_key)
    if before.pledge is None:
        return False
    connection.execute(_DETACH, {"of_id": before.pledge.id})
    connection.execute(_DELETE, {"of_id": before.pledge.id})
    _uncount(connection, ChangeKind.ERASED, before, campaign_id=campaign_id, at=at)
    return True


def _uncount(
    connection: Connection, kind: ChangeKind, before: Standing, *, campaign_id: str, at: datetime
) -> None:
    status = before.pledge.status if before.pledge else None
    changes = CounterChanges()
    if weight_of(status) == NOTHING:
        changes.add(kind, NOTHING, campaign_id=campaign_id, guild_id=CAMPAIGN_WIDE, at=at)
    else:
        guild_ids = [one.guild_id for one in before.attributions]
        changes.add_everywhere(
            kind, -weight_of(status), campaign_id=campaign_id, guild_ids=guild_ids, at=at
        )
    changes.write(connection)
