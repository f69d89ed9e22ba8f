"""A backup that was changed, forged or damaged is never put in place, and never hangs."""

# ruff: noqa: S608 - tests write their own SQL

from __future__ import annotations

import os
import time
from pathlib import Path
from threading import Event

import pytest

from bot.db import Accepted, restore
from bot.db.maintenance.copies import foreign
from bot.db.maintenance.copies.foreign import open_foreign
from bot.domain.signer_secret import check_value
from bot.exits import CannotStart, Exit
from tests.db.maintenance.conftest import Filled
from tests.db.maintenance.filling import SECRET
from tests.db.maintenance.hostile import (
    ADA,
    ALL,
    ENDLESS,
    PROOF,
    RULES_OF_OLD,
    Spoil,
    bad_page,
    declared,
    forged_pledges,
    instead,
    log_beside,
    no_key,
    program_of_others,
    proven_by,
    sql,
    two_tables_in_one_place,
    written,
)
from tests.db.reading import problems_of

pytestmark = pytest.mark.sampled(of="postgresql")

NO_WALL = declared(
    "listings",
    "wall BLOB NOT NULL",
    "wall BLOB         ",
    "PRAGMA ignore_check_constraints = ON;"
    f"INSERT INTO listings VALUES (x'{'ab' * 16}', NULL, 5, NULL);",
)

