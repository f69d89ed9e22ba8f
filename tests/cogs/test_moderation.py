"""`/moderation` as stewards use it: groups and counts, never a name; and what they are told."""

from __future__ import annotations

import re

import discord
import pytest
from simcord import MemberActor
from simcord.results import InteractionResult

from bot.domain.moderation.cases import ANY_HOUR, Cell
from bot.domain.moderation.holding import AgeBand, AsideReason, HoldReason
from bot.domain.settings import ChangeKind, LogSection
from bot.domain.tallies import Counts
from cogs.moderation.choices import Chosen, read, written
from tests.cogs.setup.using import choose, menu
from tests.simulated import World, ids, message_of, press, said

RAIDERS, TRUE = 18, 6


async def raided(world: World) -> list[MemberActor]:
    """Eighteen new accounts and six members signed, within an hour that is over."""
    await world.let_sign(TRUE, world.guild)
    with world.newcomers():
        raiders = await world.let_sign(RAIDERS, world.guild)
    assert await world.counts() == Counts(TRUE, RAIDERS)
    await world.pass_time(3_600)
    return raiders


async def opened(world: World, actor: MemberActor | None = None) -> InteractionResult:
    return await (actor or world.organiser).slash(world.channel, "moderation")


async def chosen(world: World) -> InteractionResult:
    """Open what is being checked, and choose the one group."""
    shown = await press(world.organiser, await opened(world), "amh:moderation:checked")
    (only,) = menu(shown, "amh:moderation:kind")["options"]
    options = list(menu(shown, "amh:moderation:choose")["options"])
    assert len(options) == 1
    assert only["value"].startswith("0000")
    custom_id = "amh:moderation:choose"
    values = [options[0]["value"]]
    return await world.organiser.select(message_of(shown), values, custom_id=custom_id)


async def decided(world: World) -> list[ChangeKind]:
    page = await world.services.servers.log(
        guild_id=world.guild.id, page=0, section=LogSection.MODERATION
    )
    return [one.change.kind for one in reversed(page.entries)]


async def test_a_raid_is_set_aside_with_its_count_shown_and_undone(
    world: World,
) -> None:
    raid = await raided(world)
    shown = await opened(world)
    assert message_of(shown).ephemeral
    assert "Being checked: at least 15 signatures." in said(shown)
    choice = await chosen(world)
    assert "At least 15 signatures, in groups of five or more." in said(choice)
    why = await press(world.organiser, choice, "amh:moderation:aside")
    sure = await choose(world.organiser, why, "amh:moderation:reason", str(int(AsideReason.RAID)))
    assert "Set at least 15 signatures aside? Reason: looked like a raid." in said(sure)
    assert await world.counts() == Counts(TRUE, RAIDERS), "asked, and nothing done"
    yes = next(one for one in ids(sure) if one.startswith("amh:moderation:aside_yes"))
    done = await press(world.organiser, sure, "amh:moderation:aside_yes")
    assert "Done." in said(done)
    assert await world.counts() == Counts(TRUE)
    mine = said(await raid[0].slash(world.channel, "pledge mine"))
    assert "Their reason: many accounts signed at once" in mine
    control = await world.post_control(world.channel, yes)
    stale = await world.organiser.click(control, label="Old")
    assert "no group of five people or more" in said(stale), "a card from before does nothing"
    undone = await press(world.organiser, done, "amh:moderation:undo")
    assert "Done." in said(undone)
    assert await world.counts() == Counts(TRUE, RAIDERS)
    cases = await press(world.organiser, undone, "amh:moderation:cases")
    assert "at least 15, undone" in said(cases)
    assert await decided(world) == [ChangeKind.SET_ASIDE, ChangeKind.REINSTATED]


