"""The cards about one's own data, with the longest lists of servers."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from bot.config import Configuration
from bot.domain.settings.log import Exported, RowCounts
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services.privacy import Listings
from bot.services.tallies.exports import LATEST
from cogs.privacy import cards, listings
from cogs.privacy.listings import PAGE, Walls
from tests.cogs.examples.values import LARGEST_ID, MANY


def policy_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for moved_by_one, in_server in product((True, False), repeat=2):
        yield cards.policy_card(say, moved_by_one=moved_by_one, in_server=in_server)


def exports_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    rows = RowCounts(MANY, MANY)
    for actor in (LARGEST_ID, None):
        yield cards.exports_card([Exported(actor, 500_000, rows)] * LATEST, say)
    yield cards.exports_card([], say)


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
    yield listings.listed_card(Walls(Listings(), {}), say)
    for servers, unknown, came_off in product((1, PAGE, 3 * PAGE), (0, MANY), (True, False)):
        ids = tuple(range(LARGEST_ID - servers, LARGEST_ID))
        for names, page in product(({}, dict.fromkeys(ids, "N" * 100)), (0, 1, 999_999)):
            walls = Walls(Listings(ids, unknown), names, page, came_off=came_off)
            yield listings.listed_card(walls, say)
