"""The composition root: builds the services, loads the cogs, starts and stops the bot."""

from __future__ import annotations

import importlib
import logging
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import Any, Final

import discord
from discord.ext import commands

import bot.interactions.cards
import bot.interactions.errors
import bot.interactions.posting
from bot.config import Configuration
from bot.db import Database
from bot.domain.clock import Clock
from bot.domain.identity import Keys
from bot.domain.phrases import Phrase, by_key, declared_in
from bot.domain.refusals import SIGNING_STATES, refusals
from bot.interactions.cog import FeatureCog
from bot.interactions.commands import OutreachTree, phrases_of
from bot.interactions.connection.admission import Admission
from bot.interactions.connection.sharded import ShardedBot
from bot.interactions.connection.starts import SessionStarts
from bot.interactions.lookups.members import MemberLookup
from bot.interactions.loops.checks import Checks
from bot.interactions.loops.numbers import Numbers
from bot.interactions.loops.removals import Removals
from bot.interactions.router import Router
from bot.interactions.sync import CommandSync, Sync
from bot.log import Wait, told_when_slow
from bot.messages import Messages
from bot.services import (
    BoardService,
    CampaignService,
    ChannelRest,
    Expiry,
    ExportService,
    Holding,
    LetterService,
    MilestoneService,
    ModerationService,
    NoticeService,
    PanelService,
    Pictures,
    PledgeService,
    PrivacyService,
    ServerRecords,
    ServerService,
    Services,
    SupportService,
    TallyService,
    TextService,
    WallService,
)
from bot.services.reports import ProblemReports, reports_file

_log = logging.getLogger(__name__)

DRAIN: Final = 2.5
"""Seconds that answers under way may take when the bot stops."""


def features() -> tuple[str, ...]:
    """Return the names of the cogs, in the order they are loaded: the packages in `cogs/`."""
    folders = importlib.import_module("cogs").__path__
    return tuple(sorted(one.name for one in pkgutil.iter_modules(folders) if one.ispkg))


def part_needed(feature: str) -> str | None:
    """Return what a campaign must have for a feature to be there: its package's `NEEDS`, if any."""
    return getattr(importlib.import_module(f"cogs.{feature}"), "NEEDS", None)


def carried(configuration: Configuration) -> tuple[str, ...]:
    """Return the features that a campaign has, in the order they are loaded."""
    return tuple(one for one in features() if configuration.has(part_needed(one)))


def phrases() -> Mapping[str, Phrase]:
    """Return every phrase that the bot says, by key: of its cogs, and what no cog says alone."""
    found = [*SIGNING_STATES.values(), *(said for one in refusals() for said in one.phrases)]
    for module in (bot.interactions.errors, bot.interactions.posting, bot.interactions.cards):
        found += declared_in(module)
    for feature in sorted(features(), key=lambda one: part_needed(one) is not None):
        always = {one.key for one in found if one.needs is None}  # what is shared with those too
        own = {
            one: None if one.key in always else part_needed(feature) for one in _said_by(feature)
        }
        found += [replace(one, needs=one.needs or part) for one, part in own.items()]
    return by_key(found)


def _said_by(feature: str) -> list[Phrase]:
    """Return what its commands come with, and the constants of its package and modules `words`."""
    own = [one for module in _modules_of(feature) for one in declared_in(module)]
    for cog in cogs_of(feature):
        own += [one for command in cog.declared_commands() for one in phrases_of(command)]
    return own


def cogs_of(feature: str) -> list[type[FeatureCog]]:
    """Return the cogs of a feature: the classes of its module `cog`."""
    module = importlib.import_module(f"cogs.{feature}.cog")
    classes = [one for one in vars(module).values() if isinstance(one, type)]
    return [one for one in classes if issubclass(one, FeatureCog) and one is not FeatureCog]


def _modules_of(feature: str) -> Iterator[ModuleType]:
    package = importlib.import_module(f"cogs.{feature}")
    yield package
    for one in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        if one.name.endswith(".words"):
            yield importlib.import_module(one.name)


def build_services(
    configuration: Configuration, database: Database, *, secret: bytes, clock: Clock
) -> Services:
    """Wire the use cases to one configuration, one store, one secret and one clock."""
    campaign = CampaignService(configuration.campaign, clock)
    keys = Keys(secret, campaign.id)
    letter = LetterService(configuration.letter, database.decks, keys)
    servers = ServerService(
        database.settings,
        keys,
        clock,
        campaign=campaign.chosen_for_servers,
        languages=configuration.languages,
        absent=frozenset(features()) - frozenset(carried(configuration)),
    )
    holding = Holding(servers, clock, joined_seconds=configuration.campaign.holding.joined_seconds)
    texts = TextService(campaign, database.pledges, database.meta)
    pledges = PledgeService(database.pledges, campaign, keys, clock, holding, texts)
    reports, moderation = ProblemReports(reports_file(database.url)), database.moderation
    tallies = TallyService(
        database.tallies, database.reconciliation, campaign, pledges, keys, clock
    )
    return Services(
        configuration=configuration,
        campaign=campaign,
        letter=letter,
        rest=ChannelRest(clock),
        pictures=Pictures(),
        pledges=pledges,
        tallies=tallies,
        boards=BoardService(database.boards),
        milestones=MilestoneService(database.milestones, tallies, servers, campaign, clock),
        exports=ExportService(tallies, pledges, database.exports, campaign, keys, clock),
        privacy=PrivacyService(
            database.pledges,
            database.servers,
            campaign,
            keys,
            clock,
            letter=letter,
            settings=database.settings,
        ),
        servers=servers,
        server_records=ServerRecords(database.servers, database.removal, keys, clock),
        moderation=ModerationService(moderation, keys, clock),
        expiry=Expiry(moderation, database.pledges, database.servers, servers, keys, clock),
        notices=NoticeService(database.notices, moderation, servers, keys, clock),
        wall=WallService(database.pledges, keys, clock),
        panels=PanelService(database.panels, keys, clock),
        texts=texts,
        support=SupportService(configuration.directory, reports, clock),
        meta=database.meta,
    )


