"""Moderation: what is held when someone signs, and what moderators decide about it."""

from __future__ import annotations

from bot.services.moderation.deciding import ModerationService
from bot.services.moderation.expiry import Expiry
from bot.services.moderation.holding import Holding
from bot.services.moderation.jobs import Doing, Progress
from bot.services.moderation.notices import NoticeService
from bot.services.moderation.wall import WallService

__all__ = [
    "Doing",
    "Expiry",
    "Holding",
    "ModerationService",
    "NoticeService",
    "Progress",
    "WallService",
]
