"""The cards of `/letter verify`: what a sentence is to the letter, and where exactly it differs."""

from __future__ import annotations

from bot.domain.letter import Letter
from bot.domain.phrases import Phrase
from bot.domain.verify import LONGEST, SHORTEST, Comparison, Difference, Edit, Match, Verdict
from bot.interactions.cards import (
    Card,
    Part,
    button,
    panel,
    plain,
    quote,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import Voice
from cogs.letter import words
from cogs.letter.cards import TEXT
from cogs.letter.passages import (
    Reading,
    content_note,
    credit_line,
    exactly,
    language,
    linked,
    original_parts,
)

_SHOWN_DIFFERENCES = 6
_SHOWN_OF_LONG = 2
_LONG = 1_200
_SHOWN_PIECES = 4
_SHOWN_WORDS = 60
_SHOWN_PIECE = 300


def comparison_card(
    comparison: Comparison, letter: Letter, say: Voice, *, locale: str, may_post: bool
) -> Card:
    """Return the answer to "is this in the letter?"."""
    if comparison.verdict is Verdict.EXACT:
        parts = _exact(comparison, letter, say, locale)
    elif comparison.verdict is Verdict.NEAR:
        parts = _near(comparison, letter, say, locale)
    elif comparison.verdict is Verdict.STITCHED:
        parts = _stitched(comparison, letter, say)
    elif comparison.verdict is Verdict.ABSENT:
        parts = [title(say(words.ABSENT_TITLE)), text(say(words.ABSENT)), _compared(letter, say)]
    else:
        parts = [text(say(words.TOO_SHORT, shortest=SHORTEST, longest=LONGEST))]
    return Card(panel(*parts, *_ways_on(comparison, say, may_post=may_post)))


def _exact(comparison: Comparison, letter: Letter, say: Voice, locale: str) -> list[Part]:
    match = comparison.matches[0]
    lines: list[str] = []
    if translated := _in_translation(match, letter, say, near=comparison.shortened):
        lines.append(translated)
    elif not comparison.shortened:
        lines.append(say(words.EXACT))
    if comparison.shortened:
        lines.append(say(words.EXACT_SHORTENED))
    if more := len(comparison.matches) - 1:
        lines.append(say(words.EXACT_ELSEWHERE, count=more))
    return [
        title(say(_exact_title(comparison))),
        text("\n".join(lines)),
        *_printed(Reading(letter, match.passage, locale, match.translation), say),
    ]


def _exact_title(comparison: Comparison) -> Phrase:
    if comparison.shortened:
        return words.SHORTENED_TITLE
    return words.EXACT_TRANSLATION_TITLE if comparison.matches[0].translation else words.EXACT_TITLE


def _near(comparison: Comparison, letter: Letter, say: Voice, locale: str) -> list[Part]:
    match = comparison.matches[0]
    reading = Reading(letter, match.passage, locale, match.translation)
    most = _SHOWN_OF_LONG if _is_long(reading) else _SHOWN_DIFFERENCES
    lead = words.NEAR_PUNCTUATION if comparison.punctuation_only else words.NEAR
    lines = [say(lead)]
    if comparison.shortened:
        lines.append(say(words.EXACT_SHORTENED))
    if translated := _in_translation(match, letter, say, near=True):
        lines.append(translated)
    differing = [one for one in comparison.differences if one.edit is not Edit.SAME]
    lines += [f"- {_difference(one, say)}" for one in differing[:most]]
    if more := len(differing[most:]):
        lines.append(f"- {say(words.MORE_DIFFERENCES, count=more)}")
    return [
        title(say(words.NEAR_TITLE)),
        text("\n".join(lines)),
        *_printed(reading, say),
    ]


def _is_long(reading: Reading) -> bool:
    """Whether a passage in two languages leaves little room on a card."""
    both = len(reading.words) + len(reading.passage.text)
    return reading.translation is not None and both > _LONG


def _difference(one: Difference, say: Voice) -> str:
    letter, said = _quoted(one.letter), _quoted(one.text)
    if one.edit is Edit.CHANGED:
        return say(words.CHANGED, letter=letter, text=said)
    if one.edit is Edit.MISSING:
        return say(words.MISSING, letter=letter)
    return say(words.ADDED, text=said)


def _quoted(said: str) -> str:
    return f"**{plain(said, limit=_SHOWN_WORDS)}**"


def _stitched(comparison: Comparison, letter: Letter, say: Voice) -> list[Part]:
    parts: list[Part] = [title(say(words.STITCHED_TITLE)), text(_stitched_lead(comparison, say))]
    pieces = list(zip(comparison.pieces, comparison.matches, strict=True))[:_SHOWN_PIECES]
    for piece, match in pieces:
        passage = match.passage
        where = say(words.PIECE, paragraph=passage.paragraph, place=letter.place(passage.id) + 1)
        parts += [quote(plain(piece, limit=_SHOWN_PIECE)), small(where)]
    return parts


def _stitched_lead(comparison: Comparison, say: Voice) -> str:
    shown = comparison.matches[:_SHOWN_PIECES]
    papers = {one.translation.credit: None for one in shown if one.translation}
    if not papers:
        return say(words.STITCHED)
    return say(words.STITCHED_TRANSLATION, credit=say.listed([*papers]))


def _printed(reading: Reading, say: Voice) -> list[Part]:
    """Return the whole passage in the language asked about; of a translation, the original too."""
    note = content_note(reading, say)
    parts: list[Part] = [note] if note else []
    parts.append(quote(exactly(reading.words)))
    if reading.translation:
        # The sources printed the original, and the line on the translation names its own.
        return [*parts, *original_parts(reading, say), small(credit_line(reading, say))]
    sources = say(words.READ_IN, sources=linked(reading.passage.sources, say))
    return [*parts, small(credit_line(reading, say)), small(sources)]


def _in_translation(match: Match, letter: Letter, say: Voice, *, near: bool) -> str | None:
    if match.translation is None:
        return None
    phrase = words.NEAR_TRANSLATION if near else words.EXACT_TRANSLATION
    original = language(letter.locale, say)
    return say(phrase, credit=match.translation.credit, language=original)


def _compared(letter: Letter, say: Voice) -> Part:
    lines = [say(words.COMPARED, language=language(letter.locale, say), count=len(letter.passages))]
    lines += [
        say(words.COMPARED_TRANSLATIONS, language=language(locale, say), count=count)
        for locale, count in letter.languages.items()
    ]
    return small("\n".join(lines))


def _ways_on(comparison: Comparison, say: Voice, *, may_post: bool) -> list[Part]:
    if not comparison.matches:
        return []
    passage = comparison.matches[0].passage
    post = button(say(words.POST_BUTTON), "letter", "post", TEXT, passage.id)
    buttons = row(
        [
            button(say(words.READ_ON_BUTTON), "letter", "read", passage.id),
            post if may_post and comparison.verdict is not Verdict.STITCHED else None,
        ]
    )
    return [rule(), buttons] if buttons else []
