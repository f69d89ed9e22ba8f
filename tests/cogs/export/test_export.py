"""`/tally export`: published days and the wall as files, for organisers, and kept who took them."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pytest
import simcord
from simcord.results import InteractionResult

from bot.domain.refusals import BeingRecounted, NothingRecorded
from bot.interactions.lookups.members import MemberLookup
from bot.services import ExportService
from bot.services.tallies import exports
from cogs.tally import cog
from tests.cogs.export.taken import file, files, rows
from tests.cogs.growing import grow
from tests.cogs.setup.using import opened
from tests.cogs.test_wall import put_on_the_wall
from tests.db.reading import everything
from tests.simulated import World, press, said


async def take(world: World, actor: simcord.MemberActor | None = None) -> InteractionResult:
    return await (actor or world.organiser).slash(world.channel, "tally export")


async def taken_here(world: World) -> InteractionResult:
    """Let a member look who took files."""
    policy = await world.bob.slash(world.channel, "privacy policy")
    return await press(world.bob, policy, "amh:privacy:exports")


async def test_an_organiser_gets_published_days_and_who_is_on_the_wall(world: World) -> None:
    await grow(world)
    await put_on_the_wall(world, world.alice)
    answer = await take(world)
    assert sorted(files(world, answer)) == [
        "askmoreofhim-changes-2026-01-01.json",
        "askmoreofhim-days-2026-01-01.csv",
        "askmoreofhim-members-2026-01-01.csv",
    ]
    heading, *days = rows(file(world, answer, "days"))
    assert [one.rpartition(" ")[2] for one in heading] == [
        *("[day]", "[campaign_total]", "[campaign_change]", "[server_total]", "[server_change]"),
    ]
    assert days == [["2026-01-01", "32", "32", "26", ""]]
    heading, *members = rows(file(world, answer, "members"))
    assert [one.rpartition(" ")[2] for one in heading] == [
        "[user_id]",
        "[user_name]",
        "[display_name]",
    ]
    assert members == [[f"'{world.alice.id}", "alice", "alice"]]
    assert "1 member who chose to be listed here" in said(answer)
    assert "Published numbers of 1 day" in said(answer)


async def test_of_a_day_that_is_not_over_the_files_hold_what_the_card_says(world: World) -> None:
    await grow(world)
    answer = await take(world)
    told = json.loads(file(world, answer, "changes"))
    today: dict[str, object] = {"day": "2026-01-01", "total": 32, "change": 32}
    assert told["days"] == [today | {"changes": []}]
    assert "only the total and its change stand here" in told["about"]
    assert "only the published number and its change stand there" in said(answer)


async def test_headings_are_in_the_reader_s_language_and_keys_are_not(world: World) -> None:
    await grow(world)
    world.locale = "de"
    heading, *_ = rows(file(world, await take(world), "days"))
    assert heading[:2] == ["Tag (UTC) [day]", "Kampagne, Gesamtzahl [campaign_total]"]


async def test_only_who_is_listed_and_present_is_in_the_file(world: World) -> None:
    people = [world.guild.add_member(world.env.create_user(f"p{one}")) for one in range(5)]
    listed, left, withdrew, unlisted, erased = people
    for person in people:
        await put_on_the_wall(world, person)
    await world.sign(world.bob)
    elsewhere = world.other_guild.add_member(world.env.create_user("elsewhere"))
    await put_on_the_wall(world, elsewhere)
    world.guild.remove_member(left)
    services = world.services
    await services.pledges.withdraw(user_id=withdrew.id, guild_id=None, everywhere=True)
    await services.pledges.unlist_here(user_id=unlisted.id, guild_id=world.guild.id)
    await services.privacy.erase(user_id=erased.id)
    answer = await take(world)
    _, *members = rows(file(world, answer, "members"))
    assert members == [[f"'{listed.id}", "p0", "p0"]]
    assert (await services.pledges.wall(guild_id=world.guild.id, page=0)).total == 1


async def test_who_comes_off_while_the_list_is_made_is_not_in_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_on_the_wall(world, world.alice)
    await put_on_the_wall(world, world.bob)
    members = MemberLookup.in_turn

    async def found(lookup: MemberLookup, guild_id: int, user_ids: Sequence[int]) -> object:
        there = await members(lookup, guild_id, user_ids)
        await world.services.pledges.unlist_here(user_id=world.alice.id, guild_id=guild_id)
        return there

    monkeypatch.setattr(MemberLookup, "in_turn", found)
    _, *listed = rows(file(world, await take(world), "members"))
    assert [one[1] for one in listed] == ["bob"]


async def test_a_long_wall_is_asked_for_in_parts(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "TOGETHER", 2)
    people = [world.guild.add_member(world.env.create_user(f"p{one}")) for one in range(5)]
    for person in people:
        await put_on_the_wall(world, person)
    world.guild.remove_member(people[1])
    _, *members = rows(file(world, await take(world), "members"))
    assert [one[1] for one in members] == ["p0", "p2", "p3", "p4"]


async def test_where_the_wall_is_off_there_is_no_list(world: World) -> None:
    await grow(world)
    await put_on_the_wall(world, world.alice)
    await world.choose(features_off=["wall"])
    answer = await take(world)
    assert "The wall is switched off" in said(answer)
    assert not any("members" in name for name in files(world, answer))
    assert str(world.alice.id) not in said(answer)


async def test_where_there_is_nothing_it_says_so_and_keeps_nothing(world: World) -> None:
    before = await world.database.reader.read(everything)
    answer = await take(world)
    assert "No number has been published yet" in said(answer)
    assert "Nobody stands on this server’s wall" in said(answer)
    assert files(world, answer) == {}
    assert await world.database.reader.read(everything) == before


async def test_a_member_gets_nothing_and_an_organiser_s_role_is_enough(world: World) -> None:
    await put_on_the_wall(world, world.alice)
    refused = await take(world, world.bob)
    assert "You cannot do that here." in said(refused)
    role = world.guild.create_role("Campaigners")
    organiser = world.guild.add_member(world.env.create_user("org"), roles=[role])
    await world.choose(organiser_roles=[role.id])
    assert rows(file(world, await take(world, organiser), "members"))[1][1] == "alice"
    await world.choose(organiser_roles=None)
    assert "You cannot do that here." in said(await take(world, organiser))


async def test_who_took_them_is_seen_by_everyone_and_in_the_log(world: World) -> None:
    await grow(world)
    await put_on_the_wall(world, world.alice)
    assert "Nobody has taken files of this server." in said(await taken_here(world))
    await take(world)
    shown = said(await taken_here(world))
    assert f"<@{world.organiser.id}>" in shown
    assert "listed members (1), published days (1)" in shown
    log = said(await opened(world, "log"))
    assert f"<@{world.organiser.id}>" in log
    assert "published days (1), listed members (1)" in log
    mine = json.loads(await world.services.privacy.export(user_id=world.organiser.id))
    (done,) = mine["done_as_staff"]
    assert (done["what"], done["setting"]) == ("exported", "export")
    assert json.loads(done["after"]) == {"days": 1, "members": 1}
    await world.services.privacy.erase(user_id=world.organiser.id)
    shown = said(await taken_here(world))
    assert str(world.organiser.id) not in shown
    assert "Someone who organised here before" in shown
    assert "A former moderator" in said(await opened(world, "log"))


async def test_another_server_is_not_told_who_took_files_here(world: World) -> None:
    await grow(world)
    await take(world)
    there = world.elsewhere(world.alice)
    policy = await there.slash(world.other_channel, "privacy policy")
    assert "Nobody has taken" in said(await press(there, policy, "amh:privacy:exports"))


async def test_nothing_is_given_that_is_not_kept(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await grow(world)

    async def lost(*_: object, **__: object) -> None:
        raise NothingRecorded

    monkeypatch.setattr(ExportService, "note", lost)
    answer = await take(world)
    assert "The database is not answering." in said(answer)
    assert files(world, answer) == {}


async def test_where_discord_does_not_say_who_is_a_member_nothing_is_given(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await put_on_the_wall(world, world.alice)

    async def nobody_knows(*_: object) -> None:
        return None

    monkeypatch.setattr(MemberLookup, "in_turn", nobody_knows)
    answer = await take(world)
    assert "Discord does not say just now who is a member here" in said(answer)
    assert files(world, answer) == {}
    assert await world.services.exports.latest(guild_id=world.guild.id) == ()
    assert (await world.services.pledges.wall(guild_id=world.guild.id, page=0)).total == 1


@pytest.mark.parametrize(("status", "code"), [(413, 0), (400, 40005)])
async def test_files_that_discord_does_not_take_get_a_sentence(
    world: World, status: int, code: int
) -> None:
    await grow(world)
    world.env.inject_error("POST", "/interactions/*/*/callback", status=status, code=code)
    answer = await take(world)
    assert "Discord does not take files of this size here" in said(answer)


async def test_while_numbers_are_recounted_none_is_given(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await grow(world)

    async def recounting(**_: object) -> None:
        raise BeingRecounted

    monkeypatch.setattr(world.services.tallies, "record", recounting)
    answer = await take(world)
    assert "The numbers are being recounted" in said(answer)
    assert files(world, answer) == {}


def small(_: object) -> int:
    """Return a limit for files that a short list is over."""
    return 200


async def test_many_files_go_with_several_messages(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    people = await world.let_sign(5, world.guild)
    for person in people:
        await world.services.pledges.list_here(user_id=person.id, guild_id=world.guild.id)
    monkeypatch.setattr(cog, "largest_file", small)
    answer = await take(world)
    parts = files(world, answer)
    assert list(parts) == [f"askmoreofhim-members-2026-01-01-{one}-of-3.csv" for one in range(1, 4)]
    assert len(answer.followups) == 2
    listed = [row[1] for part in parts.values() for row in rows(part)[1:]]
    assert listed == [one.user.name for one in sorted(people, key=lambda one: one.id)]
    assert all(len(one) <= 200 for one in parts.values())
    assert "part 2 of 3" in said_of(answer)


def said_of(answer: InteractionResult) -> str:
    return " ".join(str(one.components) for one in answer.followups)


async def test_a_file_of_changes_tells_what_the_published_one_was_made_of(world: World) -> None:
    await grow(world)
    content = file(world, await take(world), "changes")
    read = json.loads(content)
    assert (read["campaign"], read["format"]) == (
        "askmoreofhim",
        "campaign-bot changes of days, version 1",
    )
    assert "signed_and_other_changes is the rest" in read["about"]
    assert read["days"] == [{"day": "2026-01-01", "total": 32, "change": 32, "changes": []}]
    await world.let_sign(2, world.guild)
    await world.pass_time()
    assert file(world, await take(world), "changes") == content, "two more wait for others"
