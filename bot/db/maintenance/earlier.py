"""Brings the rows of an earlier release's backup to this release's schema, on a private copy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, DateTime, MetaData, Table
from sqlalchemy.exc import SQLAlchemyError

from bot.db.engine.problems import StoreFailure
from bot.db.engine.protocol import transact
from bot.db.engine.sqlite_engines import connect, transactional
from bot.db.maintenance.copies.foreign import ForeignFile, refused
from bot.db.maintenance.copies.rows import InvalidRows, Row, check_rows, insert_rows
from bot.db.maintenance.erasing import Erasures
from bot.db.migrate import COUNTING_ERASURES, upgrade
from bot.db.sql import run
from bot.domain.identity import KEY_BYTES, digest_with

Signers = Sequence[tuple[str, bytes]]
"""People by campaign and signer key."""

_COPYING: Final = "journal_mode = MEMORY; synchronous = OFF; foreign_keys = OFF"
_PAGE: Final = 1_000
_NEXT: Final = """
    SELECT id, campaign_id, signer_key FROM pledges WHERE id > $1 ORDER BY id LIMIT $2
"""


def bring_up(
    foreign: ForeignFile, path: Path, *, secret: bytes | None, erasures: Erasures
) -> Signers:
    """Make an empty file into a database of this release with the rows of an earlier backup.

    Returns the people whom these erasures may be about, as far as the earlier keys tell: releases
    that counted no epochs leave no other way than to erase again whoever was erased.

    Raises:
        CannotStart: (BACKUP) when its rows are not what its own schema allows.
    """
    engine = transactional(lambda: connect(path, _COPYING))
    try:
        with engine.connect() as connection:
            transact(connection, lambda session: upgrade(session, foreign.revision))
            transact(connection, lambda session: _copy(foreign, session))
            erased: Signers = ()
            if secret is not None and foreign.revision not in COUNTING_ERASURES:
                erased = list(_erased(connection, secret, erasures))
            connection.rollback()
            transact(connection, lambda session: upgrade(session, secret=secret))
    except InvalidRows as error:
        raise refused(f"{foreign.path} is not whole: {error}.") from error
    except (SQLAlchemyError, sqlite3.Error, StoreFailure, ValueError, LookupError) as error:
        raise refused(
            f"{foreign.path} was made by an earlier release, and its rows cannot be brought to "
            "this one's schema: they contradict each other, or the disk is full."
        ) from error
    finally:
        engine.dispose()
    return erased


def _copy(foreign: ForeignFile, target: Connection) -> None:
    tables = MetaData()
    tables.reflect(target)
    for table in tables.sorted_tables:
        if table.name == "alembic_version":
            continue
        for rows in foreign.rows(table):
            _check(table, rows)
            insert_rows(target, table, rows)
    if target.exec_driver_sql("PRAGMA foreign_key_check").first():
        raise refused(f"{foreign.path} is not whole: an attribution has lost its pledge.")


def _check(table: Table, rows: list[Row]) -> None:
    for place, column in enumerate(table.columns):
        if isinstance(column.type, DateTime):
            for row in rows:
                _check_instant(table, row[place])
    check_rows(table, rows)


def _check_instant(table: Table, value: object) -> None:
    try:
        if value is not None and (not isinstance(value, str) or not datetime.fromisoformat(value)):
            raise InvalidRows(table)
    except ValueError as error:
        raise InvalidRows(table) from error


def _erased(
    connection: Connection, secret: bytes, erasures: Erasures
) -> Iterator[tuple[str, bytes]]:
    """Give the signers whom an earlier release's marks among these erasures are about."""
    after = 0
    while erasures and (page := run(connection, _NEXT, [after, _PAGE])):
        for number, campaign_id, key in page:
            after = number
            mark = digest_with(secret, b"erasure", bytes(key))[:KEY_BYTES]
            if mark in erasures:
                yield campaign_id, bytes(key)[:KEY_BYTES]
