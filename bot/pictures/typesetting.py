"""Text set in lines that fit, measured with the very fonts that draw it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.pictures.shaping import Font

FONTS: Final = Path(__file__).with_name("fonts")
SERIF: Final = ("NotoSerif", "NotoSerifHebrew", "NotoNaskhArabic", "NotoEmoji", "NotoSans")
SANS: Final = ("NotoSans", "NotoSerifHebrew", "NotoNaskhArabic", "NotoEmoji", "NotoSerif")
FAMILIES: Final = {
    "NotoSerif": "Noto Serif",
    "NotoSans": "Noto Sans",
    "NotoSerifHebrew": "Noto Serif Hebrew",
    "NotoNaskhArabic": "Noto Naskh Arabic",
    "NotoEmoji": "Noto Emoji",
}

_CLUSTER = re.compile(
    # What is shaped together: a base with its marks, joiners, selectors and skin tones; a flag.
    r"[\U0001F1E6-\U0001F1FF]{2}"
    r"|.(?:[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u20d0-\u20ff\ufe00-\ufe0f\u200c"
    r"\U0001F3FB-\U0001F3FF\U000E0020-\U000E007F]|\u200d.)*",
    re.DOTALL,
)
_PIECE = re.compile(r"\S+?(?:(?<=\w)[-—–/](?=\w)|(?=\s|$))|\S+")
_EMOJI_SELECTOR = "\ufe0f"


class NoGlyph(Exception):
    """None of the fonts has a sign of the text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Signs of one font."""

    font: str
    text: str


def reads_right_to_left(text: str) -> bool:
    """Return whether the first letter with a direction reads from right to left."""
    for one in text:
        direction = unicodedata.bidirectional(one)
        if direction in ("L", "R", "AL"):
            return direction != "L"
    return False


class Typesetter:
    """Measures and breaks text in a family of fonts, each sign in the first that has it."""

    def __init__(self, fonts: Sequence[str]) -> None:
        self._fonts = {name: Font(FONTS / f"{name}-Regular.ttf") for name in fonts}
        self._widths: dict[str, float] = {}

    def runs(self, text: str) -> list[Run]:
        """Return a text as stretches of one font each.

        Raises:
            NoGlyph: when a sign is in none of them.
        """
        found: list[Run] = []
        for cluster in _CLUSTER.findall(text):
            font = self._font_of(cluster, found[-1].font if found else None)
            if found and found[-1].font == font:
                found[-1] = Run(font, found[-1].text + cluster)
            else:
                found.append(Run(font, cluster))
        return found

    def width(self, text: str) -> float:
        """Return how wide a text is, in the size of its font (ems)."""
        known = self._widths.get(text)
        if known is None:
            known = sum(self._fonts[run.font].width(run.text) for run in self.runs(text))
            self._widths[text] = known
        return known

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text into lines at most `width` ems wide; a word wider than that is broken up."""
        lines = [""]
        for gap, piece in _pieces(text):
            joined = f"{lines[-1]}{gap}{piece}" if lines[-1] else piece
            if self.width(joined) <= width:
                lines[-1] = joined
            elif self.width(piece) <= width:
                lines.append(piece)
            else:
                lines += self._broken(piece, width)
        return [line for line in lines if line]

    def _broken(self, word: str, width: float) -> Iterator[str]:
        line = ""
        for cluster in _CLUSTER.findall(word):
            if line and self.width(line + cluster) > width:
                yield line
                line = ""
            line += cluster
        yield line

    def _font_of(self, cluster: str, before: str | None) -> str:
        fonts = list(self._fonts)
        if cluster.isspace():
            return before if before and before != "NotoEmoji" else fonts[0]
        if _EMOJI_SELECTOR in cluster and "NotoEmoji" in fonts:
            fonts.insert(0, "NotoEmoji")
        for name in fonts:
            if self._has(name, cluster):
                return name
        raise NoGlyph

    def _has(self, name: str, cluster: str) -> bool:
        font = self._fonts[name]
        return all(
            font.has(one) or unicodedata.category(one) == "Cf"
            for one in cluster
            if one != _EMOJI_SELECTOR
        )


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces between which a line may break, each with the space before it."""
    end = 0
    for found in _PIECE.finditer(text):
        yield (" " if text[end : found.start()] else "", found.group())
        end = found.end()
