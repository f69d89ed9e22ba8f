"""Splits a text into words that compare equal however the sentence was printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import regex

from bot.domain.verify.cleaning import cleaned
from bot.domain.verify.meaning.negation import SIGNS

_APOSTROPHES: Final = "'’‘ʼ＇`´′‛"
_UNSPACED: Final = "".join(
    rf"\p{{Line_Break={one}}}" for one in ("SA", "ID", "CJ", "NS", "AK", "AS")
)
"""The scripts that set no spaces between words: Thai, Khmer, Burmese, Han, Kana, Javanese …"""
_SIGN: Final = rf"[[\p{{L}}\p{{N}}]&&[{_UNSPACED}]]\p{{M}}*"
_LETTER: Final = rf"[[\p{{L}}\p{{N}}]--[{_UNSPACED}]]"
_REST: Final = rf"[[\p{{L}}\p{{N}}\p{{M}}]--[[\p{{L}}\p{{N}}]&&[{_UNSPACED}]]]*"
_WORD: Final = regex.compile(
    # A vowel that is a mark belongs to its letter; a word may hold apostrophes.
    rf"(?P<sign>{_SIGN})|{_LETTER}{_REST}(?:[{_APOSTROPHES}]{_LETTER}{_REST})*|[\p{{Sc}}%‰&§]|"
    # Before or after a sentence such a sign is a remark on it.
    rf"(?<=[\p{{L}}\p{{N}}\p{{M}}]\s*)[{SIGNS}](?=\s*[\p{{L}}\p{{N}}])",
    regex.V1,
)
_ELLIPSIS: Final = regex.compile(r"…|\.\s?\.(?:\s?\.)*")
_PUNCTUATION: Final = str.maketrans("。、，！？：；،؛؟।", ".,,!?:;,;?.")
_COMPARED: Final = frozenset(",;:.!?¿¡")
_LOOK_ALIKES: Final = str.maketrans(
    "авеһіјкӏмнорԛсѕтԁԝху" + "αεικνορτυχ", "abehijklmhopqcstdwxy" + "aeikvoptux"
)
"""Cyrillic and Greek letters that are read as Latin ones."""

_KEYBOARDS: Final = str.maketrans("کی", "كي")
"""Letters of Persian and Urdu keyboards, and those of Arabic ones that are typed in their place."""

_HASHTAG: Final = regex.compile(r"[#＃]\s?(\p{Lu}\p{Ll}+(?:\p{Lu}\p{Ll}*)+)")
_PART: Final = regex.compile(r"\p{Lu}?\p{Ll}+|\p{Lu}+(?!\p{Ll})|\p{N}+")
_TAGGED: Final = 8
"""Words that a hashtag is spelled out in at most."""

_KEPT_FORMS: Final = ("<super>", "<sub>", "<fraction>")


@dataclass(frozen=True, slots=True)
class _Word:
    """Where a word stands, and whether it is a sign of a script without spaces."""

    start: int
    end: int
    sign: bool = False
    of_hashtag: bool = False


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """A text split into words.

    Attributes:
        words: the words, folded: case, apostrophes and letters' variants made alike. In a script
            that sets no spaces, each letter with its marks is one.
        sizes: for each word, 2; for a letter of a script without spaces, 1.
        punctuation: for each word, the punctuation between it and the next one.
        stretches: the runs of words between ellipses, as (first, after the last).
        spans: where each word stands in `text`.
        repointed: the words read as ones of the letter that have fewer vowel points, or more.
        spelled: the hashtags of the letter that are written here as the words they are made of, and
            words of the letter that are written here as a hashtag.
    """

    text: str
    words: list[str]
    sizes: list[int]
    punctuation: list[str]
    stretches: list[tuple[int, int]]
    spans: list[tuple[int, int]]
    repointed: frozenset[int] = frozenset()
    spelled: frozenset[int] = frozenset()

    @property
    def asks(self) -> bool:
        """Whether it ends as a question; a sign after a closing quotation mark is another's."""
        behind = self.text[self.spans[-1][1] :] if self.spans else ""
        return behind.lstrip().translate(_PUNCTUATION).startswith("?")

    def written(self, start: int, end: int) -> str:
        """Return words `start` to `end` as they were written, from letter to letter."""
        if start >= end:
            return ""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]

    def size(self, start: int, end: int) -> float:
        """Return how many words `start` to `end` are worth: two letters without spaces are one."""
        return sum(self.sizes[start:end]) / 2


def _nothing(_: str) -> bool:
    return False


def _no_word(_: str) -> None:
    return None


