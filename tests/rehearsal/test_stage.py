"""A restart keeps what was stored, time passes as told, and a fault leaves the stage standing."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.config import ConfigurationFaults
from bot.domain.clock import system_clock
from bot.domain.tallies import Tally
from bot.exits import CannotStart, Exit
from bot.interactions.router import Router
from bot.rehearsal.local_bot import LocalBot
from bot.rehearsal.script import CONFIRM, Visit
from bot.rehearsal.stage import Stage
from bot.rehearsal.stage_error import StageError


def silent(_: str) -> None:
    """Tell nothing."""


async def sign(stage: Stage, person: str) -> None:
    """Let someone sign as they would."""
    visit = Visit(stage, silent)
    await visit.press(person, await visit.type(person, "pledge sign"), CONFIRM)


async def has_signed(stage: Stage, person: str) -> bool:
    return (await Visit(stage, silent).standing(person)).signed


def let_fall_due(stage: Stage, due: datetime) -> None:
    """Let something happen in the first server at a moment to come."""
    stage.world.servers[0].guild.create_scheduled_event(
        "Reading",
        start_time=due.isoformat(),
        end_time=(due + timedelta(hours=1)).isoformat(),
        entity_type=3,
        location="the library",
    )


async def test_a_restart_really_closes_and_the_pledge_is_still_there(stage: Stage) -> None:
    await sign(stage, "maya")
    before = stage.must_run()
    seconds = await stage.restart()
    assert seconds > 0
    assert before.bot.is_closed()
    assert stage.must_run().database is not before.database
    assert await has_signed(stage, "maya")
    assert not await has_signed(stage, "jonas")


async def test_a_pledge_outlives_the_whole_rehearsal(local_bot: LocalBot) -> None:
    async with Stage(local_bot) as stage:
        await sign(stage, "maya")
    async with Stage(local_bot) as stage:
        assert await has_signed(stage, "maya")


async def test_beginning_anew_forgets_the_pledge(local_bot: LocalBot) -> None:
    async with Stage(local_bot) as stage:
        await sign(stage, "maya")
    await local_bot.clear()
    async with Stage(local_bot) as stage:
        assert not await has_signed(stage, "maya")


async def test_beginning_anew_mends_a_store_that_is_broken(local_bot: LocalBot) -> None:
    local_bot.store.write_bytes(b"no database at all" * 300)
    with pytest.raises(CannotStart, match="--fresh"):
        async with Stage(local_bot):
            pass
    await local_bot.clear()
    async with Stage(local_bot) as stage:
        assert not await has_signed(stage, "maya")


async def test_a_store_that_is_in_use_is_not_cleared(stage: Stage) -> None:
    with pytest.raises(CannotStart, match="Another program works with the rehearsal") as refused:
        await stage.local_bot.clear()
    assert refused.value.code is Exit.SECOND_COPY
    await sign(stage, "maya")


async def test_another_secret_is_refused_with_the_way_out(local_bot: LocalBot) -> None:
    async with Stage(local_bot):
        pass
    (local_bot.store.parent / "rehearsal.secret").write_text("another secret, long enough " * 2)
    with pytest.raises(CannotStart, match="--fresh") as refused:
        async with Stage(local_bot):
            pass
    assert refused.value.code is Exit.REHEARSAL


async def test_the_configuration_is_read_anew_at_a_restart(stage: Stage, config_root: Path) -> None:
    campaign = config_root / "campaign.yaml"
    name = stage.must_run().configuration.campaign.name
    campaign.write_text(campaign.read_text().replace(f'name: "{name}"', "name: Another name"))
    await stage.restart()
    assert stage.must_run().configuration.campaign.name == "Another name"


async def test_a_fault_in_the_configuration_leaves_the_bot_running(
    stage: Stage, config_root: Path
) -> None:
    running = stage.must_run()
    with (config_root / "campaign.yaml").open("a") as file:
        file.write("\nunheard-of: 1\n")
    with pytest.raises(ConfigurationFaults):
        await stage.restart()
    assert stage.must_run() is running
    await sign(stage, "maya")


async def test_a_store_that_breaks_stops_the_bot_until_it_is_mended(stage: Stage) -> None:
    store = stage.local_bot.store
    aside = store.with_name("aside")
    await sign(stage, "maya")
    store.rename(aside)
    store.mkdir()
    with pytest.raises(CannotStart):
        await stage.restart()
    with pytest.raises(StageError, match="not running"):
        await stage.show(stage.world.rooms["riverside-campaign"])
    with pytest.raises(StageError, match="not running"):
        await stage.let_pass(hours=24)
    with pytest.raises(StageError, match="not running"):
        await stage.let_people_sign(8)
    await stage.tick()
    store.rmdir()
    aside.rename(store)
    await stage.restart()
    assert await has_signed(stage, "maya")


async def test_the_stage_begins_today(stage: Stage) -> None:
    assert abs(stage.now() - system_clock()) < timedelta(minutes=1)


async def test_a_day_passes_for_the_bot_too_and_stays_passed(local_bot: LocalBot) -> None:
    async with Stage(local_bot) as stage:
        await stage.let_pass(hours=24)
        await sign(stage, "maya")
        pledge = (await Visit(stage, silent).standing("maya")).pledge
        assert pledge is not None
        tomorrow = system_clock() + timedelta(days=1)
        assert timedelta() <= tomorrow - pledge.signed < timedelta(hours=1, minutes=1)
    async with Stage(local_bot) as stage:
        assert stage.now() >= pledge.signed


async def test_an_hour_passes_and_stays_passed(local_bot: LocalBot) -> None:
    async with Stage(local_bot) as stage:
        await stage.let_pass(hours=1)
        await stage.let_pass(hours=1)
    async with Stage(local_bot) as stage:
        assert abs(stage.now() - system_clock() - timedelta(hours=2)) < timedelta(minutes=1)


async def test_days_that_passed_in_rehearsals_of_before_stay_passed(local_bot: LocalBot) -> None:
    async with Stage(local_bot) as stage:
        await stage.must_run().database.meta.set("rehearsal_days_ahead", "3")
    async with Stage(local_bot) as stage:
        assert abs(stage.now() - system_clock() - timedelta(days=3)) < timedelta(minutes=1)
        await stage.let_pass(hours=1)
    async with Stage(local_bot) as stage:
        ahead = stage.now() - system_clock()
        assert abs(ahead - timedelta(days=3, hours=1)) < timedelta(minutes=1)


async def published(stage: Stage, server: int | None = None) -> Tally:
    """Return the numbers that everybody reads, in one of the servers."""
    guild_id = None if server is None else stage.world.servers[server].guild.id
    return await stage.must_run().services.tallies.show(guild_id=guild_id)


async def test_people_sign_and_their_number_appears_when_an_hour_has_passed(stage: Stage) -> None:
    assert await stage.let_people_sign(8) == 8
    assert (await published(stage)).as_of is None
    await stage.let_pass(hours=1)
    tally = await published(stage, server=0)
    assert (tally.campaign.counted, tally.milestone, tally.server) == (8, 10, None)
    assert await stage.let_people_sign(8) == 8
    assert (await published(stage)).campaign.counted == 8
    await stage.let_pass(hours=1)
    here, there = await published(stage, server=0), await published(stage, server=1)
    assert (here.campaign.counted, here.milestone) == (16, 25)
    assert here.server is not None
    assert there.server is not None
    assert (here.server.counts.counted, there.server.counts.counted) == (8, 8)


async def test_each_sample_member_signs_once_in_all_rehearsals(local_bot: LocalBot) -> None:
    async with Stage(local_bot) as stage:
        assert await stage.let_people_sign(20) == 20
    async with Stage(local_bot) as stage:
        assert await stage.let_people_sign(8) == 4
        assert await stage.let_people_sign(8) == 0


async def test_who_cannot_sign_is_no_signature(stage: Stage, config_root: Path) -> None:
    campaign = config_root / "campaign.yaml"
    opened = "  launched: 2018-03-02\n"
    assert opened in campaign.read_text()
    closed = opened + "  closes: 2018-03-04\n"
    campaign.write_text(campaign.read_text().replace(opened, closed))
    await stage.restart()
    with pytest.raises(StageError, match="could not sign"):
        await stage.let_people_sign(8)


async def test_no_day_passes_that_could_not_be_kept(stage: Stage) -> None:
    store = stage.local_bot.store
    store.rename(store.with_name("aside"))
    before = stage.now()
    with pytest.raises(StageError, match="No time passed"):
        await stage.let_pass(hours=24)
    assert stage.now() - before < timedelta(hours=1)
    store.with_name("aside").rename(store)
    await stage.let_pass(hours=24)
    assert stage.now() - before > timedelta(hours=23)


async def test_the_organiser_may_organise_from_the_start(stage: Stage) -> None:
    for server in stage.world.servers:
        settings = await stage.must_run().services.servers.settings(guild_id=server.guild.id)
        assert settings.organiser_roles == {server.organisers.id}


async def test_a_room_is_seen_by_those_who_may_and_by_nobody_else(stage: Stage) -> None:
    rooms = stage.world.rooms
    showing = await stage.show(rooms["riverside-campaign"], "jonas")
    assert showing.preview.viewers[0] is rooms["riverside-campaign"].actors["jonas"]
    assert len(showing.preview.viewers) == len(rooms["riverside-campaign"].actors)
    with pytest.raises(KeyError):
        await stage.show(rooms["riverside-moderators"], "jonas")


async def test_a_room_that_was_closed_from_within_does_not_stop_the_clock(stage: Stage) -> None:
    showing = await stage.show(stage.world.rooms["riverside-campaign"])
    await showing.preview.close()
    due = stage.now() + timedelta(milliseconds=5)
    let_fall_due(stage, due)
    while stage.now() < due:
        await stage.tick()
    again = await stage.show(stage.world.rooms["riverside-campaign"])
    assert again.preview is not showing.preview


async def test_the_clock_waits_while_a_press_is_answered(stage: Stage) -> None:
    async with stage.undisturbed():
        before = stage.now()
        await stage.tick()
        assert stage.now() == before
    await stage.tick()
    assert stage.now() > before


async def test_a_cog_that_does_not_load_stops_the_bot_until_it_is_mended(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise ValueError("two handlers")

    with monkeypatch.context() as spoilt:
        spoilt.setattr(Router, "add", refuse)
        with pytest.raises(StageError, match="two handlers"):
            await stage.restart()
    with pytest.raises(StageError, match="not running"):
        stage.must_run()
    await stage.restart()
    await sign(stage, "maya")


async def test_a_quiet_tick_leaves_the_page_as_it_is(stage: Stage) -> None:
    showing = await stage.show(stage.world.rooms["riverside-campaign"])
    before = (await showing.preview.snapshot())["publishedRevision"]
    earlier = stage.now()
    await stage.tick()
    assert stage.now() > earlier
    assert (await showing.preview.snapshot())["publishedRevision"] == before + 1  # by snapshot only


async def test_a_tick_in_which_something_happened_renews_the_page(stage: Stage) -> None:
    showing = await stage.show(stage.world.rooms["riverside-campaign"])
    due = stage.now() + timedelta(milliseconds=5)
    let_fall_due(stage, due)
    before = (await showing.preview.snapshot())["publishedRevision"]
    while stage.now() < due:
        await stage.tick()
    assert (await showing.preview.snapshot())["publishedRevision"] > before + 1
