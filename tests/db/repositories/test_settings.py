"""A server's settings and the bot's own memory come back as they were kept."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from bot.database_url import target_of
from bot.db import Database, backup, open_database, restore
from bot.db.engine.open import open_engine
from bot.db.repositories.records.noting import Actor
from bot.db.repositories.settings import UndoChange
from bot.db.schema import server_settings
from bot.domain.refusals import ChangedSince, NoSuchChoice
from bot.domain.settings import Feature
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, MODERATOR, THERE, choice, log_of

SECRET = KEYS.secret
CHOSEN = {
    "features_off": '["letter", "tally"]',
    "locale": '"pt-BR"',
    "members_may_post": "true",
    "organiser_roles": f"[5, {2**60}]",
}
READ = {
    "features_off": frozenset({Feature.TALLY, Feature.LETTER}),
    "locale": "pt-BR",
    "members_may_post": True,
    "organiser_roles": frozenset({5, 2**60}),
}
OTHER = Actor.of(555_555_555_555_555_555, KEYS)


def undoing(number: int, *, guild_id: int = HERE, actor: Actor = MODERATOR) -> UndoChange:
    return UndoChange(guild_id=guild_id, actor=actor, number=number, hour=500_001)


async def choose_all(database: Database) -> None:
    for key, value in CHOSEN.items():
        await database.settings.change(choice(key, value))


async def test_what_nobody_chose_is_not_there(database: Database) -> None:
    assert await database.settings.get(guild_id=HERE) == {}
    assert await log_of(database) == []


async def test_a_choice_holds_in_its_own_server(database: Database) -> None:
    await choose_all(database)

    assert await database.settings.get(guild_id=HERE) == READ
    assert await database.settings.get(guild_id=THERE) == {}
    assert await log_of(database, THERE) == []


async def test_going_back_to_the_defaults_leaves_no_row(
    database_url: str, clock: TickingClock
) -> None:
    async with open_database(database_url, migrate=False) as database:
        await choose_all(database)
        for key in CHOSEN:
            await database.settings.change(choice(key, None))
        assert await database.settings.get(guild_id=HERE) == {}

    def rows(connection: Connection) -> int:
        return len(connection.execute(select(server_settings)).all())

    async with open_engine(target_of(database_url), migrate=False) as engine:
        assert await engine.read(rows) == 0


async def test_the_log_tells_who_changed_what_from_what_to_what(database: Database) -> None:
    settings = database.settings
    await settings.change(choice("channel_rest", "60"))
    await settings.change(choice("channel_rest", "300", actor=OTHER))
    again = await settings.change(choice("channel_rest", "300"))
    assert (again.change, again.chosen) == (None, {"channel_rest": 300})
    await settings.change(choice("channel_rest", "0", guild_id=THERE))

    me, other = MODERATOR.user_id, OTHER.user_id
    assert await log_of(database) == [
        (1, me, "CHANGED", "channel_rest", None, "60"),
        (2, other, "CHANGED", "channel_rest", "60", "300"),
    ]
    entries, total = await settings.log(guild_id=HERE, limit=1, offset=1)
    assert ([one.change.number for one in entries], total) == ([1], 2)
    assert entries[0].at.isoformat() == "2027-01-15T08:00:00+00:00"
    mine = await settings.done_by(user_id=me)
    assert [(one.guild_id, one.change.number) for one in mine] == [(HERE, 1), (THERE, 1)]


async def test_an_undo_restores_the_value_before_and_is_itself_undone(database: Database) -> None:
    settings = database.settings
    await settings.change(choice("members_may_post", "true"))
    undone = (await settings.undo(undoing(1, actor=OTHER))).change
    assert undone is not None
    assert (undone.number, undone.before, undone.after) == (2, "true", None)
    assert await settings.get(guild_id=HERE) == {}
    assert (await settings.undo(undoing(1))).change is None, "twice is harmless"
    again = await settings.undo(undoing(2))
    assert again.chosen == {"members_may_post": True}
    assert await settings.get(guild_id=HERE) == {"members_may_post": True}
    assert [one[2] for one in await log_of(database)] == ["CHANGED", "UNDONE", "UNDONE"]


async def test_an_older_change_is_undone_only_while_it_holds(database: Database) -> None:
    settings = database.settings
    await settings.change(choice("channel_rest", "60"))
    await settings.change(choice("sharing", '"nobody"'))
    await settings.change(choice("channel_rest", "300"))
    before = await log_of(database)

    with pytest.raises(ChangedSince):
        await settings.undo(undoing(1))
    assert await log_of(database) == before
    assert (await settings.undo(undoing(2))).chosen == {"channel_rest": 300}


async def test_only_a_change_of_this_servers_log_is_undone(database: Database) -> None:
    await database.settings.change(choice("channel_rest", "60"))
    for wanted in (undoing(1, guild_id=THERE), undoing(2), undoing(0)):
        with pytest.raises(NoSuchChoice):
            await database.settings.undo(wanted)
    assert await database.settings.get(guild_id=HERE) == {"channel_rest": 60}


async def test_a_value_that_this_release_does_not_know_is_not_restored(
    database_url: str, clock: TickingClock
) -> None:
    async with open_database(database_url, migrate=False) as database:
        await database.settings.change(choice("channel_rest", "60"))
        await database.settings.change(choice("channel_rest", "300"))
    async with open_engine(target_of(database_url), migrate=False) as engine:
        await engine.write(
            lambda connection: connection.execute(
                text("UPDATE moderation_log SET before = '61' WHERE number = 2")
            )
        )
    async with open_database(database_url, migrate=False) as database:
        with pytest.raises(NoSuchChoice):
            await database.settings.undo(undoing(2))
        assert await database.settings.get(guild_id=HERE) == {"channel_rest": 300}


async def test_many_at_once_each_have_their_number(database: Database) -> None:
    values = ["0", "10", "60", "300"] * 5
    await asyncio.gather(
        *(database.settings.change(choice("channel_rest", value)) for value in values)
    )
    told = await log_of(database)
    assert [one[0] for one in told] == list(range(1, len(values) + 1))
    assert [one[4] for one in told[1:]] == [one[5] for one in told[:-1]]


async def test_who_is_erased_goes_from_every_log_and_what_they_did_stays(
    database: Database,
) -> None:
    settings = database.settings
    await settings.change(choice("channel_rest", "60"))
    await settings.change(choice("channel_rest", "0", guild_id=THERE))
    await settings.change(choice("channel_rest", "300", actor=OTHER))

    assert await settings.forget(MODERATOR)
    assert not await settings.forget(MODERATOR)
    assert await database.pledges.times_erased(mark=MODERATOR.mark) == 1
    assert await settings.done_by(user_id=MODERATOR.user_id) == ()
    assert [one[1] for one in await log_of(database)] == [None, OTHER.user_id]
    assert await settings.get(guild_id=HERE) == {"channel_rest": 300}


async def test_a_restored_log_forgets_who_was_erased_and_not_who_came_back(
    database_url: str, tmp_path: Path
) -> None:
    async with open_database(database_url, migrate=False) as database:
        await database.settings.change(choice("channel_rest", "60"))
        await database.settings.change(choice("sharing", '"nobody"', actor=OTHER))
        await backup(database_url, tmp_path / "before", secret=SECRET)
        await database.settings.forget(MODERATOR)
        await database.settings.change(choice("channel_rest", "300"))
        await backup(database_url, tmp_path / "after", secret=SECRET)
    for name, actors in (
        ("before", [None, OTHER.user_id]),
        ("after", [None, OTHER.user_id, MODERATOR.user_id]),
    ):
        await restore(database_url, tmp_path / name, secret=SECRET)
        async with open_database(database_url, migrate=False) as database:
            assert [one[1] for one in await log_of(database)] == actors, name


async def test_how_far_the_first_setup_is_stands_in_no_log(database: Database) -> None:
    await database.settings.note_step(guild_id=HERE, step=1)
    await database.settings.note_step(guild_id=HERE, step=2)
    assert await database.settings.get(guild_id=HERE) == {"setup_step": 2}
    assert await log_of(database) == []


@pytest.mark.parametrize("value", ["not json", '{"a": 1}', "[1, 2]", "7"])
async def test_one_bad_value_costs_its_own_setting_alone(
    database_url: str, clock: TickingClock, caplog: pytest.LogCaptureFixture, value: str
) -> None:
    async with open_database(database_url, migrate=False) as database:
        await choose_all(database)
    async with open_engine(target_of(database_url), migrate=False) as engine:
        await engine.write(
            lambda connection: connection.execute(
                text("UPDATE server_settings SET value = :value WHERE key = 'locale'"),
                {"value": value},
            )
        )
    async with open_database(database_url, migrate=False) as database:
        found = await database.settings.get(guild_id=HERE)
        changed = (await database.settings.change(choice("locale", '"de"'))).change

    assert found == {key: one for key, one in READ.items() if key != "locale"}
    assert {record.getMessage() for record in caplog.records} == {
        "a stored setting is not understood, so its default holds"
    }
    assert changed is not None
    assert (changed.before, changed.after) == (None, '"de"')


async def test_a_newer_releases_setting_survives_this_one(
    database_url: str, clock: TickingClock
) -> None:
    rows = [
        {"guild_id": HERE, "key": "quiet_hours", "value": "[22, 8]"},
        {"guild_id": HERE, "key": "features_off", "value": '["letter", "board"]'},
    ]
    async with open_engine(target_of(database_url), migrate=False) as engine:
        await engine.write(lambda connection: connection.execute(server_settings.insert(), rows))
    async with open_database(database_url, migrate=False) as database:
        found = await database.settings.get(guild_id=HERE)
        assert found == {"features_off": frozenset({Feature.LETTER})}
        await choose_all(database)
        assert await database.settings.get(guild_id=HERE) == READ

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


async def test_words_are_kept_as_they_are_written(database: Database) -> None:
    key = "words.pt-BR.setup.panel_text"
    await database.settings.change(choice(key, '"Todas e todos\\n\\u00e7 {about}"'))
    assert await database.settings.get(guild_id=HERE) == {key: "Todas e todos\nç {about}"}
    undone = await database.settings.undo(undoing(1))
    assert undone.chosen == {}


async def test_words_of_another_release_can_be_replaced_and_not_be_brought_back(
    database: Database,
) -> None:
    key = "words.en.tally.milestone_goal"
    await database.settings.change(choice(key, '"Our {goal} by {year}"'))
    await database.settings.change(choice(key, '"Done."'))
    assert await log_of(database) == [
        (1, MODERATOR.user_id, "CHANGED", key, None, '"Our {goal} by {year}"'),
        (2, MODERATOR.user_id, "CHANGED", key, '"Our {goal} by {year}"', '"Done."'),
    ]
    with pytest.raises(NoSuchChoice):
        await database.settings.undo(undoing(2))
    assert await database.settings.get(guild_id=HERE) == {key: "Done."}
