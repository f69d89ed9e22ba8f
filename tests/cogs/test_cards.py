"""Every card, in every language, with the longest values it can meet: within Discord's limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import product
from typing import Any

import discord
import pytest

from bot.config import Configuration
from bot.domain.pledges import (
    Attribution,
    Pledge,
    Signed,
    Signing,
    SigningText,
    Standing,
    State,
    Withdrawing,
    Withdrawn,
)
from bot.domain.tallies import Counts, Tally
from bot.interactions.cards import Card
from bot.messages import Messages, Voice
from bot.services.pledges import WallPage
from cogs.campaign.cards import Hub, hub_card
from cogs.help.cards import help_card
from cogs.pledge import afterwards
from cogs.pledge import cards as pledge_cards
from cogs.privacy import cards as privacy_cards
from cogs.tally.cards import tally_card
from tests.components import broken_rules, walk

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
GUILD = 2**63 - 1
MANY = 999_999_999
COMPONENTS_V2 = 1 << 15


HERE, OTHERS = b"h" * 16, tuple(bytes([one]) * 16 for one in range(200))


def pledge(*, stands: bool = True) -> Pledge:
    return Pledge(stands, "v" * 20, "f" * 64, "pt-BR", NOW, NOW)


def standings() -> Iterator[Standing]:
    yield Standing()
    for stands, state, listed, servers, seen_from in product(
        (True, False),
        State,
        (True, False),
        [(), (HERE,), OTHERS[:2], (HERE, *OTHERS)],
        (HERE, None),
    ):
        attributions = tuple(Attribution(server, state, NOW) for server in servers)
        walls = frozenset(servers) if listed else frozenset[bytes]()
        yield Standing(pledge(stands=stands), attributions, walls, seen_from)


def tallies() -> Iterator[Tally]:
    for counted, held, server, change in product(
        (0, 1, MANY), (0, MANY), (None, Counts(0), Counts(MANY)), (-MANY, 0, MANY)
    ):
        for step, goal in ((MANY + 1, 1), (100_000_000, 100_000_000), (10, 100_000_000)):
            yield Tally(Counts(counted, held), server, change, step, goal, NOW)


def every_card(say: Voice, configuration: Configuration) -> Iterator[Callable[[], Card]]:
    long_text = SigningText("v" * 20, "pt-BR", "Ä" * 2_000)
    long_campaign = configuration.campaign.model_copy(update={"name": "N" * 80})
    for standing in standings():
        for locale in ("de", "pt-BR"):
            yield lambda s=standing, at=locale: pledge_cards.sign_card(long_text, s, at, say)
        yield lambda s=standing: pledge_cards.already_card(s, say)
        yield lambda s=standing: pledge_cards.mine_card(s, say)
        yield lambda s=standing: afterwards.withdraw_card(s, say)
        for signing in (Signing.SIGNED, Signing.RENEWED, Signing.ATTRIBUTED, Signing.ALREADY):
            made = Signed(signing, standing)
            yield lambda m=made: pledge_cards.signed_card(m, say)
        for withdrawing in Withdrawing:
            left = Withdrawn(withdrawing, standing)
            yield lambda w=left: afterwards.withdrawn_card(w, say)
    for tally in tallies():
        yield lambda t=tally: tally_card(t, say, may_post=True, shared_by=GUILD)
        yield lambda t=tally: hub_card(
            Hub(long_campaign, t, "!" * 200, "en", may_post=True, shared_by=GUILD), say
        )
    yield lambda: hub_card(Hub(long_campaign, None, None, "de"), say)
    for total, page, pages in ((0, 0, 1), (10, 0, 1), (MANY, 99_999, 100_000)):
        wall = WallPage((GUILD,) * min(total, 10), page, pages, total)
        yield lambda w=wall: afterwards.wall_card(w, say)
    many = [(f"</{'c' * 32} {'d' * 32}:{GUILD}>", "x" * 100)] * 40
    yield lambda: help_card(many, say, in_server=True)
    yield lambda: help_card(many[:1], say, in_server=False)
    for plain in (
        pledge_cards.not_now_card,
        afterwards.list_card,
        afterwards.kept_card,
        privacy_cards.policy_card,
        privacy_cards.export_card,
        privacy_cards.erase_card,
        privacy_cards.kept_card,
    ):
        yield lambda card=plain: card(say)
    for something in (True, False):
        yield lambda s=something: privacy_cards.erased_card(say, something=s)


def faults(components: list[dict[str, Any]]) -> Iterator[str]:
    """What Discord would refuse, and what we would."""
    yield from broken_rules(
        "/channels/{channel_id}/messages", {"flags": COMPONENTS_V2, "components": components}
    )
    parts = list(walk(components))
    texts = [part["content"] for part in parts if part["type"] == 10]
    if any(not text.strip() for text in texts):
        yield "an empty text"
    if any("{" in text for text in texts):
        yield "an unfilled placeholder"
    if any(part["type"] == 2 and not part.get("label") for part in parts):
        yield "a button without words"
    greens = [part for part in parts if part.get("style") == discord.ButtonStyle.success.value]
    if len(greens) > 1:
        yield "more than one affirmative button"


async def test_every_card_is_one_that_discord_takes(configuration: Configuration) -> None:
    messages = Messages(configuration.messages)
    for locale in messages.locales:
        say = messages.voice(locale)
        for make in every_card(say, configuration):
            card = make()
            assert card.is_finished(), "a card is inert: nothing of it stays in memory"
            found = list(faults(card.to_components()))
            assert not found, (locale, found, card.to_components())


@pytest.mark.parametrize("state", [State.COUNTED, State.HELD])
async def test_no_beside_yes_in_the_same_row(configuration: Configuration, state: State) -> None:
    say = Messages(configuration.messages).voice("en")
    text = SigningText("1", "en", "I pledge.")
    signed = Standing(pledge(), (Attribution(HERE, state, NOW),), server=HERE)
    asked = [
        pledge_cards.sign_card(text, Standing(), "en", say),
        afterwards.list_card(say),
        afterwards.withdraw_card(signed, say),
        privacy_cards.erase_card(say),
    ]
    for card in asked:
        rows = [part for part in walk(card.to_components()) if part["type"] == 1]
        assert len(rows) == 1
        assert len(rows[0]["components"]) == 2
