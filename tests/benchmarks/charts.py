"""A chart's drawing, in the processor time of the process that draws."""

from __future__ import annotations

import statistics
import time
from datetime import date, timedelta

from bot.config import load
from bot.domain.tallies.history import LONGEST, Series, of_campaign
from bot.messages import Messages
from bot.outreach import phrases
from bot.pictures.chart_drawing import ChartDrawing
from cogs.tally.chart import chart_of
from tests.benchmarks.table import Aim, Row
from tests.simulated import ROOT

_AIM = 60.0
_TODAY = date(2026, 11, 26)


def chart_rows(*, rounds: int) -> list[Row]:
    """Measure charts of two years and of a month, beside the time one may take."""
    messages = Messages(load(ROOT / "config", phrases()).messages)
    drawing = ChartDrawing()
    rows: list[Row] = []
    for days in (LONGEST, 30):
        first = _TODAY - timedelta(days=days - 1)
        totals = {first + timedelta(days=at): 900 + 37 * at - 20 * (at % 3) for at in range(days)}
        history = of_campaign(
            Series(totals), first=first, last=_TODAY, at_least=3, goal=100_000, steps=None
        )
        chart = chart_of(history, messages.voice("en"), campaign="#AskMoreOfHim")
        times: list[float] = []
        for _ in range(rounds):
            began = time.process_time()
            drawing.png(chart)
            times.append((time.process_time() - began) * 1_000)
        what = f"processor time of a chart of {days} days, beside {_AIM:.0f} ms"
        rows.append(Row(what, statistics.median(times), _AIM, "ms", Aim("<=", 1.0)))
    return rows
