"""Which command, menu and press belongs to which feature that a server can switch off."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Feature(StrEnum):
    """What a server can switch off; the values are stored, and never change."""

    PLEDGE = "pledge"
    WALL = "wall"
    LETTER = "letter"
    QUOTING = "quoting"
    PICTURES = "pictures"
    TALLY = "tally"
    SHARING = "sharing"


ALWAYS_ON: Final = frozenset({"help", "privacy", "resources"})
"""Cogs that no server can switch off: the list of commands, one's own data, the way to help."""


@dataclass(frozen=True, slots=True)
class Use:
    """What somebody is about to do: an action of a cog, and the form in which they want it.

    The action is a command's last name, a menu's English name, or the second part of a custom_id.
    """

    cog: str
    action: str
    form: str = ""


_ALWAYS_OPEN: Final = {"pledge": frozenset({"mine", "withdraw", "leave", "keep", "unlist"})}
"""What stays possible where its cog is switched off: to look, and to take a pledge back."""

_COGS: Final = {"pledge": Feature.PLEDGE, "letter": Feature.LETTER, "tally": Feature.TALLY}

_FINER: Final[Mapping[str, Mapping[str, Feature]]] = {
    "pledge": dict.fromkeys(("wall", "list", "list_yes"), Feature.WALL),
    "letter": dict.fromkeys(
        ("post", "verdict", "Quote the letter", "choose", "chosen", "reply"), Feature.QUOTING
    ),
    "resources": dict.fromkeys(("share", "share_yes", "reply_yes"), Feature.SHARING),
}
"""What a single action belongs to, beside the feature of its cog."""

_OF_ANOTHER: Final[Mapping[Use, frozenset[Feature]]] = {
    Use("moderation", "wall"): frozenset({Feature.PLEDGE, Feature.WALL}),
}
"""What an action shows of another cog's features."""

_WORDED: Final = frozenset({"campaign"})
"""Cogs that no server can switch off, and that say a server's own words."""

_FORMS: Final[Mapping[Use, Feature]] = {
    Use("letter", action, "picture"): Feature.PICTURES for action in ("quote", "another", "post")
}

SIGNING: Final = frozenset({Use("pledge", "sign"), Use("pledge", "confirm")})
"""What is refused while signing is paused."""

LISTING: Final = frozenset({Use("pledge", "list"), Use("pledge", "list_yes")})
"""What is refused where being listed is not offered."""

BOARD: Final = Use("tally", "board")
"""What is refused where boards are off."""


def needs(use: Use) -> frozenset[Feature]:
    """Return the features that must all be on for this; none where a server has no say."""
    if use.action in _ALWAYS_OPEN.get(use.cog, ()):
        return frozenset()
    found = (
        None if use.cog in ALWAYS_ON else _COGS.get(use.cog),
        _FINER.get(use.cog, {}).get(use.action),
        _FORMS.get(use),
    )
    others = _OF_ANOTHER.get(Use(use.cog, use.action), frozenset[Feature]())
    return others.union(one for one in found if one)


def features_without(absent: Collection[str]) -> tuple[Feature, ...]:
    """Return what a server can switch off where some cogs are not there, as it is shown."""
    owners = {feature: cog for cog, feature in _COGS.items()}
    owners |= {one: cog for cog, actions in _FINER.items() for one in actions.values()}
    owners |= {one: use.cog for use, one in _FORMS.items()}
    return tuple(one for one in Feature if owners[one] not in absent)


def needs_settings(use: Use) -> bool:
    """Return whether a server has a say in this: where not, its settings are not even looked up."""
    return use.cog in _WORDED or bool(needs(use))


def finer_actions() -> frozenset[Use]:
    """Return every single action that is named here, so that a test finds it in its cog."""
    named = {Use(cog, action) for cog, actions in _FINER.items() for action in actions}
    opened = {Use(cog, action) for cog, actions in _ALWAYS_OPEN.items() for action in actions}
    formed = {Use(one.cog, one.action) for one in _FORMS}
    return frozenset(named | opened | formed | _OF_ANOTHER.keys() | SIGNING | LISTING | {BOARD})
