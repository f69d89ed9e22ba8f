"""The first minute in campaigns unlike the shipped one, each a folder, on two screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from cogs.campaign.words import SIGN
from cogs.pledge.words import PLEDGE_BUTTON, SIGNED_TITLE
from tests.browser.visitor import FRAME, Visitor
from tests.campaigns.test_campaigns import EACH, FOLDERS

_SENTENCE_ENDS_ON_THE_LEFT = f"""(() => {{
  const page = {FRAME}, shown = [...page.querySelectorAll('.text-display')].pop();
  const texts = page.createTreeWalker(shown, NodeFilter.SHOW_TEXT), found = [];
  while (texts.nextNode()) if (texts.currentNode.data.trim()) found.push(texts.currentNode);
  const left = (node, at) => {{
    const range = page.createRange();
    range.setStart(node, at); range.setEnd(node, at + 1);
    return range.getBoundingClientRect().left;
  }};
  const last = found.pop(), first = found.shift() ?? last;
  return left(last, last.data.length - 1) < left(first, 0);
}})()"""


@pytest.fixture(params=EACH)
def config_root(request: pytest.FixtureRequest) -> Path:
    """One of the folders, in place of the shipped campaign's."""
    return FOLDERS / str(request.param)


_SIGNS_BESIDE_THEIR_WORDS = f"""(() => {{
  const page = {FRAME}, items = [...page.querySelectorAll('.text-display li')];
  const arabic = (one) => /[\\u0600-\\u06ff]/.test(one.textContent);
  return items.length > 0 && items.every((one) => arabic(one) === (one.dir === 'rtl'));
}})()"""
_TO_COPY = f"""(() => {{
  const block = [...{FRAME}.querySelectorAll('.text-display pre')].pop();
  return block.scrollWidth <= block.clientWidth;
}})()"""


async def test_lists_and_words_to_copy_are_read_whole(visitor: Visitor) -> None:
    stage = visitor.stage
    live = stage.must_run().services.configuration.campaign.tally.publish.rule.live
    await visitor.home()
    told = await visitor.tab.js("document.querySelector('.welcome').innerText")
    assert ("a single signature can move a number" in told) == live
    await stage.let_people_sign(8)
    await stage.let_pass(hours=1)
    await visitor.enter("riverside-campaign", "sam")
    await visitor.type(visitor.words("sam", "/pledge sign"))
    assert await visitor.tab.js(_SIGNS_BESIDE_THEIR_WORDS)
    await visitor.type(visitor.words("sam", "/tally brief"))
    assert await visitor.tab.js(_TO_COPY)


async def test_a_member_signs_and_reads_on(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    campaign = visitor.stage.must_run().services.campaign.campaign
    hub = await visitor.type(visitor.words("maya", "/campaign"))
    assert hub.in_view, hub
    assert campaign.name in hub.words
    languages = int(await visitor.tab.js("document.querySelector('select')?.length ?? 0"))
    assert languages == 0 or languages > 1, "a menu without a choice"
    ends = await visitor.tab.js(_SENTENCE_ENDS_ON_THE_LEFT)
    assert ends == (campaign.languages == ("ar",)), "a sentence in the direction of its words"
    card = await visitor.press(visitor.words("maya", SIGN))
    assert card.in_view, card
    thanks = await visitor.press(visitor.words("maya", PLEDGE_BUTTON))
    assert visitor.words("maya", SIGNED_TITLE) in thanks.words
    for command in ("/pledge mine", "/tally show"):
        assert (await visitor.type(visitor.words("maya", command))).in_view
