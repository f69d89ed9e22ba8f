"""In every language: a yes to what is there and to nothing else, and no word denied that is."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.domain.verify import LONGEST, Comparison, Verdict, Verifier
from bot.domain.verify.tokens import tokenize
from cogs.letter import words
from tests.domain.letters import TEXTS, letter_of
from tests.domain.verify.reading import SAY, read_on

VERIFIERS = {locale: Verifier(letter_of(*texts, locale=locale)) for locale, texts in TEXTS.items()}
WORDS = {locale: [tokenize(one).words for one in texts] for locale, texts in TEXTS.items()}
NO = {
    "en": ("not", "never", "no", "don't", "cannot"),
    "de": ("nicht", "nie", "niemals", "kein", "keine"),
    "fr": ("pas", "jamais", "aucun", "sans", "rien"),
    "es-ES": ("no", "nunca", "jamás", "sin", "nadie"),
    "pt-BR": ("não", "nunca", "jamais", "sem", "ninguém"),
}
LOST = {
    "en": {"never", "not"},
    "de": {"niemand", "keine", "nichts", "nicht", "niemals"},
    "fr": {"aucune", "pas", "sans", "rien", "jamais"},
    "es-ES": {"nadie", "no", "sin", "nada", "nunca", "jamás", "tampoco"},
    "pt-BR": {"ninguém", "não", "sem", "nada", "nunca", "jamais", "nem"},
}
LOCALES = st.sampled_from(sorted(TEXTS))
TALKING = st.sampled_from(sorted(NO))
VOWELS = "aeiouäöüáéíóúâêôãõàèаеиоуыэюяािीुूेैोौะาิีึืเแあいうえお"


def within(words: list[str], locale: str) -> bool:
    """Whether a passage has these words in a row."""
    return any(
        passage[at : at + len(words)] == words
        for passage in WORDS[locale]
        for at in range(len(passage))
    )


def script(letter: str) -> str:
    return unicodedata.name(letter).partition(" ")[0]


def known(locale: str) -> set[str]:
    return {word for passage in WORDS[locale] for word in passage}


def part(locale: str, data: st.DataObject, *, least: int = 1) -> list[str]:
    """Draw some words in a row as they are printed; letters, where there are no spaces."""
    printed = data.draw(st.sampled_from(TEXTS[locale]))
    whole = tokenize(printed)
    first = data.draw(st.integers(0, len(whole.words) - least))
    past = data.draw(st.integers(first + least, len(whole.words)))
    bounds = [start for start, _ in whole.spans[first:past]] + [whole.spans[past - 1][1]]
    return [whole.text[one:two] for one, two in pairwise(bounds)]


@given(LOCALES, st.data())
def test_whatever_stands_there_is_a_yes(locale: str, data: st.DataObject) -> None:
    text = "".join(part(locale, data))
    assume(len(text) >= 3)
    found = VERIFIERS[locale].verify(text)
    assert (found.verdict, found.other_punctuation) == (Verdict.EXACT, False)


@given(LOCALES, st.data())
def test_a_changed_vowel_is_never_a_yes(locale: str, data: st.DataObject) -> None:
    text = unicodedata.normalize("NFC", "".join(part(locale, data, least=2)))
    places = [at for at, one in enumerate(text) if one in VOWELS]
    assume(places)
    at = data.draw(st.sampled_from(places))
    others = [one for one in VOWELS if one != text[at] and script(one) == script(text[at])]
    new = data.draw(st.sampled_from(others))
    text = text[:at] + new + text[at + 1 :]
    assume(not within(tokenize(text).words, locale))
    assert VERIFIERS[locale].verify(text).verdict is not Verdict.EXACT


@given(LOCALES, st.data(), st.sampled_from(["replace", "insert", "remove"]))
def test_a_changed_word_is_never_a_yes(locale: str, data: st.DataObject, change: str) -> None:
    words = part(locale, data, least=3)
    at = data.draw(st.integers(0, len(words) - 1))
    other = data.draw(
        st.sampled_from(sorted({one for passage in WORDS[locale] for one in passage}))
    )
    words[at : at + (change != "insert")] = [] if change == "remove" else [f"{other} "]
    text = "".join(words)
    assume(not within(tokenize(text).words, locale))
    assert VERIFIERS[locale].verify(text).verdict is not Verdict.EXACT


@given(TALKING, st.data())
def test_a_no_put_in_is_never_a_yes_and_never_nearly(locale: str, data: st.DataObject) -> None:
    words = part(locale, data, least=4)
    at, no = data.draw(st.integers(1, len(words) - 1)), data.draw(st.sampled_from(NO[locale]))
    beside = tokenize("".join(words[at - 1 : at + 1])).words
    assume(no not in beside)  # a word typed twice is no other sentence
    words.insert(at, f"{no} ")
    text = "".join(words)
    assume(not within(tokenize(text).words, locale))
    assert_a_no(VERIFIERS[locale].verify(text))


@given(TALKING, st.data())
def test_a_no_left_out_is_never_a_yes_and_never_nearly(locale: str, data: st.DataObject) -> None:
    words = part(locale, data, least=4)
    folded = tokenize("".join(words)).words
    places = [
        at for at, one in enumerate(folded) if one in LOST[locale] and 0 < at < len(folded) - 1
    ]
    assume(places)
    del words[data.draw(st.sampled_from(places))]
    text = "".join(words)
    assume(not within(tokenize(text).words, locale))
    assert_a_no(VERIFIERS[locale].verify(text))


def assert_a_no(found: Comparison) -> None:
    assert found.verdict in (Verdict.NEAR, Verdict.ACROSS, Verdict.STITCHED, Verdict.ABSENT)
    if found.verdict in (Verdict.NEAR, Verdict.ACROSS):
        assert found.changes_meaning, found


@given(LOCALES, st.data())
def test_no_word_that_is_in_the_letter_is_said_not_to_be(locale: str, data: st.DataObject) -> None:
    kinds = data.draw(st.lists(st.sampled_from(["ours", "ours", "other"]), min_size=1, max_size=6))
    foreign = st.sampled_from(["zebra", "Qwfp", "зебра", "ゑ", "ज़ेबरा"])
    drawn = ["".join(part(locale, data)) if one == "ours" else data.draw(foreign) for one in kinds]
    text = " ".join(drawn)
    assume(len(text) <= LONGEST)
    found = VERIFIERS[locale].verify(text)
    for one in found.differences:
        assert one.elsewhere or not known(locale).intersection(tokenize(one.text).words)
    if found.verdict is Verdict.ABSENT:
        named = set(tokenize(" ".join(one.text for one in found.pieces)).words)
        ours = [tokenize(one) for kind, one in zip(kinds, drawn, strict=True) if kind == "ours"]
        for one in ours:
            assert one.size(0, len(one.words)) < 3 or named.issuperset(one.words)


def changes(locale: str, words: list[str], data: st.DataObject) -> list[str]:
    """Draw a sentence with one word, one vowel or one negation changed."""
    at = data.draw(st.integers(0, len(words) - 1))
    kind = data.draw(st.sampled_from(["word", "vowel", "negation"]))
    if kind == "vowel":
        letters = [n for n, one in enumerate(words[at]) if one in VOWELS]
        assume(letters)
        n = data.draw(st.sampled_from(letters))
        old = words[at][n]
        others = [one for one in VOWELS if one != old and script(one) == script(old)]
        new = words[at][:n] + data.draw(st.sampled_from(others)) + words[at][n + 1 :]
        return [*words[:at], new, *words[at + 1 :]]
    if kind == "negation" and locale in NO:
        new = f"{data.draw(st.sampled_from(NO[locale]))} "
        return [*words[:at], new, *words[at + data.draw(st.integers(0, 1)) :]]
    other = data.draw(st.sampled_from(sorted(known(locale))))
    return [*words[:at], f"{other} ", *words[at + 1 :]]


@pytest.mark.long
def test_no_card_is_untrue(long: bool) -> None:
    """Of words in the letter none says that they are not there, nor yes to a changed sentence."""

    @settings(max_examples=4_000 if long else 150)
    @given(LOCALES, st.data())
    def is_true(locale: str, data: st.DataObject) -> None:
        text = "".join(changes(locale, part(locale, data, least=3), data))
        found = VERIFIERS[locale].verify(text)
        shown = read_on(found, locale)
        there = within(tokenize(text).words, locale)
        for title in (words.EXACT_TITLE, words.SHORTENED_TITLE, words.ACROSS_TITLE):
            assert there or SAY(title) not in shown.splitlines()[0]
        assert not there or SAY(words.ABSENT_TITLE) not in shown
        for word in known(locale):
            assert SAY(words.NOWHERE, text=f"**{word}**") not in shown

    is_true()


@pytest.mark.parametrize("locale", sorted(TEXTS))
def test_two_passages_one_after_the_other_run_on(locale: str) -> None:
    for one, two in pairwise(TEXTS[locale]):
        found = VERIFIERS[locale].verify(f"{one} {two}")
        assert (found.verdict, found.differences) == (Verdict.ACROSS, ())
        back = VERIFIERS[locale].verify(f"{two} {one}")
        assert (back.verdict, back.differences) == (Verdict.STITCHED, ())


@given(LOCALES, st.data())
def test_a_word_lost_or_changed_where_passages_meet_is_never_a_yes(
    locale: str, data: st.DataObject
) -> None:
    one, two = data.draw(st.sampled_from([*pairwise(TEXTS[locale])]))
    first, second = tokenize(one), tokenize(two)
    words = [
        [text.written(at, at + 1) for at in range(len(text.words))] for text in (first, second)
    ]
    joined = words[0][-data.draw(st.integers(3, 12)) :] + words[1][: data.draw(st.integers(3, 12))]
    at = data.draw(st.integers(1, len(joined) - 2))
    joined[at : at + 1] = data.draw(st.sampled_from([[], ["zebra"]]))
    found = VERIFIERS[locale].verify(" ".join(joined))
    assume(not within(tokenize(" ".join(joined)).words, locale))
    assert found.verdict is not Verdict.EXACT
    assert found.verdict is not Verdict.ACROSS or found.differences
