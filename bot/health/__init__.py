"""How the bot is, told over HTTP to hosts, monitors and `doctor --live`; nothing of people."""

from __future__ import annotations

from bot.health.listening import answering
from bot.health.state import Health
from bot.health.upkeep import maintenance

__all__ = ["Health", "answering", "maintenance"]