async def test_released_after_the_count_is_shown_again_they_count(
    world: World,
) -> None:
    await raided(world)
    sure = await press(world.organiser, await chosen(world), "amh:moderation:release")
    assert "Release at least 15 signatures?" in said(sure)
    await press(world.organiser, sure, "amh:moderation:release_yes")
    assert await world.counts() == Counts(TRUE + RAIDERS)
    log = await press(world.organiser, await opened(world), "amh:moderation:log")
    assert "Groups were released." in said(log)
    assert f"<@{world.organiser.id}>" in said(log)
    pauses = await choose(world.organiser, log, "amh:moderation:log_part", "pauses")
    assert "Nothing yet." in said(pauses)


async def test_nothing_on_a_card_says_who_and_two_looks_do_not_tell_one_person(
    world: World,
) -> None:
    raid = await raided(world)

    async def looks() -> list[str]:
        shown = await opened(world)
        seen = [f"{said(shown)} {ids(shown)}"]
        checked = await press(world.organiser, shown, "amh:moderation:checked")
        seen.append(f"{said(checked)} {ids(checked)} {menu(checked, 'amh:moderation:choose')}")
        counted = await press(world.organiser, await opened(world), "amh:moderation:counted")
        days = menu(counted, "amh:moderation:day")["options"]
        hours = await choose(world.organiser, counted, "amh:moderation:day", days[0]["value"])
        seen += [f"{said(one)} {ids(one)}" for one in (await chosen(world), hours)]
        seen.append(str(menu(hours, "amh:moderation:hours")))
        return [re.sub(r"'id': \d+", "", one) for one in seen]

    before = await looks()
    names = [str(one.id) for one in raid] + [one.user.name for one in raid]
    assert not [name for name in names for look in before if name in look]
    # one of them withdraws, and somebody new signs within the hour: the cards are what they were
    assert (
        await world.services.pledges.withdraw(
            user_id=raid[0].id, guild_id=world.guild.id, everywhere=True
        )
    ).standing
    with world.newcomers():
        await world.let_sign(1, world.guild)
    await world.sign(world.alice)
    assert await looks() == before


async def test_small_groups_are_released_unseen_and_never_set_aside(world: World) -> None:
    """Who saw a new member come would read of a group of one that they signed."""

    async def checked() -> InteractionResult:
        return await press(world.organiser, await opened(world), "amh:moderation:checked")

    nobody = [said(await opened(world)), said(await checked())]
    with world.newcomers():
        await world.let_sign(4, world.guild)
    await world.pass_time(3_600)
    assert [said(await opened(world)), said(await checked())] == nobody
    cell = written([Cell(ANY_HOUR, HoldReason.NEW_ACCOUNT, AgeBand.UNDER_A_DAY)])
    for forged, refused in (
        (f"release_yes:{cell}", "not any more, among what can be chosen"),
        (f"aside_yes:{cell}:11", "could single somebody out"),
    ):
        control = await world.post_control(world.channel, f"amh:moderation:{forged}")
        assert refused in said(await world.organiser.click(control, label="Old"))
    assert await world.counts() == Counts(0, 4)
    for _ in range(2):
        released = await press(world.organiser, await checked(), "amh:moderation:release_small")
        assert "Done." in said(released), "the same where there are none"
    assert await world.counts() == Counts(4)


@pytest.mark.parametrize(("people", "asked"), [(8, False), (12, True)])
async def test_counted_ones_are_set_aside_by_the_hour(
    world: World, people: int, *, asked: bool
) -> None:
    """Of more than ten the count is shown again; it is said in steps, and 12 are "at least 10"."""
    await world.let_sign(people, world.guild)
    await world.pass_time(3_600)
    shown = await press(world.organiser, await opened(world), "amh:moderation:counted")
    (day,) = menu(shown, "amh:moderation:day")["options"]
    shown = await choose(world.organiser, shown, "amh:moderation:day", day["value"])
    (hour,) = menu(shown, "amh:moderation:hours")["options"]
    choice = await choose(world.organiser, shown, "amh:moderation:hours", hour["value"])
    assert not any(one.startswith("amh:moderation:release") for one in ids(choice))
    why = await press(world.organiser, choice, "amh:moderation:aside")
    done = await choose(world.organiser, why, "amh:moderation:reason", "13")
    if asked:
        assert "Set at least 10 signatures aside?" in said(done)
        assert await world.counts() == Counts(people)
        done = await press(world.organiser, done, "amh:moderation:aside_yes")
    assert "Done." in said(done)
    assert await world.counts() == Counts()


