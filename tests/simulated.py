"""The real bot over a real SQLite file, driven through the simulator as people would."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands, ui
from simcord.results import InteractionResult, ResponseMessage

from bot.config import Configuration, load
from bot.db import Database
from bot.domain.identity import Keys
from bot.domain.pledges import Standing
from bot.domain.refusals import Refusal
from bot.messages import Messages, Voice
from bot.outreach import OutreachBot, build_services, phrases
from bot.services import Services
from bot.services.pledges import DIGEST_SHOWN
from tests import payloads
from tests.components import text_of, walk
from tests.db.reading import live_counts
from tests.once import put_back

SECRET = b"a secret for tests, 32 bytes long"
ROOT = Path(__file__).resolve().parents[1]

# SimCord waits 50 ms for quiet after each action; half a millisecond finds the same quiet.
_defaults = simcord.Env._settle_internal.__kwdefaults__  # pyright: ignore[reportPrivateUsage]
assert _defaults is not None
assert "idle" in _defaults, "SimCord changed: look at Env._settle_internal again"
_defaults["idle"] = 0.0005


def clock() -> Any:
    """The simulator moves `discord.utils.utcnow`; it must be looked up at each call."""
    return discord.utils.utcnow()


@dataclass(repr=False)
class World:
    """One running bot in a world of two servers, and the words it should say."""

    env: simcord.Env
    bot: OutreachBot
    services: Services
    messages: Messages
    database: Database
    configuration: Configuration
    cog_modules: dict[str, ModuleType]
    locale: str = "en-US"
    server_locale: str = "en-US"
    expected: tuple[type[BaseException], ...] = (Refusal,)
    guild: simcord.GuildHandle = field(init=False)
    channel: simcord.ChannelHandle = field(init=False)
    other_guild: simcord.GuildHandle = field(init=False)
    other_channel: simcord.ChannelHandle = field(init=False)
    new_user: Any = field(init=False)
    new_member: Any = field(init=False)
    alice: simcord.MemberActor = field(init=False)
    bob: simcord.MemberActor = field(init=False)
    organisers: simcord.RoleHandle = field(init=False)
    organiser: simcord.MemberActor = field(init=False)

    def __post_init__(self) -> None:
        self._speak()
        self._make_people_old()
        self.guild = self.env.create_guild("Riverside")
        self.channel = self.guild.create_text_channel("general")
        self.other_guild = self.env.create_guild("Night Shift")
        self.other_channel = self.other_guild.create_text_channel("general")
        self.alice = self.guild.add_member(self.env.create_user("alice"))
        self.bob = self.guild.add_member(self.env.create_user("bob"))
        self.organisers = self.guild.create_role(
            "Organisers", permissions=discord.Permissions(manage_guild=True)
        )
        olga = self.env.create_user("olga")
        self.organiser = self.guild.add_member(olga, roles=[self.organisers])

    def _speak(self) -> None:
        """Give interactions the languages of this world; the simulator knows English only."""
        emit = self.env.backend.emit

        def spoken(event: str, payload: Any, *args: Any, **kwargs: Any) -> Any:
            if event == "INTERACTION_CREATE":
                payload["locale"] = self.locale
                if "guild_id" in payload:
                    payload["guild_locale"] = self.server_locale
            return emit(event, payload, *args, **kwargs)

        self.env.backend.emit = spoken  # type: ignore[method-assign]

    def _make_people_old(self) -> None:
        """Let accounts be old and members long there; the simulator makes each this moment."""
        backend: Any = self.env.backend
        made, joined = backend.make_user, backend.add_member
        self.new_user, self.new_member = made, joined

        def earlier(act: Any, seconds: float) -> Any:
            def acting(*args: Any, **kwargs: Any) -> Any:
                backend.clock.elapsed -= seconds
                try:
                    return act(*args, **kwargs)
                finally:
                    backend.clock.elapsed += seconds

            return acting

        backend.make_user = earlier(made, 365 * 86_400)
        backend.add_member = earlier(joined, 30 * 86_400)

    @contextmanager
    def newcomers(self) -> Generator[None]:
        """Let accounts that are made in the block be new, and members join this moment."""
        backend: Any = self.env.backend
        kept = backend.make_user, backend.add_member
        backend.make_user, backend.add_member = self.new_user, self.new_member
        try:
            yield
        finally:
            backend.make_user, backend.add_member = kept

    @property
    def say(self) -> Voice:
        """The member's own voice."""
        return self.messages.voice(self.locale)

    def elsewhere(self, actor: simcord.MemberActor) -> simcord.MemberActor:
        """Let a person join the other server too."""
        return self.other_guild.add_member(actor.user)

    @property
    def keys(self) -> Keys:
        """The keys under which the store knows people and servers."""
        return Keys(SECRET, self.configuration.campaign.id)

    def standing(
        self, actor: simcord.MemberActor, guild: simcord.GuildHandle | None = None
    ) -> Coroutine[Any, Any, Standing]:
        """Look up what is stored about a person, seen from the first server or another."""
        guild_id = (guild or self.guild).id
        return self.services.pledges.standing(user_id=actor.id, guild_id=guild_id)

    async def sign(
        self, actor: simcord.MemberActor, channel: simcord.ChannelHandle | None = None
    ) -> InteractionResult:
        """Go through `/pledge sign` and press *I pledge*."""
        shown = await actor.slash(channel or self.channel, "pledge sign")
        return await press(actor, shown, "amh:pledge:confirm")

    async def choose(self, guild: simcord.GuildHandle | None = None, **chosen: object) -> None:
        """Let a moderator of a server choose settings; None is the default."""
        guild_id = (guild or self.guild).id
        for key, value in chosen.items():
            await self.services.servers.change(
                guild_id=guild_id, actor=self.organiser.id, key=key, value=value
            )

    async def let_sign(self, number: int, guild: simcord.GuildHandle) -> list[simcord.MemberActor]:
        """Let so many new members of a server sign there, all at once."""
        text = self.services.campaign.signing_text("en")
        joined = len(self.env.backend.users)
        people = [
            guild.add_member(self.env.create_user(f"signer-{joined + one}"))
            for one in range(number)
        ]
        for person in people:
            await self.services.pledges.sign(
                user_id=person.id,
                guild_id=guild.id,
                version=text.version,
                locale=text.locale,
                digest=text.digest[:DIGEST_SHOWN],
            )
        return people

    async def pass_time(self, seconds: float = 3_600) -> None:
        """Let time pass, in parts that can each settle; in an hour every number is published."""
        for begun in range(0, int(seconds), 6 * 3_600):
            await self.env.advance_time(min(6 * 3_600, seconds - begun))

    async def restart(self) -> None:
        """Stop the bot and start a new one on the same store; the world goes on."""
        await self.bot.close()
        put_back(self.cog_modules)
        self.bot = less_often(OutreachBot(self.services, self.messages))
        await self.env.restart_bot(self.bot)

    async def post_control(self, channel: simcord.ChannelHandle, custom_id: str) -> Any:
        """Post a message that carries one button of any id, known or not."""
        view = ui.LayoutView(timeout=None)
        view.add_item(ui.ActionRow(ui.Button(label="Old", custom_id=custom_id)))
        view.stop()
        target = self.bot.get_channel(channel.id)
        assert isinstance(target, discord.TextChannel)
        return await target.send(view=view)

    def counts(self) -> Any:
        """Return the campaign's counters."""
        campaign_id = self.configuration.campaign.id
        return live_counts(self.database, campaign_id=campaign_id, server=None)


