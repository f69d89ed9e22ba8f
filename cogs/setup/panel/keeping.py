"""Posts panels and keeps them current; a panel whose message is gone is forgotten."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import Final

from discord.ext import tasks

from bot.domain.panels import Panel
from bot.domain.refusals import CampaignClosed, CampaignNotOpen, Refusal
from bot.domain.settings import ServerSettings
from bot.interactions.posts import PostOutcome, Posts, digest_of
from bot.messages import Messages, Voice
from bot.services import CampaignService, PanelService, ServerService
from cogs.setup.panel.cards import panel_card
from cogs.setup.panel.shown import PanelContent, PanelOutcome, PlacedPanel

_log = logging.getLogger(__name__)

_GONE: Final = (PostOutcome.MESSAGE_GONE, PostOutcome.CHANNEL_GONE)
_OUTCOMES: Final = {
    PostOutcome.LATER: PanelOutcome.LATER,
    PostOutcome.CHANNEL_GONE: PanelOutcome.CHANNEL_GONE,
    PostOutcome.NO_RIGHT: PanelOutcome.NO_RIGHT,
    PostOutcome.BLOCKED: PanelOutcome.BLOCKED,
}


@dataclass(frozen=True, slots=True)
class _Drawn:
    """What a panel shows, in which voice; the digest is the same as long as it says the same."""

    shown: PanelContent
    say: Voice
    digest: str


class PanelKeeping:
    """Posts panels and edits them; that Discord refused one is all that is held in memory."""

    def __init__(
        self,
        posts: Posts,
        panels: PanelService,
        servers: ServerService,
        campaign: CampaignService,
        messages: Messages,
    ) -> None:
        self._posts = posts
        self._panels = panels
        self._servers = servers
        self._campaign = campaign
        self._messages = messages
        self._looking: dict[int, bool] = {}
        self._refused: set[tuple[int, int, str]] = set()

    async def standing(self, *, guild_id: int) -> tuple[Panel, ...]:
        """Return the panels of a server, as they are noted.

        Raises:
            StoreUnreadable: when they cannot be looked up.
        """
        return await self._panels.of_server(guild_id=guild_id)

    async def shown(self, *, guild_id: int) -> tuple[PanelContent, Voice]:
        """Return what a panel shows in a server now, and the voice in which it does."""
        drawn = self._drawn(guild_id, await self._servers.settings(guild_id=guild_id))
        return drawn.shown, drawn.say

    async def place(
        self, *, guild_id: int, channel_id: int, nonce: int, user_id: int
    ) -> PlacedPanel:
        """Post a channel's panel, or bring the one that it has up to date.

        Raises:
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer.
        """
        settings = await self._servers.settings(guild_id=guild_id)
        if channel_id in settings.silent_channels:
            return PlacedPanel(PanelOutcome.SILENT, channel_id)
        one = await self._panels.begin(guild_id=guild_id, channel_id=channel_id, nonce=nonce)
        drawn = self._drawn(guild_id, settings)
        if not one.stands:
            return await self._post(one, drawn, user_id)
        fate = await self._edit(one, drawn)
        if fate is PostOutcome.MESSAGE_GONE:
            return await self.place(
                guild_id=guild_id, channel_id=channel_id, nonce=nonce, user_id=user_id
            )
        if fate is PostOutcome.DONE:
            return PlacedPanel(PanelOutcome.THERE, channel_id, one)
        return PlacedPanel(_OUTCOMES.get(fate, PanelOutcome.REFUSED), channel_id)

    async def _post(self, one: Panel, drawn: _Drawn, user_id: int) -> PlacedPanel:
        """Post a panel that was begun; asked twice at once, its nonce makes one message."""
        fate, message_id = await self._posts.send(
            panel_card(drawn.shown, drawn.say),
            guild_id=one.guild_id,
            channel_id=one.channel_id,
            nonce=int(one.shows),
        )
        if fate is PostOutcome.DONE:
            await self._panels.shows(
                one, message_id=message_id, shows=drawn.digest, user_id=user_id
            )
            return PlacedPanel(
                PanelOutcome.MADE, one.channel_id, replace(one, message_id=message_id)
            )
        if fate is not PostOutcome.LATER:  # perhaps it is there: asked again, the nonce tells
            await self._panels.end(one)
        return PlacedPanel(_OUTCOMES.get(fate, PanelOutcome.REFUSED), one.channel_id)

    async def _edit(self, one: Panel, drawn: _Drawn) -> PostOutcome:
        """Let a panel show what it should, and note what came of it."""
        fate = await self._posts.edit(panel_card(drawn.shown, drawn.say), **_place(one))
        if fate is PostOutcome.DONE:
            await self._panels.shows(one, message_id=one.message_id, shows=drawn.digest)
        elif fate in _GONE:
            await self._panels.end(one)  # somebody deleted it: it stays deleted
        elif fate is not PostOutcome.LATER:
            self._refused.add((one.guild_id, one.message_id, drawn.digest))
        return fate

    async def bring_up(self, *, guild_id: int) -> None:
        """Edit the panels of a server that should show something else now.

        Asked meanwhile, it looks once more after that. What Discord or the store does not take now
        is tried again within the hour.
        """
        if guild_id in self._looking:
            self._looking[guild_id] = True
            return
        try:
            self._looking[guild_id] = True
            while self._looking[guild_id]:
                self._looking[guild_id] = False
                await self._bring_up(guild_id)
        except Refusal:
            _log.warning("panels could not be brought up to date: the store does not answer")
        finally:
            del self._looking[guild_id]

    async def _bring_up(self, guild_id: int) -> None:
        panels = await self._panels.of_server(guild_id=guild_id)
        settings = await self._servers.settings(guild_id=guild_id)
        if not panels or not self._posts.reaches(guild_id):
            return
        drawn = self._drawn(guild_id, settings)
        for one in panels:
            refused = (guild_id, one.message_id, drawn.digest) in self._refused
            silent = one.channel_id in settings.silent_channels
            if one.shows != drawn.digest and not refused and not silent:
                await self._edit(one, drawn)

    async def try_again(self, *, guild_id: int) -> None:
        """Edit the panels of a server, also those whose change Discord refused before."""
        self._refused = {one for one in self._refused if one[0] != guild_id}
        await self.bring_up(guild_id=guild_id)

    async def gone(self, *, guild_id: int) -> tuple[Panel, ...]:
        """Ask Discord for a server's panels; forget, and return, those that are not there any more.

        What Discord refused is tried again for those that it lets the bot see.

        Raises:
            StoreUnreadable, NothingRecorded, OutcomeUnknown: when the store does not answer.
        """
        found: list[Panel] = []
        for one in await self._panels.of_server(guild_id=guild_id):
            fate = await self._posts.look(**_place(one))
            if fate in _GONE:
                await self._panels.end(one)
                found.append(one)
            elif fate is PostOutcome.DONE:
                self._refused -= {each for each in self._refused if each[1] == one.message_id}
        await self.bring_up(guild_id=guild_id)
        return tuple(found)

    @tasks.loop(hours=1)
    async def hourly(self) -> None:
        """Bring up every panel: a date, a release or the campaign's words may have changed it.

        Not at the start: which servers there are is not known then.
        """
        if self.hourly.current_loop == 0:
            return
        try:
            for guild_id in await self._panels.servers():
                await self.bring_up(guild_id=guild_id)
        except Refusal:
            _log.warning("panels could not be looked after: the store does not answer")
        except Exception:  # noqa: BLE001 - a loop that ends would leave the panels as they are
            _log.exception("looking after panels failed; it is tried again")

    def _drawn(self, guild_id: int, settings: ServerSettings) -> _Drawn:
        own = self._posts.locale_of(guild_id)
        say = self._messages.voice(settings.locale or own, own)
        say = say.with_words(self._servers.words(guild_id=guild_id))
        refusal, dates = self._campaign.refusal, self._campaign.campaign.dates
        shown = PanelContent(
            self._campaign.campaign,
            settings.locale or own or say.locale,
            signs=settings.allows("pledge", "sign") and refusal is None,
            reads=settings.allows("letter", "read"),
            has_support=settings.allows("resources", "open"),
            opens=dates.opens if isinstance(refusal, CampaignNotOpen) else None,
            closed=dates.closes if isinstance(refusal, CampaignClosed) else None,
        )
        return _Drawn(shown, say, digest_of(panel_card(shown, say)))


def _place(one: Panel) -> dict[str, int]:
    return {
        "guild_id": one.guild_id,
        "channel_id": one.channel_id,
        "message_id": one.message_id,
    }
