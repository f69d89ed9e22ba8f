"""Counts everything anew and compares: the proof that the quick numbers are the right ones."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import ColumnElement, Connection, Executable, Integer, cast, func, literal, select

from bot.db.schema import CAMPAIGN_WIDE, attributions, counter_days, counters, ledger, pledges
from bot.domain.pledges import Status

_Numbers = Mapping[int, tuple[int, int]]
"""Counted and held, by scope."""


def differences(connection: Connection, *, campaign_id: str) -> list[str]:
    """Compare one campaign's counters with its rows, its ledger and its days.

    Scopes are told apart as "the campaign" and "a server": the words hold no ids.
    """
    counted = _read(connection, _of_counters(campaign_id))
    return [
        *_compare("the pledges", counted, _read(connection, _of_pledges(campaign_id))),
        *_compare("the ledger", counted, _read(connection, _of_ledger(campaign_id))),
        *_compare("the days", counted, _read(connection, _of_days(campaign_id))),
    ]


def _compare(what: str, counters_say: _Numbers, others_say: _Numbers) -> list[str]:
    found: list[str] = []
    for scope in sorted(counters_say.keys() | others_say.keys()):
        ours, theirs = counters_say.get(scope, (0, 0)), others_say.get(scope, (0, 0))
        if ours != theirs:
            name = "the campaign" if scope == CAMPAIGN_WIDE else "a server"
            found.append(
                f"{name}: the counter says {ours[0]} counted and {ours[1]} held, "
                f"{what} say {theirs[0]} and {theirs[1]}"
            )
    return found


def _read(connection: Connection, statement: Executable) -> _Numbers:
    return {row[0]: (row[1], row[2]) for row in connection.execute(statement)}


def _sum(column: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(column), 0), Integer)


def _of_counters(campaign_id: str) -> Executable:
    return select(counters.c.guild_id, counters.c.counted, counters.c.held).where(
        counters.c.campaign_id == campaign_id
    )


def _of_pledges(campaign_id: str) -> Executable:
    number = func.count()
    counted = number.filter(pledges.c.status == Status.COUNTED.value)
    held = number.filter(pledges.c.status == Status.HELD.value)
    whole = select(literal(CAMPAIGN_WIDE), counted, held).where(
        pledges.c.campaign_id == campaign_id
    )
    parts = (
        select(attributions.c.guild_id, counted, held)
        .join(pledges, pledges.c.id == attributions.c.pledge_id)
        .where(attributions.c.campaign_id == campaign_id)
        .group_by(attributions.c.guild_id)
    )
    return whole.union_all(parts)


def _of_ledger(campaign_id: str) -> Executable:
    return (
        select(ledger.c.guild_id, _sum(ledger.c.counted_delta), _sum(ledger.c.held_delta))
        .where(ledger.c.campaign_id == campaign_id)
        .group_by(ledger.c.guild_id)
    )


def _of_days(campaign_id: str) -> Executable:
    return (
        select(counter_days.c.guild_id, _sum(counter_days.c.net), _sum(counter_days.c.held))
        .where(counter_days.c.campaign_id == campaign_id)
        .group_by(counter_days.c.guild_id)
    )
