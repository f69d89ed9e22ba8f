"""Ways to change, forge or damage a backup."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from bot.db import Accepted
from bot.db.engine.sqlite_engines import copy_engine
from bot.db.maintenance.copies.proof import write_label
from bot.db.migrate import HEAD
from bot.domain.clock import system_clock
from tests.db.people import key

Spoil = Callable[[Path], None]

ALL = Accepted(lost_erasures=True, unproven=True)
"""Even who takes a backup without a proof gets only what its schema allows."""
PROOF = Accepted(lost_erasures=True)


def sql(script: str, *, checked: bool = True) -> Spoil:
    """Change the file by SQL; without checks as one can who edits its bytes."""

    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            if not checked:
                connection.executescript("PRAGMA ignore_check_constraints = ON;")
            connection.executescript(script)

    return spoil


def declared(name: str, sql_before: str, sql_after: str, change: str = "") -> Spoil:
    """Change the file under another declaration of one table, which is then put back."""

    def spoil(path: Path) -> None:
        for old, new, script in ((sql_before, sql_after, change), (sql_after, sql_before, "")):
            with closing(sqlite3.connect(path)) as connection, connection:
                connection.execute("PRAGMA writable_schema = ON")
                connection.execute(
                    "UPDATE sqlite_master SET sql = replace(sql, ?, ?) WHERE name = ?",
                    (old, new, name),
                )
            with closing(sqlite3.connect(path)) as connection:
                connection.executescript(script)

    return spoil


def written(content: Callable[[bytes], bytes]) -> Spoil:
    def spoil(path: Path) -> None:
        path.write_bytes(content(path.read_bytes()))

    return spoil


def instead(make: Callable[[Path], object]) -> Spoil:
    def spoil(path: Path) -> None:
        path.unlink()
        make(path)

    return spoil


def forged_pledges(path: Path, *, numbers: bool) -> None:
    """Let a thousand people sign who never did, and (perhaps) every number say so."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executemany(
            "INSERT INTO pledges VALUES (1, ?, 1, 1, 490000, 490000, 0)",
            [(os.urandom(16),) for _ in range(1000)],
        )
        if numbers:
            connection.execute(
                "UPDATE numbers SET counted = counted + 1000 WHERE campaign = 1 AND scope = x''"
            )
            connection.execute(
                "UPDATE days SET counted = counted + 1000 WHERE campaign = 1 AND kind = 1"
            )


def proven_by(secret: bytes) -> Spoil:
    """Let someone without our secret prove the backup by theirs."""

    def spoil(path: Path) -> None:
        with closing(sqlite3.connect(path)) as connection:
            row = connection.execute("SELECT value FROM meta WHERE key = 'backup_digest'")
            digest = bytes.fromhex(row.fetchone()[0])
        with copy_engine(path).begin() as writing:
            write_label(writing, secret, revision=HEAD, made_at=system_clock(), digest=digest)

    return spoil


def program_of_others(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT)")


def page_of(path: Path, table: str) -> int:
    with closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,))
        return int(found.fetchone()[0])


def bad_page(path: Path) -> None:
    start = (page_of(path, "pledges") - 1) * 4096
    whole = path.read_bytes()
    path.write_bytes(whole[:start] + b"\xff" * 4096 + whole[start + 4096 :])


def two_tables_in_one_place(path: Path) -> None:
    other = page_of(path, "numbers")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute("UPDATE sqlite_master SET rootpage = ? WHERE name = 'days'", (other,))


def log_beside(path: Path) -> None:
    path.with_name(path.name + "-wal").write_bytes(b"pages that nobody has checked")


ADA = f"x'{key('ada').hex()}'"
ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
RULES_OF_OLD = """
    CREATE TABLE shadow (user_id INTEGER);
    CREATE TRIGGER ledger_refuses_update AFTER INSERT ON pledges
        BEGIN INSERT INTO shadow VALUES (1); END;
    CREATE TRIGGER ledger_refuses_delete AFTER DELETE ON listings
        BEGIN INSERT INTO shadow VALUES (OLD.user_id); END;
"""


def no_key(path: Path) -> None:
    """Let a table's place be that of an index, which takes rows without a key."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE t (a, b, c)")
        connection.execute("CREATE INDEX i ON t (a, b, c)")
        connection.execute("INSERT INTO t VALUES (NULL, ?, 5)", (b"w" * 16,))
    place = page_of(path, "i")
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(
            "UPDATE sqlite_master SET rootpage = ? WHERE name = 'listings'", (place,)
        )
        connection.execute("DELETE FROM sqlite_master WHERE name IN ('t', 'i')")
