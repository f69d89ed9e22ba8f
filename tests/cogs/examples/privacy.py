"""The cards about one's own data; they say the same to everyone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Configuration
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.privacy import cards


def policy_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.policy_card(say)


def export_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.export_card(say)


def erase_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.erase_card(say)


def kept_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.kept_card(say)


def erased_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for something in (True, False):
        yield cards.erased_card(say, something=something)
