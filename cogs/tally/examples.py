"""The tally as members meet it: nothing yet, few, on the way, at its goal, and closed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.refusals import CampaignClosed, CampaignNotOpen
from bot.domain.tallies import SMALLEST_SHOWN, Tally
from bot.examples import Example, Samples
from bot.interactions.cards import Card, with_way_back
from bot.messages import Voice
from cogs.tally.cards import posted_card, tally_card
from cogs.tally.chart_examples import CHARTS
from cogs.tally.export.examples import EXPORTS
from cogs.tally.organiser_examples import FOR_ORGANISERS


def _under_way(of: Samples) -> Tally:
    counted, week_ago = of.reached, of.published_ago(7)
    weeks = (week_ago - of.published_ago(14), counted - week_ago)
    change = counted - of.published_ago(1)
    held = SMALLEST_SHOWN + 1
    return of.tally(counted, held=held, server=counted // 2, change=change, weeks=weeks)


def _almost(of: Samples) -> Tally:
    """Return the tally one short of the goal, one more than yesterday, and one here."""
    counted = of.campaign.goal.target - 1
    return of.tally(max(SMALLEST_SHOWN, counted), held=1, server=SMALLEST_SHOWN, change=1)


def _fell(of: Samples) -> Tally:
    weeks = (2 * SMALLEST_SHOWN, -SMALLEST_SHOWN)
    counted = max(SMALLEST_SHOWN, of.campaign.goal.target // 4)
    return of.tally(counted, change=-SMALLEST_SHOWN, weeks=weeks)


def _beyond(of: Samples) -> Tally:
    return of.tally(of.campaign.goal.target + 1, change=0)


def _closed(of: Samples) -> Tally:
    refusal = CampaignClosed(closed_on=of.closed)
    return of.tally(of.final, refusal=refusal)


def _not_open(of: Samples) -> Tally:
    refusal = CampaignNotOpen(opens_on=of.opens)
    return of.tally(0, refusal=refusal)


def _private(tally: Tally, say: Voice) -> Card:
    return tally_card(tally, say, may_sign=tally.refusal is None, may_post=False)


_NUMBERS: Final = (
    Example(
        "tally",
        tally_card,
        lambda say, of: tally_card(_under_way(of), say, may_sign=False, may_post=True),
    ),
    Example(
        "tally_posted",
        posted_card,
        lambda say, of: posted_card(_under_way(of), say, shared_by=of.member),
    ),
    Example(
        "tally_from_the_campaign",
        tally_card,
        lambda say, of: with_way_back(_private(_under_way(of), say), say),
    ),
    Example("tally_at_first", tally_card, lambda say, of: _private(of.tally(0), say)),
    Example(
        "tally_at_first_signed",
        tally_card,
        lambda say, of: tally_card(of.tally(0), say, may_sign=False, may_post=False),
    ),
    Example(
        "tally_recounting",
        tally_card,
        lambda say, of: _private(replace(_under_way(of), recounting=True), say),
    ),
    Example("tally_few", tally_card, lambda say, of: _private(of.tally(1), say)),
    Example(
        "tally_of_an_organiser",
        tally_card,
        lambda say, of: tally_card(
            _under_way(of), say, may_sign=True, may_post=True, organises=True
        ),
    ),
    Example("tally_almost", tally_card, lambda say, of: _private(_almost(of), say)),
    Example("tally_fell", tally_card, lambda say, of: _private(_fell(of), say)),
    Example("tally_beyond", tally_card, lambda say, of: _private(_beyond(of), say)),
    Example("tally_before_it_opens", tally_card, lambda say, of: _private(_not_open(of), say)),
    Example("tally_closed", tally_card, lambda say, of: _private(_closed(of), say)),
)
EXAMPLES: Final = (*_NUMBERS, *CHARTS, *FOR_ORGANISERS, *EXPORTS)
