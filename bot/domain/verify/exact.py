"""Finds a text in the passages as it is: its words in a row, or around an ellipsis."""

from __future__ import annotations

from typing import Final

from bot.domain.verify.comparison import Comparison, Verdict
from bot.domain.verify.meaning.negation import is_known
from bot.domain.verify.passages import ComparedPassage, Passages
from bot.domain.verify.tokens import TokenizedText

_STRETCH: Final = 3
"""Words on each side of an ellipsis; dots between single words make a passage say anything."""

Hit = tuple[int, int]
"""Where words stand in a passage: the first, and past the last."""


def exact(asked: TokenizedText, passages: Passages) -> Comparison | None:
    """Return the passages of one language that have every stretch between ellipses, in order.

    Passages with the same punctuation come alone, before those of another printing. Where the dots
    would swallow a word that says no, a passage does not have the text.
    """
    shortened = len(asked.stretches) > 1
    if shortened and any(asked.size(*one) < _STRETCH for one in asked.stretches):
        return None
    found = [(one, *_hits(asked, number, passages)) for number, one in enumerate(passages.all)]
    alike = [(one, hits) for one, agree, hits in found if hits and agree]
    there = alike or [(one, hits) for one, _, hits in found if hits]
    if not there:
        return None
    locale = there[0][0].locale
    own = [(one, hits) for one, hits in there if one.locale == locale]
    cut_off = {_cut_off(one, hits) for one, hits in own}
    negation_unknown = not is_known(locale)
    return Comparison(
        Verdict.EXACT,
        matches=tuple(one.match for one, _ in own),
        shortened=shortened,
        other_punctuation=not alike or bool(asked.spelled),
        other_vowels=bool(asked.repointed),
        cut_off=cut_off.pop() if len(cut_off) == 1 else "",
        negation_unknown=negation_unknown,
        goes_on=all(
            _may_mislead(one, hits, negation_unknown=negation_unknown, punctuated=bool(alike))
            for one, hits in own
        ),
    )


def _hits(asked: TokenizedText, number: int, passages: Passages) -> tuple[bool, list[Hit]]:
    """Return where a passage has each stretch, and whether with the same punctuation."""
    at, agree, hits = 0, True, list[Hit]()
    passage = passages.all[number]
    for start, end in asked.stretches:
        wanted, words = asked.words[start:end], passage.text.words
        known = passages.places[wanted[0]].get(number, ()) if passages.knows(wanted[0]) else ()
        there = [one for one in known if one >= at and words[one : one + end - start] == wanted]
        if not there:
            return False, []
        alike = [one for one in there if _same_punctuation(asked, start, end, passage, one)]
        agree = agree and bool(alike)
        first = (alike or there)[0]
        if hits and any(passage.negating[at:first]):
            return False, []
        at = first + end - start
        hits.append((first, at))
    return agree, hits


def _same_punctuation(
    asked: TokenizedText, start: int, end: int, passage: ComparedPassage, at: int
) -> bool:
    size = end - start - 1
    if end == len(asked.words) and asked.asks and "?" not in passage.text.punctuation[at + size]:
        return False  # a question says something else than the sentence that has its words
    return asked.punctuation[start : start + size] == passage.text.punctuation[at : at + size]


def _may_mislead(
    passage: ComparedPassage, hits: list[Hit], *, negation_unknown: bool, punctuated: bool
) -> bool:
    """Whether words may say something else alone than where they stand.

    What says no may stand before or after them; and without a comma they are other parts:
    `(many men, including perhaps) some of us, may have`.
    """
    first, past = hits[0][0], hits[-1][1]
    if negation_unknown and passage.goes_on(first, past):
        return True
    return not punctuated and passage.began_before(first)


def _cut_off(passage: ComparedPassage, hits: list[Hit]) -> str:
    beside = passage.beside(hits[0][0], hits[-1][1])
    return passage.text.written(beside[0], beside[0] + 1) if beside else ""
