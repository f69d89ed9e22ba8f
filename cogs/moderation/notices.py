"""Tells moderators of a raid in their channel: one message, edited as it grows."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from typing import Final

from discord.ext import tasks

from bot.domain.clock import start_of
from bot.domain.moderation.notices import Notice
from bot.domain.refusals import Refusal
from bot.interactions.cards import Card, button, panel, row, text, title
from bot.interactions.posts import PostOutcome, Posts
from bot.messages import Messages, Voice
from bot.services import NoticeService, ServerService
from cogs.moderation import words
from cogs.moderation.cards import FEATURE

_log = logging.getLogger(__name__)

_NONCE: Final = 7
"""Bytes of a nonce: as many as a number that Discord takes has."""


def notice_card(notice: Notice, say: Voice) -> Card:
    """Return what moderators are told; who may press its button is asked at the press."""
    said = say(words.NOTICE, count=notice.step, moment=start_of(notice.since))
    return Card(
        panel(
            title(say(words.NOTICE_TITLE)),
            text(said),
            row([button(say(words.NOTICE_BUTTON), FEATURE, "home")]),
        )
    )


class RaidNotices:
    """Tells in coarse steps and every ten minutes, never in the moment in which someone signs."""

    def __init__(
        self, posts: Posts, notices: NoticeService, servers: ServerService, messages: Messages
    ) -> None:
        self._posts = posts
        self._notices = notices
        self._servers = servers
        self._messages = messages

    @tasks.loop(minutes=10)
    async def often(self) -> None:
        """Tell what is due; not at the start, when the channels are not known yet."""
        if self.often.current_loop == 0:
            return
        try:
            async for notice in self._notices.due(self._posts.reaches):
                await self._tell(notice)
        except Refusal:
            _log.warning("moderators could not be told of a raid: the store does not answer")
        except Exception:  # noqa: BLE001 - a loop that ends would tell of no raid any more
            _log.exception("telling moderators of a raid failed; it is tried again")

    async def _tell(self, notice: Notice) -> None:
        settings = await self._servers.settings(guild_id=notice.guild_id)
        own = self._posts.locale_of(notice.guild_id)
        say = self._messages.voice(settings.locale or own, own)
        card, message_id = notice_card(notice, say), notice.message_id
        place = {"guild_id": notice.guild_id, "channel_id": notice.channel_id}
        if message_id:
            fate = await self._posts.edit(card, message_id=message_id, **place)
        else:
            fate, message_id = await self._posts.send(card, nonce=_nonce(notice), **place)
        if fate is PostOutcome.LATER:
            return
        if (
            fate is not PostOutcome.DONE
        ):  # whoever deleted it, or keeps the bot out, was told enough
            _log.warning(
                "moderators could not be told of a raid", extra={"reason": fate.name.lower()}
            )
        await self._notices.told(replace(notice, message_id=message_id))


def _nonce(notice: Notice) -> int:
    """Return what is the same when a raid is told twice: then Discord posts it once."""
    told = f"{notice.channel_id} raid {notice.since}"
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:_NONCE])
