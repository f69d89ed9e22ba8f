"""Aligns two texts: the words they share in order, and the differences between them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from bot.domain.verify.tokens import TokenizedText

Pair = tuple[int, int]
"""A shared word: its place in the text asked about, and its place in the passage."""

_GAP_COST: Final = 0.34
_EDGE: Final = 2


class Edit(StrEnum):
    """How a stretch of the text asked about relates to the letter."""

    SAME = "same"
    CHANGED = "changed"
    MISSING = "missing"  # the letter has these words, the text does not
    ADDED = "added"  # the text has these words, the letter does not


@dataclass(frozen=True, slots=True)
class Difference:
    """One stretch, word by word: the letter's words and the text's."""

    edit: Edit
    letter: str
    text: str


def shared_words(asked: Sequence[str], passage: Sequence[str]) -> list[Pair]:
    """Return as many words in one order as both have, where they stand together in the passage.

    Where a word repeats, reading from the front may choose another one of its places than reading
    from the back; the reading that holds together longer, or in less room, is returned.

    Each reading takes one operation on integers of `len(passage)` bits for each word of `asked`,
    and one step back through both.
    """
    forwards = _aligned(asked, passage)
    mirrored = _aligned(asked[::-1], passage[::-1])
    ends = len(asked) - 1, len(passage) - 1
    backwards = [(ends[0] - i, ends[1] - j) for i, j in reversed(mirrored)]
    return max(forwards, backwards, key=lambda pairs: (len(pairs), -window(pairs)))


def window(pairs: Sequence[Pair]) -> int:
    """Return how many words of the passage the shared ones stand among."""
    return pairs[-1][1] - pairs[0][1] + 1 if pairs else 0


def _aligned(asked: Sequence[str], passage: Sequence[str]) -> list[Pair]:
    return _densest_part(_closest_repetitions(_common(asked, passage), passage))


def _common(asked: Sequence[str], passage: Sequence[str]) -> list[Pair]:
    """Return a longest common subsequence, by the bit-parallel method.

    A zero at bit j of a row says: with the passage's word j the subsequence grows by one.
    """
    masks: defaultdict[str, int] = defaultdict(int)
    for at, word in enumerate(passage):
        masks[word] |= 1 << at
    full = (1 << len(passage)) - 1
    rows = [full]
    for word in asked:
        row = rows[-1]
        same = row & masks.get(word, 0)
        rows.append(((row + same) | (row - same)) & full)
    pairs: list[Pair] = []
    i, j = len(asked), len(passage)
    while i and j:
        bit = 1 << (j - 1)
        if rows[i] & bit:
            j -= 1
        elif not rows[i - 1] & bit:
            i -= 1
        else:
            pairs.append((i - 1, j - 1))
            i, j = i - 1, j - 1
    return pairs[::-1]


def _closest_repetitions(pairs: list[Pair], passage: Sequence[str]) -> list[Pair]:
    """Move each shared word as close to the next one as its repetitions allow."""
    moved = list(pairs)
    for at in range(len(moved) - 2, -1, -1):
        i, j = moved[at]
        following = moved[at + 1][1]
        j = next(k for k in range(following - 1, j - 1, -1) if passage[k] == passage[j])
        moved[at] = (i, j)
    return moved


def _densest_part(pairs: list[Pair]) -> list[Pair]:
    """Return the part in which shared words stand closest; words far from it at the edges go.

    A shared word counts one; each word of the passage passed over costs a third of one.
    """
    best = (0.0, 0, 0)
    score, first = 0.0, 0
    for at, (_, place) in enumerate(pairs):
        if at:
            score -= _GAP_COST * (place - pairs[at - 1][1] - 1)
        if score <= 0:
            score, first = 0.0, at
        score += 1
        if score > best[0]:
            best = (score, first, at + 1)
    return pairs[best[1] : best[2]]


def differences(
    asked: TokenizedText, passage: TokenizedText, pairs: Sequence[Pair]
) -> tuple[Difference, ...]:
    """Return the text from its first word to its last as stretches that agree or differ."""
    (first, at), (last, place) = pairs[0], pairs[-1]
    head = min(first, at) if first <= _EDGE else 0
    behind = len(asked.words) - last - 1
    tail = min(behind, len(passage.words) - place - 1) if behind <= _EDGE else 0
    found = [_between(asked, passage, (0, first), (at - head, at))]
    start, end = pairs[0], pairs[0]
    for pair in pairs:
        if pair != end:
            found.append(_same(asked, passage, start, end))
            found.append(_between(asked, passage, (end[0], pair[0]), (end[1], pair[1])))
            start = pair
        end = (pair[0] + 1, pair[1] + 1)
    found.append(_same(asked, passage, start, end))
    found.append(
        _between(asked, passage, (last + 1, len(asked.words)), (place + 1, place + 1 + tail))
    )
    return tuple(one for one in found if one is not None)


def _same(asked: TokenizedText, passage: TokenizedText, start: Pair, end: Pair) -> Difference:
    return Difference(Edit.SAME, passage.written(start[1], end[1]), asked.written(start[0], end[0]))


def _between(
    asked: TokenizedText, passage: TokenizedText, said: Pair, printed: Pair
) -> Difference | None:
    text, letter = asked.written(*said), passage.written(*printed)
    if text and letter:
        return Difference(Edit.CHANGED, letter, text)
    if text:
        return Difference(Edit.ADDED, "", text)
    return Difference(Edit.MISSING, letter, "") if letter else None
