"""The cards about one's own data; they say the same to everyone."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Configuration
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services.privacy import Listed
from cogs.privacy import cards, listings
from cogs.privacy.listings import Walls
from tests.cogs.examples.values import LARGEST_ID


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


def listed_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    many = tuple(range(LARGEST_ID - 200, LARGEST_ID + 1))
    for guild_ids, unknown in ((), 0), ((), 1), (many[:1], 0), (many, 0), (many, 3):
        listed = Listed(guild_ids, unknown)
        for names in ({}, dict.fromkeys(guild_ids, "N" * 100)):
            for page in (0, 1, 99):
                yield listings.listed_card(Walls(listed, names, page, came_off=True), say)
