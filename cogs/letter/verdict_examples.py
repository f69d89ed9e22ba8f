"""What `/letter verify` answers, verdict by verdict, with the campaign's own passages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import cycle, islice
from typing import Final

from bot.domain.verify import Comparison, Difference, Edit, Match, Piece, Verdict
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.letter.comparison import comparison_card

_AROUND: Final = ".,;:!?"
"""What may stand around words that are looked up."""

Compared = Callable[[Samples], Comparison]
Matches = Callable[[Samples, int], tuple[Match, ...]]


def _matches(of: Samples, most: int) -> tuple[Match, ...]:
    """Return passages in the language they were written in; the first one again where few are."""
    passages = of.configuration.letter.passages
    return tuple(Match(one) for one in islice(cycle(passages), most))


def _translated(of: Samples, most: int) -> tuple[Match, ...]:
    """Return passages in translation, in whatever language; as they are where none is."""
    found = [
        Match(one, one.translations[0])
        for one in of.configuration.letter.passages
        if one.translations
    ]
    return tuple(islice(cycle(found), most)) if found else _matches(of, most)


def _text(match: Match) -> str:
    return match.translation.text if match.translation else match.passage.text


def _start(match: Match, most: int = 8) -> str:
    return " ".join(_text(match).split()[:most]).strip(_AROUND)


def _end(match: Match) -> str:
    return _text(match).split()[-1].strip(_AROUND)


def _pieces(matches: tuple[Match, ...]) -> tuple[Piece, ...]:
    return tuple(Piece(_start(one), one) for one in matches)


def _exact(of: Samples, *, shortened: bool = False, other_punctuation: bool = False) -> Comparison:
    matches = _matches(of, 1)
    claim = f"{_start(matches[0])} … {_end(matches[0])}" if shortened else _text(matches[0])
    return Comparison(
        Verdict.EXACT,
        claim[:300],
        matches,
        shortened=shortened,
        other_punctuation=other_punctuation,
    )


def _other_vowels(of: Samples) -> Comparison:
    """Return the answer to words that are pointed otherwise, as Hebrew and Arabic can be."""
    return replace(_exact(of), other_vowels=True)


def _exact_elsewhere(of: Samples, *, others: int) -> Comparison:
    matches = _matches(of, 1 + others)
    return Comparison(Verdict.EXACT, _start(matches[0]), matches)


def _cut_off(of: Samples) -> Comparison:
    matches = _matches(of, 1)
    word, *rest = _text(matches[0]).split()
    return Comparison(Verdict.EXACT, " ".join(rest[:8]), matches, cut_off=word)


def _part(of: Samples) -> Comparison:
    """Return the answer to part of a sentence, where it is not known which words say no."""
    return replace(_cut_off(of), cut_off="", negation_unknown=True, goes_on=True)


def _exact_translation(of: Samples) -> Comparison:
    matches = _translated(of, 1)
    return Comparison(Verdict.EXACT, _start(matches[0]), matches)


def _differences(match: Match, more: int = 0) -> tuple[Difference, ...]:
    """Return one difference of each kind between a passage and what was asked."""
    first, last = _start(match, 2), _end(match)
    return (
        Difference(Edit.CHANGED, first, last),
        Difference(Edit.MISSING, last, ""),
        Difference(Edit.ADDED, "", last, elsewhere=True),
        Difference(Edit.ADDED, "", "…"),
        *(Difference(Edit.MISSING, first, ""),) * (2 + more),
    )


def _near(
    of: Samples, matches: Callable[[Samples, int], tuple[Match, ...]], more: int
) -> Comparison:
    found = matches(of, 1)
    claim = f"{_end(found[0])} {_start(found[0])} …"
    return Comparison(Verdict.NEAR, claim, found, differences=_differences(found[0], more))


def _meaning(of: Samples, *, sure: bool = True) -> Comparison:
    found = _matches(of, 1)
    first, last = _start(found[0], 2), _end(found[0])
    difference = Difference(Edit.CHANGED, first, last, negates=sure, may_negate=not sure)
    return Comparison(Verdict.NEAR, _start(found[0]), found, differences=(difference,))


def _in_pieces(
    of: Samples,
    verdict: Verdict,
    matches: Matches,
    *,
    most: int = 2,
    glued: bool = False,
) -> Comparison:
    found = matches(of, most)
    claim = " ".join(_start(one) for one in found)
    added = Difference(Edit.ADDED, "", _end(found[0]), elsewhere=True)
    return Comparison(verdict, claim, found, _pieces(found), (added,) if glued else ())


def _beside_a_no(of: Samples) -> Comparison:
    """Return the answer to pieces beside one of which a word stands that says no."""
    found = _in_pieces(of, Verdict.STITCHED, _matches)
    return replace(found, cut_off=_end(found.matches[0]))


def _mixed(of: Samples, most: int) -> tuple[Match, ...]:
    return (*_matches(of, most - 1), *_translated(of, 1))


def _absent(of: Samples, *, pieces: int) -> Comparison:
    found = _matches(of, pieces)
    backwards = reversed(_start(_matches(of, 1)[0]).split())
    claim = " ".join([*map(_start, found), *backwards])
    return Comparison(Verdict.ABSENT, claim, pieces=_pieces(found))


def _verdict(name: str, compared: Compared, *, shared: bool = False) -> Example:
    def draw(say: Voice, of: Samples) -> Card:
        return comparison_card(
            compared(of),
            of.configuration.letter,
            say,
            locale=of.locale,
            may_post=not shared,
            shared_by=of.member if shared else None,
        )

    return Example(f"verify_{name}", comparison_card, draw)


_ACROSS, _STITCHED = Verdict.ACROSS, Verdict.STITCHED

VERDICTS: Final = (
    _verdict("exact", _exact),
    _verdict("exact_posted", _exact, shared=True),
    _verdict("exact_elsewhere", partial(_exact_elsewhere, others=1)),
    _verdict("exact_in_many_places", partial(_exact_elsewhere, others=3)),
    _verdict("exact_in_translation", _exact_translation),
    _verdict("other_punctuation", partial(_exact, other_punctuation=True)),
    _verdict("other_vowels", _other_vowels),
    _verdict("shortened", partial(_exact, shortened=True)),
    _verdict("cut_off", _cut_off),
    _verdict("part_in_an_unknown_language", _part),
    _verdict("near", partial(_near, matches=_matches, more=1)),
    _verdict("near_in_translation", partial(_near, matches=_translated, more=2)),
    _verdict(
        "near_in_an_unknown_language",
        lambda of: replace(_near(of, _matches, 0), negation_unknown=True),
    ),
    _verdict("turned_around", _meaning),
    _verdict("perhaps_turned_around", partial(_meaning, sure=False)),
    _verdict("across", partial(_in_pieces, verdict=_ACROSS, matches=_matches)),
    _verdict("across_nearly", partial(_in_pieces, verdict=_ACROSS, matches=_matches, glued=True)),
    _verdict("across_in_translation", partial(_in_pieces, verdict=_ACROSS, matches=_translated)),
    _verdict("put_together", partial(_in_pieces, verdict=_STITCHED, matches=_matches, most=5)),
    _verdict("put_together_beside_a_no", _beside_a_no),
    _verdict(
        "put_together_in_translation",
        partial(_in_pieces, verdict=_STITCHED, matches=_translated, glued=True),
    ),
    _verdict(
        "put_together_of_both", partial(_in_pieces, verdict=_STITCHED, matches=_mixed, most=6)
    ),
    _verdict("absent", partial(_absent, pieces=0)),
    _verdict("absent_but_for_pieces", partial(_absent, pieces=1)),
    _verdict("too_short", lambda _: Comparison(Verdict.TOO_SHORT)),
)
