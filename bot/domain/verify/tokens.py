"""Splits a text into words that compare equal however the sentence was printed."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

_APOSTROPHES: Final = "'’‘ʼ＇`´′‛"
_JOINED: Final = re.compile(
    # Scripts that set no spaces are compared letter by letter; a word may hold apostrophes.
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"
    rf"|[^\W_]+(?:[{_APOSTROPHES}][^\W_]+)*"
)
_MASKED_LINK: Final = re.compile(r"\[([^\[\]]*)\]\(\s*<?[a-zA-Z][a-zA-Z+.-]*://[^\s()<>]*>?\s*\)")
_ELLIPSIS: Final = re.compile(r"…|\.\s?\.(?:\s?\.)*")
_PUNCTUATION: Final = frozenset(",;:.!?¿¡،؛؟。、，！？：；")


@dataclass(frozen=True, slots=True)
class TokenizedText:
    """A text split into words.

    Attributes:
        words: the words, folded: case, apostrophes and letters' variants made alike.
        punctuation: for each word, the punctuation between it and the next one.
        stretches: the runs of words between ellipses, as (first, after the last).
        spans: where each word stands in `text`.
    """

    text: str
    words: list[str]
    punctuation: list[str]
    stretches: list[tuple[int, int]]
    spans: list[tuple[int, int]]

    def written(self, start: int, end: int) -> str:
        """Return words `start` to `end` as they were written, from letter to letter."""
        if start >= end:
            return ""
        return self.text[self.spans[start][0] : self.spans[end - 1][1]]


def tokenize(text: str) -> TokenizedText:
    """Split a text into words; takes time linear in its length."""
    plain = _plain(text)
    found = list(_JOINED.finditer(plain))
    words = [_folded(one.group()) for one in found]
    punctuation: list[str] = []
    stretches: list[tuple[int, int]] = []
    start = 0
    for at, one in enumerate(found):
        after = found[at + 1].start() if at + 1 < len(found) else len(plain)
        between = plain[one.end() : after]
        gap = _ELLIPSIS.search(between) is not None
        punctuation.append("" if gap else "".join(sign for sign in between if sign in _PUNCTUATION))
        if gap or at + 1 == len(found):
            stretches.append((start, at + 1))
            start = at + 1
    return TokenizedText(plain, words, punctuation, stretches, [one.span() for one in found])


def _plain(text: str) -> str:
    """Return a text without links, invisible characters and line breaks, letters composed."""
    seen = unicodedata.normalize("NFC", _MASKED_LINK.sub(r"\1", text))
    kept = "".join(
        one for one in seen if one.isspace() or unicodedata.category(one) not in ("Cc", "Cf", "Cs")
    )
    return " ".join(kept.split())


def _folded(word: str) -> str:
    # Apostrophes first: the compatibility form of some is a space and an accent.
    alike = "".join("'" if one in _APOSTROPHES else one for one in word)
    return unicodedata.normalize("NFKC", alike).casefold()
