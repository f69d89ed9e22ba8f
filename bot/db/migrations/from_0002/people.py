"""Carries pledges, attributions and listings over, some at a time, in the order of their keys."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from bot.db.migrations.from_0002 import new_tables as new
from bot.db.migrations.from_0002 import old_tables as old
from bot.db.migrations.from_0002.keys import KEY_BYTES, Keys

COUNTED, HELD, SET_ASIDE = 0, 1, 2
PLEDGES_AT_ONCE = 500
"""Pledges that are in memory at once; their servers are asked for by one statement."""

Row = dict[str, Any]
Numbers = Counter[tuple[bytes, int]]
"""How many are counted and held in each scope of a campaign; the campaign's own is empty."""


def carry_over(connection: sa.Connection, *, campaign: int, keys: Keys) -> Numbers:
    """Carry everyone of one campaign over; return how many are counted and held, and where."""
    texts = _texts(connection, campaign, keys.campaign_id)
    numbers: Numbers = Counter()
    for some in _pledges(connection, keys.campaign_id):
        places = _attributions(connection, [row.id for row in some])
        pledges: list[Row] = []
        attributions: list[Row] = []
        listings: list[Row] = []
        for row in some:
            signer = bytes(row.signer_key)[:KEY_BYTES]
            there = sorted(places[row.id], key=lambda one: keys.server(one.guild_id))
            stands = _stands(row.status, there)
            state = _state(row.status)
            pledges.append(_pledge(row, campaign, signer, texts, stands=stands))
            if stands:
                attributions += (
                    _attribution(one, campaign, signer, keys, state=state) for one in there
                )
                listings += _listings(there, signer, keys) if state != SET_ASIDE else ()
                numbers.update(_scopes(there, keys, state=state))
        for table, rows in (
            (new.pledges, pledges),
            (new.attributions, attributions),
            (new.listings, sorted(listings, key=lambda one: one["key"])),
        ):
            if rows:
                connection.execute(sa.insert(table), rows)
    return numbers


def _texts(
    connection: sa.Connection, campaign: int, campaign_id: str
) -> Mapping[tuple[str, str, str], int]:
    """Give each text that was signed a number."""
    columns = (old.pledges.c.text_version, old.pledges.c.locale, old.pledges.c.text_digest)
    found = connection.execute(
        sa.select(*columns)
        .where(old.pledges.c.campaign_id == campaign_id)
        .distinct()
        .order_by(*columns)
    )
    first = connection.execute(sa.select(sa.func.count()).select_from(new.texts)).scalar_one() + 1
    known = {
        (version, locale, digest): number
        for number, (version, locale, digest) in enumerate(found, start=first)
    }
    if known:
        connection.execute(
            sa.insert(new.texts),
            [
                {
                    "number": number,
                    "campaign": campaign,
                    "version": version,
                    "locale": locale,
                    "digest": bytes.fromhex(digest),
                }
                for (version, locale, digest), number in known.items()
            ],
        )
    return known


def _pledges(connection: sa.Connection, campaign_id: str) -> Iterator[Sequence[sa.Row[Any]]]:
    key = old.pledges.c.signer_key
    after = b""
    while True:
        some = connection.execute(
            sa.select(old.pledges)
            .where(old.pledges.c.campaign_id == campaign_id, key > after)
            .order_by(key)
            .limit(PLEDGES_AT_ONCE)
        ).all()
        if not some:
            return
        yield some
        after = bytes(some[-1].signer_key)


def _attributions(
    connection: sa.Connection, pledge_ids: Iterable[int]
) -> Mapping[int, list[sa.Row[Any]]]:
    found = connection.execute(
        sa.select(old.attributions).where(old.attributions.c.pledge_id.in_(pledge_ids))
    )
    there: defaultdict[int, list[sa.Row[Any]]] = defaultdict(list)
    for row in found:
        there[row.pledge_id].append(row)
    return there


def _stands(status: str, there: Sequence[sa.Row[Any]]) -> bool:
    """Decide whether a pledge stands: one set aside stays so only where a server knows of it."""
    return status in ("counted", "held") or (status == "invalidated" and bool(there))


def _state(status: str) -> int:
    return {"held": HELD, "invalidated": SET_ASIDE}.get(status, COUNTED)


def _pledge(
    row: sa.Row[Any],
    campaign: int,
    signer: bytes,
    texts: Mapping[tuple[str, str, str], int],
    *,
    stands: bool,
) -> Row:
    return {
        "campaign": campaign,
        "signer": signer,
        "stands": int(stands),
        "text": texts[row.text_version, row.locale, row.text_digest],
        "signed_hour": _hour(row.signed_at),
        "changed_hour": _hour(row.changed_at),
        "epoch": 0,
    }


def _attribution(row: sa.Row[Any], campaign: int, signer: bytes, keys: Keys, *, state: int) -> Row:
    return {
        "campaign": campaign,
        "signer": signer,
        "server": keys.server(row.guild_id),
        "state": state,
        "reason": 0,
        "age_band": 0,
        "hour": _hour(row.attributed_at),
        "state_before": None,
        "case": None,
    }


def _listings(there: Iterable[sa.Row[Any]], signer: bytes, keys: Keys) -> Iterator[Row]:
    for one in there:
        if one.listed_user_id is not None:
            yield {
                "key": keys.listing(signer, keys.server(one.guild_id)),
                "wall": keys.wall(one.guild_id),
                "user_id": one.listed_user_id,
            }


def _scopes(there: Sequence[sa.Row[Any]], keys: Keys, *, state: int) -> Iterator[tuple[bytes, int]]:
    """Yield where a pledge that stands is counted or held: what no server holds is counted."""
    if state == SET_ASIDE:
        return
    yield b"", state if there else COUNTED
    for one in there:
        yield keys.server(one.guild_id), state


def _hour(instant: datetime) -> int:
    aware = instant.replace(tzinfo=UTC) if instant.tzinfo is None else instant
    return int(aware.timestamp()) // 3600
