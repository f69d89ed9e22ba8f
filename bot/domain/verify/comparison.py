"""What a comparison of a text with the letter came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.domain.letter import Passage, Translation
from bot.domain.verify.alignment import Edit


class Verdict(StrEnum):
    """What a text is to the letter."""

    EXACT = "exact"  # one passage has its words in a row, or around an ellipsis
    ACROSS = "across"  # it runs on from passage to passage, word for word or nearly
    NEAR = "near"  # one passage is like it
    STITCHED = "stitched"  # nearly all of it stands in the letter, in pieces
    ABSENT = "absent"
    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Match:
    """A passage that was found, in the letter's language or (with `translation`) in another."""

    passage: Passage
    translation: Translation | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a text that stand so in a passage."""

    text: str
    match: Match


@dataclass(frozen=True, slots=True)
class Difference:
    """One stretch of words that differs: the letter's words and the text's.

    Attributes:
        negates: the letter says no here and the text does not, or the other way round.
        may_negate: so it is, but other words changed with it, or words weigh otherwise or stand
            in another order, or a whole part was put in or left out: the sense may be the same.
        elsewhere: some of the text's words stand in other passages.
    """

    edit: Edit
    letter: str
    text: str
    negates: bool = False
    may_negate: bool = False
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """The answer to one text.

    Attributes:
        claim: what was looked up: the text without formatting and what nobody sees.
        matches: the passage, or each that has these words; of pieces, the passage of each.
        pieces: of a text in pieces, each; of an absent one, those that are in the letter all
            the same.
        differences: what is changed, put in or left out.
        shortened: an ellipsis stands for words of the passage.
        other_punctuation: every word is right; only the punctuation between them differs, or a
            hashtag is written in words.
        other_vowels: every word is right; vowel points are left out of some, or put in.
        cut_off: the word that says no right before or after what the text has of the letter,
            where it may or may not be said of that.
        negation_unknown: which words say no is not known in the language of what was found.
        goes_on: the sentence of what was found goes on before or after it, or a piece of it; said
            where that may turn it around unseen.
    """

    verdict: Verdict
    claim: str = ""
    matches: tuple[Match, ...] = ()
    pieces: tuple[Piece, ...] = ()
    differences: tuple[Difference, ...] = ()
    shortened: bool = False
    other_punctuation: bool = False
    other_vowels: bool = False
    cut_off: str = ""
    negation_unknown: bool = False
    goes_on: bool = False

    @property
    def changes_meaning(self) -> bool:
        """Whether a word that says no was lost or put in."""
        return any(one.negates for one in self.differences)

    @property
    def may_change_meaning(self) -> bool:
        """Whether only a reader can tell if what differs changes the sense.

        Where it is not known which words say no, any difference can.
        """
        if self.negation_unknown and self.verdict is not Verdict.STITCHED:
            return bool(self.differences)
        return any(one.may_negate for one in self.differences)
