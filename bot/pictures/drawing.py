"""A quote card: the passage as large as it fits, a calm page, where it is from."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import resvg_py

from bot.pictures.directions import reads_right_to_left
from bot.pictures.lines import line, shortened
from bot.pictures.quotation import Quotation
from bot.pictures.typesetting import (
    FONTS,
    SANS,
    SERIF,
    NoGlyph,
    Typesetter,
    drawn_form,
)

WIDTH: Final = 1_200
HEIGHT: Final = 675

_MARGIN: Final = 96
_TOP: Final = 84
_BOTTOM: Final = 520
_FOOT: Final = 44
_SIZES: Final = (72, 64, 58, 52, 47, 42, 38, 34, 31, 28, 26, 24, 22, 20)
_LEADING: Final = 1.42
_CREDIT: Final = 25
_SMALL: Final = 21
_PAPER: Final = "#FBF8F3"
_INK: Final = "#22303C"
_FAINT: Final = "#5A6672"
_ACCENT: Final = "#3A6EA5"


class CannotDraw(Exception):
    """The text is too long, or has signs that none of the fonts has."""


class Drawing:
    """Draws quote cards; made once, it keeps the fonts open."""

    def __init__(self) -> None:
        self._serif = Typesetter(SERIF)
        self._sans = Typesetter(SANS)
        self._files = [str(path) for path in sorted(FONTS.glob("*.ttf"))]

    def png(self, quotation: Quotation) -> bytes:
        """Return the card as a PNG.

        Raises:
            CannotDraw: when it does not fit at a size that can be read.
        """
        try:
            svg = self.svg(quotation)
        except NoGlyph as failure:
            raise CannotDraw from failure
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg, skip_system_fonts=True, font_files=self._files, width=WIDTH
            )
        )

    def svg(self, quotation: Quotation) -> str:
        """Return the card as SVG.

        Raises:
            CannotDraw: when it does not fit at a size that can be read.
            NoGlyph: when a sign is in none of the fonts.
        """
        text, *credit = map(drawn_form, (quotation.text, *quotation.credit))
        mirrored = reads_right_to_left(text)
        size, lines = self._fitting(text)
        first = (_TOP + _BOTTOM - len(lines) * size * _LEADING) / 2 + size * 1.06
        parts = [
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{_PAPER}"/>',
            _edge(mirrored),
        ]
        for at, words in enumerate(lines):
            y = first + at * size * _LEADING
            parts.append(self._line(self._serif, words, y, size, _INK, mirrored=mirrored))
        parts.append(self._credit(credit, mirrored=mirrored))
        return "".join([*parts, "</svg>"])

    def _fitting(self, text: str) -> tuple[int, list[str]]:
        for size in _SIZES:
            lines = self._serif.lines(text, (WIDTH - 2 * _MARGIN) / size)
            if len(lines) * size * _LEADING <= _BOTTOM - _TOP:
                return size, lines
        raise CannotDraw

    def _credit(self, credit: Sequence[str], *, mirrored: bool) -> str:
        styles = [(_CREDIT, _INK), *[(_SMALL, _FAINT)] * len(credit)][: len(credit)]
        height = sum(size * 1.5 for size, _ in styles[:-1])
        y = min(_BOTTOM + 58.0, HEIGHT - _FOOT - height)  # three lines begin a little higher
        parts: list[str] = []
        for words, (size, colour) in zip(credit, styles, strict=True):
            fits = shortened(self._sans, words, (WIDTH - 2 * _MARGIN) / size)
            parts.append(self._line(self._sans, fits, y, size, colour, mirrored=mirrored))
            y += size * 1.5
        return "".join(parts)

    @staticmethod
    def _line(
        setter: Typesetter, words: str, y: float, size: float, colour: str, *, mirrored: bool
    ) -> str:
        x, anchor = (WIDTH - _MARGIN, "end") if mirrored else (_MARGIN, "start")
        return line(setter, words, x=x, y=y, size=size, colour=colour, anchor=anchor)


def _edge(mirrored: bool) -> str:
    x = WIDTH - _MARGIN / 2 - 6 if mirrored else _MARGIN / 2
    return f'<rect x="{x}" y="{_TOP}" width="6" height="{_BOTTOM - _TOP}" rx="3" fill="{_ACCENT}"/>'
