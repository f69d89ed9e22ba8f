"""Vowel points of Arabic and Hebrew, which their writers leave out or set as they like."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

import regex

_POINTS: Final = (
    r"[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7"  # Hebrew
    r"\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670"  # Arabic
    r"\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed]"  # of the Quran
)
"""The points; an alif's hamza and madda are letters of their own, and are not among them."""

_POINT: Final = regex.compile(_POINTS)


def without_points(word: str) -> str:
    """Return a word with its letters alone."""
    return _POINT.sub("", word)


def may_be(one: str, other: str) -> bool:
    """Whether two words have the same letters, and on no letter points that contradict."""
    if without_points(one) != without_points(other):
        return False
    pairs = zip(_points(one), _points(other), strict=True)
    return all(here <= there or there <= here for here, there in pairs)


def _points(word: str) -> list[set[str]]:
    """Return the points of each letter."""
    found: list[set[str]] = [set()]
    for sign in word:
        if _POINT.match(sign):
            found[-1].add(sign)
        elif not unicodedata.combining(sign):
            found.append(set())
    return found


class PointedWords:
    """The words of a letter by their letters alone, for a text with fewer points, or with more."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words: defaultdict[str, list[str]] = defaultdict(list)
        for word in words:
            letters = without_points(word)
            if regex.search(r"[\p{sc=Arab}\p{sc=Hebr}]", letters):
                self._words[letters].append(word)

    def read(self, word: str) -> str | None:
        """Return the word of the letter that this one may be, or None."""
        alike = self._words.get(without_points(word), ())
        return next((one for one in alike if may_be(word, one)), None)
