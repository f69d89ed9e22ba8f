"""Examples of the cards tell of days, ways and numbers that a campaign can really have."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest

from bot.config import DIRECTORIES, Configuration
from bot.examples import Samples, under_way
from bot.preview.content import entries
from tests.campaigns.folders import ARABIC, LETTER, NOW, campaign
from tests.components import text_of
from tests.preview.conftest import draw


def told_of(found: Configuration) -> dict[str, str]:
    """Return what each card of a campaign says in its own language, by its name."""
    shown = asyncio.run(entries(found, found.languages[:1], now=NOW, draw=draw))
    return {one.name: text_of({"components": one.shown[0].components}) for one in shown}


def dated(name: str, **dates: date) -> Configuration:
    """Return a campaign that has other days."""
    found = campaign(name)
    days = found.campaign.dates.model_copy(update=dates)
    return replace(found, campaign=found.campaign.model_copy(update={"dates": days}))


def test_a_campaign_that_is_over_is_seen_on_its_last_day_and_before_its_own_first() -> None:
    closed = dated(
        LETTER,
        launched=date(2026, 10, 1),
        opens=date(2026, 10, 3),
        closes=date(2026, 11, 1),
    )
    told = told_of(closed)
    assert under_way(closed.campaign, NOW) == datetime(2026, 11, 1, 12, tzinfo=UTC)
    assert "You can sign from 3 October 2026." in told["hub_before_it_opens"]
    assert "began on 1 October 2026" in told["hub_before_it_opens"]
    assert "#RiverCrossing begins on 1 October 2026." in told["hub_to_begin"]
    assert "December 2026" not in " ".join(told.values())
    last = datetime(2026, 11, 2, tzinfo=UTC).timestamp()
    for card in ("hub", "tally", "brief"):
        assert all(int(one) < last for one in re.findall(r"<t:(\d+)", told[card])), card


def test_a_page_of_another_kind_shows_no_number_and_no_slip_that_it_cannot_have() -> None:
    found = campaign(LETTER)
    with_fallback = replace(
        found,
        parts=found.parts | {DIRECTORIES},
        said=found.said | {"resources.stands_in"},
        directory=replace(found.directory, fallback=("town-hall",)),
    )
    told = told_of(with_fallback)
    assert [name for name, one in told.items() if "country by country" in one] == []
    assert "01632" not in told["support_every_way_and_state"]
    assert "HELP" not in told["support_every_way_and_state"]
    assert "nobody of this campaign has called" not in told["checkup"]


@pytest.mark.parametrize("target", [20, 100, 500])
def test_a_number_moves_by_as_much_as_it_does_when_it_is_published(target: int) -> None:
    found = campaign(ARABIC)
    goal = found.campaign.goal.model_copy(update={"target": target})
    small = replace(found, campaign=found.campaign.model_copy(update={"goal": goal}))
    of = Samples(small, "ar", NOW, (1,), ())
    for numbers, at_least in ((of.grown, 3), (of.grown_here, 5)):
        steps = [one - other for one, other in pairwise(numbers.values()) if one != other]
        assert steps
        assert min(map(abs, steps)) >= at_least
    assert of.grown_here[0] == of.reached // 2
