"""Keeps what moderators were shown until the hour is over, so that looking again tells no more."""

from __future__ import annotations

from collections.abc import MutableMapping

from bot.domain.moderation.cases import Group
from bot.domain.pledges import State

Seen = MutableMapping[State, tuple[Group, ...]]


class ShownSizes:
    """What was shown in each server within an hour of the clock; known in memory alone.

    Steps of five hide that somebody withdraws until the last of a step does. With accounts of
    one's own a group can be brought to that point, and would then tell the minute. So a second
    look sees what the first one saw, unless moderators decided something since.
    """

    def __init__(self) -> None:
        self._hour = 0
        self._seen: dict[int, Seen] = {}

    def of(self, guild_id: int, *, hour: int) -> Seen:
        """Return what was shown in a server in this hour, to be looked up and added to."""
        if hour != self._hour:
            self._hour = hour
            self._seen.clear()
        return self._seen.setdefault(guild_id, {})

    def forget(self, guild_id: int) -> None:
        """Let the next look be a new one; what an earlier one still adds is lost."""
        self._seen.pop(guild_id, None)
