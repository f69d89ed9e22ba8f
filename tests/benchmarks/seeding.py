"""Fills an empty SQLite store with many signers, as if all had signed today."""

from __future__ import annotations

import hashlib
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from bot.db.schema import CAMPAIGN_WIDE
from bot.domain.clock import hour_of, system_clock
from bot.domain.identity import KEY_BYTES, Keys
from bot.domain.tallies import SignatureChange

_TOGETHER = 50_000
_PLEDGE = "INSERT INTO pledges VALUES (1, ?, 1, 1, ?, ?, 0)"
_ATTRIBUTION = (
    "INSERT INTO attributions (campaign, signer, server, state, reason, age_band, hour) "
    "VALUES (1, ?, ?, 0, 0, 0, ?)"
)


def seed(path: Path, number: int, *, keys: Keys, guild_id: int, listed: int = 0) -> None:
    """Store so many counted pledges of one server, of which the first few are listed."""
    hour, server = hour_of(system_clock()), keys.server(guild_id)
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("INSERT INTO campaigns VALUES (1, ?)", (keys.campaign_id,))
        digest = hashlib.sha256(b"the text of a benchmark").digest()
        connection.execute("INSERT INTO texts VALUES (1, 1, '1', ?, 'en')", (digest,))
        signers = sorted(secrets.token_bytes(KEY_BYTES) for _ in range(number))
        for some in _parts(signers):
            connection.executemany(_PLEDGE, [(one, hour, hour) for one in some])
            connection.executemany(_ATTRIBUTION, [(one, server, hour) for one in some])
        places = sorted(keys.listing(signer=one, server=server) for one in signers[:listed])
        wall = keys.wall(guild_id)
        rows = [(place, wall, 10**17 + at) for at, place in enumerate(places)]
        connection.executemany("INSERT INTO listings (key, wall, user_id) VALUES (?, ?, ?)", rows)
        for scope in (CAMPAIGN_WIDE, server):
            counts = (scope, number, number)
            connection.execute("INSERT INTO numbers VALUES (1, ?, ?, 0, ?, 0, 1)", counts)
        day = (hour // 24, int(SignatureChange.SIGNED), number, number)
        connection.execute("INSERT INTO days VALUES (1, ?, ?, 0, ?, ?, 0)", day)


def grow_numbers(path: Path, scopes: int) -> None:
    """Let the numbers of the campaign and of so many servers differ from what is published."""
    with closing(sqlite3.connect(path)) as connection, connection:
        rows = [(CAMPAIGN_WIDE,), *((at.to_bytes(KEY_BYTES, "big"),) for at in range(scopes - 1))]
        connection.executemany(
            "INSERT INTO numbers VALUES (1, ?, 9, 9, 0, 0, 0) ON CONFLICT DO UPDATE "
            "SET counted = counted + 9, held = held + 9",
            rows,
        )


def _parts(signers: list[bytes]) -> Iterator[list[bytes]]:
    for start in range(0, len(signers), _TOGETHER):
        yield signers[start : start + _TOGETHER]
