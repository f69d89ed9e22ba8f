"""`/tally brief`: organisers get one sentence to quote, in a language that they choose."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from bot.config import Configuration
from bot.domain.tallies import Brief, Counts
from bot.messages import Messages
from cogs.tally.briefs import brief_card
from tests.cogs.growing import grow
from tests.components import text_of, walk
from tests.simulated import World, message_of, said

SENTENCE = "As of 00:10 UTC on 1 January 2026, 32 people have signed #AskMoreOfHim."


def block(shown: Any) -> str:
    """Return the words that can be copied."""
    texts = [one["content"] for one in walk(message_of(shown).components) if one.get("type") == 10]
    (found,) = [one for one in texts if one.startswith("```")]
    return found.strip("`\n")


async def test_an_organiser_gets_a_sentence_and_chooses_its_language(world: World) -> None:
    await grow(world)
    shown = await world.organiser.slash(world.channel, "tally brief")
    assert message_of(shown).ephemeral
    assert block(shown).startswith(SENTENCE)
    assert "Each person counts once" in block(shown)
    assert "As of <t:" in said(shown)
    german = await world.organiser.select(
        message_of(shown), custom_id="amh:tally:brief", values=["de"]
    )
    assert block(german).startswith("Stand 1. Januar 2026, 00:10 Uhr UTC: 32 Menschen haben")
    assert "A sentence to quote" in said(german), "the card stays in the reader's language"


async def test_a_member_gets_none_and_is_offered_none(world: World) -> None:
    await grow(world)
    refused = await world.alice.slash(world.channel, "tally brief")
    assert "You cannot do that here." in said(refused)
    for actor, offered in ((world.alice, False), (world.organiser, True)):
        tally = await actor.slash(world.channel, "tally show")
        found = [one for one in walk(message_of(tally).components) if one.get("label") == "Brief"]
        assert bool(found) is offered


async def test_an_old_button_gives_a_member_nothing(world: World) -> None:
    await grow(world)
    control = await world.post_control(world.channel, "amh:tally:brief")
    answer = await world.alice.click(control, custom_id="amh:tally:brief")
    assert "You cannot do that here." in said(answer)


async def test_before_the_first_number_there_is_nothing_to_quote(world: World) -> None:
    shown = await world.organiser.slash(world.channel, "tally brief")
    assert "there is nothing to quote" in said(shown)


def test_no_name_of_a_campaign_ends_the_block(configuration: Configuration) -> None:
    say = Messages.of(configuration).voice("en")
    brief = Brief(Counts(32), datetime(2026, 1, 1, tzinfo=UTC))
    card = brief_card(brief, say, say, campaign="a```b", languages=["en"])
    shown = text_of({"components": card.to_components()})
    assert shown.count("```") == 2
    assert "32 people have signed a" in shown
