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
