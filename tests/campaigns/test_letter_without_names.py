"""A letter that names nobody who signed it: nobody is told of signatories, nor of themes."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import discord
import pytest
from click.testing import CliRunner

from bot.command_line import main
from bot.config import SIGNATORIES, Configuration, load, missing
from bot.domain.refusals import NotInCampaign
from bot.interactions.commands import OutreachTree
from bot.messages import Messages
from bot.outreach import phrases
from bot.preview.commands import listed
from bot.preview.content import entries
from bot.tryout.commands import send_commands
from cogs.letter.cog import LetterCog
from cogs.letter.words import NO_THEMES
from cogs.setup.preview import Previews
from tests.preview.conftest import draw
from tests.process.conftest import log_put_back
from tests.simulated import World, leaves, said


@pytest.fixture
def configuration(tmp_path: Path) -> Configuration:
    """What `new` writes for a campaign with a letter."""
    options = ["--name", "River", "--languages", "en", "--pledge", "I will walk."]
    with log_put_back():
        CliRunner().invoke(main, ["new", str(tmp_path / "c"), *options, "--with", "letter"])
    return load(tmp_path / "c", phrases())


async def test_the_command_is_gone_and_an_older_button_is_honest(
    world: World, configuration: Configuration
) -> None:
    typed = {one.qualified_name for one in leaves(world)}
    assert "letter read" in typed
    assert "letter signatories" not in typed
    told = world.messages.voice()(NotInCampaign.phrase)
    undrawn: Any = None
    previews = Previews(configuration, world.messages, world.bot.outreach_tree, undrawn)
    now = datetime(2026, 11, 27, tzinfo=UTC)
    offered = {one.value for one in previews.cards("letter", world.messages.voice(), now)}
    assert {one for one in offered if "signator" in one} == set()
    assert "read" in offered
    message = await world.post_control(world.channel, "amh:letter:signatories:0:all")
    assert said(await world.alice.click(message, custom_id="amh:letter:signatories:0:all")) == told
    wished = await world.alice.slash(world.channel, "letter quote", theme="walking")
    assert said(wished) == world.say(NO_THEMES)


class TestALetterThatNoPictureCanShow:
    @pytest.fixture
    def configuration(self, configuration: Configuration) -> Configuration:
        """What can be no picture either, for want of a font."""
        return replace(configuration, letter=replace(configuration.letter, title="公開書簡"))

    async def test_a_tryout_sends_the_commands_that_a_start_sends(
        self, world: World, configuration: Configuration, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        trees: list[OutreachTree] = []

        async def keep(tree: OutreachTree) -> None:
            trees.append(tree)

        monkeypatch.setattr("bot.tryout.commands.sent", keep)
        async with discord.Client(intents=discord.Intents(guilds=True)) as client:
            assert await send_commands(client, configuration) == []
        assert payloads(trees[0]) == payloads(world.bot.outreach_tree)
        assert "signatories" in [one.name for one in LetterCog.letter.commands], (
            "only a copy lost it"
        )
        assert "choices.picture" in phrases(), "what is read after it has all words"

    def test_a_preview_lists_the_choices_that_a_start_sends(
        self, configuration: Configuration
    ) -> None:
        previewed = listed(configuration, Messages.of(configuration), "en")
        (quote,) = [one for one in previewed if one.name == "/letter quote"]
        assert [one.choices for one in quote.options] == [(), ("text",)]


def payloads(tree: OutreachTree) -> dict[str, object]:
    return {one.name: one.to_dict(tree) for one in tree.get_commands()}


def test_no_card_and_no_word_of_it_is_left(configuration: Configuration) -> None:
    assert SIGNATORIES not in configuration.parts
    messages = Messages.of(configuration)
    names = [one.name for one in listed(configuration, messages, "en")]
    assert [one for one in names if "signatories" in one] == []
    now = datetime(2026, 11, 27, tzinfo=UTC)
    shown = asyncio.run(entries(configuration, ("en",), now=now, draw=draw))
    assert len(shown) > 100
    assert [(one.name, key) for one in shown for key in one.keys if "signator" in key] == []
    assert [key for key in missing(configuration, "it") if "signator" in key] == []
