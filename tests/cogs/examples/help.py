"""The list of commands, with the longest values."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Configuration
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.help import cards
from tests.cogs.examples.values import LARGEST_ID


def help_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    many = [(f"</{'c' * 32} {'d' * 32}:{LARGEST_ID}>", "x" * 100)] * 40
    yield cards.help_card(many, say, in_server=True)
    yield cards.help_card(many[:1], say, in_server=False)
