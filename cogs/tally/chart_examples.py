"""Charts as members meet them: growing, falling, standing still, with a gap, and nothing yet."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.tallies import SMALLEST_SHOWN
from bot.domain.tallies.history import History, Series, of_campaign, of_server
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.pictures import Chart
from cogs.tally.chart import chart_of
from cogs.tally.charts import USUAL, chart_card, posted_chart_card

Numbers = Mapping[int, int]
"""What was published so many days ago."""


def _series(of: Samples, numbers: Numbers) -> Series:
    return Series({of.today - timedelta(days=ago): number for ago, number in numbers.items()})


def _campaign(of: Samples, numbers: Numbers, *, days: int = USUAL) -> History:
    goal = of.campaign.goal
    history = of_campaign(
        _series(of, numbers),
        first=of.today - timedelta(days=days - 1),
        last=of.today,
        at_least=of.campaign.tally.publish.at_least,
        goal=goal.target,
        steps=goal.declared_steps,
    )
    return _published(of, history)


def _server(of: Samples, whole: Numbers, here: Numbers) -> History:
    history = of_server(
        _series(of, whole),
        _series(of, here),
        first=of.today - timedelta(days=USUAL - 1),
        last=of.today,
        at_least=of.campaign.tally.servers.at_least,
    )
    return _published(of, history)


def _published(of: Samples, history: History) -> History:
    """Return a history with the moment of its number, where it has one."""
    return replace(history, as_of=of.as_of()) if history.shown else history


def _fallen(of: Samples) -> History:
    return _campaign(of, {20: 9 * SMALLEST_SHOWN, 4: 7 * SMALLEST_SHOWN})


def _still(of: Samples) -> History:
    return _campaign(of, {20: 9 * SMALLEST_SHOWN})


def _interrupted(of: Samples) -> History:
    return _campaign(of, {20: 2 * SMALLEST_SHOWN, 12: 1, 6: 3 * SMALLEST_SHOWN})


def _one_day(of: Samples) -> History:
    return _campaign(of, {3: 2 * SMALLEST_SHOWN}, days=1)


def _chart(name: str, history: Callable[[Samples], History], *, drawn: bool = True) -> Example:
    def card(say: Voice, of: Samples) -> Card:
        return chart_card(history(of), say, pictured=drawn, may_post=True)

    def picture(say: Voice, of: Samples) -> Chart:
        return chart_of(history(of), say, campaign=of.campaign.name)

    return Example(name, chart_card, card, picture if drawn else None)


def _posted(say: Voice, of: Samples) -> Card:
    history = _campaign(of, of.grown)
    return posted_chart_card(history, say, pictured=True, shared_by=of.member)


def _posted_picture(say: Voice, of: Samples) -> Chart:
    return chart_of(_campaign(of, of.grown), say, campaign=of.campaign.name)


CHARTS: Final = (
    _chart("chart", lambda of: _campaign(of, of.grown)),
    _chart("chart_of_server", lambda of: _server(of, of.grown, of.grown_here)),
    _chart("chart_falling", _fallen),
    _chart("chart_standing_still", _still),
    _chart("chart_with_a_gap", _interrupted),
    _chart("chart_of_one_day", _one_day),
    _chart("chart_not_drawn", _fallen, drawn=False),
    _chart("chart_of_nothing", lambda of: _campaign(of, {}), drawn=False),
    _chart("chart_of_nothing_here", lambda of: _server(of, {}, {}), drawn=False),
    Example("chart_posted", posted_chart_card, _posted, _posted_picture),
)
