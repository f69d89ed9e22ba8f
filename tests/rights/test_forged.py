"""Thousands of forged presses: without the right none has an effect, with it none is invalid."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import AsyncMock

import discord
import pytest

from bot.domain.sentences import SENTENCES, sentence_of, version_of
from bot.domain.settings import ServerSettings, settings_of
from bot.interactions.cog import FeatureCog
from cogs.setup.own_words.cards import DRAFT
from cogs.setup.own_words.cog import WordsCog
from tests.db.reading import everything
from tests.simulated import World, clock

FEW, MANY = 500, 10_000

_KEYS = [one.key for one in settings_of()]
_OPTIONS = [*(str(each) for one in settings_of() for each in one.options), "true", "false"]
_WORDS = [
    *_KEYS, *_OPTIONS, "setup_step", "g", "s", "l0", "l-1", "true", "false", "text", "picture",
    "here", "everywhere", "campaign", "server", "own", "-", "", " ", "0", "1", "-1", "4", "999999",
    "1000000", str(2**63), str(2**64), "9" * 40, "1e3", "٣", "NaN", "null", "[]", '{"a":1}', "en",
    "de", "xx", "<@1>", "@everyone", "+ask", "+sure", "+not-now", "+campaign", "'; DROP TABLE x",
    "\u202e", "\x00", "\ud83d\ude42", "speak-out", "int-nomore", "unknown",
]  # fmt: skip
"""What a forger would try: what this release knows, what it almost knows, and the edges."""

_SENTENCES = [*SENTENCES, "pledge.sign_title", "privacy.policy_kept"]
_DRAFTS = [*["Ours."] * 8, "{about}", "**Ours**", "https://example.org", "@everyone", "{x}", ""]


def forged(world: World, rng: random.Random, *, only: str | None = None) -> Iterator[Any]:
    """Yield what a press says, drawn from every feature and action that there is."""
    cogs = [one for one in world.bot.cogs.values() if isinstance(one, FeatureCog)]
    every = [f"{one.feature}:{action}" for one in cogs for action in (*one.presses, *one.modals)]
    acts = [one for one in every if only is None or one.startswith(f"{only}:")]
    while True:
        args = [rng.choice(_WORDS) for _ in range(rng.randrange(5))]
        values = [rng.choice(_WORDS) for _ in range(rng.choice([0, 1, 1, 2, 25]))]
        act = rng.choice(acts)
        if rng.random() < 0.5:  # nearly right, so that some of it is
            one = rng.choice(settings_of())
            own = [*map(str, one.options), "true", "false", "en"]
            seen = version_of(rng.choice([None, *map(json.dumps, one.options), "true", "false"]))
            args, values = [one.key, rng.choice("gs"), seen, rng.choice(own)], [rng.choice(own)]
            act = rng.choice([act, "setup:put"])
        elif rng.random() < 0.3:
            version = version_of(rng.choice([None, '"Ours."']))
            args, values = [rng.choice(["en", "de", "xx"]), rng.choice(_SENTENCES), version], []
            act = rng.choice([act, "setup:words_typed", *["setup:words_keep"] * 4])
        field = {"type": 4, "custom_id": rng.choice(["words", "x"]), "value": rng.choice(_WORDS)}
        yield {
            "custom_id": ":".join(["amh", act, *args])[:100],
            "component_type": rng.choice([2, 3, 6, 8]),
            "values": values,
            "components": [{"type": 18, "component": field}],
        }


class Press:
    """A press as the router gets it, whose answers go nowhere and are remembered."""

    def __init__(
        self, world: World, data: Any, *, permissions: discord.Permissions, draft: str = ""
    ) -> None:
        action = data["custom_id"].split(":")[2]
        form = action in WordsCog.modals
        kinds = discord.InteractionType
        drafted = discord.TextDisplay({"type": 10, "id": DRAFT, "content": f"```\n{draft}\n```"})
        user: Any = SimpleNamespace(id=world.alice.id, roles=[])
        self.interaction: Any = SimpleNamespace(
            type=kinds.modal_submit if form else kinds.component,
            data=data,
            client=world.bot,
            user=user,
            guild_id=world.guild.id,
            guild=world.bot.get_guild(world.guild.id),
            channel_id=world.channel.id,
            channel=world.bot.get_channel(world.channel.id),
            permissions=permissions,
            locale="en-US",
            created_at=clock(),
            id=1,
            guild_locale="en-US",
            context=discord.app_commands.AppCommandContext(guild=True),
            is_user_integration=lambda: False,
            is_guild_integration=lambda: True,
            message=SimpleNamespace(
                flags=discord.MessageFlags(ephemeral=True), components=[drafted], attachments=[]
            ),
            response=AsyncMock(is_done=lambda: False, type=None),
            followup=AsyncMock(),
            edit_original_response=AsyncMock(),
            delete_original_response=AsyncMock(),
        )

    @property
    def posts(self) -> list[Any]:
        """What was sent for everyone to see."""
        sent = (self.interaction.followup.send, self.interaction.response.send_message)
        return [one for each in sent for one in each.mock_calls if not one.kwargs.get("ephemeral")]


@pytest.mark.long
@pytest.mark.parametrize("feature", [None, "setup"])
async def test_no_forged_press_of_a_member_changes_or_posts_anything(
    world: World, long: bool, feature: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    await world.choose(channel_rest=60, silent_channels=[world.other_channel.id])
    rng = random.Random("without the right")  # noqa: S311 - the same each time, and no secret
    member = discord.Permissions(send_messages=True)
    before, messages = await chosen(world), len(world.channel.history())
    presses = forged(world, rng, only=feature)
    for _ in range((MANY if long else FEW) // 2):
        press = Press(world, next(presses), permissions=member)
        await world.bot.router.route(press.interaction)
        assert press.posts == [], press.interaction.data
    assert await chosen(world) == before
    assert len(world.channel.history()) == messages
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []


@pytest.mark.long
async def test_no_forged_press_of_a_moderator_stores_what_cannot_be_chosen(
    world: World, long: bool, caplog: pytest.LogCaptureFixture
) -> None:
    rng = random.Random("with the right")  # noqa: S311 - the same each time, and no secret
    manages = discord.Permissions(manage_guild=True)
    presses = forged(world, rng, only="setup")
    for _ in range(MANY if long else FEW):
        draft = rng.choice(_DRAFTS)
        press = Press(world, next(presses), permissions=manages, draft=draft)
        await world.bot.router.route(press.interaction)
    stored = await world.database.settings.get(guild_id=world.guild.id)
    held = ServerSettings.model_validate(stored)
    for one in settings_of():
        if one.key in stored:
            assert one.read(stored[one.key]) == getattr(held, one.key)
    assert held.organiser_roles <= {world.organisers.id}
    assert held.silent_channels <= {world.channel.id}
    assert held.locale in (None, *world.services.servers.languages)
    entries, _ = await world.database.settings.log(guild_id=world.guild.id, limit=MANY, offset=0)
    assert entries, "some of the forged presses say what can be chosen"
    own = {one.key for one in entries} - set(_KEYS)
    assert own, "some of the forged drafts can be kept"
    assert all(sentence_of(one) for one in own)
    assert (await world.services.servers.with_sources(guild_id=world.guild.id)).unfit_words == ()
    assert [one.getMessage() for one in caplog.records if one.levelname == "ERROR"] == []


async def chosen(world: World) -> Any:
    """Return what moderators chose, what the log says of it, and what was posted."""
    rows = await world.database.reader.read(everything)
    tables = ("server_settings", "moderation_log", "panels", "boards", "milestones")
    return {name: rows[name] for name in tables if name in rows}
