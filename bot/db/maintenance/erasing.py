"""Joins what two databases know of erasures, and erases again whom a backup brought back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_ids, campaign_number
from bot.db.repositories.withdrawal import erase_rows
from bot.db.sql import ROWS_A_STATEMENT, run, run_for_keys, run_for_rows
from bot.domain.identity import KEY_BYTES, Keys

Erasures = Mapping[bytes, int]
"""How often people were erased, by their marks."""

_PAGE: Final = 16 * ROWS_A_STATEMENT
_KNOWN: Final = "SELECT mark, times FROM erasures"
_JOIN: Final = """
    INSERT INTO erasures (mark, times) VALUES {rows}
    ON CONFLICT (mark) DO UPDATE SET times = excluded.times WHERE excluded.times > erasures.times
"""
_TIMES: Final = "SELECT mark, times FROM erasures WHERE mark IN ({keys})"
_ACTORS: Final = """
    SELECT DISTINCT actor, epoch FROM moderation_log WHERE actor IS NOT NULL ORDER BY actor, epoch
"""
_FORGET_ACTOR: Final = """
    UPDATE moderation_log SET actor = NULL, epoch = 0 WHERE actor = $1 AND epoch = $2
"""
_FIRST: Final = """
    SELECT signer, epoch FROM pledges WHERE campaign = $1 ORDER BY signer LIMIT $2
"""
_NEXT: Final = """
    SELECT signer, epoch FROM pledges WHERE campaign = $1 AND signer > $3 ORDER BY signer LIMIT $2
"""


def erasures_in(connection: Connection) -> dict[bytes, int]:
    """Return the erasures that a database remembers; they are few."""
    return {bytes(mark): times for mark, times in run(connection, _KNOWN)}


def earlier_erasures_in(connection: Connection) -> dict[bytes, int]:
    """Return the erasures that a database of an earlier release remembers, once for each mark."""
    return {bytes(row[0])[:KEY_BYTES]: 1 for row in run(connection, "SELECT mark FROM erasures")}


def join_erasures(connection: Connection, known: Erasures) -> None:
    """Remember the erasures of another database too, each as often as either knows of."""
    run_for_rows(connection, _JOIN, sorted(known.items()))


def erase_again(connection: Connection, *, secret: bytes, hour: int) -> int:
    """Erase every pledge that is older than an erasure of its signer; return how many there were.

    Who signed again after an erasure made a pledge of a later epoch, and keeps it.
    """
    if not run(connection, "SELECT 1 FROM erasures LIMIT 1"):
        return 0
    erased = 0
    for campaign_id in campaign_ids(connection):
        keys = Keys(secret, campaign_id)
        campaign = campaign_number(connection, campaign_id)
        for page in _pages(connection, campaign):
            for signer in _back(connection, keys, page):
                erased += erase_rows(connection, signer=signer, keys=keys, hour=hour)
    return erased


def erase_signers(
    connection: Connection, signers: Iterable[tuple[str, bytes]], *, secret: bytes, hour: int
) -> int:
    """Erase these signers of these campaigns; return how many of them had a pledge."""
    return sum(
        erase_rows(connection, signer=signer, keys=Keys(secret, campaign_id), hour=hour)
        for campaign_id, signer in signers
    )


def forget_actors_again(connection: Connection, *, secret: bytes) -> None:
    """Take everybody out of the logs of servers who was erased from them since the entry."""
    keys = Keys(secret, "")
    known = [(actor, epoch) for actor, epoch in run(connection, _ACTORS)]
    for start in range(0, len(known), ROWS_A_STATEMENT):
        some = known[start : start + ROWS_A_STATEMENT]
        marks = {keys.staff_mark(actor): actor for actor, _ in some}
        rows = run_for_keys(connection, _TIMES, sorted(marks))
        times = {marks[bytes(mark)]: count for mark, count in rows}
        for actor, epoch in some:
            if epoch < times.get(actor, 0):
                run(connection, _FORGET_ACTOR, [actor, epoch])


def _pages(connection: Connection, campaign: int | None) -> Iterator[dict[bytes, int]]:
    """Give the epochs of all signers, page by page."""
    sql, values = _FIRST, [campaign, _PAGE]
    while page := {bytes(key): epoch for key, epoch in run(connection, sql, values)}:
        yield page
        sql, values = _NEXT, [campaign, _PAGE, max(page)]


def _back(connection: Connection, keys: Keys, page: Mapping[bytes, int]) -> list[bytes]:
    """Return the signers of a page who were erased since their pledges were made."""
    marks = {keys.mark(signer): signer for signer in page}
    rows = run_for_keys(connection, _TIMES, marks)
    return sorted(marks[bytes(mark)] for mark, times in rows if page[marks[bytes(mark)]] < times)