def tokenize(
    text: str,
    known: Callable[[str], bool] = _nothing,
    pointed: Callable[[str], str | None] = _no_word,
    tagged: Callable[[str], bool] = _nothing,
) -> TokenizedText:
    """Split a text into words.

    `known` tells which folded words a hyphenated one may be; `pointed` returns the word that one
    with fewer vowel points, or more, is read as; `tagged` tells which are hashtags.
    """
    plain = cleaned(text, lambda word: known(_folded(word)))
    found = list(_found(plain, known))
    words = [_recognised(plain[one.start : one.end], known) for one in found]
    read = {at: other for at, one in enumerate(words) if not known(one) and (other := pointed(one))}
    bounds = list(_together([read.get(at, one) for at, one in enumerate(words)], tagged))
    spans = [(found[first].start, found[past - 1].end) for first, past in bounds]
    punctuation, stretches = _between(plain, spans)
    return TokenizedText(
        text=plain,
        words=["".join(read.get(at, words[at]) for at in range(*one)) for one in bounds],
        sizes=[1 if found[first].sign else 2 for first, _ in bounds],
        punctuation=punctuation,
        stretches=stretches,
        spans=spans,
        repointed=frozenset(at for at, one in enumerate(bounds) if read.keys() & {*range(*one)}),
        spelled=frozenset(
            at
            for at, (first, past) in enumerate(bounds)
            if past > first + 1 or found[first].of_hashtag
        ),
    )


def _found(plain: str, known: Callable[[str], bool]) -> Iterator[_Word]:
    """Yield the words of a text; a hashtag that is none of the letter, as those it is made of."""
    for one in _WORD.finditer(plain):
        tagged = plain[max(0, one.start() - 1) : one.start()] in ("#", "＃")
        parts = [*_PART.finditer(one[0])] if tagged else []
        apart = len(parts) > 1 and not known(_folded(one[0]))
        if apart and all(known(_folded(part[0])) for part in parts):
            for part in parts:
                yield _Word(one.start() + part.start(), one.start() + part.end(), of_hashtag=True)
        else:
            yield _Word(one.start(), one.end(), sign=one["sign"] is not None)


def hashtags(text: str) -> set[str]:
    """Return the hashtags of a text that are made of several words, folded."""
    return {_folded(one) for one in _HASHTAG.findall(text)}


def spelled_out(text: str) -> list[str]:
    """Return the words, folded, that the hashtags of a text are made of."""
    return [_folded(part) for one in _HASHTAG.findall(text) for part in _PART.findall(one)]


def _together(words: Sequence[str], tagged: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """Yield the bounds of each word; words that a hashtag is made of are one."""
    at = 0
    while at < len(words):
        ends = range(min(len(words), at + _TAGGED), at + 1, -1)
        end = next((end for end in ends if tagged("".join(words[at:end]))), at + 1)
        yield at, end
        at = end


def _between(
    plain: str, spans: Sequence[tuple[int, int]]
) -> tuple[list[str], list[tuple[int, int]]]:
    """Return the punctuation behind each word, and the stretches between ellipses."""
    punctuation: list[str] = []
    stretches: list[tuple[int, int]] = []
    start = 0
    for at, (_, end) in enumerate(spans):
        last = at + 1 == len(spans)
        between = plain[end : len(plain) if last else spans[at + 1][0]]
        gap = _ELLIPSIS.search(between) is not None
        signs = between.translate(_PUNCTUATION)
        punctuation.append("" if gap else "".join(sign for sign in signs if sign in _COMPARED))
        if gap or last:
            stretches.append((start, at + 1))
            start = at + 1
    return punctuation, stretches


def _recognised(word: str, known: Callable[[str], bool]) -> str:
    """Return a word folded; one that is not known as it is, as the known one it is read as."""
    folded = _folded(word)
    if known(folded):
        return folded
    # Capitals write ß as SS. A letter of another script can look the same, put there unseen.
    capitals = [folded.replace("ss", "ß")] if word.isupper() else []
    return next(filter(known, [*capitals, folded.translate(_LOOK_ALIKES)]), folded)


def _folded(word: str) -> str:
    # Apostrophes first: the compatibility form of some is a space and an accent.
    alike = "".join("'" if one in _APOSTROPHES else _folded_sign(one) for one in word)
    return unicodedata.normalize("NFC", alike).translate(_KEYBOARDS)


def _folded_sign(sign: str) -> str:
    """Return a sign without case or variant; `ß` and `ss`, `10²` and `102` are not the same."""
    if sign == "ẞ":
        return "ß"
    if sign in "ßـ":
        return sign.strip("ـ")  # a stroke that only makes an Arabic word longer
    if unicodedata.decomposition(sign).startswith(_KEPT_FORMS):
        return sign
    return unicodedata.normalize("NFKC", sign).casefold().replace("i\u0307", "i")
