"""A server's settings and the bot's own memory come back as they were kept."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, select, text

from bot.database_url import target_of
from bot.db import Database, open_database
from bot.db.engine.open import open_engine
from bot.db.schema import server_settings
from bot.domain.settings import ServerSettings
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE

CHOSEN = ServerSettings(
    features_off=frozenset({"tally", "letter"}),
    locale="pt-BR",
    members_may_post=True,
    organiser_roles=frozenset({5, 2**60}),
)


async def test_what_nobody_chose_has_its_default(database: Database) -> None:
    assert await database.settings.get(guild_id=HERE) == ServerSettings()


async def test_a_choice_holds_in_its_own_server(database: Database) -> None:
    await database.settings.put(guild_id=HERE, settings=CHOSEN)

    assert await database.settings.get(guild_id=HERE) == CHOSEN
    assert await database.settings.get(guild_id=THERE) == ServerSettings()


async def test_going_back_to_the_defaults_leaves_no_row(
    database_url: str, clock: TickingClock
) -> None:
    async with open_database(database_url, migrate=False) as database:
        await database.settings.put(guild_id=HERE, settings=CHOSEN)
        await database.settings.put(guild_id=HERE, settings=ServerSettings())
        assert await database.settings.get(guild_id=HERE) == ServerSettings()

    def rows(connection: Connection) -> int:
        return len(connection.execute(select(server_settings)).all())

    async with open_engine(target_of(database_url), migrate=False) as engine:
        assert await engine.read(rows) == 0


@pytest.mark.parametrize("value", ["not json", '{"a": 1}', "[1, 2]", "7"])
async def test_one_bad_value_costs_its_own_setting_alone(
    database_url: str, clock: TickingClock, caplog: pytest.LogCaptureFixture, value: str
) -> None:
    async with open_database(database_url, migrate=False) as database:
        await database.settings.put(guild_id=HERE, settings=CHOSEN)
    async with open_engine(target_of(database_url), migrate=False) as engine:
        await engine.write(
            lambda connection: connection.execute(
                text("UPDATE server_settings SET value = :value WHERE key = 'locale'"),
                {"value": value},
            )
        )
    async with open_database(database_url, migrate=False) as database:
        found = await database.settings.get(guild_id=HERE)

    assert found == CHOSEN.model_copy(update={"locale": None})
    assert [record.getMessage() for record in caplog.records] == [
        "a stored setting is not understood, so its default holds"
    ]


async def test_a_newer_releases_setting_survives_this_one(
    database_url: str, clock: TickingClock
) -> None:
    async with open_engine(target_of(database_url), migrate=False) as engine:
        await engine.write(
            lambda connection: connection.execute(
                server_settings.insert(),
                {"guild_id": HERE, "key": "quiet_hours", "value": "[22, 8]"},
            )
        )
    async with open_database(database_url, migrate=False) as database:
        await database.settings.put(guild_id=HERE, settings=CHOSEN)
        assert await database.settings.get(guild_id=HERE) == CHOSEN

    def kept(connection: Connection) -> str:
        return connection.execute(
            select(server_settings.c.value).where(server_settings.c.key == "quiet_hours")
        ).scalar_one()

    async with open_engine(target_of(database_url), migrate=False) as engine:
        assert await engine.read(kept) == "[22, 8]"


async def test_the_bot_remembers_small_facts(database: Database) -> None:
    assert await database.meta.get("commands") is None
    await database.meta.set("commands", "abc")
    await database.meta.set("commands", "def")
    assert await database.meta.get("commands") == "def"
