"""The cards about one's own data, with a few servers of which some have a name."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.domain.clock import hour_of
from bot.domain.settings.log import Exported, RowCounts
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services.privacy import Listings
from bot.services.tallies.exports import LATEST
from cogs.privacy.cards import (
    erase_card,
    erased_card,
    export_card,
    exports_card,
    kept_card,
    policy_card,
)
from cogs.privacy.listings import PAGE, Walls, listed_card

_SERVERS: Final = tuple(range(1, PAGE + 2))


def _listed(say: Voice, of: Samples, servers: tuple[int, ...], *, unknown: int = 0) -> Card:
    names = {servers[0]: of.campaign.name} if servers else {}
    return listed_card(Walls(Listings(servers, unknown), names, came_off=not servers), say)


def _exports(of: Samples) -> list[Exported]:
    hour = hour_of(of.now)
    found = [
        Exported(of.member, hour - at, RowCounts(days=of.days(730), members=12 + at))
        for at in range(LATEST)
    ]
    return [*found[1:], Exported(None, hour - LATEST, RowCounts(days=of.days(700), members=0))]


def _exact(of: Samples) -> bool:
    """Return whether a single signature moves a number of this campaign."""
    return not of.tally(0).together


def _policy(say: Voice, of: Samples, *, exact: bool) -> Card:
    return policy_card(
        say,
        moved_by_one=exact or _exact(of),
        in_server=exact,
        of_letter=of.has("letter"),
        has_support=of.has("resources"),
    )


EXAMPLES: Final = (
    Example("policy", policy_card, partial(_policy, exact=False)),
    Example("policy_exact", policy_card, partial(_policy, exact=True)),
    Example("exports", exports_card, lambda say, of: exports_card(_exports(of), say)),
    Example("exports_none", exports_card, lambda say, _: exports_card((), say)),
    Example("listed", listed_card, lambda say, of: _listed(say, of, _SERVERS[:3], unknown=1)),
    Example("listed_once", listed_card, lambda say, of: _listed(say, of, _SERVERS[:1])),
    Example("listed_pages", listed_card, lambda say, of: _listed(say, of, _SERVERS)),
    Example("listed_nowhere", listed_card, lambda say, of: _listed(say, of, ())),
    Example("export", export_card, lambda say, _: export_card(say)),
    Example("erase", erase_card, lambda say, _: erase_card(say)),
    Example("erase_kept", kept_card, lambda say, _: kept_card(say)),
    Example("erased", erased_card, lambda say, _: erased_card(say, something=True)),
    Example("erased_nothing", erased_card, lambda say, _: erased_card(say, something=False)),
)
