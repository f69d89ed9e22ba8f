"""Which text a reader gets where theirs is missing."""

from __future__ import annotations

import pytest

from bot.domain.languages import best_locale, own_first, own_locale, same_language, text_in

TEXTS = {"en": "Hello", "es": "Hola", "pt-BR": "Olá"}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ((), "Hello"),
        ((None,), "Hello"),
        (("es",), "Hola"),
        (("es-419",), "Hola"),
        (("pt-BR",), "Olá"),
        (("ja", "es-ES"), "Hola"),
        (("ja", None, "pl"), "Hello"),
    ],
)
def test_a_text_is_looked_for_exactly_then_by_language_then_in_english(
    wanted: tuple[str | None, ...], found: str
) -> None:
    assert text_in(TEXTS, *wanted) == found
    assert TEXTS[best_locale(TEXTS, *wanted)] == found


def test_a_text_in_no_language_of_the_reader_is_the_campaigns_own() -> None:
    assert text_in({"fr": "Bonjour", "en": "Hello"}, "es") == "Bonjour"
    assert text_in(own_first({"fr": "Bonjour", "en": "Hello"}, "en"), "es") == "Hello"


def test_a_text_in_no_language_at_all_is_a_fault_not_an_empty_line() -> None:
    with pytest.raises(LookupError):
        text_in({}, "es")


@pytest.mark.parametrize(
    ("locale", "found"),
    [("es", "es"), ("es-ES", "es-ES"), ("es-419", "es"), ("pt", "pt-BR"), ("en", None)],
)
def test_a_readers_own_language_has_several_forms(locale: str, found: str | None) -> None:
    assert own_locale(["es-ES", "es", "pt-BR"], locale) == found


def test_a_region_makes_no_other_language() -> None:
    assert same_language("pt", "pt-BR")
    assert not same_language("pt", "pl")
