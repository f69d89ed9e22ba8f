"""The settings of one server: the defaults are what nobody has to choose."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from bot.domain.refusals import (
    FeatureOff,
    ListingNotOffered,
    NotInCampaign,
    Refusal,
    SigningPaused,
)
from bot.domain.settings.features import BOARD, LISTING, SIGNING, Feature, Use, needs

MOST_IDS: Final = 25
"""Roles or channels of one setting: what a menu of Discord holds."""


class Posters(StrEnum):
    """Who may post something; the values are stored, and never change."""

    NOBODY = "nobody"
    ORGANISERS = "organisers"
    MEMBERS = "members"
    GENERAL = "general"


class Posting(StrEnum):
    """What somebody is about to post for everyone in a channel."""

    CARD = "card"
    LETTER = "letter"
    SUPPORT = "help"


def _known_features(value: Any) -> Any:
    """Leave out what a newer release stored: its features are not there to be switched off."""
    if not isinstance(value, (list, tuple, set, frozenset)):
        return value
    names: list[Any] = list(value)  # pyright: ignore[reportUnknownArgumentType]
    return [one for one in names if not isinstance(one, str) or one in list(Feature)]


Features = Annotated[frozenset[Feature], BeforeValidator(_known_features)]
DiscordId = Annotated[int, Field(gt=0, lt=2**63, strict=True)]
DiscordIds = Annotated[frozenset[DiscordId], Field(max_length=MOST_IDS)]
Rest = Literal[0, 10, 30, 60, 300, 900, 3600]
AgeLimit = Literal[0, 1, 3, 7, 14, 30]
HourlyLimit = Literal[0, 50, 100, 200, 500, 1000]
PostersOfLetter = Literal[Posters.ORGANISERS, Posters.MEMBERS, Posters.GENERAL]
Switch = Annotated[bool, Field(strict=True)]


class ServerSettings(BaseModel):
    """The settings of one server; every field has the cautious default.

    Attributes:
        features_off: features that are switched off here; privacy, help and support cannot be.
        listing_offered: whether members may choose to be listed on the wall.
        signing_paused: whether no signatures are taken here for now.
        holding: whether signatures that look like a raid are held until they are looked at.
        holding_age: days under which an account is held as new; 0 holds none for that.
        holding_rate: signatures within an hour after which further ones are held; 0 holds none.
        letter_posting: who may post from the letter.
        channel_rest: seconds that a channel rests after a passage of the letter.
        sharing: who may share the general support page.
        organiser_roles: ids of roles that organise, beside those who manage the server.
        steward_roles: ids of roles that moderate signatures, beside those who manage the server.
        members_may_post: whether members, not only organisers, may press *Post here*.
        silent_channels: ids of channels where the bot posts nothing for everyone.
        boards: whether organisers may place boards, and those that stand are kept current.
        milestones: whether a milestone is announced here, once a channel is chosen for it.
        announcements: id of the channel for that, or None: then nothing is announced.
        log_channel: id of the channel where the bot says what moderators should know, or None.
        locale: the language of public posts, or None for the server's own.
        setup_step: how many steps of the first setup are behind; it is shown and not set.
        absent: cogs that the campaign does not have; nobody chooses them, and none is stored.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    features_off: Features = frozenset()
    listing_offered: Switch = True
    signing_paused: Switch = False
    holding: Switch = True
    holding_age: AgeLimit = 7
    holding_rate: HourlyLimit = 200
    letter_posting: PostersOfLetter = Posters.GENERAL
    channel_rest: Rest = 30
    sharing: Posters = Posters.GENERAL
    organiser_roles: DiscordIds = frozenset()
    steward_roles: DiscordIds = frozenset()
    members_may_post: Switch = False
    silent_channels: DiscordIds = frozenset()
    boards: Switch = True
    milestones: Switch = True
    announcements: DiscordId | None = None
    log_channel: DiscordId | None = None
    locale: Annotated[str, Field(max_length=16)] | None = None
    setup_step: Annotated[int, Field(ge=0, le=99, strict=True)] = 0
    absent: frozenset[str] = frozenset()

    @property
    def moderators_channel(self) -> int | None:
        """The channel for moderators, unless it is one without posts."""
        return None if self.log_channel in self.silent_channels else self.log_channel

    def refusal(self, use: Use) -> Refusal | None:
        """Return why something is not possible in this server, or None where it is."""
        if use.cog in self.absent:
            return NotInCampaign()
        if needs(use) & self.features_off:
            return FeatureOff()
        action = Use(use.cog, use.action)
        if self.signing_paused and action in SIGNING:
            return SigningPaused()
        if not self.listing_offered and action in LISTING:
            return ListingNotOffered()
        if not self.boards and action == BOARD:
            return FeatureOff()
        return None

    def allows(self, cog: str, action: str, form: str = "") -> bool:
        """Return whether an action of a cog is possible in this server."""
        return self.refusal(Use(cog, action, form)) is None

    def posters(self, posting: Posting) -> Posters:
        """Return who may post something here: nobody, organisers or members."""
        own = {Posting.LETTER: self.letter_posting, Posting.SUPPORT: self.sharing}
        chosen = own.get(posting, Posters.GENERAL)
        if chosen is not Posters.GENERAL:
            return chosen
        return Posters.MEMBERS if self.members_may_post else Posters.ORGANISERS
