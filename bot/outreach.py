"""The composition root: builds the services, loads the cogs, starts and stops the bot."""

from __future__ import annotations

import asyncio
import importlib
import logging
import time
from collections.abc import Callable, Mapping
from typing import Any, Final

import discord
from discord.ext import commands, tasks

import bot.interactions.errors
from bot.config import Configuration
from bot.db import Database
from bot.domain.clock import Clock
from bot.domain.identity import SignerKeys
from bot.domain.phrases import Phrase, declared_in
from bot.domain.refusals import OutdatedControl, StoreUnreadable
from bot.interactions.commands import CatalogueTranslator, OutreachTree
from bot.interactions.errors import report
from bot.interactions.gateway import guard
from bot.interactions.router import Control, Controls
from bot.interactions.sync import CommandSync, Sync
from bot.log import Wait, told_when_slow
from bot.messages import Messages
from bot.services import (
    CampaignService,
    ChannelRest,
    LetterService,
    Pictures,
    PledgeService,
    PrivacyService,
    ServerService,
    Services,
    SupportService,
    TallyService,
)
from bot.services.reports import ProblemReports, reports_file
from bot.services.texts import hold_texts

_log = logging.getLogger(__name__)

FEATURES: Final = ("campaign", "letter", "pledge", "tally", "resources", "privacy", "help")
"""The cogs, in the order they are loaded; each is a package `cogs.<feature>`."""

REQUIRED_PERMISSIONS: Final = discord.Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    read_message_history=True,
).value
"""What the invite link asks for. Answering a command needs no permission at all; these are for
answering a member's message with a passage as a real reply, and the bot manages without them."""

DRAIN: Final = 2.5
"""Seconds that answers under way may take when the bot stops."""


def phrases() -> Mapping[str, Phrase]:
    """Return every phrase that the bot and its cogs declare, by key."""
    modules = [importlib.import_module(f"cogs.{feature}.words") for feature in FEATURES]
    return declared_in([bot.interactions.errors, *modules])


def build_services(
    configuration: Configuration, database: Database, *, secret: bytes, clock: Clock
) -> Services:
    """Wire the use cases to one configuration, one store, one secret and one clock."""
    campaign = CampaignService(configuration.campaign, clock)
    keys = SignerKeys(secret, campaign.id)
    letter = LetterService(configuration.letter, database.decks, keys)
    return Services(
        campaign=campaign,
        letter=letter,
        rest=ChannelRest(clock),
        pictures=Pictures(),
        pledges=PledgeService(database.pledges, campaign, keys, clock),
        tallies=TallyService(database.tallies, database.reconciliation, campaign, clock),
        privacy=PrivacyService(database.pledges, campaign, keys, clock, letter=letter),
        servers=ServerService(database.settings),
        support=SupportService(
            configuration.directory, ProblemReports(reports_file(database.url)), clock
        ),
        meta=database.meta,
    )


class OutreachBot(commands.Bot):
    """The bot: one gateway connection, the `guilds` intent, nothing cached about members.

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
    ) -> None:
        super().__init__(
            command_prefix=(),
            help_command=None,
            tree_cls=OutreachTree,
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            member_cache_flags=discord.MemberCacheFlags.none(),
            chunk_guilds_at_startup=False,
            max_messages=None,
        )
        self.services = services
        self.servers = services.servers
        self.messages = messages
        self.controls = Controls()
        self.served = False  # whether this life ever became ready
        self._policy = sync
        self._starting = starting
        self._lost_at: float | None = None
        tree, meta = self.outreach_tree, services.meta
        tree.attach(messages, services.servers)
        self._sync = CommandSync(tree, tree.ids, read=meta.get, write=meta.set)

    @property
    def outreach_tree(self) -> OutreachTree:
        """The command tree, by its own type."""
        assert isinstance(self.tree, OutreachTree)  # noqa: S101 - set by tree_cls above
        return self.tree

    async def setup_hook(self) -> None:
        """Load every cog (one that fails stops the start), word the commands, sync, watch."""
        self._starting()
        guard(self._connection.parsers)
        services = self.services
        with told_when_slow(Wait.STORE):
            await hold_texts(services.campaign, services.tallies, services.meta)
        self.add_dynamic_items(Control)
        for feature in FEATURES:
            await self.load_extension(f"cogs.{feature}")
        self.outreach_tree.word()
        await self.tree.set_translator(CatalogueTranslator(self.messages))
        await self._sync.begin(self._policy)
        self.reconcile.start()

    async def close(self) -> None:
        """Stop taking commands, let answers under way end, then close the connection."""
        self.outreach_tree.closing = True
        self.controls.closing = True
        self.reconcile.cancel()
        under_way = {
            task
            for task in asyncio.all_tasks()
            if task.get_name().startswith(("CommandTree-invoker", "discord-ui-"))
        }
        if under_way:
            await asyncio.wait(under_way, timeout=DRAIN)
        # closed within two seconds of connecting, discord.py would call a closed client ready
        waiting: asyncio.Task[Any] | None = getattr(self._connection, "_ready_task", None)
        if waiting is not None:
            waiting.cancel()
        self._sync.close()
        self.remove_listener(self._lost, "on_disconnect")  # a closed client cannot tell events
        await super().close()

    async def on_ready(self) -> None:
        """Say that the bot serves, and how many servers; never which."""
        if not self.served:
            self.add_listener(self._lost, "on_disconnect")
        self.served = True
        _log.info("ready, serving %d servers", len(self.guilds))
        self._tell_of_return()

    async def on_resumed(self) -> None:
        """Say that Discord is back."""
        self._tell_of_return()

    async def _lost(self) -> None:
        """Say once that Discord is lost; discord.py tells of each attempt that fails after that."""
        if self._lost_at is None:
            self._lost_at = time.monotonic()
            _log.warning("the connection to Discord is lost, connecting again")

    def _tell_of_return(self) -> None:
        if self._lost_at is not None:
            away = time.monotonic() - self._lost_at
            self._lost_at = None
            # as loud as the loss: whoever hears of that should hear of this
            _log.warning("Discord is back", extra={"seconds": away})

    async def on_error(self, event_method: str, /, *args: Any, **kwargs: Any) -> None:
        """Log a failed event by its name and frames, never by its arguments."""
        del args, kwargs
        _log.exception("an event handler failed", extra={"handler": event_method})

    async def on_interaction(self, interaction: discord.Interaction[Any]) -> None:
        """Answer controls and forms that no part of this release knows; silence is no answer."""
        data: Mapping[str, Any] = interaction.data or {}
        known = Control.__discord_ui_compiled_template__.fullmatch(str(data.get("custom_id", "")))
        unknown_form = interaction.type is discord.InteractionType.modal_submit
        unknown_part = interaction.type is discord.InteractionType.component and not known
        if unknown_form or unknown_part:
            await report(interaction, OutdatedControl(), self.messages)

    @tasks.loop(hours=6)
    async def reconcile(self) -> None:
        """Compare the counters with the rows; an alarm is raised, nothing is mended in silence."""
        try:
            differences = await self.services.tallies.discrepancies()
        except StoreUnreadable:
            _log.warning("the counters could not be compared: the store cannot be read")
            return
        for difference in differences:
            _log.error("counters and rows differ", extra={"difference": difference})
