"""One line of text in a picture, each sign in a font that has it, in its own direction."""

from __future__ import annotations

import re
from html import escape
from typing import Final, Literal

from bot.pictures.typesetting import FAMILIES, Typesetter, reads_right_to_left

# The renderer takes every line for left-to-right; an isolate sets a line's own direction, and
# keeps a hashtag's sign before its word.
_RIGHT_TO_LEFT: Final = "\u2067{}\u2069"
_HASHTAG: Final = re.compile(r"[#@][A-Za-z0-9_]+")
_LEFT_TO_RIGHT: Final = "\u2066{}\u2069"

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

    Raises:
        NoGlyph: when a sign is in none of the fonts.
    """
    if backwards := reads_right_to_left(words):
        words = _HASHTAG.sub(lambda found: _LEFT_TO_RIGHT.format(found.group()), words)
    spans = "".join(
        f'<tspan font-family="{FAMILIES[run.font]}">{escape(run.text)}</tspan>'
        for run in setter.runs(words)
    )
    spans = _RIGHT_TO_LEFT.format(spans) if backwards else spans
    return (
        f'<text x="{x:g}" y="{y:.1f}" font-size="{size}" fill="{colour}" '
        f'text-anchor="{anchor}" xml:space="preserve">{spans}</text>'
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
