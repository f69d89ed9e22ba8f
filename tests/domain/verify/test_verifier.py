"""What a sentence is to the letter."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.letter import Passage, Translation
from bot.domain.verify import LONGEST, Comparison, Edit, Verdict, Verifier
from tests.domain.letters import letter_of, shipped

LETTER = shipped()
VERIFIER = Verifier(LETTER)
PASSAGES = st.sampled_from(LETTER.passages)
LONG_PASSAGES = PASSAGES.filter(lambda one: len(one.text.split()) > 8)
DASHES = st.sampled_from([" — ", "—", "–", "-", "--", "―", " - ", "−"])
SPACES = st.sampled_from([" ", "  ", "\n", "\t", "\u00a0", "\u2009", " \u200b"])
AROUND = st.sampled_from(
    (
        *("{}", "“{}”", '"{}"', "«{}»", "‘{}’", "“{}”,", "{}.", "“{}.”"),
        *("> {}", "**{}**", "*{}*", "||{}||", "`{}`", "__{}__", "~~{}~~", "# {}", "- {}"),
        *("…{}", "… {} …", "...{}...", "[{}](https://x.example)"),
    )
)


def changed(pattern: str, into: st.SearchStrategy[str], text: str, data: st.DataObject) -> str:
    """Replace each place of a pattern by something drawn."""

    def new(_: re.Match[str]) -> str:
        return data.draw(into)

    return re.sub(pattern, new, text)


def names(comparison: Comparison) -> list[str]:
    return [match.passage.id for match in comparison.matches]


@given(PASSAGES, st.data())
def test_every_forgiven_change_leaves_a_passage_exact(
    passage: Passage, data: st.DataObject
) -> None:
    text = passage.text
    text = changed("[’']", st.sampled_from("'’ʼ`´"), text, data)
    text = changed(" ?— ?", DASHES, text, data)
    text = changed(" ", SPACES, text, data)
    change = data.draw(st.sampled_from([str.upper, str.lower, str.title, str.swapcase, str]))
    if data.draw(st.booleans()):
        text = text.removesuffix(".")
    text = data.draw(AROUND).format(change(text))
    found = VERIFIER.verify(text)
    assert (found.verdict, names(found)) == (Verdict.EXACT, [passage.id])
    assert not found.shortened


@given(LONG_PASSAGES, st.data())
def test_an_ellipsis_may_stand_for_words(passage: Passage, data: st.DataObject) -> None:
    words = passage.text.split()
    start = data.draw(st.integers(4, len(words) - 5))
    end = data.draw(st.integers(start + 1, len(words) - 4))
    dots = data.draw(st.sampled_from(["…", "...", "[…]", "(...)", ". . .", "...."]))
    found = VERIFIER.verify(f"{' '.join(words[:start])} {dots} {' '.join(words[end:])}")
    if {"never", "not"} & set(re.findall(r"\w+", " ".join(words[start:end]))):
        assert found.verdict is Verdict.STITCHED or found.changes_meaning
    else:
        assert (found.verdict, found.shortened) == (Verdict.EXACT, True)
        assert passage.id in names(found)


def test_an_ellipsis_stands_for_no_not() -> None:
    verifier = Verifier(
        letter_of("We stand up today and we will not look away from what happened.")
    )
    shortened = verifier.verify("We stand up … look away from what happened.")
    assert shortened.verdict is not Verdict.EXACT
    assert shortened.changes_meaning


@given(PASSAGES, st.data(), st.sampled_from(["zebra", "Zürich", "never", "women", "and", "42"]))
def test_one_changed_word_is_near_and_shown(
    passage: Passage, data: st.DataObject, new: str
) -> None:
    words = passage.text.split()
    at = data.draw(
        st.sampled_from([one for one, word in enumerate(words) if re.search(r"\w", word)])
    )
    old = re.sub(r"^\W+|\W+$", "", words[at])
    if "-" in old or old.casefold() == new:
        return
    words[at] = words[at].replace(old, new)
    found = VERIFIER.verify(" ".join(words))
    assert (found.verdict, names(found)) == (Verdict.NEAR, [passage.id])
    assert any(new.casefold() in one.text.casefold() for one in found.differences)
    assert any(old.strip("#") in one.letter for one in found.differences)


@given(PASSAGES, st.data())
def test_one_word_left_out_is_near_and_shown(passage: Passage, data: st.DataObject) -> None:
    words = passage.text.split()
    if len(words) < 5:
        return
    at = data.draw(st.integers(1, len(words) - 2))
    left_out = words.pop(at)
    if not re.search(r"\w", left_out):
        return
    found = VERIFIER.verify(" ".join(words))
    assert names(found) == [passage.id]
    letter = " ".join(one.letter for one in found.differences)
    assert found.other_punctuation or re.sub(r"^\W+|\W+$", "", left_out) in letter


@pytest.mark.parametrize(
    ("passage", "sentence"),
    [(one.id, said) for one in LETTER.passages for said in re.split(r"(?<=[.!?]) ", one.text)],
)
def test_one_word_changed_put_in_or_left_out_of_a_sentence_is_near(
    passage: str, sentence: str
) -> None:
    words = [one for one in sentence.split() if re.search(r"\w", one)]
    texts = [[*words[:at], "zebra", *words[at:]] for at in range(1, len(words))]
    if len(words) > 3:  # of three words, two that stand everywhere would tell nothing
        texts += [[*words[:at], "zebra", *words[at + 1 :]] for at in range(len(words))]
    texts += [[*words[:at], *words[at + 1 :]] for at in range(1, len(words) - 1)]
    for text in texts:
        found = VERIFIER.verify(" ".join(text))
        assert (found.verdict, names(found)) == (Verdict.NEAR, [passage]), text


@given(st.lists(PASSAGES, min_size=2, max_size=2, unique_by=lambda one: one.id), st.data())
def test_pieces_of_two_passages_are_stitched(pair: list[Passage], data: st.DataObject) -> None:
    first, second = (one.text.split() for one in pair)
    size = data.draw(st.integers(4, 9))
    dots = data.draw(st.sampled_from([" ", " … "]))
    text = f"{' '.join(first[-size:])}{dots}{' '.join(second[:size])}"
    found = VERIFIER.verify(text)
    places = [LETTER.place(one.id) for one in pair]
    runs_on = places[1] == places[0] + 1
    assert found.verdict is (Verdict.ACROSS if runs_on else Verdict.STITCHED)
    assert names(found)[0] == pair[0].id
    assert names(found)[-1] == pair[1].id


@given(st.text(max_size=LONGEST))
def test_any_text_gets_an_answer(text: str) -> None:
    found = VERIFIER.verify(text)
    assert found.verdict is not Verdict.TOO_LONG


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("", Verdict.TOO_SHORT),
        ("  ", Verdict.TOO_SHORT),
        ("we", Verdict.TOO_SHORT),
        ("?!…", Verdict.TOO_SHORT),
        ("men", Verdict.EXACT),
        ("It's time we ask more of him", Verdict.EXACT),
        ("It's time we ask less of him", Verdict.ABSENT),
        ("it's time we AskMoreOfHim", Verdict.EXACT),
        ("All men are bad and must be silenced now.", Verdict.ABSENT),
        ("the and of the and of the", Verdict.ABSENT),
        ("x" * (LONGEST + 1), Verdict.TOO_LONG),
        ("Men are imperfect. We are imperfect.", Verdict.EXACT),
        ("men … must … abuse", Verdict.ABSENT),
        ("We … regret", Verdict.NEAR),
        ("We are not imperfect.", Verdict.NEAR),
        ("we are very imperfect", Verdict.NEAR),
        ("Men were imperfect", Verdict.NEAR),
        ("support survivors, condemn sexism and hold ourselves accountable", Verdict.NEAR),
        ("we believe that men must … sexism", Verdict.NEAR),
        ("SUPPORT SURVIVORS, condemn sexism wherever we see it", Verdict.EXACT),
        ("After all the vast majority of sexual harassment", Verdict.EXACT),
    ],
)
def test_examples(text: str, verdict: Verdict) -> None:
    assert VERIFIER.verify(text).verdict is verdict


@pytest.mark.parametrize(
    "text",
    [
        "support survivors condemn sexism wherever we see it",
        "After all, the vast majority of sexual harassment, abuse, and violence is perpetrated",
        "Men are imperfect; we are imperfect",
    ],
)
def test_another_printings_punctuation_is_a_yes_that_says_so(text: str) -> None:
    found = VERIFIER.verify(text)
    assert (found.verdict, found.other_punctuation) == (Verdict.EXACT, True)


def test_differences_read_word_by_word() -> None:
    found = VERIFIER.verify("I believe that men must speak up against sexism!")
    assert [(one.edit, one.letter, one.text) for one in found.differences] == [
        (Edit.CHANGED, "we", "I"),
        (Edit.CHANGED, "out", "up"),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("All men are imperfect.", [(Edit.ADDED, "", "All")]),
        (
            "Some may sign this statement",
            [(Edit.CHANGED, "question our motives for signing", "sign")],
        ),
    ],
)
def test_a_difference_at_the_edge_names_no_word_of_another_sentence_or_place(
    text: str, expected: list[tuple[Edit, str, str]]
) -> None:
    found = VERIFIER.verify(text)
    assert [(one.edit, one.letter, one.text) for one in found.differences] == expected


def test_a_translation_is_compared_in_its_own_language() -> None:
    found = VERIFIER.verify("la grande majorité du harcèlement sexuel, des abus et de la violence")
    assert (found.verdict, names(found)) == (Verdict.EXACT, ["vast-majority"])
    translation = found.matches[0].translation
    assert translation is not None
    assert translation.locale == "fr"


def test_scripts_without_spaces_are_compared_sign_by_sign() -> None:
    verifier = Verifier(
        letter_of(
            "Nothing here.",
            translations={0: Translation("ja", "私たちは声を上げなければならない。", "T")},
        )
    )
    assert verifier.verify("声を上げなければ").verdict is Verdict.EXACT
    assert verifier.verify("私たちは手を上げなければならない").verdict is Verdict.NEAR


@pytest.fixture(scope="module")
def repetitive() -> Verifier:
    """The verifier of a long letter in which each word stands everywhere."""
    return Verifier(letter_of(*["the and men are a the imperfect " * 30] * 100))


@pytest.mark.parametrize(
    "text",
    [
        "the … " * 160,
        "and " * 250,
        "a " * 500,
        ". " * 500,
        "[" * 500 + "](" * 250,
        "men are imperfect " * 55,
        "'" * 1000,
        "a'" * 500,
    ],
)
def test_hostile_texts_cost_a_bounded_number_of_steps(repetitive: Verifier, text: str) -> None:
    found = repetitive.verify(text[:LONGEST])
    assert found.verdict in Verdict
