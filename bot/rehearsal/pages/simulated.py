"""The simulator, as its page should show it: who was refused something has met no failure."""

from __future__ import annotations

from typing import Final

import discord
import simcord
from discord import app_commands

from bot.domain.refusals import Refusal

SETTLE: Final = 10.0
"""Seconds that the bot may take to answer before the simulator calls it stuck."""


class SimulatedDiscord(simcord.Env):
    """The simulated Discord of the stage; what goes wrong on it ends nothing."""

    def __init__(self, bot: discord.Client) -> None:
        super().__init__(bot, check_errors=False, settle_timeout=SETTLE, shard_count=1)

    def errors_since(self, cursor: int) -> tuple[BaseException, ...]:
        """Return what failed since; the page tells of it, and keeps the command to be sent again.

        The simulator notes whatever a command raised. What `report()` has answered in words of its
        own is an answer like another.
        """
        return tuple(one for one in super().errors_since(cursor) if not _answered(one))


def _answered(error: BaseException) -> bool:
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    return isinstance(cause, Refusal | app_commands.CheckFailure)
