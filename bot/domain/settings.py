"""What a server's moderators chose: the defaults are what nobody has to choose."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


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
