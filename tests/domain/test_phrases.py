from __future__ import annotations

from types import ModuleType

import pytest

from bot.domain.phrases import by_key, declared_in, phrase


def test_phrases_are_collected_from_where_they_are_declared() -> None:
    words = ModuleType("words")
    words.HELLO = phrase("greeting.hello", "name")  # type: ignore[attr-defined]
    words.HELLO_TOO = phrase("greeting.hello", "name")  # type: ignore[attr-defined]
    words.other = "not a phrase"  # type: ignore[attr-defined]
    assert set(by_key(declared_in(words))) == {"greeting.hello"}


def test_one_key_cannot_be_declared_in_two_ways() -> None:
    one, other = ModuleType("one"), ModuleType("other")
    one.HELLO = phrase("greeting.hello", "name")  # type: ignore[attr-defined]
    other.HELLO = phrase("greeting.hello", "person")  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match=r"greeting\.hello is declared twice"):
        by_key([*declared_in(one), *declared_in(other)])


def test_the_number_that_chooses_the_plural_is_a_placeholder_too() -> None:
    assert phrase("x.y", "step", plural="count").placeholders == {"step", "count"}


def test_a_phrase_quotes_another_and_asks_for_the_rest() -> None:
    button = phrase("x.button")
    sentence = phrase("x.y", "when", mine=button)
    assert sentence.placeholders == {"when", "mine"}
    assert sentence.asked == {"when"}
    assert sentence != phrase("x.y", "when", mine=phrase("x.other"))
