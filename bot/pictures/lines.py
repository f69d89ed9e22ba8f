"""One line of text in a picture, each sign in a font that has it, in its own direction."""

from __future__ import annotations

from html import escape
from typing import Final, Literal

from bot.pictures.directions import reads_right_to_left
from bot.pictures.typesetting import FAMILIES, Typesetter

# The renderer takes every text for left-to-right; an isolate sets a text's own direction.
_RIGHT_TO_LEFT: Final = "\u2067{}\u2069"

Anchor = Literal["start", "middle", "end"]


def line(
    setter: Typesetter,
    words: str,
    *,
    x: float,
    y: float,
    size: float,
    colour: str,
    anchor: Anchor = "start",
) -> str:
    """Return a line as SVG; `y` is where its letters stand, in pixels.

    Each run has a place of its own. Runs that follow each other unplaced are shaped as one text by
    the renderer (resvg 0.48), once in each font, and then it swallows the letters after a sign that
    is joined of several, or breaks down.

    Raises:
        NoGlyph: when a sign is in none of the fonts.
    """
    before = {"start": 0.0, "middle": 0.5, "end": 1.0}[anchor]
    left = x - setter.width(words) * size * before
    spans = "".join(
        f'<tspan x="{left + place * size:.2f}" font-family="{FAMILIES[run.font]}">'
        f"{_RIGHT_TO_LEFT.format(text) if run.backwards else text}</tspan>"
        for place, run in setter.placed(words, backwards=reads_right_to_left(words))
        for text in [escape(run.text)]
    )
    return (
        f'<text y="{y:.1f}" font-size="{size}" fill="{colour}" xml:space="preserve">{spans}</text>'
    )


def shortened(setter: Typesetter, words: str, width: float) -> str:
    """Return words cut with an ellipsis where they are wider than `width` ems.

    Raises:
        NoGlyph: when a sign is in none of the fonts.
    """
    if setter.width(words) <= width:
        return words
    while words and setter.width(f"{words}…") > width:
        words = words[:-1].rstrip()
    return f"{words}…"