def less_often(bot: OutreachBot) -> OutreachBot:
    """Let a bot look for numbers to publish every ten minutes, not each: tests let days pass."""
    bot.numbers.publish.change_interval(minutes=10)
    return bot


def leaves(world: World) -> list[app_commands.Command[Any, ..., Any]]:
    """Return every slash command that can be called."""
    walked = world.bot.tree.walk_commands()
    return [one for one in walked if isinstance(one, app_commands.Command)]


def message_of(result: InteractionResult) -> ResponseMessage:
    """Return the message an interaction was answered with."""
    assert result.response is not None, f"no answer: {result!r}"
    return result.response


def said(result: InteractionResult) -> str:
    """Return every word a person reads on the answer."""
    return text_of({"components": message_of(result).components})


def ids(result: InteractionResult) -> list[str]:
    """Return the custom_ids of the answer's controls."""
    parts = walk(message_of(result).components)
    return [part["custom_id"] for part in parts if part.get("custom_id")]


async def press(
    actor: simcord.MemberActor | simcord.UserHandle, result: InteractionResult, prefix: str
) -> InteractionResult:
    """Press the one control whose custom_id begins so."""
    found = [one for one in ids(result) if one == prefix or one.startswith(f"{prefix}:")]
    assert len(found) == 1, f"{prefix}: {found} among {ids(result)}"
    return await actor.click(message_of(result), custom_id=found[0])


@pytest.fixture(scope="session")
def configuration() -> Configuration:
    """The shipped campaign."""
    return load(ROOT / "config", phrases())


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """A SQLite file of its own: what a simulated bot does is the same on each engine."""
    return sqlite_database


@pytest.fixture
def services(configuration: Configuration, database: Database) -> Services:
    """The use cases, as `python -m bot run` wires them."""
    return build_services(configuration, database, secret=SECRET, clock=clock)


@pytest.fixture
async def env(
    configuration: Configuration, services: Services, cogs_kept: None
) -> AsyncIterator[simcord.Env]:
    """The simulated Discord with the bot in it; the test runs on its clock."""
    bot = less_often(OutreachBot(services, Messages.of(configuration)))
    async with bot:
        # Five seconds are few under load; what the bot waits for longer than this is left alone.
        env = simcord.Env(bot, check_errors=False, settle_timeout=15.0, shard_count=1)
        await env.start()
        yield env
        await env.shutdown()


@pytest.fixture
async def world(
    env: simcord.Env,
    database: Database,
    configuration: Configuration,
    services: Services,
    cog_modules: dict[str, ModuleType],
) -> AsyncIterator[World]:
    """The bot, ready, in two servers; whatever it swallowed must have been a refusal."""
    assert isinstance(env.bot, OutreachBot)
    made = World(env, env.bot, services, env.bot.messages, database, configuration, cog_modules)
    yield made
    await made.bot.close()
    faults = [error for error in env.errors if not isinstance(_cause(error), made.expected)]
    assert not faults, faults
    assert await services.tallies.discrepancies() == []
    for request in env.http_requests:
        payloads.check(request.method, request.path, request.json)


def _cause(error: BaseException) -> BaseException:
    return getattr(error, "original", error)
