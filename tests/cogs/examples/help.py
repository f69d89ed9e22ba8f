"""The list of commands, with the longest values."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Configuration
from bot.domain.phrases import phrase
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.help import cards
from tests.cogs.examples.values import LARGEST_ID

_COMMAND = f"</{'c' * 32} {'d' * 32}:{LARGEST_ID}>"


def help_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    described = phrase("commands.resources")
    many = [cards.HelpLine(heading, _COMMAND, described) for heading in cards.Heading] * 40
    yield cards.help_card(many, say, in_server=True)
    yield cards.help_card(many[:2], say, in_server=False)


def written_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.written_card([say] * 50, command=_COMMAND, support=_COMMAND)
