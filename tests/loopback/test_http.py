"""The imitated HTTP API answers discord.py as Discord does, in its refusals too."""

from __future__ import annotations

import io
from collections.abc import Awaitable, Callable

import discord
import pytest
from discord import app_commands

from tests.loopback.conftest import Online
from tests.loopback.exchange import Answer, Refused
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User

Interaction = discord.Interaction[discord.Client]
Act = Callable[[Interaction], Awaitable[object]]


class OneCommand(discord.Client):
    """Does one thing when `/try it` is used, and keeps what came of it."""

    def __init__(self, act: Act) -> None:
        super().__init__(intents=discord.Intents(guilds=True))
        self.tree = app_commands.CommandTree(self)
        self.errors: list[BaseException] = []
        group = app_commands.Group(name="try", description="Try")
        self.tree.add_command(group)

        @group.command(name="it", description="Try it")
        async def it(interaction: Interaction) -> None:  # pyright: ignore[reportUnusedFunction]
            await act(interaction)

        @self.tree.error
        async def note(  # pyright: ignore[reportUnusedFunction]
            interaction: Interaction, error: app_commands.AppCommandError
        ) -> None:
            self.errors.append(error.__cause__ or error)

    async def setup_hook(self) -> None:
        await self.tree.sync()


@pytest.fixture
def member() -> User:
    return User("ada", locale="de")


@pytest.fixture
def guild(loopback: Discord, member: User) -> Guild:
    return loopback.guild("Somewhere", member, locale="fr")


async def test_an_interaction_carries_what_real_ones_carry(
    loopback: Discord, online: Online, guild: Guild, member: User
) -> None:
    seen: list[Interaction] = []

    async def act(interaction: Interaction) -> None:
        seen.append(interaction)
        await interaction.response.send_message("hello", ephemeral=True)

    async with online(OneCommand(act)):
        exchange = await (await loopback.slash("try it", member, guild.channel)).answered()
        private = await (await loopback.slash("try it", member)).answered()

    here, alone = seen
    assert (here.locale, here.guild_locale) == (discord.Locale.german, discord.Locale.french)
    assert here.user.name == "ada"
    assert here.is_guild_integration()
    assert here.context.guild
    assert here.channel is not None
    assert here.channel.id == guild.channel.id
    assert alone.guild is None
    assert alone.context.dm_channel
    assert isinstance(alone.channel, discord.DMChannel)
    assert exchange.answer is Answer.MESSAGE
    assert exchange.text == "hello"
    assert exchange.private
    assert private.text == "hello"


async def test_messages_can_be_followed_changed_read_and_deleted(
    loopback: Discord, online: Online, guild: Guild, member: User
) -> None:
    found: list[str] = []

    async def act(interaction: Interaction) -> None:
        await interaction.response.send_message("first")
        second = await interaction.followup.send("second", wait=True)
        await interaction.edit_original_response(content="first, changed")
        found.append((await interaction.original_response()).content)
        await second.delete()
        await interaction.followup.send(file=discord.File(io.BytesIO(b"bytes"), "my.json"))

    client = OneCommand(act)
    async with online(client):
        exchange = await (await loopback.slash("try it", member, guild.channel)).answered()
        await _until_asked(loopback, 6)

    assert client.errors == []
    assert [message.content for message in exchange.visible] == ["first, changed", ""]
    assert exchange.visible[1].files[0].content == b"bytes"
    assert exchange.followups[0].deleted


async def _until_asked(loopback: Discord, times: int) -> None:
    """Wait until the bot asked about messages so many times."""
    await loopback.wait(
        lambda: sum("/webhooks/" in one.path for one in loopback.state.requests) >= times - 1
    )


async def test_thinking_is_filled_by_the_first_follow_up_and_stays_as_private_as_it_was(
    loopback: Discord, online: Online, guild: Guild, member: User
) -> None:
    async def act(interaction: Interaction) -> None:
        await interaction.response.defer(thinking=True)
        await interaction.followup.send("here", ephemeral=True)

    async with online(OneCommand(act)):
        exchange = await (await loopback.slash("try it", member, guild.channel)).finished()

    assert exchange.answer is Answer.THINKING
    assert [message.content for message in exchange.visible] == ["here"]
    assert not exchange.private


async def test_a_second_answer_is_refused(
    loopback: Discord, online: Online, guild: Guild, member: User
) -> None:
    async def act(interaction: Interaction) -> None:
        copy = discord.Interaction(data=exchange.interaction, state=interaction._state)  # type: ignore[arg-type]
        await interaction.response.send_message("one")
        await copy.response.send_message("two")

    client = OneCommand(act)
    async with online(client):
        exchange = await loopback.slash("try it", member, guild.channel)
        await exchange.answered()
        await loopback.wait(lambda: bool(client.errors))

    assert exchange.refusals == [Refused(400, 40060)]
    assert exchange.text == "one"
    assert [getattr(error, "code", None) for error in client.errors] == [40060]


async def test_after_three_seconds_the_interaction_is_unknown(
    loopback: Discord, online: Online, guild: Guild, member: User
) -> None:
    async def act(interaction: Interaction) -> None:
        exchange.expire()
        await interaction.response.send_message("too late")

    client = OneCommand(act)
    async with online(client):
        exchange = await loopback.slash("try it", member, guild.channel)
        await loopback.wait(lambda: bool(client.errors))

    assert exchange.refusals == [Refused(404, 10062)]
    assert isinstance(client.errors[0], discord.NotFound)


async def test_a_follow_up_before_the_first_answer_is_refused(
    loopback: Discord, online: Online, guild: Guild, member: User
) -> None:
    async def act(interaction: Interaction) -> None:
        await interaction.followup.send("early")

    client = OneCommand(act)
    async with online(client):
        await loopback.slash("try it", member, guild.channel)
        await loopback.wait(lambda: bool(client.errors))

    assert getattr(client.errors[0], "code", None) == 10015


async def test_a_rate_limit_is_waited_for(
    loopback: Discord, online: Online, guild: Guild, member: User
) -> None:
    async def act(interaction: Interaction) -> None:
        await interaction.response.send_message("one")
        loopback.limit("POST", "/webhooks/*", 0.01)
        await interaction.followup.send("two")

    async with online(OneCommand(act)):
        exchange = await (await loopback.slash("try it", member, guild.channel)).answered()
        await loopback.wait(lambda: len(exchange.visible) == 2)

    statuses = [one.status for one in loopback.state.requests if "/webhooks/" in one.path]
    assert statuses == [429, 200]


async def test_what_discord_would_refuse_is_refused_and_remembered(
    loopback: Discord, online: Online, guild: Guild, member: User, described: None
) -> None:
    async def act(interaction: Interaction) -> None:
        view = discord.ui.LayoutView()
        view.add_item(discord.ui.TextDisplay("long " * 801))
        await interaction.response.send_message(view=view)

    client = OneCommand(act)
    async with online(client):
        await loopback.slash("try it", member, guild.channel)
        await loopback.wait(lambda: bool(client.errors))

    assert getattr(client.errors[0], "code", None) == 50035
    assert any("4000" in fault or "4,005" in fault for fault in loopback.state.faults)
    loopback.state.faults.clear()


async def test_a_wrong_token_is_unauthorised(loopback: Discord, online: Online) -> None:
    loopback.state.token = "another"

    async def act(interaction: Interaction) -> None:
        raise AssertionError

    client = OneCommand(act)
    async with client:
        with pytest.raises(discord.LoginFailure):
            await client.login("wrong")
