"""The cards of the campaign's hub, with the longest values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.config import Configuration
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.campaign import cards
from cogs.campaign.cards import Hub
from tests.cogs.examples.values import LARGEST_ID, tallies


def hub_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    campaign = configuration.campaign.model_copy(update={"name": "N" * 80})
    yield cards.hub_card(Hub(campaign, None, None, "de"), say)
    for tally in tallies():
        hub = Hub(campaign, tally, tally.refusal, "en", may_post=True, shared_by=LARGEST_ID)
        yield cards.hub_card(hub, say)
        yield cards.hub_card(replace(hub, may_sign=tally.goal > 1, shared_by=None), say)
        yield cards.hub_card(replace(hub, may_sign=False, reads=False), say)
        yield cards.hub_card(replace(hub, counts=False), say)
