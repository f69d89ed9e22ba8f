"""The pieces of a sentence that stand in the letter, and what holds for all of them."""

from __future__ import annotations

from typing import Final

from bot.domain.letter import Letter
from bot.domain.phrases import Phrase
from bot.domain.verify import Comparison, Match, Piece, Verdict
from bot.interactions.cards import Part, plain, quote, small, text
from bot.messages import Listed, Voice
from cogs.letter import words

SHOWN_PIECES: Final = 4
_SHOWN_PIECE: Final = 300


def pieces_shown(pieces: tuple[Piece, ...], letter: Letter, say: Voice) -> list[Part]:
    """Return the first pieces of a sentence, each with where it stands, and how many more."""
    parts: list[Part] = []
    for piece in pieces[:SHOWN_PIECES]:
        where = small(_where(piece.match, letter, say))
        parts += [quote(plain(piece.text, limit=_SHOWN_PIECE)), where]
    if more := len(pieces[SHOWN_PIECES:]):
        parts.append(text(say(words.MORE_PIECES, count=more)))
    return parts


def _where(match: Match, letter: Letter, say: Voice) -> str:
    paragraph, place = match.passage.paragraph, letter.place(match.passage.id) + 1
    if match.translation is None:
        return say(words.PIECE, paragraph=paragraph, place=place)
    credit = match.translation.credit
    return say(words.PIECE_TRANSLATED, paragraph=paragraph, place=place, credit=credit)


def pieces_lead(comparison: Comparison, letter: Letter, say: Voice) -> str:
    """Return what holds for the pieces that follow; a translation is never called the letter."""
    across = comparison.verdict is Verdict.ACROSS
    if across and comparison.differences:
        return say(words.ACROSS_NEAR)
    translated = [one.translation for one in comparison.matches]
    if not any(translated):
        return say(said_of(letter, words.ACROSS, words.ACROSS_WHOLE) if across else words.STITCHED)
    papers = {one.credit: None for one in translated if one}
    if not all(translated) or len(papers) > SHOWN_PIECES:
        return say(words.STITCHED_MIXED)
    runs_on = said_of(letter, words.ACROSS_TRANSLATION, words.ACROSS_TRANSLATION_WHOLE)
    phrase = runs_on if across else words.STITCHED_TRANSLATION
    return say(phrase, credit=Listed((*papers,)))


def said_of(letter: Letter, with_gaps: Phrase, whole: Phrase) -> Phrase:
    """Return what is said of a letter of which sentences may be missing, or of one all there."""
    return whole if letter.complete else with_gaps
