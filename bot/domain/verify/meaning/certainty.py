"""Tells whether a lost or added negation surely turns a sentence around, or only perhaps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from itertools import takewhile
from typing import Final

from bot.domain.verify.meaning.grammar import Grammar, grammar_of
from bot.domain.verify.meaning.negation import opposite


class Turn(IntEnum):
    """What other words do to the meaning, as far as it can be known."""

    NONE = 0  # as many words say no as before
    OPEN = 1  # a no is gone or came with other words, or is limited: the sense may be the same
    SURE = 2  # the no is all that is gone or came


@dataclass(frozen=True, slots=True)
class Words:
    """Some words of a text.

    Attributes:
        all: the folded words of the whole text.
        no: for each of them, whether it says no.
        signs: for each of them, the punctuation behind it.
        first, past: which of them are meant.
    """

    all: Sequence[str]
    no: Sequence[bool]
    signs: Sequence[str]
    first: int
    past: int

    @property
    def count(self) -> int:
        """How many of them say no."""
        return sum(self.no[self.first : self.past])


_LIMITED: Final = 2
"""Words between which one limits a no that the other is."""

_ESCORTS: Final = frozenset({"ne"})
"""Words that stand before a verb and its no (French `ne jamais cacher`)."""


def turn(printed: Words, said: Words, locale: str) -> Turn:
    """Return what saying some words in place of the printed ones does to the meaning.

    It is sure where a no is all that was lost or put in, or where one word took its place. Where
    other words changed with it ("says nothing", "is silent"), or a word came that denies or limits
    ("we refuse to", "not only"), only a reader can tell.
    """
    grammar = grammar_of(locale)
    ours, theirs = (one.all[one.first : one.past] for one in (printed, said))
    if grammar is None or "".join(ours) == "".join(theirs):  # `nonconforming`, `non-conforming`
        return Turn.NONE
    turned = any(opposite(one, other, locale) for one in theirs for other in ours)
    same = printed.count == said.count
    if same and turned:
        return Turn.SURE
    if same or (printed.count and said.count and grammar.concord):
        return Turn.OPEN if _is_limited(printed, said, grammar) else Turn.NONE
    return Turn.OPEN if turned or not _only_negation_differs(printed, said, grammar) else Turn.SURE


def _is_limited(printed: Words, said: Words, grammar: Grammar) -> bool:
    """Whether words with as many nos as the printed ones may still not say the same."""
    both = (printed, said), (said, printed)
    if any(_denies(one, other, grammar) or _limits(one, other, grammar) for one, other in both):
        return True
    if not printed.count or not said.count:
        return False
    changed = sorted(_content(printed, grammar)) != sorted(_content(said, grammar))
    return changed or _is_weak(printed, grammar) != _is_weak(said, grammar)


def _denies(one: Words, other: Words, grammar: Grammar) -> bool:
    words = _only_in(one, other)
    denying = any(word.startswith(grammar.denying) for word in words)
    return denying or not grammar.excepting.isdisjoint(words)


def _limits(one: Words, other: Words, grammar: Grammar) -> bool:
    """Whether some words limit a no among or beside them, and the others do not."""
    if grammar.limiting.isdisjoint(_only_in(one, other)):
        return False
    before = range(one.first - 1, max(-1, one.first - 1 - _LIMITED), -1)
    after = range(one.past, min(len(one.all), one.past + _LIMITED))
    near = [
        *takewhile(lambda at: not one.signs[at], before),
        *takewhile(lambda at: not one.signs[at - 1], after),
    ]
    return one.count > 0 or any(one.no[at] for at in near)


def _only_in(one: Words, other: Words) -> set[str]:
    return {*one.all[one.first : one.past]} - {*other.all[other.first : other.past]}


def _is_weak(words: Words, grammar: Grammar) -> bool:
    here = range(words.first, words.past)
    return all(words.all[at] in grammar.weak for at in here if words.no[at])


def _only_negation_differs(printed: Words, said: Words, grammar: Grammar) -> bool:
    """Whether a no is all that differs, but for words that carry no sense of their own."""
    with_no, other = (printed, said) if printed.count > said.count else (said, printed)
    rest, instead = _content(with_no, grammar), _content(other, grammar)
    if sorted(rest) == sorted(instead):
        return True
    if not rest and len(instead) == 1:
        return grammar.otherwise.isdisjoint(instead) and not _breaks_off(printed, said)
    return other.first == other.past and _touches(with_no, grammar)


def _breaks_off(printed: Words, said: Words) -> bool:
    """Whether a text ends here in the middle of a sentence: its last words may stand for more."""
    goes_on = printed.past < len(printed.all) and not printed.signs[printed.past - 1]
    return said.past == len(said.all) and goes_on


def _content(words: Words, grammar: Grammar) -> list[str]:
    """Return the words that neither say no nor are light."""
    here = range(words.first, words.past)
    kept = (words.all[at] for at in here if not words.no[at] and words.all[at] not in _ESCORTS)
    bare = (one.rpartition("'")[2] or one for one in kept)
    return [one for one in bare if not _is_light(one, grammar) and one not in grammar.joining]


def _touches(words: Words, grammar: Grammar) -> bool:
    """Whether a no of some words is said of what stands right before them, or right after."""
    before, after = words.first - 1, words.past
    joined = before >= 0 and not words.signs[before]
    if joined and words.no[words.first] and _is_verb(words.all[before], grammar):
        return True
    nos = [at for at in range(words.first, words.past) if words.no[at]]
    return after < len(words.all) and _negates_after(words, nos[-1], after, grammar)


def _is_verb(word: str, grammar: Grammar) -> bool:
    return not grammar.verbs.isdisjoint((word, word.rpartition("'")[2]))


def _is_light(word: str, grammar: Grammar) -> bool:
    return _is_verb(word, grammar) or not grammar.light.isdisjoint((word, word.rpartition("'")[2]))


def _negates_after(words: Words, no: int, at: int, grammar: Grammar) -> bool:
    """Whether a word that says no says it of the words from `at` on, which stand behind it.

    It does at the start of a part of the sentence, and where its kind does everywhere; other
    words between must be light.
    """
    between = words.all[no + 1 : at]
    if any(words.signs[no:at]) or words.all[at] in grammar.joining:
        return False
    if not all(_is_light(one, grammar) or one in _ESCORTS for one in between):
        return False
    word, before = words.all[no], words.all[no - 1] if no else ""
    starts = not before or bool(words.signs[no - 1])
    return (
        starts
        or before in grammar.joining
        or before in _ESCORTS
        or word in grammar.forward
        or word.endswith("n't")
        or word.startswith("kein")
    )


def tells(word: str, locale: str) -> bool:
    """Return whether a folded word has a sense of its own, as far as that is known."""
    grammar = grammar_of(locale)
    if grammar is None:
        return False
    return not _is_light(word, grammar) and word not in grammar.joining


def surely_cut_off(words: Words, at: int, locale: str) -> bool:
    """Whether a no beside some words is surely said of them, and not of the part beside them."""
    grammar = grammar_of(locale)
    if grammar is None:
        return False
    if at < words.first:
        return _negates_after(words, at, words.first, grammar)
    return at == words.past and _is_verb(words.all[at - 1], grammar)
