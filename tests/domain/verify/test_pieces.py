"""A text put together from pieces of the letter is told as such, with what was put between."""

from __future__ import annotations

import pytest

from bot.domain.verify import Comparison, Edit, Verdict, Verifier
from tests.domain.letters import shipped

VERIFIER = Verifier(shipped())


def pieces(found: Comparison) -> list[str]:
    return [one.text for one in found.pieces]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "sexual harassment and abuse are never acceptable support survivors",
            ["sexual harassment and abuse are never acceptable", "support survivors"],
        ),
        ("Men are imperfect, never acceptable", ["Men are imperfect", "never acceptable"]),
        ("Men are imperfect. Support survivors.", ["Men are imperfect", "Support survivors"]),
        (
            "In our country, at the hands of men, we applaud the courage",
            ["In our country", "at the hands of men", "we applaud the courage"],
        ),
        (
            "We applaud the courage at the hands of men in our country",
            ["We applaud the courage", "at the hands of men in our country"],
        ),
        (
            "We applaud the courage … support survivors, condemn sexism",
            ["We applaud the courage", "support survivors, condemn sexism"],
        ),
        (
            "never acceptable. En tant qu'hommes, nous avons la responsabilité",
            ["never acceptable", "En tant qu'hommes, nous avons la responsabilité"],
        ),
    ],
)
def test_short_pieces_count_wherever_they_stand(text: str, expected: list[str]) -> None:
    found = VERIFIER.verify(text)
    assert (found.verdict, pieces(found)) == (Verdict.STITCHED, expected)
    assert not found.differences


def test_what_joins_the_pieces_is_named() -> None:
    found = VERIFIER.verify(
        "men must speak out against sexism, support survivors and prevent abuse from happening in "
        "the first place"
    )
    assert found.verdict is Verdict.STITCHED
    assert [(one.edit, one.text) for one in found.differences] == [(Edit.ADDED, "and")]


def test_a_piece_is_cut_where_the_next_one_is_better_for_it() -> None:
    found = VERIFIER.verify("sexual harassment, abuse and men must speak out against sexism")
    assert "men must speak out against sexism" in pieces(found)


def test_words_left_out_within_a_piece_are_named() -> None:
    found = VERIFIER.verify("Cela vaut pour tout, jusqu'à l'agression sexuelle")
    assert found.verdict is Verdict.STITCHED
    assert [(one.edit, one.letter) for one in found.differences] == [
        (Edit.MISSING, "la violence familiale et")
    ]


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("We support survivors and eat pizza on Sundays", ["support survivors"]),
        ("It's time we ask less of him", ["It's time we"]),
        ("All men are bad and must be silenced now.", []),
        ("the and of the and of the", []),
    ],
)
def test_of_what_is_not_found_the_words_that_are_there_are_named(
    text: str, there: list[str]
) -> None:
    found = VERIFIER.verify(text)
    assert (found.verdict, pieces(found)) == (Verdict.ABSENT, there)


def test_a_passage_is_not_said_to_lack_what_stands_in_another() -> None:
    found = VERIFIER.verify("men must speak out against harassment, even zebras, as we engage")
    assert [(one.text, one.elsewhere) for one in found.differences if one.text] == [
        ("harassment", True),
        ("zebras", False),
    ]