HOSTILE: dict[str, tuple[Spoil, Accepted]] = {
    "triggers of known names and a shadow table": (sql(RULES_OF_OLD), ALL),
    "a trigger": (
        sql("CREATE TRIGGER t AFTER INSERT ON pledges BEGIN DELETE FROM erasures; END"),
        ALL,
    ),
    "an endless view in place of a table": (
        sql(
            "DROP TABLE meta;"
            f"CREATE VIEW meta AS {ENDLESS} SELECT CAST(i AS TEXT) AS key, '' AS value FROM n;"
        ),
        ALL,
    ),
    "an endless view in place of the revision": (
        sql(
            "DROP TABLE alembic_version;"
            f"CREATE VIEW alembic_version AS {ENDLESS} SELECT i AS version_num FROM n;"
        ),
        ALL,
    ),
    "an endless view beside the tables": (sql(f"CREATE VIEW v AS {ENDLESS} SELECT i FROM n"), ALL),
    "forged pledges": (lambda path: forged_pledges(path, numbers=False), ALL),
    "forged pledges with their numbers": (lambda path: forged_pledges(path, numbers=True), PROOF),
    "another signer key": (
        sql(
            "PRAGMA foreign_keys = OFF;"
            f"UPDATE pledges SET signer = x'{'ab' * 16}' WHERE signer = {ADA};"
            f"UPDATE attributions SET signer = x'{'ab' * 16}' WHERE signer = {ADA};"
        ),
        PROOF,
    ),
    "an erasure less": (sql("DELETE FROM erasures"), PROOF),
    "a setting changed": (sql("UPDATE server_settings SET value = '\"de\"'"), PROOF),
    "numbers that disagree": (sql("UPDATE numbers SET counted = counted + 7"), ALL),
    "days that disagree": (sql("UPDATE days SET counted = counted + 7"), ALL),
    "an attribution without a pledge": (
        sql(f"PRAGMA foreign_keys = OFF; DELETE FROM pledges WHERE signer = {ADA};"),
        ALL,
    ),
    "nothing": (written(lambda _: b""), ALL),
    "half of it": (written(lambda whole: whole[: len(whole) // 2]), ALL),
    "a page less": (written(lambda whole: whole[:-4096]), ALL),
    "a bad page": (bad_page, ALL),
    "a page size that is none": (
        written(lambda whole: whole[:16] + b"\x03\xe8" + whole[18:]),
        ALL,
    ),
    "a page size that is not its own": (
        written(lambda whole: whole[:16] + b"\x20\x00" + whole[18:]),
        ALL,
    ),
    "two tables in one place": (two_tables_in_one_place, ALL),
    "text in a number": (sql("UPDATE pledges SET signed_hour = 'noon'"), ALL),
    "a fraction in a number": (sql("UPDATE pledges SET changed_hour = 1.5"), ALL),
    "a number past its range": (sql(f"UPDATE pledges SET signed_hour = {2**40}"), ALL),
    "a small number past its range": (sql(f"UPDATE pledges SET epoch = {2**20}"), ALL),
    "a text in place of bytes": (
        sql("UPDATE listings SET wall = 'sixteen letters.'", checked=False),
        ALL,
    ),
    "bytes in place of a text": (sql("UPDATE meta SET value = x'ff00'"), ALL),
    "no key": (no_key, ALL),
    "no value": (NO_WALL, ALL),
    "a key of fifteen bytes": (
        sql(
            f"INSERT INTO listings VALUES (x'{'ab' * 15}', x'{'ab' * 16}', 5, NULL)",
            checked=False,
        ),
        ALL,
    ),
    "a state that is none": (sql("UPDATE pledges SET stands = 7", checked=False), ALL),
    "a huge text": (
        sql("UPDATE server_settings SET value = hex(zeroblob(8000000))"),
        ALL,
    ),
    "huge bytes": (
        sql("UPDATE listings SET wall = zeroblob(9000000)", checked=False),
        ALL,
    ),
    "a name that is too long": (
        sql("UPDATE campaigns SET id = 'campaign ' || hex(zeroblob(40)) || number"),
        ALL,
    ),
    "a text that is none": (
        sql("UPDATE server_settings SET value = CAST(x'22ff22' AS TEXT)"),
        ALL,
    ),
    "a text with a NUL": (
        sql("UPDATE server_settings SET value = 'a' || char(0) || 'b'"),
        ALL,
    ),
    "a schema of the future": (sql("UPDATE alembic_version SET version_num = '9999'"), ALL),
    "a schema of another name": (sql("UPDATE alembic_version SET version_num = '0002'"), ALL),
    "two schemas": (sql("INSERT INTO alembic_version VALUES ('0002')"), ALL),
    "no schema": (sql("DELETE FROM alembic_version"), ALL),
    "a file of another program": (instead(program_of_others), ALL),
    "no file": (instead(lambda _: None), ALL),
    "a pipe": (instead(os.mkfifo), ALL),
    "a folder": (instead(Path.mkdir), ALL),
    "a link to itself": (instead(lambda path: path.symlink_to(path.name)), ALL),
    "a link to a device": (instead(lambda path: path.symlink_to("/dev/zero")), ALL),
    "a generated column": (
        sql("ALTER TABLE meta ADD COLUMN more TEXT GENERATED ALWAYS AS (hex(key)) VIRTUAL"),
        ALL,
    ),
    "a default that calls": (
        sql("ALTER TABLE letter_decks ADD COLUMN more TEXT DEFAULT 'x'"),
        ALL,
    ),
    "a virtual table": (sql("CREATE VIRTUAL TABLE found USING fts5(body)"), ALL),
    "a missing table": (sql("DROP TABLE published_days"), ALL),
    "an extra table": (sql("CREATE TABLE more (user_id INTEGER)"), ALL),
    "a missing index": (sql("DROP INDEX ix_listings_wall"), ALL),
    "an index that calls": (sql("CREATE INDEX more ON meta (upper(value))"), ALL),
    "two hundred tables": (
        sql("".join(f"CREATE TABLE t{number} (a);" for number in range(200))),
        ALL,
    ),
    "a log beside it": (log_beside, ALL),
    "no proof": (sql("DELETE FROM meta WHERE key = 'backup_proof'"), PROOF),
    "no digest": (sql("DELETE FROM meta WHERE key = 'backup_digest'"), PROOF),
    "another digest": (
        sql(f"UPDATE meta SET value = '{'ab' * 32}' WHERE key = 'backup_digest'"),
        PROOF,
    ),
    "another time": (
        sql("UPDATE meta SET value = '2020-01-01T00:00:00+00:00' WHERE key = 'backup_made_at'"),
        PROOF,
    ),
    "a proof by another secret": (proven_by(b"another secret of another bot..."), PROOF),
    "a key of another secret": (
        sql(
            f"UPDATE meta SET value = '{check_value(b'another secret of another bot...')}' "
            "WHERE key = 'secret_check'"
        ),
        ALL,
    ),
    "a check of the secret that is none": (
        sql("UPDATE meta SET value = 'scrypt1:x:y' WHERE key = 'secret_check'"),
        ALL,
    ),
}

CODES = {
    "a schema of the future": Exit.SCHEMA,
    "a key of another secret": Exit.SECRET,
    "a check of the secret that is none": Exit.SECRET,
    "bytes in place of a text": Exit.SECRET,
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_what_is_no_whole_backup_is_refused_with_a_sentence(
    filled: Filled, what: str, tmp_path: Path
) -> None:
    spoil, accepted = HOSTILE[what]
    spoil(filled.kept)
    there = names_below(tmp_path)
    began = time.monotonic()

    with pytest.raises(CannotStart) as refused:
        await restore(filled.url, filled.kept, secret=SECRET, accepted=accepted)

    assert refused.value.code is CODES.get(what, Exit.BACKUP)
    assert time.monotonic() - began < 20
    assert names_below(tmp_path) == there
    assert await problems_of(filled.url) == []


def names_below(folder: Path) -> set[str]:
    names = {str(path) for path in folder.rglob("*")}
    return {name for name in names if not name.endswith((".lock", "-wal", "-shm"))}


async def test_a_statement_that_does_not_end_is_ended(
    filled_sqlite: Filled, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foreign, "_CHECKING", 0.3)
    endless = f"{ENDLESS} SELECT count(*) FROM n"

    with open_foreign(filled_sqlite.kept, stop=Event()) as opened:
        with pytest.raises(CannotStart, match="does not come to an end"):
            opened.ask(lambda connection: connection.exec_driver_sql(endless).scalar())
        assert opened.label().proven_by(SECRET)


async def test_a_foreign_file_cannot_be_written_to(filled_sqlite: Filled) -> None:
    with open_foreign(filled_sqlite.kept, stop=Event()) as opened, pytest.raises(CannotStart):
        opened.ask(lambda connection: connection.exec_driver_sql("DELETE FROM meta"))


async def test_what_nothing_proves_can_be_accepted(filled: Filled) -> None:
    sql("UPDATE listings SET user_id = 8")(filled.kept)

    with pytest.raises(CannotStart, match="--accept-unproven"):
        await restore(filled.url, filled.kept, secret=SECRET)
    report = await restore(filled.url, filled.kept, secret=SECRET, accepted=ALL)

    assert (report.counted, report.backup.proven) == (3, False)
    assert await problems_of(filled.url) == []
