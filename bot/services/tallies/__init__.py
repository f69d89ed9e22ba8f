"""Published numbers, and what is posted of them by the bot itself."""

from __future__ import annotations

from bot.services.tallies.boards import BoardService
from bot.services.tallies.exports import ExportService
from bot.services.tallies.milestones import MilestoneService
from bot.services.tallies.numbers import TallyService

__all__ = ["BoardService", "ExportService", "MilestoneService", "TallyService"]
