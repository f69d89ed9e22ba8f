"""A chart: a published total as a line, each day's change as bars, on a page of its own colour."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import resvg_py

from bot.pictures.chart import Chart, Panel, Tick
from bot.pictures.directions import reads_right_to_left
from bot.pictures.lines import line, shortened
from bot.pictures.typesetting import FAMILIES, FONTS, SANS, Typesetter

WIDTH: Final = 1_200
HEIGHT: Final = 675
"""The page that a chart is laid out on."""
PIXELS: Final = 1_000
"""How wide the picture is; a wider one takes its process half as long again, and shows no more."""

_EDGE: Final = 56
_TITLE: Final = 34
_TEXT: Final = 21
_LINE: Final = (172, 420)
_BARS: Final = (496, 590)
_DAYS: Final = 628
_WIDEST_BAR: Final = 44.0
_PAPER: Final = "#FBF8F3"
_INK: Final = "#22303C"
_FAINT: Final = "#5A6672"
_GRID: Final = "#DCDDDB"
_MORE: Final = "#3A6EA5"
_LESS: Final = "#B0582B"

Point = tuple[float, float]


class ChartDrawing:
    """Draws charts; made once, it keeps the fonts open."""

    def __init__(self) -> None:
        self._sans = Typesetter(SANS)
        self._files = {
            f'"{family}"': str(FONTS / f"{name}-Regular.ttf") for name, family in FAMILIES.items()
        }

    def png(self, chart: Chart) -> bytes:
        """Return the chart as a PNG, `PIXELS` wide.

        Raises:
            NoGlyph: when a sign of its words is in none of the fonts.
        """
        svg = self.svg(chart)
        # The renderer reads each font anew that it is given: a tenth of its time for all of them.
        files = [file for family, file in self._files.items() if family in svg]
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, skip_system_fonts=True, font_files=files, width=PIXELS
            )
        )

    def svg(self, chart: Chart) -> str:
        """Return the chart as SVG.

        Raises:
            NoGlyph: when a sign of its words is in none of the fonts.
        """
        return "".join(
            [
                f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
                f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
                self._text(chart.title, x=_EDGE, y=64, size=_TITLE),
                self._text(chart.as_of, x=_EDGE, y=98, colour=_FAINT),
                self._text(chart.note, x=_EDGE, y=125, colour=_FAINT),
                *self._drawn(chart),
                "</svg>",
            ]
        )

    def _drawn(self, chart: Chart) -> Iterator[str]:
        labels = [tick.label for panel in (chart.total, chart.change) for tick in panel.ticks]
        left = _EDGE + 14 + max(map(self._width, labels), default=0)
        xs, wide = _across(len(chart.total.values), left=left)
        yield from self._axis(chart.total, _LINE, left)
        yield from self._axis(chart.change, _BARS, left)
        yield from _bars(chart.change, xs, wide)
        yield from _lines(chart.total, xs)
        yield from self._marks(chart, xs, left)
        yield from self._days(chart.days, left)

    def _axis(self, panel: Panel, place: tuple[int, int], left: float) -> Iterator[str]:
        yield self._text(panel.heading, x=left, y=place[0] - 18, colour=_FAINT)
        for tick in panel.ticks:
            y = _height(tick.at, place)
            yield (
                f'<path d="M{left:.1f} {y:.1f}H{WIDTH - _EDGE}" stroke="{_GRID}" '
                'stroke-width="1.5"/>'
            )
            x = left - 14
            yield line(
                self._sans, tick.label, x=x, y=y + 7, size=_TEXT, colour=_FAINT, anchor="end"
            )

    def _marks(self, chart: Chart, xs: list[float], left: float) -> Iterator[str]:
        """Mark days of the line, and draw at its own height the number that was reached then.

        Of words that would overlap, the highest number's stay. They stand before the line gets
        there, above the number; where there is no room before it, below.
        """
        taken: list[tuple[float, float]] = []
        for mark in reversed(chart.marks):
            total = chart.total.values[mark.day]
            if total is None:
                continue
            yield _ring(xs[mark.day], _height(total, _LINE))
            y, x = _height(mark.at, _LINE), left + 8
            label = shortened(self._sans, mark.label, (WIDTH - _EDGE - x) / _TEXT)
            before = x + self._width(label) + 16 < xs[mark.day]
            baseline = y - 8 if before else y + _TEXT + 3
            top, bottom = baseline - _TEXT, baseline + 8
            if any(top < end and bottom > start for start, end in taken):
                continue
            taken.append((top, bottom))
            yield (
                f'<path d="M{left:.1f} {y:.1f}H{WIDTH - _EDGE}" stroke="{_FAINT}" '
                'stroke-width="1.5" stroke-dasharray="6 6"/>'
            )
            yield line(self._sans, label, x=x, y=baseline, size=_TEXT, colour=_INK)

    def _days(self, ticks: tuple[Tick, ...], left: float) -> Iterator[str]:
        for tick in ticks:
            half = self._width(tick.label) / 2
            x = left + tick.at * (WIDTH - _EDGE - left)
            middle = min(max(x, left + half), WIDTH - _EDGE - half)
            yield line(
                self._sans,
                tick.label,
                x=middle,
                y=_DAYS,
                size=_TEXT,
                colour=_FAINT,
                anchor="middle",
            )

    def _text(
        self, words: str, *, x: float, y: float, size: int = _TEXT, colour: str = _INK
    ) -> str:
        """Draw a line that begins at `x`, or at the right edge where it reads from there."""
        fits = shortened(self._sans, words, (WIDTH - _EDGE - x) / size)
        if reads_right_to_left(words):
            x = WIDTH - _EDGE - self._sans.width(fits) * size
        return line(self._sans, fits, x=x, y=y, size=size, colour=colour)

    def _width(self, label: str) -> float:
        return self._sans.width(label) * _TEXT


def _across(days: int, *, left: float) -> tuple[list[float], float]:
    """Return where each day stands and how wide its bar is, in pixels.

    A single day stands at the right, where today is.
    """
    room = WIDTH - _EDGE - left
    wide = min(max(room / days * 0.7, 1.0), _WIDEST_BAR)
    first, last = left + wide / 2, WIDTH - _EDGE - wide / 2
    if days == 1:
        return [last], wide
    return [first + (last - first) * day / (days - 1) for day in range(days)], wide


def _height(at: float, place: tuple[int, int]) -> float:
    top, bottom = place
    return bottom - at * (bottom - top)


def _ring(x: float, y: float) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="7" fill="{_PAPER}" stroke="{_MORE}" '
        'stroke-width="4"/>'
    )


def _lines(panel: Panel, xs: list[float]) -> Iterator[str]:
    """Draw the line; where days are not shown it has a gap, and a day alone is a dot."""
    stretch: list[Point] = []
    for x, at in [*zip(xs, panel.values, strict=True), (0.0, None)]:
        if at is not None:
            stretch.append((x, _height(at, _LINE)))
        elif stretch:
            yield _stretch(stretch)
            stretch = []


def _stretch(points: list[Point]) -> str:
    if len(points) == 1:
        ((x, y),) = points
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="{_MORE}"/>'
    path = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return (
        f'<path d="M{path}" fill="none" stroke="{_MORE}" stroke-width="5" '
        'stroke-linejoin="round" stroke-linecap="round"/>'
    )


def _bars(panel: Panel, xs: list[float], wide: float) -> Iterator[str]:
    """Draw each day's change from the line of no change, upwards or downwards.

    All of a colour are one path: of two years, they take a tenth less of the process than apart.
    """
    base = _height(panel.base, _BARS)
    paths: dict[str, list[str]] = {_MORE: [], _LESS: []}
    for x, at in zip(xs, panel.values, strict=True):
        if at is None or at == panel.base:
            continue
        y = _height(at, _BARS)
        top, tall = min(y, base), max(abs(y - base), 1.5)
        bar = f"M{x - wide / 2:.1f} {top:.1f}h{wide:.1f}v{tall:.1f}h-{wide:.1f}z"
        paths[_MORE if at > panel.base else _LESS].append(bar)
    for colour, bars in paths.items():
        if bars:
            yield f'<path d="{"".join(bars)}" fill="{colour}"/>'