async def test_signing_is_paused_and_resumed_and_all_else_goes_on(world: World) -> None:
    await world.sign(world.alice)
    paused = await press(world.organiser, await opened(world), "amh:moderation:pause")
    assert "Signing is paused here" in said(paused)
    assert "Signing is paused" in said(await world.bob.slash(world.channel, "pledge sign"))
    assert "You signed on" in said(await world.alice.slash(world.channel, "pledge mine"))
    resumed = await press(world.organiser, paused, "amh:moderation:pause")
    assert "Signing is open here." in said(resumed)
    log = await press(world.organiser, resumed, "amh:moderation:log")
    assert "Signing was paused." in said(log)
    assert "Signing was resumed." in said(log)


async def test_a_steward_needs_no_other_right_and_a_member_has_none(
    world: World,
) -> None:
    await raided(world)
    stewards = world.guild.create_role("Stewards")
    steward = world.guild.add_member(world.env.create_user("stewart"), roles=[stewards])
    control = await world.post_control(world.channel, "amh:moderation:home")
    for person in (steward, world.alice):
        assert "You cannot do that here" in said(await person.click(control, label="Old"))
    await world.choose(steward_roles=[stewards.id])
    shown = await steward.click(control, label="Old")
    assert "at least 15 signatures" in said(shown)
    assert message_of(shown).ephemeral
    assert "You cannot do that here" in said(await world.alice.click(control, label="Old"))
    setup = await world.post_control(world.channel, "amh:setup:home")
    assert "You cannot do that here" in said(await steward.click(setup, label="Old"))


@pytest.mark.parametrize(
    "forged",
    [
        "release:", "release:zz", "release:000014", "release_yes:0000990000000", "aside:000099",
        "aside_yes:000011:99", "undo:7", "go_on:7", "pause:maybe", "log:all:x", "log:nobody:0",
        "cases:-1", "off:7", "let_back:x", "wall:-1", "release:" + "000011" * 11,
    ],
)  # fmt: skip
async def test_forged_ids_change_nothing(world: World, forged: str) -> None:
    control = await world.post_control(world.channel, f"amh:moderation:{forged}"[:100])
    answer = await world.organiser.click(control, label="Old")
    assert message_of(answer).ephemeral
    assert await decided(world) == []
    assert await world.counts() == Counts()


async def test_moderators_are_told_once_and_the_message_grows(world: World) -> None:
    channel = world.guild.create_text_channel("mod-log")
    await world.choose(log_channel=channel.id)
    with world.newcomers():
        await world.let_sign(9, world.guild)
    await world.env.advance_time(600)
    assert channel.history() == []
    with world.newcomers():
        await world.let_sign(9, world.guild)
    await world.env.advance_time(600)
    (message,) = channel.history()
    text = str([part.to_dict() for part in message.components])
    assert "At least 10 signatures since" in text
    await world.restart()
    with world.newcomers():
        await world.let_sign(10, world.guild)
    await world.env.advance_time(1_200)
    (message,) = channel.history()
    assert "At least 25 signatures since" in str([part.to_dict() for part in message.components])
    answer = await world.organiser.click(message, label="Look at it")
    assert "Moderation of signatures" in said(answer)
    refused = await world.alice.click(message, label="Look at it")
    assert "You cannot do that here" in said(refused)


def test_a_choice_fits_in_a_custom_id_and_comes_back() -> None:
    cells = read("ap8o11ap8p24000013")
    assert read(written(cells)) == cells
    assert len(written(cells)) == 18
    assert Chosen.among(cells, []).groups == 0


async def test_the_hint_asks_for_managing_the_server(world: World) -> None:
    command = world.bot.tree.get_command("moderation")
    assert command is not None
    assert command.default_permissions == discord.Permissions(manage_guild=True)
