"""A published number's history as a chart, and the same story in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, timedelta
from itertools import pairwise
from typing import Final

from bot.domain.tallies.history import Day, History
from bot.messages import Voice
from bot.services import Chart, Mark, Panel, Tick
from cogs.tally import words

_A_DAY: Final = timedelta(days=1)
_TICKS: Final = 4
_STEPS: Final = (1, 2, 2.5, 5, 10)


def chart_of(history: History, say: Voice, *, campaign: str) -> Chart:
    """Return the chart of a history that shows something."""
    days = history.days
    totals = [day.total for day in days]
    changes = [day.change or 0 for day in days]
    reached = {
        at: day.milestone
        for at, day in enumerate(days)
        if day.milestone is not None and day.total is not None
    }
    told = [total for total in totals if total is not None]
    low, high = min([*told, *reached.values()]), max(told)
    total_ticks = _ticks(0 if low * 2 < high or low == high else low, high)
    change_ticks = _ticks(min(0, *changes), max(0, *changes), most=2)
    return Chart(
        title=say(words.CHART_TITLE_SERVER if history.server else words.CHART_TITLE, name=campaign),
        as_of=_as_of(history, say),
        note=say(words.CHART_NOTE),
        total=Panel(
            say(words.CHART_TOTAL),
            tuple(None if total is None else _place(total, total_ticks) for total in totals),
            _axis(total_ticks, say),
        ),
        change=Panel(
            say(words.CHART_CHANGE),
            tuple(None if not day.change else _place(day.change, change_ticks) for day in days),
            _axis(change_ticks, say),
            base=_place(0, change_ticks),
        ),
        days=_day_ticks(days, say),
        marks=tuple(
            Mark(at, _place(number, total_ticks), say(words.CHART_MILESTONE, number=number))
            for at, number in reached.items()
        ),
    )


def _as_of(history: History, say: Voice) -> str:
    """Return of which moment the number is; a picture knows no reader's own time, so in UTC."""
    if history.as_of is None:
        return ""
    moment = history.as_of.astimezone(UTC)
    return say(words.CHART_AS_OF, time=f"{moment:%H:%M}", day=moment.date())


def story_of(history: History, say: Voice) -> str:
    """Return in sentences what the chart shows; a history that shows nothing says so."""
    shown = history.shown
    if not shown:
        return say(words.STORY_NOTHING_SERVER if history.server else words.STORY_NOTHING)
    first, last = shown[0], shown[-1]
    sentences = [_course(first, last, say)]
    changes = [day for day in shown[1:] if day.change]
    if changes:
        largest = max(changes, key=lambda day: abs(day.change or 0))
        count = largest.change or 0
        phrase = words.STORY_MOST if count > 0 else words.STORY_LEAST
        sentences.append(say(phrase, count=abs(count), day=largest.day))
    milestones = [day for day in shown if day.milestone is not None]
    if milestones:
        latest = milestones[-1]
        sentences.append(say(words.STORY_MILESTONE, number=latest.milestone, day=latest.day))
    if any(after.day - before.day != _A_DAY for before, after in pairwise(shown)):
        sentences.append(say(words.STORY_GAP))
    return " ".join(sentences)


def _course(first: Day, last: Day, say: Voice) -> str:
    """Say how the number went from the first day that is shown to the last."""
    if first is last:
        return say(words.STORY_ONE_DAY, day=last.day, count=last.total)
    before, now = first.total or 0, last.total or 0
    days = {"first": first.day, "last": last.day}
    if before == now:
        return say(words.STORY_SAME, count=now, **days)
    phrase = words.STORY_UP if now > before else words.STORY_DOWN
    return say(phrase, before=before, now=now, **days)


def _ticks(low: int, high: int, *, most: int = _TICKS) -> list[int]:
    """Return round numbers from at most `low` to at least `high`, evenly apart."""
    raw = max(high - low, 1) / most
    power = 1
    while power * 10 <= raw:
        power *= 10
    step = next(max(int(power * one), 1) for one in _STEPS if power * one >= raw)
    start = low // step * step
    ticks = [start, start + step]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return ticks


def _place(number: int, ticks: Sequence[int]) -> float:
    return (number - ticks[0]) / (ticks[-1] - ticks[0])


def _axis(ticks: Sequence[int], say: Voice) -> tuple[Tick, ...]:
    return tuple(Tick(_place(one, ticks), say.number(one)) for one in ticks)


def _day_ticks(days: Sequence[Day], say: Voice) -> tuple[Tick, ...]:
    """Return the first day, the last, and where there is room one between them."""
    last = len(days) - 1
    if last == 0:
        return (Tick(1.0, say.date(days[0].day)),)
    places = [0, last] if last < 2 else [0, last // 2, last]
    return tuple(Tick(one / last, say.date(days[one].day)) for one in places)
