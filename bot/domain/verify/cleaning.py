"""Takes from a text what a copy, a page or Discord put there, and leaves what it says."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Callable
from typing import Final

import regex

_LINK: Final = regex.compile(r"\[([^\[\]]*)\]\(\s*<?[a-zA-Z][a-zA-Z+.-]*://[^\s()<>]*>?\s*\)")
_CUSTOM_EMOJI: Final = regex.compile(r"<a?:\w{2,32}:\d{5,20}>")
_STRIKE: Final = r"[\u0335-\u0338]"
_STRUCK: Final = regex.compile(
    rf"~~(?P<inner>.+?)~~|(?:\P{{M}}(?=\p{{M}}*{_STRIKE})\p{{M}}+\s*)+", regex.DOTALL
)
"""Struck through by Discord's signs, or letter by letter with a stroke over each."""

_LINE_END: Final = regex.compile(r"([\p{L}\p{M}]+)([-‐\u00ad])\s+(?=([\p{L}\p{M}]+))")
_UNSEEN: Final = regex.compile(r"[[\p{Default_Ignorable_Code_Point}\p{Me}]--\s]", regex.V1)
"""Joiners, variation selectors and frames around a sign (as of a key)."""

_SAME_LOOK: Final = (
    (regex.compile(r"\u0e4d([\u0e48-\u0e4b]?)\u0e32"), "\\1\u0e33"),  # Thai am, in two signs
    (regex.compile(r"\u0ecd([\u0ec8-\u0ecb]?)\u0eb2"), "\\1\u0eb3"),  # Lao am
    (regex.compile(r"\u0e40\u0e40"), "\u0e41"),  # Thai ae, typed as e twice
    (regex.compile(r"\u0ec0\u0ec0"), "\u0ec1"),  # Lao ei
    (regex.compile(r"\u0905\u093e"), "\u0906"),  # Devanagari vowels, put together from parts
    (regex.compile(r"\u0905\u0949|\u0906\u0945"), "\u0911"),
    (regex.compile(r"\u0905\u094b|\u0906\u0947"), "\u0913"),
    (regex.compile(r"\u0905\u094c|\u0906\u0948"), "\u0914"),
    (regex.compile(r"\u090f\u0947"), "\u0910"),
)
"""Letters that are written in two ways and look the same, which no form of Unicode makes alike."""

_SOFT_HYPHEN: Final = "\u00ad"
_OTHER_WIDTHS: Final = ("<wide>", "<narrow>", "<font>")


def cleaned(text: str, known: Callable[[str], bool]) -> str:
    """Return what a text says, on one line, letters composed.

    A word hyphenated at the end of a line is joined where the joined word is `known`. What is
    struck through is not said, unless that is all there is. Cleaned again, a text stays the same.
    """
    while (once := _cleaned_once(text, known)) != text:
        text = once
    return text


def _cleaned_once(text: str, known: Callable[[str], bool]) -> str:
    text = _CUSTOM_EMOJI.sub("", _LINK.sub(r"\1", _without_entities(text)))
    text = _LINE_END.sub(lambda found: _joined(found, known), _without_struck(text))
    usual = "".join(_in_letterwidth(one) for one in text if _is_seen(one))
    seen = _UNSEEN.sub("", usual)
    composed = unicodedata.normalize("NFC", seen)
    for typed, letter in _SAME_LOOK:
        composed = typed.sub(letter, composed)
    return " ".join(composed.split())


def _without_entities(text: str) -> str:
    """Read `&rsquo;` as a page shows it, also where the page was copied twice (`&amp;rsquo;`)."""
    while (read := html.unescape(text)) != text:
        text = read
    return text


def _without_struck(text: str) -> str:
    said = _STRUCK.sub(" ", text)
    if regex.search(r"[\p{L}\p{N}]", said):
        return said
    whole = _STRUCK.sub(lambda found: found["inner"] or found[0], text)
    return regex.sub(_STRIKE, "", whole)


def _joined(found: regex.Match[str], known: Callable[[str], bool]) -> str:
    before, hyphen, after = found.groups()
    joins = hyphen == _SOFT_HYPHEN or known(before + after)
    return before if joins else found[0]


def _in_letterwidth(sign: str) -> str:
    """Return a full-width, half-width or mathematical letter as the letter it is."""
    other = unicodedata.decomposition(sign).startswith(_OTHER_WIDTHS)
    return unicodedata.normalize("NFKC", sign) if other else sign


def _is_seen(sign: str) -> bool:
    """Whether it is no control and no sign that is not known to Unicode yet, as cards show it."""
    return sign.isspace() or unicodedata.category(sign)[0] != "C"
