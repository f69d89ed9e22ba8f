"""Counts every row anew and compares the counters with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)

from bot.db.schema import CAMPAIGN_WIDE, attributions, counter_days, counters, ledger, pledges
from bot.db.transactions.reader import Reader
from bot.domain.pledges import Status

_COUNTERS, _PLEDGES, _LEDGER, _DAYS = "counters", "the pledges", "the ledger", "the days"

PATIENCE = 120.0
"""Seconds a full count may take: it walks every pledge."""

_Numbers = Mapping[int, tuple[int, int]]
"""Counted and held, by scope."""


class Reconciliation:
    """Compares the numbers with what they count; raises no alarm and mends nothing itself."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    async def differences(self, *, campaign_id: str) -> list[str]:
        """Return, in words without ids, where the numbers differ from the rows they count.

        Raises:
            StoreUnreadable: the rows could not be counted.
        """

        def query(connection: Connection) -> list[str]:
            return differences(connection, campaign_id=campaign_id)

        return await self._reader.read(query, patience=PATIENCE)


def differences(connection: Connection, *, campaign_id: str) -> list[str]:
    """Compare one campaign's counters with its rows, its ledger and its days.

    It is one statement, so it sees one moment even while signatures come in. Scopes are told apart
    as "the campaign" and "a server": the words hold no ids.
    """
    found: defaultdict[str, dict[int, tuple[int, int]]] = defaultdict(dict)
    for what, scope, counted, held in connection.execute(_ALL, {"campaign_id": campaign_id}):
        found[what][scope] = (counted, held)
    return [
        sentence
        for what in (_PLEDGES, _LEDGER, _DAYS)
        for sentence in _compare(what, found[_COUNTERS], found[what])
    ]


def _compare(what: str, counters_say: _Numbers, others_say: _Numbers) -> list[str]:
    sentences: list[str] = []
    for scope in sorted(counters_say.keys() | others_say.keys()):
        ours, theirs = counters_say.get(scope, (0, 0)), others_say.get(scope, (0, 0))
        if ours != theirs:
            name = "the campaign" if scope == CAMPAIGN_WIDE else "a server"
            sentences.append(
                f"{name}: the counter says {ours[0]} counted and {ours[1]} held, "
                f"{what} say{'s' if what == _LEDGER else ''} {theirs[0]} and {theirs[1]}"
            )
    return sentences


def _number_of(status: Status) -> ColumnElement[int]:
    return func.count().filter(pledges.c.status == status.value)


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    # PostgreSQL sums into NUMERIC, which would come back as Decimal.
    return cast(func.coalesce(func.sum(column), 0), Integer)


_CAMPAIGN = bindparam("campaign_id", type_=String())
_ALL = union_all(
    select(literal(_COUNTERS), counters.c.guild_id, counters.c.counted, counters.c.held).where(
        counters.c.campaign_id == _CAMPAIGN
    ),
    select(
        literal(_PLEDGES),
        literal(CAMPAIGN_WIDE),
        _number_of(Status.COUNTED),
        _number_of(Status.HELD),
    ).where(pledges.c.campaign_id == _CAMPAIGN),
    select(
        literal(_PLEDGES),
        attributions.c.guild_id,
        _number_of(Status.COUNTED),
        _number_of(Status.HELD),
    )
    .join(pledges, pledges.c.id == attributions.c.pledge_id)
    .where(attributions.c.campaign_id == _CAMPAIGN)
    .group_by(attributions.c.guild_id),
    select(
        literal(_LEDGER),
        ledger.c.guild_id,
        _sum(ledger.c.counted_delta),
        _sum(ledger.c.held_delta),
    )
    .where(ledger.c.campaign_id == _CAMPAIGN)
    .group_by(ledger.c.guild_id),
    select(
        literal(_DAYS), counter_days.c.guild_id, _sum(counter_days.c.net), _sum(counter_days.c.held)
    )
    .where(counter_days.c.campaign_id == _CAMPAIGN)
    .group_by(counter_days.c.guild_id),
)
