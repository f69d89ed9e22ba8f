"""The sentences that a server can say in its own words, and what such words may hold."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from bot.domain.phrases import BRACES, Phrase, by_key, phrase

TITLE: Final = 100
SENTENCE: Final = 600
"""Characters of a title and of a sentence: with what fills it in, a card has room for several."""

INTRODUCTION: Final = phrase("campaign.introduction", "about", limit=SENTENCE)
INVITE: Final = phrase("campaign.invite", limit=SENTENCE)
SINCE: Final = phrase("campaign.since", "hashtag", "day", limit=SENTENCE)
PANEL_TITLE: Final = phrase("setup.panel_title", "name", limit=TITLE)
PANEL_TEXT: Final = phrase("setup.panel_text", "about", limit=SENTENCE)
SIGNED_LAST: Final = phrase("pledge.signed_last", limit=SENTENCE)
PAUSED: Final = phrase("errors.signing_paused", limit=SENTENCE)
TALLY_TITLE: Final = phrase("tally.title", limit=TITLE)
TALLY_INVITE: Final = phrase("tally.invite", limit=SENTENCE)
MILESTONE_TITLE: Final = phrase("tally.milestone_title", "milestone", limit=TITLE)
MILESTONE_GOAL: Final = phrase("tally.milestone_goal", "goal", limit=SENTENCE)
QUOTE_TITLE: Final = phrase("letter.quote_title", limit=TITLE, needs="letter")

SENTENCES: Final[Mapping[str, Phrase]] = by_key(
    (
        *(INTRODUCTION, INVITE, SINCE, PANEL_TITLE, PANEL_TEXT, SIGNED_LAST, PAUSED),
        *(TALLY_TITLE, TALLY_INVITE, MILESTONE_TITLE, MILESTONE_GOAL, QUOTE_TITLE),
    )
)
"""All of them, in the order in which they are shown. None is of what people sign, of a warning, of
withdrawing, of privacy or of help: those words are the campaign's, the same in every server."""

_KEY: Final = re.compile(r"words\.(?P<locale>[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\.(?P<phrase>.+)")
_VERSION: Final = 8
"""Characters of a version: what two moderators write at once tells apart."""


class UnfitReason(StrEnum):
    """Why words cannot be those of a sentence."""

    EMPTY = "empty"
    LONG = "long"
    BRACES = "braces"
    REPEATED = "repeated"
    LINK = "link"
    MENTION = "mention"
    MARKDOWN = "markdown"
    INVISIBLE = "invisible"


_INVISIBLE: Final = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e"
    "\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\ue000-\uf8ff\ud800-\udfff\U000e0000-\U000e007f\U000f0000-\U0010ffff]"
)
_FLAG: Final = re.compile("\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]+\U000e007f")
"""The flags of Scotland and other parts of a country are spelled with what is unseen elsewhere."""
_JOINERS: Final = re.compile("[\u200c\u200d\ufe00-\ufe0f]")
"""What joins letters and emoji: by itself, nobody sees it."""
_MENTION: Final = re.compile(r"(?i)(?<!\w)@|@(?:everyone|here)\b|<[@#:/a-z]")
"""Not `amig@s`, which is how some write of everyone in Spanish and Portuguese."""
_LINK: Final = re.compile(r"://|<\+[0-9]")
"""What Discord makes a link of: an address with its scheme, and a telephone number in angles; a
link with words is formatting, and the other angles stand with mentions. Without a scheme it links
nothing, neither `www.example.org` nor an invitation as `discord.gg/…`, and it looks for those to
show as cards among its links alone. So `etc.pp`, `St.Pauli` and `tou.te.s` are what they are."""
_MARKDOWN: Final = re.compile(
    r"""(?mx)
    [`\\\[\]]                                # code, an escape, a link with words
    | (?<!\w) (\*{1,3}|_{1,3}) (?=\S) [^\n]*? (?<=\S) \1 (?!\w)
    | ~~ | \|\|                              # struck through, hidden
    | ^ \s* (?: \#{1,3}\s | -\#\s | > | [-+*]\s )  # a heading, a small line, …
    """
)
_LEFT: Final = re.compile(r"[*_]")


def sentence_of(key: str) -> tuple[str, Phrase] | None:
    """Return the language and the sentence that the key of a setting names, or None for none."""
    found = _KEY.fullmatch(key)
    sentence = SENTENCES.get(found["phrase"]) if found else None
    return None if found is None or sentence is None else (found["locale"], sentence)


def key_of(locale: str, sentence: Phrase) -> str:
    """Return the key under which a server keeps its words of a sentence in a language."""
    return f"words.{locale}.{sentence.key}"


def cleaned(text: str, sentence: Phrase) -> str:
    """Return words as they are kept: without blanks at the ends; of a title, in one line."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if sentence.limit <= TITLE:
        return " ".join(text.split())
    lines = "\n".join(line.rstrip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def unfit(text: str, sentence: Phrase) -> UnfitReason | None:
    """Return why words, cleaned, cannot be those of a sentence; None where they can.

    Each placeholder stands at most once, so that what fills it in cannot make a card too long.
    """
    names = [found[1] for found in BRACES.finditer(text) if found[0] not in ("{{", "}}")]
    bare = BRACES.sub(" ", text)
    checks = {
        UnfitReason.EMPTY: not _JOINERS.sub("", bare).strip() and not names,
        UnfitReason.LONG: len(text) > sentence.limit,
        UnfitReason.INVISIBLE: _INVISIBLE.search(_FLAG.sub("", text)),
        UnfitReason.BRACES: any(name not in sentence.placeholders for name in names),
        UnfitReason.REPEATED: len(names) != len(set(names)),
        UnfitReason.MENTION: _MENTION.search(bare),
        UnfitReason.LINK: _LINK.search(bare),
        UnfitReason.MARKDOWN: _MARKDOWN.search(bare),
    }
    return next((why for why, wrong in checks.items() if wrong), None)


def literal(text: str) -> str:
    """Return words so that Discord shows each sign as it was typed: `Freund*innen` keeps its star.

    Placeholders stay what they are.
    """
    parts: list[str] = []
    end = 0
    for found in BRACES.finditer(text):
        parts += [_LEFT.sub(r"\\\g<0>", text[end : found.start()]), found[0]]
        end = found.end()
    return "".join([*parts, _LEFT.sub(r"\\\g<0>", text[end:])])


def kept_words(stored: str) -> str | None:
    """Return the words that a stored value says, fitting or not; None where it says none."""
    try:
        value: object = json.loads(stored)
    except ValueError:
        return None
    return value if isinstance(value, str) else None


def version_of(stored: str | None) -> str:
    """Return what tells a stored value from any other; no choice has one too."""
    return hashlib.sha256((stored or "").encode()).hexdigest()[:_VERSION]