class OutreachBot(ShardedBot):
    """The bot; nothing is cached about members or messages.

    It is told of its servers, and of what is written to it directly, which it does not read.

    Use it as `async with OutreachBot(...) as bot: await bot.start(token)`; leaving the block lets
    answers under way end, then closes the connection. The store outlives it.
    """

    def __init__(
        self,
        services: Services,
        messages: Messages,
        *,
        sync: Sync = Sync.WHEN_CHANGED,
        starting: Callable[[], None] = lambda: None,
        starts: SessionStarts | None = None,
        admission: Admission | None = None,
    ) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=OutreachTree,
            intents=discord.Intents(guilds=True, dm_messages=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
            starts=starts or SessionStarts(),
            admission=admission or Admission(),
        )
        self.services = services
        self.servers = services.servers
        self.messages = messages
        self.router = Router(messages, services.servers, self.admission)
        self.member_lookup = MemberLookup(self)
        self.numbers = Numbers(self, services.tallies)
        self.removals = Removals(self, self.shards_known, services.server_records)
        self.checks = Checks(services.expiry)
        self.served = False  # whether this life ever became ready
        self._policy = sync
        self._starting = starting
        tree, meta = self.outreach_tree, services.meta
        tree.attach(messages, self.router)
        self.admission.leaves_no_trace = tree.leaves_no_trace
        self.command_sync = CommandSync(tree, tree.ids, read=meta.get, write=meta.set)
        services.servers.listen(partial(self.dispatch, "server_changed"))

    @property
    def outreach_tree(self) -> OutreachTree:
        """The command tree, by its own type."""
        assert isinstance(self.tree, OutreachTree)  # noqa: S101 - set by tree_cls above
        return self.tree

    async def setup_hook(self) -> None:
        """Load the campaign's cogs (one that fails stops the start), word them, sync, watch."""
        await super().setup_hook()
        self._starting()
        with told_when_slow(Wait.STORE):
            await self.services.texts.hold()
        for feature in carried(self.services.configuration):
            await self.load_extension(f"cogs.{feature}")
        await self.outreach_tree.fit(self.services.configuration)
        await self.command_sync.begin(self._policy)
        self.numbers.start()
        self.removals.hourly.start()
        self.checks.hourly.start()

    async def close(self) -> None:
        """Stop taking commands, let answers under way end, then close the connection."""
        self.numbers.cancel()
        self.removals.hourly.cancel()
        self.checks.hourly.cancel()
        await self.router.drain(DRAIN)
        self.command_sync.close()
        self.admission.close()
        await self.services.pictures.close()
        await super().close()

    async def add_cog(self, cog: commands.Cog, /, **options: Any) -> None:
        """Add a cog with its commands, its presses and its menus."""
        await super().add_cog(cog, **options)
        if isinstance(cog, FeatureCog):
            modals = cog.modal_handlers
            self.router.add(cog.feature, cog.handlers, modals=modals, right=cog.right)
            for menu in cog.message_menus():
                self.tree.add_command(menu)

    async def on_ready(self) -> None:
        """Say that the bot serves, and how many servers, never which."""
        if not self.router.closing:  # discord.py calls a client ready that was closed meanwhile
            _log.info("ready, serving %d servers", len(self.shards_known.guilds))

    async def on_shard_ready(self, shard_id: int) -> None:
        """Note the servers of a shard that begins to serve, or serves again."""
        await super().on_shard_ready(shard_id)
        if not self.router.closing:
            self.served = True
            self.numbers.serve()
            await self.services.server_records.here(self.shards_known.of(shard_id))

    async def on_guild_join(self, guild: discord.Guild) -> None:
        """Note a server that the bot came to."""
        await super().on_guild_join(guild)
        await self.services.server_records.here([guild.id])

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        """Note that the bot was removed; a server that is only unavailable is another event."""
        await super().on_guild_remove(guild)
        await self.services.server_records.left(guild_id=guild.id)

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log a failed event by its name and frames, never by its arguments."""
        del args, kwargs
        _log.exception("an event handler failed", extra={"handler": event_method})

    async def on_message(self, message: discord.Message, /) -> None:
        """Read no message: there are no commands in texts."""

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer a press; commands are the tree's."""
        await self.router.route(interaction)
