"""The settings that hold in a server, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.domain.settings.log import Change
from bot.domain.settings.registry import setting
from bot.domain.settings.server import ServerSettings


class Source(StrEnum):
    """Where a value comes from."""

    DEFAULT = "default"
    CAMPAIGN = "campaign"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """What a server chose, and the settings that follow from it and from the campaign.

    Attributes:
        settings: what holds.
        chosen: the keys that this server chose.
        of_campaign: the keys for which the campaign says what holds where nobody chose.
    """

    settings: ServerSettings
    chosen: frozenset[str] = frozenset()
    of_campaign: frozenset[str] = frozenset()

    @classmethod
    def merged(
        cls,
        campaign: Mapping[str, Any],
        chosen: Mapping[str, Any],
        *,
        absent: frozenset[str] = frozenset(),
    ) -> StoredSettings:
        """Return what holds: what the server chose, else what the campaign says, else defaults.

        `absent` are the cogs that the campaign does not have.
        """
        settings = ServerSettings.model_validate({**campaign, **chosen, "absent": absent})
        return cls(settings, frozenset(chosen), frozenset(campaign))

    def still_is(self, change: Change) -> bool:
        """Return whether a change can be undone: its setting is what it was made, by this server.

        A change that led to what was there before is none.
        """
        if not change.can_be_undone:
            return False
        value = getattr(self.settings, change.key)
        now = setting(change.key).stored(value) if change.key in self.chosen else None
        return now == change.after

    def source(self, key: str) -> Source:
        """Return where the value of a setting comes from."""
        if key in self.chosen:
            return Source.SERVER
        return Source.CAMPAIGN if key in self.of_campaign else Source.DEFAULT
