"""What a server's moderators chose: the defaults are what nobody has to choose."""

from __future__ import annotations

from typing import Final

from pydantic import BaseModel, ConfigDict

ALWAYS_ON: Final = frozenset({"help", "privacy", "resources"})
"""Features no server can switch off: the list of commands, one's own data, the way to help."""

ALWAYS_OPEN: Final = {"pledge": frozenset({"mine", "withdraw", "leave", "keep", "unlist"})}
"""What stays possible in a feature that is switched off: to look, and to take a pledge back."""


class ServerSettings(BaseModel):
    """The settings of one server; every field has the cautious default.

    Attributes:
        features_off: features (cogs) that are switched off here; privacy and help cannot be.
        locale: the language of public posts, or None for the server's own.
        members_may_post: whether members, not only organisers, may press *Post here*.
        organiser_roles: ids of roles that organise, beside those who manage the server.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    features_off: frozenset[str] = frozenset()
    locale: str | None = None
    members_may_post: bool = False
    organiser_roles: frozenset[int] = frozenset()

    def allows(self, feature: str, action: str) -> bool:
        """Return whether an action of a feature is possible in this server."""
        if feature in ALWAYS_ON or action in ALWAYS_OPEN.get(feature, ()):
            return True
        return feature not in self.features_off
