"""The first minute of each visitor, by keyboard alone, in two languages and on two screens."""

from __future__ import annotations

import pytest

from cogs.campaign.words import POST, SIGN
from cogs.pledge.words import PLEDGE_BUTTON, SIGNED_TITLE
from cogs.setup import words as setup
from tests.browser.visitor import Seen, Visitor

pytestmark = pytest.mark.parametrize("locale", ["en", "de"])


@pytest.fixture
async def guest(visitor: Visitor, locale: str) -> Visitor:
    """Someone whose browser speaks a language, and who began at the first page."""
    await visitor.tab.speak(locale)
    await visitor.home()
    assert await visitor.tab.js("document.documentElement.lang") == locale
    return visitor


async def typed(guest: Visitor, person: str, command: str) -> Seen:
    seen = await guest.type(guest.words(person, command))
    assert seen.in_view, (command, seen)
    return seen


async def test_a_member_signs_and_looks_at_the_pledge(guest: Visitor) -> None:
    await guest.enter("riverside-campaign", "maya")
    await typed(guest, "maya", "/campaign")
    card = await guest.press(guest.words("maya", SIGN))
    assert card.in_view, card
    thanks = await guest.press(guest.words("maya", PLEDGE_BUTTON))
    assert thanks.in_view, thanks
    assert guest.words("maya", SIGNED_TITLE) in thanks.words
    await typed(guest, "maya", "/pledge mine")
    maya = guest.stage.world.rooms["riverside-campaign"].actors["maya"]
    stored = guest.stage.must_run().services.pledges.standing(user_id=maya.id, guild_id=None)
    assert (await stored).signed


async def test_a_moderator_begins_the_setup_and_posts_the_card(guest: Visitor) -> None:
    await guest.enter("riverside-moderators", "priya")
    await typed(guest, "priya", "/setup")
    first = await guest.press(guest.words("priya", setup.GO_ON_BUTTON))
    assert first.in_view, first
    assert guest.words("priya", setup.FIRST_LEAD)[:40] in first.words
    await guest.enter("riverside-campaign", "priya")
    await typed(guest, "priya", "/campaign")
    posted = await guest.press(guest.words("priya", POST))
    assert posted.in_view, posted
    room = guest.stage.world.rooms["riverside-campaign"]
    assert guest.words("riverside", SIGN) in str(room.channel.history()[-1].components)


async def test_an_organiser_reads_the_numbers(guest: Visitor) -> None:
    await guest.enter("riverside-campaign", "sam")
    for act in ("sign", "sign", "hour"):
        await guest.act(act)
        await guest.arrive()
    brief = await typed(guest, "sam", "/tally brief")
    assert "16" in brief.words
    await typed(guest, "sam", "/tally chart")
    await typed(guest, "sam", "/tally board")


async def test_someone_in_need_finds_help_in_direct_messages(guest: Visitor) -> None:
    await guest.enter("dm-elif", "elif")
    seen = await typed(guest, "elif", "/resources")
    assert "Find A Helpline" in seen.words
    room = guest.stage.world.rooms["dm-elif"]
    assert room.channel.history() == []
