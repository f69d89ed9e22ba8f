"""Announces milestones where a server wants it: once each, and without pings."""

from __future__ import annotations

import hashlib
import logging
from typing import Final

from bot.domain.refusals import Refusal
from bot.domain.tallies.milestones import Milestone
from bot.interactions.cards import Card, panel, small, text, title
from bot.interactions.posts import PostOutcome, Posts
from bot.messages import Messages, Voice
from bot.services import MilestoneService, ServerService
from cogs.tally import words

_log = logging.getLogger(__name__)

_NONCE: Final = 7
"""Bytes of a nonce: as many as a number that Discord takes has."""


def milestone_card(milestone: Milestone, say: Voice, *, campaign: str) -> Card:
    """Return a milestone for everyone in a channel."""
    own = words.MILESTONE_SERVER if milestone.server else words.MILESTONE_CAMPAIGN
    return Card(
        panel(
            title(say(words.MILESTONE_TITLE, milestone=milestone.number)),
            text(say(own, count=milestone.counted, name=campaign)),
            text(say(words.MILESTONE_GOAL, goal=milestone.number)) if milestone.goal else None,
            small(say(words.AS_OF, moment=milestone.as_of)),
        )
    )


def lost_card(milestone: Milestone, fate: PostOutcome, say: Voice) -> Card:
    """Return what moderators are told where a milestone could not be announced."""
    why, channel = words.LOST.get(fate, words.MILESTONE_REFUSED), f"<#{milestone.channel_id}>"
    return Card(text(say(why, milestone=milestone.number, channel=channel)))


class Announcer:
    """Posts what is to be announced, one at a time."""

    def __init__(
        self,
        posts: Posts,
        milestones: MilestoneService,
        servers: ServerService,
        messages: Messages,
    ) -> None:
        self._posts = posts
        self._milestones = milestones
        self._servers = servers
        self._messages = messages
        self._running = False

    async def announce(self) -> None:
        """Announce what is due; what the store or Discord does not take now waits for the next."""
        if self._running:
            return
        self._running = True
        try:
            async for milestone in self._milestones.due(self._posts.reaches):
                await self._post(milestone)
        except Refusal:
            _log.warning("milestones could not be looked at: the store does not answer")
        finally:
            self._running = False

    async def _post(self, milestone: Milestone) -> None:
        settings = await self._servers.settings(guild_id=milestone.guild_id)
        own = self._posts.locale_of(milestone.guild_id)
        say = self._messages.voice(settings.locale or own, own)
        say = say.with_words(self._servers.words(guild_id=milestone.guild_id))
        card = milestone_card(milestone, say, campaign=self._milestones.campaign_name)
        fate = await self._send(card, milestone, milestone.channel_id)
        if fate is PostOutcome.LATER:
            await self._milestones.again(milestone)
        elif fate is not PostOutcome.DONE:
            _log.warning("a milestone could not be announced", extra={"reason": fate.name.lower()})
            if (channel := settings.moderators_channel) is not None:
                await self._send(lost_card(milestone, fate, say), milestone, channel)

    async def _send(self, card: Card, milestone: Milestone, channel_id: int) -> PostOutcome:
        told = f"{channel_id} {milestone.server} {milestone.number}"
        nonce = hashlib.sha256(told.encode()).digest()[:_NONCE]
        fate, _ = await self._posts.send(
            card,
            guild_id=milestone.guild_id,
            channel_id=channel_id,
            nonce=int.from_bytes(nonce),
        )
        return fate
