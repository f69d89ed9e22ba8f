"""The response to one interaction: private unless posted, and always within three seconds."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Sequence
from typing import Final, Protocol, TypeVar

import discord

from bot.domain.refusals import NotAllowed, OutdatedControl, ServerOnly
from bot.domain.settings import Posting, ServerSettings
from bot.interactions.cards import Card, Modal, with_way_back
from bot.interactions.errors import voice_for
from bot.interactions.permissions import may_share_support, posting_refusal, server_of
from bot.interactions.posting import ChangedView, asking_view, posted_notice, posted_view, posting
from bot.interactions.pressed import Given, Interaction, Pressed
from bot.messages import Messages, Voice
from bot.services.servers import ServerService

T = TypeVar("T")

PATIENCE: Final = 1.5
"""Seconds an answer may take before it is deferred; Discord gives up after three."""

REFRESH: Final = "refresh"
"""The action of a control that brings the posted card it stands on up to date, for everyone."""

File = discord.File | None
Files = Sequence[discord.File]


class Host(Protocol):
    """What a response finds at the client: the words, and what each server chose."""

    messages: Messages
    servers: ServerService


class Response(Pressed):
    """What a handler gets: who asks, what for, and the ways to answer.

    Attributes:
        edits: whether this press changes the posted card it stands on, and answers with no new one.
        way_back: whether one came from the campaign's card, and the answer leads back to it.
        say: the voice in which to answer privately.
    """

    def __init__(
        self,
        interaction: Interaction,
        given: Given | None = None,
        *,
        feature: str | None = None,
        edits: bool = False,
        way_back: bool = False,
    ) -> None:
        super().__init__(interaction, given or Given())
        self.edits = edits
        self.way_back = way_back
        host: Host = interaction.client
        self._host = host
        self.say: Voice = voice_for(interaction, host.messages, host.servers, feature)

    @property
    def user_id(self) -> int:
        """The presser's Discord user id."""
        return self.interaction.user.id

    @property
    def server_id(self) -> int | None:
        """The id of the server this comes from; None in a DM, and where the bot is no member."""
        return server_of(self.interaction)

    @property
    def guild_id(self) -> int:
        """The server's id.

        Raises:
            ServerOnly: where there is none, and nothing of a server can be done.
        """
        if (server_id := self.server_id) is None:
            raise ServerOnly
        return server_id

    @property
    def channel_id(self) -> int:
        """The channel's id.

        Raises:
            NotAllowed: where Discord names none.
        """
        if self.interaction.channel_id is None:
            raise NotAllowed
        return self.interaction.channel_id

    @property
    def locale(self) -> str:
        """The member's language, as Discord names it."""
        return str(self.interaction.locale)

    async def wait(self, awaitable: Awaitable[T]) -> T:
        """Return what is awaited; past `PATIENCE` the interaction is deferred first.

        A card that will be changed stays meanwhile as it was; else "thinking" is said privately.
        The work is never cancelled: a change that was begun ends, and its outcome is told.
        """
        task = asyncio.ensure_future(awaitable)
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done() and not self.interaction.response.is_done():
            try:
                await self._defer()
            except BaseException:
                # Answered elsewhere, or never to be answered: the work ends all the same.
                await asyncio.wait({task})
                _ = task.cancelled() or task.exception()
                raise
        return await task

    @property
    def _on_private_card(self) -> bool:
        message = self.interaction.message
        return message is not None and message.flags.ephemeral

    async def _defer(self) -> None:
        new = not (self.edits or self._on_private_card)
        await self.interaction.response.defer(ephemeral=new, thinking=new)

    async def show(self, card: Card, *, files: Files = ()) -> None:
        """Show a private card: in place of the private card that was pressed, or as a new one."""
        if self.way_back:
            card = with_way_back(card, self.say)
        response, files = self.interaction.response, [*files]
        if response.is_done():
            await self.interaction.edit_original_response(view=card, attachments=files)
        elif self._on_private_card:
            await response.edit_message(view=card, attachments=files)
        else:
            await response.send_message(view=card, ephemeral=True, files=files)

    async def show_beside(self, card: Card, *, files: Files = ()) -> None:
        """Show a private card as a message of its own; the card that was pressed stays."""
        response, files = self.interaction.response, [*files]
        if response.is_done():
            await self.interaction.followup.send(view=card, ephemeral=True, files=files)
        else:
            await response.send_message(view=card, ephemeral=True, files=files)

    async def ask(self, modal: Modal) -> None:
        """Open a modal; what is submitted comes back by its custom_id, also after a restart.

        Discord takes one as the first answer only, so nothing before it may take long.

        Raises:
            InteractionResponded: when the interaction was answered already, or deferred.
        """
        await self.interaction.response.send_modal(modal)

    async def edit(self, card: Card) -> None:
        """Put a card in the place of the posted one that was pressed, for everyone who sees it.

        Raises:
            ValueError: when the press is no `REFRESH`; deferred, it would have begun a new message.
        """
        if not self.edits:
            raise ValueError(f"only a press of {REFRESH!r} edits the card it stands on")
        if self.interaction.response.is_done():
            await self.interaction.edit_original_response(view=card)
        else:
            await self.interaction.response.edit_message(view=card)

    async def settings(self) -> ServerSettings:
        """Return this server's settings; in a DM, the defaults."""
        if self.interaction.guild_id is None:
            return ServerSettings(absent=self._host.servers.absent)
        return await self._host.servers.settings(guild_id=self.interaction.guild_id)

    async def public_locale(self) -> str | None:
        """Return the language of what everyone here reads: chosen here, or the server's own."""
        return (await self.settings()).locale or str(self.interaction.guild_locale or "") or None

    async def public_voice(self) -> Voice:
        """Return the voice of what everyone here reads."""
        own = str(self.interaction.guild_locale or "") or None
        say = self._host.messages.voice(await self.public_locale(), own)
        return say.with_words(self._host.servers.words(guild_id=self.interaction.guild_id))

    async def offers(self, cog: str, action: str, form: str = "") -> bool:
        """Return whether this server lets its members do this, so that a card can offer it."""
        return (await self.settings()).allows(cog, action, form)

    def lacks(self, cog: str) -> bool:
        """Return whether the campaign does not have a cog at all."""
        return cog in self._host.servers.absent

    async def may_post(self, what: Posting = Posting.CARD) -> bool:
        """Return whether the presser may post this in this channel, asked at each press."""
        return posting_refusal(self.interaction, await self.settings(), what) is None

    def may_share_support_as_known(self) -> bool:
        """Return whether the presser may share help here, as it is known without the store."""
        known = self._host.servers.known(guild_id=self.interaction.guild_id or 0)
        return may_share_support(self.interaction, known)

    async def must_be_allowed_to_post(self, what: Posting = Posting.CARD) -> None:
        """Check that the presser may post this in this channel.

        Raises:
            NotAllowed: when they may not.
            ChannelSilent: when nobody may here.
        """
        if refusal := posting_refusal(self.interaction, await self.settings(), what):
            raise refusal

    async def post(self, card: Card, *, file: File = None, what: Posting = Posting.CARD) -> None:
        """Post a card; the private one that was pressed says so, and asks before another.

        Raises:
            NotAllowed, ChannelSilent: when the presser may not post this here.
        """
        await self.send(card, file=file, what=what)
        if self._on_private_card:
            await self.say_posted()

    async def send(self, card: Card, *, file: File = None, what: Posting = Posting.CARD) -> None:
        """Send a card, with the file it shows, for everyone in the channel.

        Raises:
            NotAllowed, ChannelSilent: when the presser may not post this here.
            ChannelGone, ThreadClosed, BlockedByServer: when Discord refuses it for that.
        """
        await self.must_be_allowed_to_post(what)
        response = self.interaction.response
        if self._on_private_card and not response.is_done():
            await self._defer()
        send = self.interaction.followup.send if response.is_done() else response.send_message
        with posting():
            await send(view=card, files=[file] if file else [])

    async def say_posted(self) -> None:
        """Let the private card that was pressed say that it was posted."""
        await self._change_pressed(posted_view)

    async def ask_again(self) -> None:
        """Let the private card that was pressed ask whether to post it once more."""
        await self._change_pressed(asking_view)

    async def _change_pressed(self, changed: ChangedView) -> None:
        message, response = self.interaction.message, self.interaction.response
        if message is None:
            raise OutdatedControl
        view = changed(message, str((self.interaction.data or {}).get("custom_id")), self.say)
        files = message.attachments
        if not response.is_done():
            await response.edit_message(view=view, attachments=files)
            return
        try:
            await self.interaction.edit_original_response(view=view, attachments=files)
        except discord.NotFound:
            # Its reader put the card away meanwhile, and what was done is done.
            await self.interaction.followup.send(view=posted_notice(self.say), ephemeral=True)
