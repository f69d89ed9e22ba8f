"""The cards of signing, of one's own pledge and of the wall, with the longest values."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config import Configuration
from bot.domain.pledges import Signed, Signing, SigningText, Withdrawing, Withdrawn
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services.pledges import WallPage
from cogs.pledge import afterwards, cards
from tests.cogs.examples.values import LARGEST_ID, MANY, standings

LONG_TEXT = SigningText("v" * 20, "pt-BR", "Ä" * 2_000)
LONG_TAGS = SigningText("v" * 20, "ar", "ب" + " #a" * 666)


def sign_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for standing in standings():
        for locale in ("de", "pt-BR"):
            yield cards.sign_card(LONG_TEXT, standing, locale, say)
        yield cards.sign_card(LONG_TAGS, standing, "de", say)


def not_now_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.not_now_card(say)


def signed_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for standing in standings():
        for signing in (Signing.SIGNED, Signing.RENEWED, Signing.ATTRIBUTED, Signing.ALREADY):
            for later in (True, False):
                signed = Signed(signing, standing)
                yield cards.signed_card(signed, say, shows_later=later)
                yield cards.signed_card(signed, say, shows_later=later, may_list=False)


def already_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for standing in standings():
        yield cards.already_card(standing, say)


def mine_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for standing in standings():
        for may_sign, newer in ((True, "v" * 20), (True, None), (False, None)):
            yield cards.mine_card(standing, say, may_sign=may_sign, newer=newer)
        yield cards.mine_card(standing, say, may_sign=True, may_list=False)


def list_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield afterwards.list_card(say)


def withdraw_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for standing in standings():
        for later in (True, False):
            yield afterwards.withdraw_card(standing, say, shows_later=later, may_sign=later)
        yield afterwards.withdraw_card(
            standing, say, shows_later=True, may_sign=True, signs_here=False
        )


def kept_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield afterwards.kept_card(say)


def withdrawn_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for standing in standings():
        for withdrawing in Withdrawing:
            withdrawn = Withdrawn(withdrawing, standing)
            for later in (True, False):
                yield afterwards.withdrawn_card(withdrawn, say, shows_later=later)


def wall_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for total, page, pages in ((0, 0, 1), (10, 0, 1), (MANY, 99_999, 100_000)):
        wall = WallPage((LARGEST_ID,) * min(total, 10), page, pages, total)
        yield afterwards.wall_card(wall, say)


def held_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for standing in standings():
        if standing.held_here and standing.pledge is not None:
            yield cards.held_card(standing, standing.pledge, say)
