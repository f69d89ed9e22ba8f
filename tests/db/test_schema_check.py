"""A database that says it has a schema and has not is told, by whoever opens or looks at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.db import migrate_database, open_database
from bot.db.maintenance.inspect import inspect_store
from bot.db.schema_check import schema_differences
from bot.exits import CannotStart, Exit
from tests.db.old_stores import SECRET, make_old, run_on

_ALIKE = {
    "a trigger": (
        "CREATE TRIGGER spy AFTER DELETE ON listings BEGIN SELECT 1; END",
        (
            "CREATE FUNCTION spy() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; "
            "CREATE TRIGGER spy AFTER DELETE ON listings EXECUTE FUNCTION spy()"
        ),
    ),
    "a view of a table": ("CREATE VIEW spy AS SELECT * FROM listings",) * 2,
    "a rule": (
        "CREATE VIEW other AS SELECT 1",
        "CREATE RULE spy AS ON DELETE TO listings DO INSTEAD NOTHING",
    ),
    "a view in place of a table": (
        (
            "DROP TABLE meta; CREATE VIEW meta AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i FROM n) SELECT i AS key, i AS value FROM n"
        ),
    )
    * 2,
    "no index": ("DROP INDEX ix_listings_wall",) * 2,
    "another index": ("CREATE INDEX mine ON listings (user_id)",) * 2,
    "a column more": ("ALTER TABLE pledges ADD COLUMN user_id BIGINT",) * 2,
    "a column less": ("ALTER TABLE server_settings DROP COLUMN value",) * 2,
    "no table": ("DROP TABLE days",) * 2,
    "a table without its rules": (
        (
            "DROP TABLE erasures; "
            "CREATE TABLE erasures (mark BLOB NOT NULL, times SMALLINT NOT NULL, "
            "CONSTRAINT pk_erasures PRIMARY KEY (mark)) WITHOUT ROWID"
        ),
        "ALTER TABLE erasures DROP CONSTRAINT ck_erasures_times",
    ),
    "another rule": (
        (
            "DROP TABLE erasures; "
            "CREATE TABLE erasures (mark BLOB NOT NULL, times SMALLINT NOT NULL, "
            "CONSTRAINT pk_erasures PRIMARY KEY (mark), "
            "CONSTRAINT ck_erasures_times CHECK (times >= 0), "
            "CONSTRAINT ck_erasures_mark CHECK (length(mark) = 16)) WITHOUT ROWID"
        ),
        (
            "ALTER TABLE erasures DROP CONSTRAINT ck_erasures_times; "
            "ALTER TABLE erasures ADD CONSTRAINT ck_erasures_times CHECK (times >= 0)"
        ),
    ),
    "rows in the order in which they came": (
        (
            "DROP TABLE meta; CREATE TABLE meta (key VARCHAR(64) NOT NULL, value TEXT NOT NULL, "
            "CONSTRAINT pk_meta PRIMARY KEY (key))"
        ),
        "ALTER TABLE meta ALTER COLUMN value DROP NOT NULL",
    ),
    "a number from a sequence": (
        "CREATE TABLE later (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "CREATE SEQUENCE later; ALTER TABLE texts ALTER COLUMN number SET DEFAULT nextval('later')",
    ),
    "another type": (
        (
            "DROP TABLE servers; "
            "CREATE TABLE servers (guild_id BIGINT NOT NULL, joined_day TEXT NOT "
            "NULL, left_day INTEGER, CONSTRAINT pk_servers PRIMARY KEY (guild_id)) WITHOUT ROWID"
        ),
        "ALTER TABLE servers ALTER COLUMN joined_day TYPE BIGINT",
    ),
    "another key": (
        (
            "DROP TABLE servers; "
            "CREATE TABLE servers (guild_id BIGINT NOT NULL, joined_day INTEGER "
            "NOT NULL, left_day INTEGER, CONSTRAINT pk_servers PRIMARY KEY (guild_id, joined_day)) "
            "WITHOUT ROWID"
        ),
        (
            "ALTER TABLE servers DROP CONSTRAINT pk_servers; "
            "ALTER TABLE servers ADD CONSTRAINT pk_servers PRIMARY KEY (guild_id, joined_day)"
        ),
    ),
    "no reference": (
        (
            "DROP TABLE days; CREATE TABLE days (campaign SMALLINT NOT NULL, day INTEGER NOT NULL, "
            "kind SMALLINT NOT NULL, reason SMALLINT NOT NULL, acts INTEGER NOT NULL, "
            "counted INTEGER NOT NULL, held INTEGER NOT NULL, "
            "CONSTRAINT pk_days PRIMARY KEY (campaign, day, kind, "
            "reason)) WITHOUT ROWID"
        ),
        "ALTER TABLE days DROP CONSTRAINT fk_days_campaign_campaigns",
    ),
}


async def change(url: str, harm: str) -> None:
    def act(connection: Connection) -> None:
        for statement in _split(_ALIKE[harm][connection.dialect.name == "postgresql"]):
            connection.execute(text(statement))

    await run_on(url, act)


def _split(statements: str) -> list[str]:
    if "BEGIN" in statements:  # the statements of a trigger are one
        head, _, tail = statements.partition("; CREATE TRIGGER")
        return [head, f"CREATE TRIGGER{tail}"] if tail else [head]
    return statements.split("; ")


@pytest.mark.parametrize("harm", _ALIKE)
async def test_what_is_not_as_the_code_makes_it_is_told(database_url: str, harm: str) -> None:
    await change(database_url, harm)

    with pytest.raises(CannotStart) as refused:
        async with open_database(database_url):
            pass
    seen = await inspect_store(database_url)

    assert refused.value.code is Exit.SCHEMA
    assert seen is not None
    assert seen.schema_differences
    assert seen.schema_differences[0] in refused.value.sentence


async def test_a_right_one_has_no_differences(database_url: str) -> None:
    async with open_database(database_url):
        pass
    seen = await inspect_store(database_url)
    assert seen is not None
    assert seen.schema_differences == ()


async def test_what_sqlite_gathers_for_itself_is_no_difference(sqlite_url: str) -> None:
    await run_on(sqlite_url, lambda connection: connection.execute(text("ANALYZE")))
    async with open_database(sqlite_url) as database:
        assert await database.pledges.campaign_ids() == []


async def test_another_programs_tables_beside_ours_are_left_alone(postgresql_url: str) -> None:
    def act(connection: Connection) -> None:
        connection.execute(text("CREATE TABLE theirs (id serial PRIMARY KEY)"))
        connection.execute(text("CREATE VIEW of_theirs AS SELECT * FROM theirs"))

    await run_on(postgresql_url, act)
    async with open_database(postgresql_url) as database:
        assert await database.pledges.campaign_ids() == []


async def test_a_name_that_others_chose_is_shown_only_if_it_is_a_plain_word(
    sqlite_url: str,
) -> None:
    def act(connection: Connection) -> None:
        connection.execute(text('CREATE VIEW "\x1b[31m one" AS SELECT 1'))
        assert schema_differences(connection) == ["the view does not belong"]

    await run_on(sqlite_url, act)


@pytest.mark.parametrize("revision", ["0001", "0002"])
async def test_an_early_form_of_an_old_revision_is_told_before_anything_is_changed(
    empty_url: str, revision: str
) -> None:
    await make_old(empty_url, revision)
    drop = text("ALTER TABLE attributions DROP COLUMN attributed_at")
    await run_on(empty_url, lambda connection: connection.execute(drop))
    path = Path(empty_url.removeprefix("sqlite:///"))
    before = path.read_bytes() if path.exists() else None

    with pytest.raises(CannotStart, match=f"schema {revision} and has not: ") as refused:
        await migrate_database(empty_url, secret=SECRET)

    assert refused.value.code is Exit.SCHEMA
    assert "attributions" in refused.value.sentence
    assert before is None or path.read_bytes() == before


async def test_a_trigger_on_an_old_file_is_told(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/old.sqlite3"
    await make_old(url)
    spy = text("CREATE TRIGGER spy AFTER INSERT ON pledges BEGIN SELECT 1; END")
    await run_on(url, lambda connection: connection.execute(spy))
    with pytest.raises(CannotStart, match="trigger spy") as refused:
        await migrate_database(url, secret=SECRET)
    assert refused.value.code is Exit.SCHEMA
