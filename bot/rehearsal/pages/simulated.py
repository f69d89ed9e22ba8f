"""The simulator, as its page should show it: a refusal is no failure, an edited menu is new."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Final, ParamSpec

import discord
import simcord
from discord import app_commands
from simcord.backend.models import Message
from simcord.components import walk_components
from simcord.enums import SELECT_TYPES

from bot.domain.refusals import Refusal

P = ParamSpec("P")

SETTLE: Final = 10.0
"""Seconds that the bot may take to answer before the simulator calls it stuck."""

_FIRST_ID: Final = 1_000
"""Above the ids that the components of a message have anyway: at most forty, counted from 1."""


class SimulatedDiscord(simcord.Env):
    """The simulated Discord of the stage; what goes wrong on it ends nothing."""

    def __init__(self, bot: discord.Client) -> None:
        super().__init__(bot, check_errors=False, settle_timeout=SETTLE, shard_count=1)
        self._ids = count(_FIRST_ID)
        self._buttons: dict[str, int] = defaultdict(lambda: next(self._ids))
        backend = self.backend
        backend.commit_message = self._numbering(backend.commit_message)
        backend.edit_message = self._numbering(backend.edit_message)

    def _numbering(self, write: Callable[P, Message]) -> Callable[P, Message]:
        """Let what is written have buttons with ids of their own, and menus with new ones.

        The page remembers by the id of a control what was chosen in it, and where the focus was;
        the simulator counts the controls of each message from 1. Without this, what was chosen in
        a menu is chosen in the one that stands in its place next, and Enter presses a strange
        button there.
        """

        def written(*args: P.args, **kwargs: P.kwargs) -> Message:
            message = write(*args, **kwargs)
            for one in walk_components(message.components):
                if one["type"] in SELECT_TYPES:
                    one["id"] = next(self._ids)
                elif "custom_id" in one:
                    one["id"] = self._buttons[one["custom_id"]]
            return message

        return written

    def errors_since(self, cursor: int) -> tuple[BaseException, ...]:
        """Return what failed since; the page tells of it, and keeps the command to be sent again.

        The simulator notes whatever a command raised. What `report()` has answered in words of its
        own is an answer like another.
        """
        return tuple(one for one in super().errors_since(cursor) if not _answered(one))


def _answered(error: BaseException) -> bool:
    cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
    return isinstance(cause, Refusal | app_commands.CheckFailure)
