"""The hub card as members meet it: before the first signature, under way, posted, and closed."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from bot.domain.refusals import CampaignClosed, CampaignNotOpen, Refusal
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.campaign.cards import Hub, hub_card


def _hub(samples: Samples, counted: int, refusal: Refusal | None = None) -> Hub:
    return Hub(
        samples.campaign,
        samples.tally(counted, refusal=refusal),
        refusal,
        samples.locale,
        reads=samples.has("letter"),
        has_support=samples.has("resources"),
    )


def _under_way(samples: Samples) -> Hub:
    return _hub(samples, samples.reached)


def _recounting(say: Voice, samples: Samples) -> Card:
    hub = _under_way(samples)
    return hub_card(replace(hub, tally=hub.tally and replace(hub.tally, recounting=True)), say)


def _closed(say: Voice, samples: Samples) -> Card:
    refusal = CampaignClosed(closed_on=samples.closed)
    return hub_card(_hub(samples, samples.final, refusal), say)


def _not_open(say: Voice, samples: Samples) -> Card:
    refusal = CampaignNotOpen(opens_on=samples.opens)
    hub = replace(_hub(samples, 0), refusal=refusal, begun=samples.begun_before)
    return hub_card(hub, say)


def _to_begin(say: Voice, samples: Samples) -> Card:
    dates = samples.campaign.dates.model_copy(update={"launched": samples.begins})
    campaign = samples.campaign.model_copy(update={"dates": dates})
    opens_on = max(samples.opens, samples.begins)
    refusal = CampaignNotOpen(opens_on=opens_on) if dates.opens else None
    hub = replace(_hub(samples, 0), campaign=campaign, refusal=refusal, begun=False)
    return hub_card(hub, say)


EXAMPLES: Final = (
    Example("hub", hub_card, lambda say, of: hub_card(replace(_under_way(of), may_post=True), say)),
    Example(
        "hub_posted",
        hub_card,
        lambda say, of: hub_card(replace(_under_way(of), shared_by=of.member), say),
    ),
    Example(
        "hub_signed",
        hub_card,
        lambda say, of: hub_card(replace(_under_way(of), may_sign=False), say),
    ),
    Example("hub_at_first", hub_card, lambda say, of: hub_card(_hub(of, 0), say)),
    Example("hub_few", hub_card, lambda say, of: hub_card(_hub(of, 1), say)),
    Example(
        "hub_unreadable",
        hub_card,
        lambda say, of: hub_card(replace(_under_way(of), tally=None), say),
    ),
    Example("hub_recounting", hub_card, _recounting),
    Example("hub_before_it_opens", hub_card, _not_open),
    Example("hub_to_begin", hub_card, _to_begin),
    Example("hub_closed", hub_card, _closed),
)
