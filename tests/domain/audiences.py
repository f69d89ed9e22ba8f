"""What one can come for on the shipped page with help, and on small ones for tests."""

from __future__ import annotations

from enum import StrEnum

from bot.domain.resources import Audience as Declared


class Audience(StrEnum):
    """The ids of what the shipped page has a menu of."""

    SURVIVOR = "survivor"
    SURVIVOR_MEN = "survivor-men"
    SUPPORTER = "supporter"
    BYSTANDER = "bystander"
    OWN_BEHAVIOUR = "own-behaviour"
    WORKPLACE = "workplace"
    CRISIS = "crisis"


ON_REQUEST = frozenset({Audience.BYSTANDER, Audience.OWN_BEHAVIOUR})
FIRST = frozenset({Audience.SURVIVOR, Audience.SURVIVOR_MEN})
COMFORTED = FIRST | {Audience.WORKPLACE}

AUDIENCES = tuple(
    Declared(
        one,
        {"en": one},
        first=one in FIRST,
        on_request=one in ON_REQUEST,
        comforted=one in COMFORTED,
    )
    for one in Audience
)
