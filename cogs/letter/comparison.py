"""The cards of `/letter verify`: what a sentence is to the letter, and where exactly it differs."""

from __future__ import annotations

from discord import ui

from bot.domain.letter import Letter
from bot.domain.phrases import Phrase
from bot.domain.verify import LONGEST, SHORTEST, Comparison, Difference, Edit, Match, Verdict
from bot.interactions.cards import (
    CARD_TEXT,
    Card,
    Part,
    button,
    panel,
    plain,
    quote,
    read_plain,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import LanguageName, Voice
from cogs.letter import words
from cogs.letter.passages import (
    Reading,
    content_note,
    credit_line,
    exactly,
    linked,
    original_parts,
)
from cogs.letter.pieces import SHOWN_PIECES, pieces_lead, pieces_shown, said_of

ASKED = 800
"""The id of the part of a card that quotes what was asked."""

_ROOM = 200
"""Characters left on a card for what a later press says on it."""

_SHOWN_DIFFERENCES = 6
_SHOWN_OF_LONG = 2
_LONG = 1_200
_SHOWN_WORDS = 60

_TITLES: dict[Verdict, Phrase] = {
    Verdict.ACROSS: words.ACROSS_TITLE,
    Verdict.NEAR: words.NEAR_TITLE,
    Verdict.STITCHED: words.STITCHED_TITLE,
    Verdict.ABSENT: words.ABSENT_TITLE,
}


def comparison_card(
    comparison: Comparison,
    letter: Letter,
    say: Voice,
    *,
    locale: str,
    may_post: bool = False,
    shared_by: int | None = None,
) -> Card:
    """Return the answer to "is this in the letter?", with what was asked where there is room."""
    heading, *answer = _answer(comparison, letter, say, locale)
    shared = [small(say(words.SHARED_BY, member=f"<@{shared_by}>"))] if shared_by else []
    note = _note(comparison, letter, say, locale)
    asked = _asked(comparison, say, [heading, *note, *answer, *shared])
    ways_on = _ways_on(comparison, say, may_post=may_post and bool(asked))
    return Card(panel(heading, *note, *asked, *answer, *ways_on, *shared))


def asked_on(quoted: str) -> str:
    """Return what was asked, from the part `ASKED` of a card."""
    return read_plain(quoted.removeprefix("> "))


def _note(comparison: Comparison, letter: Letter, say: Voice, locale: str) -> list[Part]:
    """Return the line that stands before passages which need one, and before what was asked."""
    shown = [*comparison.matches[:1], *(one.match for one in comparison.pieces[:SHOWN_PIECES])]
    notes = (content_note(Reading(letter, one.passage, locale, None), say) for one in shown)
    return [note for note in notes if note][:1]


def _asked(comparison: Comparison, say: Voice, others: list[Part]) -> list[Part]:
    """Return what was looked up, whole: from the card, *Post here* reads it again."""
    if not comparison.claim:
        return []
    quoted = plain(comparison.claim, limit=len(comparison.claim))
    parts: list[Part] = [small(say(words.CLAIM)), quote(quoted, part=ASKED)]
    length = sum(len(one.content) for one in parts + others if isinstance(one, ui.TextDisplay))
    return parts if length <= CARD_TEXT - _ROOM else []


def _answer(comparison: Comparison, letter: Letter, say: Voice, locale: str) -> list[Part]:
    """Return the answer: its heading, what it rests on, and the passages."""
    match comparison.verdict:
        case Verdict.EXACT:
            parts = _exact(comparison, letter, say, locale)
        case Verdict.NEAR:
            parts = _near(comparison, letter, say, locale)
        case Verdict.STITCHED | Verdict.ACROSS:
            parts = _in_pieces(comparison, letter, say)
        case Verdict.ABSENT:
            parts = _absent(comparison, letter, say)
        case Verdict.TOO_SHORT | Verdict.TOO_LONG:
            return [text(say(words.TOO_SHORT, shortest=SHORTEST, longest=LONGEST))]
    return [title(say(_title(comparison))), *parts]


def _title(comparison: Comparison) -> Phrase:
    if comparison.changes_meaning:
        return words.MEANING_TITLE
    if comparison.may_change_meaning:
        return words.OPEN_TITLE
    if comparison.verdict is Verdict.EXACT:
        return _exact_title(comparison)
    if comparison.verdict is Verdict.ACROSS and comparison.differences:
        return words.NEAR_TITLE
    if comparison.verdict is Verdict.ACROSS and (comparison.cut_off or comparison.goes_on):
        return words.SHORTENED_TITLE
    return _TITLES[comparison.verdict]


def _exact_title(comparison: Comparison) -> Phrase:
    if comparison.shortened or comparison.cut_off or comparison.goes_on:
        return words.SHORTENED_TITLE
    if comparison.matches[0].translation:
        return words.EXACT_TRANSLATION_TITLE
    return words.OTHER_PUNCTUATION_TITLE if comparison.other_punctuation else words.EXACT_TITLE


def _exact(comparison: Comparison, letter: Letter, say: Voice, locale: str) -> list[Part]:
    match = comparison.matches[0]
    lines: list[str] = []
    if comparison.cut_off:
        lines.append(say(words.CUT_OFF, word=_quoted(comparison.cut_off)))
    if comparison.goes_on:
        lines.append(say(words.GOES_ON))
    if comparison.shortened:
        lines.append(say(words.EXACT_SHORTENED))
    if comparison.other_punctuation:
        lines.append(say(words.OTHER_PUNCTUATION))
    if comparison.other_vowels:
        lines.append(say(words.OTHER_VOWELS))
    if translated := _in_translation(match, letter, say, near=len(lines) > 0):
        lines.append(translated)
    elif not lines:
        lines.append(say(words.EXACT))
    if more := len(comparison.matches) - 1:
        lines.append(say(words.EXACT_ELSEWHERE, count=more))
    reading = Reading(letter, match.passage, locale, match.translation)
    return [text("\n".join(lines)), *_printed(reading, say)]


def _near(comparison: Comparison, letter: Letter, say: Voice, locale: str) -> list[Part]:
    match = comparison.matches[0]
    reading = Reading(letter, match.passage, locale, match.translation)
    most = _SHOWN_OF_LONG if _is_long(reading) else _SHOWN_DIFFERENCES
    lines = [say(_meaning(comparison) or words.NEAR)]
    lines += _differences(comparison, say, most=most)
    if comparison.cut_off:
        lines.append(say(words.CUT_OFF, word=_quoted(comparison.cut_off)))
    if translated := _in_translation(match, letter, say, near=True):
        lines.append(translated)
    return [text("\n".join(lines)), *_printed(reading, say)]


def _meaning(comparison: Comparison) -> Phrase | None:
    """Return the sentence on a negation that differs, and how sure it is; None where none does."""
    if comparison.changes_meaning:
        return words.MEANING
    if not comparison.may_change_meaning:
        return None
    return words.UNKNOWN if comparison.negation_unknown else words.OPEN


def _is_long(reading: Reading) -> bool:
    """Whether a passage in two languages leaves little room on a card."""
    both = len(reading.words) + len(reading.passage.text)
    return reading.translation is not None and both > _LONG


def _differences(comparison: Comparison, say: Voice, *, most: int) -> list[str]:
    """Return a line for each difference; those that can turn the meaning around come first."""
    ordered = sorted(comparison.differences, key=lambda one: (not one.negates, not one.may_negate))
    around_pieces = bool(comparison.pieces)
    lines = [f"- {_difference(one, say, around_pieces)}" for one in ordered[:most]]
    if more := len(ordered[most:]):
        lines.append(f"- {say(words.MORE_DIFFERENCES, count=more)}")
    return lines


def _difference(one: Difference, say: Voice, around_pieces: bool) -> str:
    letter, said = _quoted(one.letter), _quoted(one.text)
    if one.edit is Edit.CHANGED:
        return say(words.CHANGED, letter=letter, text=said)
    if one.edit is Edit.MISSING:
        return say(words.MISSING, letter=letter)
    if not one.elsewhere:
        return say(words.NOWHERE, text=said)
    return say(words.GLUE if around_pieces else words.ADDED, text=said)


def _quoted(said: str) -> str:
    return f"**{plain(said, limit=_SHOWN_WORDS)}**"


def _in_pieces(comparison: Comparison, letter: Letter, say: Voice) -> list[Part]:
    lines = _differences(comparison, say, most=_SHOWN_DIFFERENCES)
    if comparison.cut_off:
        across = comparison.verdict is Verdict.ACROSS
        phrase = words.CUT_OFF if across else words.CUT_OFF_PIECE
        lines.append(say(phrase, word=_quoted(comparison.cut_off)))
    if comparison.goes_on:
        lines.append(say(words.GOES_ON))
    pieces = pieces_shown(comparison.pieces, letter, say)
    lead = text(pieces_lead(comparison, letter, say))
    if meaning := _meaning(comparison):
        return [text("\n".join([say(meaning), *lines])), lead, *pieces]
    return [lead, *pieces, *([text("\n".join(lines))] if lines else [])]


def _absent(comparison: Comparison, letter: Letter, say: Voice) -> list[Part]:
    there = pieces_shown(comparison.pieces, letter, say)
    lead: list[Part] = [text(say(words.ABSENT_PIECES))] if there else []
    absent = text(say(said_of(letter, words.ABSENT, words.ABSENT_WHOLE)))
    return [absent, *lead, *there, _compared(letter, say)]


def _printed(reading: Reading, say: Voice) -> list[Part]:
    """Return the whole passage in the language asked about; of a translation, the original too."""
    parts: list[Part] = [quote(exactly(reading.words))]
    if reading.translation:
        # The sources printed the original, and the line on the translation names its own.
        return [*parts, *original_parts(reading, say), small(credit_line(reading, say))]
    sources = say(words.READ_IN, sources=linked(reading.passage.sources, say))
    return [*parts, small(credit_line(reading, say)), small(sources)]


def _in_translation(match: Match, letter: Letter, say: Voice, *, near: bool) -> str | None:
    if match.translation is None:
        return None
    phrase = words.NEAR_TRANSLATION if near else words.EXACT_TRANSLATION
    written = LanguageName(letter.locale, regional=True)
    return say(phrase, credit=match.translation.credit, language=written)


def _compared(letter: Letter, say: Voice) -> Part:
    def line(phrase: Phrase, locale: str, count: int) -> str:
        return say(phrase, language=LanguageName(locale, regional=True), count=count)

    lines = [line(words.COMPARED, letter.locale, len(letter.passages))]
    lines += [line(words.COMPARED_TRANSLATIONS, *one) for one in letter.languages.items()]
    return small("\n".join(lines))


def _ways_on(comparison: Comparison, say: Voice, *, may_post: bool) -> list[Part]:
    read_on = [
        button(say(words.READ_ON_BUTTON), "letter", "read", one.passage.id)
        for one in comparison.matches[:1]
    ]
    post = [button(say(words.POST_BUTTON), "letter", "verdict")] if may_post else []
    buttons = row([*read_on, *post])
    return [rule(), buttons] if buttons else []
