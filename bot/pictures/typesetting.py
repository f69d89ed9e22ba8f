"""Text set in lines that fit, measured with the very fonts that draw it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from bot.pictures.directions import levels, visual_order
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
_PIECE = re.compile(r"[^ ]+?(?:(?<=\w)[-—–/](?=\w)|(?= |$))|[^ ]+")
_BREAKING_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
"""Every space but those that hold two words together, such as “nous »” and “10 000”."""

_EMOJI_SELECTOR = "\ufe0f"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")


class NoGlyph(Exception):
    """None of the fonts has a sign of the text."""


@dataclass(frozen=True, slots=True)
class Run:
    """Signs of one font that read one way.

    Attributes:
        level: from right to left where it is odd.
    """

    font: str
    text: str
    level: int = 0

    @property
    def backwards(self) -> bool:
        """Whether it reads from right to left."""
        return self.level % 2 == 1


class Typesetter:
    """Measures and breaks text in a family of fonts, each sign in the first that has it."""

    def __init__(self, fonts: Sequence[str]) -> None:
        self._fonts = {name: Font(FONTS / f"{name}-Regular.ttf") for name in fonts}
        self._widths: dict[str, float] = {}

    def runs(self, text: str, *, backwards: bool = False) -> list[Run]:
        """Return a text, which may read from right to left, as stretches of one font and direction.

        Raises:
            NoGlyph: when a sign is in none of them.
        """
        found: list[Run] = []
        of_signs = levels(text, backwards=backwards)
        for cluster in _CLUSTER.finditer(text):
            font = self._font_of(cluster.group(), found[-1].font if found else None)
            level = of_signs[cluster.start()]
            if found and (found[-1].font, found[-1].level) == (font, level):
                found[-1] = Run(font, found[-1].text + cluster.group(), level)
            else:
                found.append(Run(font, cluster.group(), level))
        return found

    def placed(self, line: str, *, backwards: bool) -> list[tuple[float, Run]]:
        """Return the runs of a line, each with how far from the line's left edge it begins.

        They begin and end with a sign that is seen: a space at an end has no direction of its own.
        """
        runs = self.runs(line, backwards=backwards)
        places = [0.0] * len(runs)
        x = 0.0
        for at in visual_order([run.level for run in runs]):
            run, font = runs[at], self._fonts[runs[at].font]
            start, end = len(run.text) - len(run.text.lstrip()), len(run.text.rstrip())
            left_out = run.text[end:] if run.backwards else run.text[:start]
            places[at] = x + (font.width(left_out) if left_out else 0.0)
            runs[at] = Run(run.font, run.text[start:end], run.level)
            x += font.width(run.text)
        return [(place, run) for place, run in zip(places, runs, strict=True) if run.text]

    def width(self, text: str) -> float:
        """Return how wide a text is, in the size of its font (ems)."""
        known = self._widths.get(text)
        if known is None:
            known = sum(self._fonts[run.font].width(run.text) for run in self.runs(text))
            self._widths[text] = known
        return known

    def lines(self, text: str, width: float) -> list[str]:
        """Break a text into lines at most `width` ems wide; a word wider than that is broken up.

        The text is `on_one_line`.
        """
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
            fits = before and before != "NotoEmoji" and self._has(before, cluster)
            return before if before and fits else fonts[0]
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


@lru_cache(maxsize=1_024)
def sign_without_font(text: str) -> str | None:
    """Return the first sign of a text that none of the fonts has, or None."""
    setter = _setter()
    for cluster in _CLUSTER.findall(drawn_form(text)):
        try:
            setter.runs(cluster)
        except NoGlyph:
            return str(cluster)
    return None


@cache
def _setter() -> Typesetter:
    return Typesetter(SERIF)


def drawn_form(text: str) -> str:
    """Return a text as it is drawn: its lines may break at each plain space, and at no other one.

    Skin tones go: the emoji font has one colour.
    """
    return on_one_line(_SKIN_TONES.sub("", text))


def on_one_line(text: str) -> str:
    """Return a text whose lines may break at each plain space, and at no other one."""
    return _BREAKING_SPACES.sub(" ", text).strip()


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Yield the pieces between which a line may break, each with the space before it."""
    end = 0
    for found in _PIECE.finditer(text):
        yield (" " if text[end : found.start()] else "", found.group())
        end = found.end()
