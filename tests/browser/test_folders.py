"""The first minute in campaigns unlike the shipped one, each a folder, on two screens."""

from __future__ import annotations

from pathlib import Path

import pytest

from cogs.campaign.words import SIGN
from cogs.pledge.words import PLEDGE_BUTTON, SIGNED_TITLE
from tests.browser.visitor import Visitor
from tests.campaigns.test_campaigns import EACH, FOLDERS


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
    card = await visitor.press(visitor.words("maya", SIGN))
    assert card.in_view, card
    thanks = await visitor.press(visitor.words("maya", PLEDGE_BUTTON))
    assert visitor.words("maya", SIGNED_TITLE) in thanks.words
    for command in ("/pledge mine", "/tally show"):
        assert (await visitor.type(visitor.words("maya", command))).in_view
