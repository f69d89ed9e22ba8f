"""The check-up says what is wrong in a server, each with what helps, and else that all is well."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import discord
import pytest

from bot.domain.resources.review import Condition
from bot.domain.tallies.boards import Board, Parked
from bot.interactions.permissions import INVITED_PERMISSIONS
from bot.interactions.sync import Sync
from bot.messages import Messages
from bot.outreach import OutreachBot
from cogs.setup.check import words
from cogs.setup.check.looked import IN_CHANNEL, Support, lacking, lacking_in_channels, support_of
from tests.cogs.setup.test_panel import place
from tests.cogs.setup.using import opened
from tests.simulated import World, press, said

WELL = "Everything the bot can look at is as it should be."
COMMANDS = "Discord does not have all commands of this release yet"
NOBODY = Support(0, 0, 5)


def _called(directory: object, today: object) -> Support:
    del directory, today
    return NOBODY


def _french_lacks_two(messages: object, locale: str) -> int:
    del messages
    return 2 if locale == "fr" else 0


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch, cogs_kept: None) -> None:
    """Let somebody have called every entry of the page with help."""
    monkeypatch.setattr("cogs.setup.check.checkup.support_of", _called)


async def test_entries_that_nobody_called_are_told_with_who_can(world: World) -> None:
    total = len(world.services.support.directory.resources)
    shown = said(await opened(world, "check"))
    assert f"nobody of this campaign has called {total} of {total} entries yet" in shown
    assert "Whoever runs the bot can do that" in shown


@pytest.mark.usefixtures("called")
async def test_all_is_well_where_it_is(world: World) -> None:
    await place(world)
    assert WELL in said(await opened(world, "check"))
    assert len(await world.services.panels.of_server(guild_id=world.guild.id)) == 1


@pytest.mark.usefixtures("called")
async def test_a_panel_that_is_gone_is_told_once_and_forgotten(world: World) -> None:
    await place(world)
    tidies = world.guild.create_role("Tidy", permissions=discord.Permissions(manage_messages=True))
    moderator = world.guild.add_member(world.env.create_user("mo"), roles=[tidies])
    await moderator.delete(world.channel.history()[0])
    shown = await opened(world, "check")
    assert f"The panel in <#{world.channel.id}> was deleted" in said(shown)
    assert await world.services.panels.of_server(guild_id=world.guild.id) == ()
    assert WELL in said(await press(world.organiser, shown, "amh:setup:check"))


@pytest.mark.usefixtures("called")
async def test_what_was_chosen_and_deleted_is_told_with_its_group(world: World) -> None:
    role = world.guild.create_role("Old")
    await world.choose(organiser_roles=[role.id])
    world.env.backend.delete_role(world.guild.id, role.id)
    shown = said(await opened(world, "check"))
    assert "Organiser roles: 1 deleted role still chosen. “Who” has a button" in shown


async def test_commands_that_discord_refused_are_told(world: World) -> None:
    await world.bot.close()
    world.env.inject_error("PUT", "/applications/*/commands", status=400, code=30034)
    world.bot = OutreachBot(world.services, world.messages, sync=Sync.ALWAYS)
    await world.env.restart_bot(world.bot)
    shown = await opened(world, "check")
    assert COMMANDS in said(shown)
    await world.pass_time(120)
    assert COMMANDS not in said(await press(world.organiser, shown, "amh:setup:check"))


@pytest.mark.usefixtures("called")
async def test_a_language_with_sentences_missing_is_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(world.messages), "lacks", _french_lacks_two)
    assert "French: 2 sentences are not translated" in said(await opened(world, "check"))


def test_a_catalogue_knows_what_it_lacks() -> None:
    messages = Messages({"en": {"a.b": "x", "a.c": "y"}, "fr": {"a.b": "x"}})
    assert (messages.lacks("en"), messages.lacks("fr")) == (0, 1)


def test_rights_that_are_not_held_are_named_in_words() -> None:
    wanted = discord.Permissions(INVITED_PERMISSIONS)
    missing = lacking(wanted, discord.Permissions(send_messages=True))
    assert "send_messages" not in missing
    assert "read_message_history" in missing
    assert lacking(wanted, wanted) == ()
    everything = lacking(wanted | IN_CHANNEL, discord.Permissions.none())
    assert set(everything) <= words.RIGHTS.keys()


def test_only_channels_that_lack_something_are_named() -> None:
    def channel(number: int, held: discord.Permissions) -> Any:
        def permissions_for(member: object) -> discord.Permissions:
            del member
            return held

        return SimpleNamespace(id=number, permissions_for=permissions_for)

    channels = {1: channel(1, IN_CHANNEL), 2: channel(2, discord.Permissions.none())}
    guild: Any = SimpleNamespace(me=None, get_channel=channels.get)
    ((number, rights),) = lacking_in_channels(guild, [1, 2, 3])
    assert number == 2
    assert "send_messages" in rights


def test_late_calls_are_counted_apart_from_those_nobody_made() -> None:
    def entry(condition: Condition) -> Any:
        def on(day: object) -> Condition:
            del day
            return condition

        return SimpleNamespace(review=SimpleNamespace(condition=on))

    directory: Any = SimpleNamespace(resources=[entry(one) for one in Condition])
    today: Any = None
    assert support_of(directory, today) == Support(unchecked=1, late=2, total=4)


@pytest.mark.usefixtures("called")
async def test_boards_that_are_not_kept_current_are_told_with_what_helps(world: World) -> None:
    for number, why in enumerate(Parked, 1):
        board = Board(world.guild.id, number, nonce=number, parent_id=None, locale=None)
        await world.services.boards.begin(board)
        await world.services.boards.park(board, why)
    shown = said(await opened(world, "check"))
    assert "The board in <#1> is not kept current any more: the channel cannot be found." in shown
    assert (
        "The board in <#2> is not kept current any more: the bot may not see the channel" in shown
    )
    assert "The board in <#3> is not kept current any more: Discord refuses the change" in shown
    assert "The board in <#4> waits: its thread is archived or locked" in shown
    assert "The board in <#5> is not kept current any more: this server’s AutoMod" in shown
    assert shown.count("/tally board") == len(Parked) - 1, "an open thread is enough for one"


@pytest.mark.usefixtures("called")
async def test_that_an_older_invite_cannot_pin_is_told_where_a_board_stands(world: World) -> None:
    (mine,) = [
        one
        for one in world.env.backend.get_guild(world.guild.id).roles.values()
        if one.name == "TestBot"
    ]
    held = int(mine.permissions) & ~discord.Permissions(pin_messages=True).value
    world.env.backend.edit_role(world.guild.id, mine.id, {"permissions": held})
    shown = await opened(world, "check")
    assert WELL in said(shown)
    assert "may not pin messages here" in said(
        await world.organiser.slash(world.channel, "tally board")
    )
    shown = await press(world.organiser, shown, "amh:setup:check")
    assert "The bot lacks in this server: Pin Messages." in said(shown)


@pytest.mark.usefixtures("called")
async def test_a_board_that_is_gone_is_told_once_and_forgotten(world: World) -> None:
    await world.organiser.slash(world.channel, "tally board")
    shown = await opened(world, "check")
    assert WELL in said(shown)
    board = next(one for one in world.channel.history() if one.components)
    tidies = world.guild.create_role("Tidy", permissions=discord.Permissions(manage_messages=True))
    await world.guild.add_member(world.env.create_user("mo"), roles=[tidies]).delete(board)
    shown = await press(world.organiser, shown, "amh:setup:check")
    assert f"The board in <#{world.channel.id}> was deleted" in said(shown)
    assert await world.services.boards.of_server(guild_id=world.guild.id) == ()
    assert WELL in said(await press(world.organiser, shown, "amh:setup:check"))


@pytest.mark.usefixtures("called")
async def test_a_board_whose_channel_is_gone_or_closed_is_told_with_what_helps(
    world: World,
) -> None:
    unread = discord.PermissionOverwrite(read_message_history=False)
    closed = world.guild.create_text_channel(
        "closed", overwrites={world.guild.default_role: unread}
    )
    await world.organiser.slash(closed, "tally board")
    shown = await opened(world, "check")
    told = f"In <#{closed.id}>, where a board stands, the bot lacks: Read Message History"
    assert told in said(shown)
    world.env.inject_error("GET", "/channels/*/messages/*", status=404, code=10003)
    shown = await press(world.organiser, shown, "amh:setup:check")
    assert "is not kept current any more: the channel cannot be found" in said(shown)


@pytest.mark.usefixtures("called")
async def test_a_channel_chosen_to_post_in_that_denies_it_is_told_with_what_helps(
    world: World,
) -> None:
    everyone = world.guild.default_role
    closed = world.guild.create_text_channel(
        "closed", overwrites={everyone: discord.PermissionOverwrite(send_messages=False)}
    )
    await world.choose(announcements=closed.id, log_channel=world.channel.id)
    shown = said(await opened(world, "check"))
    assert f"Channel for milestones: in <#{closed.id}> the bot lacks Send Messages" in shown
    assert "Channel for moderators" not in shown
    world.env.backend.delete_channel(closed.id)
    gone = said(await opened(world, "check"))
    assert "Channel for milestones: 1 deleted channel still chosen" in gone


@pytest.mark.usefixtures("called")
async def test_a_channel_chosen_to_post_in_and_to_be_silent_in_is_told(world: World) -> None:
    here = world.channel.id
    await world.choose(announcements=here, log_channel=here, silent_channels=[here])
    shown = said(await opened(world, "check"))
    for name in ("Channel for milestones", "Channel for moderators"):
        assert f"{name}: <#{here}> is among “Channels without posts” as well" in shown
    await world.choose(silent_channels=None)
    assert "as well" not in said(await opened(world, "check"))
