"""The cards about one's own data, with a few servers of which some have a name."""

from __future__ import annotations

from functools import partial
from typing import Final

from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services.privacy import Listed
from cogs.privacy.cards import erase_card, erased_card, export_card, kept_card, policy_card
from cogs.privacy.listings import PAGE, Walls, listed_card

_SERVERS: Final = tuple(range(1, PAGE + 2))


def _listed(say: Voice, of: Samples, servers: tuple[int, ...], *, unknown: int = 0) -> Card:
    names = {servers[0]: of.campaign.name} if servers else {}
    return listed_card(Walls(Listed(servers, unknown), names, came_off=not servers), say)


def _policy(say: Voice, of: Samples, *, moved_by_one: bool) -> Card:
    return policy_card(
        say,
        moved_by_one=moved_by_one,
        of_letter=of.carries("letter"),
        helps=of.carries("resources"),
    )


def _policy_alone(say: Voice, _: Samples) -> Card:
    """Return what is kept where there is neither a letter nor a page with help."""
    return policy_card(say, moved_by_one=False, of_letter=False, helps=False)


EXAMPLES: Final = (
    Example("policy", policy_card, partial(_policy, moved_by_one=False)),
    Example("policy_exact", policy_card, partial(_policy, moved_by_one=True)),
    Example("policy_alone", policy_card, _policy_alone),
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
