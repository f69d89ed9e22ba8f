"""Where it is not known which words say no, nothing is near and part of a sentence no full yes."""

from __future__ import annotations

import pytest

from bot.domain.verify import Verdict, Verifier
from bot.domain.verify.meaning.negation import is_known
from cogs.letter import words
from cogs.letter.comparison import comparison_card
from tests.components import text_of
from tests.domain.letters import letter_of
from tests.domain.verify.reading import SAY

PRINTED = {
    "it": ("La violenza non è mai una questione privata.", "Chi tace aiuta chi ferisce."),
    "pl": ("Przemoc nigdy nie jest sprawą prywatną.", "Kto milczy, pomaga tym, którzy ranią."),
    "tr": ("Şiddet asla özel bir mesele değildir.", "Susan, incitene yardım eder."),
    "ar": ("العنف ليس أبدا شأنا خاصا بأحد.", "من يصمت يساعد من يؤذي."),
    "hi": ("हिंसा कभी निजी मामला नहीं होती है।", "जो चुप रहता है वह चोट पहुँचाने वाले की मदद करता है।"),
    "ja": ("暴力は決して個人的な問題ではない。", "黙る者は傷つける者を助ける。"),
    "ru": ("Насилие никогда не бывает личным делом.", "Кто молчит, помогает тем, кто ранит."),
}
DENIED = {
    "it": ("La violenza è una questione privata.", "La violenza è mai una questione privata."),
    "pl": ("Przemoc jest sprawą prywatną.", "Przemoc zawsze jest sprawą prywatną."),
    "tr": ("Şiddet özel bir meseledir.", "Şiddet her zaman özel bir mesele."),
    "ar": ("العنف أبدا شأنا خاصا بأحد.", "العنف دائما شأنا خاصا بأحد."),
    "hi": ("हिंसा कभी निजी मामला होती है।", "हिंसा निजी मामला होती है।"),
    "ja": ("暴力は決して個人的な問題である。", "暴力は個人的な問題だ。"),
    "ru": ("Насилие бывает личным делом.", "Насилие всегда бывает личным делом."),
}
PART = {
    "it": "una questione privata",
    "pl": "jest sprawą prywatną",
    "tr": "özel bir mesele",
    "ar": "شأنا خاصا بأحد",
    "hi": "हिंसा कभी निजी मामला",
    "ja": "暴力は決して個人的な問題",
    "ru": "бывает личным делом",
}


def shown(locale: str, text: str) -> str:
    """Return the words of the card, in English, that answers a sentence."""
    letter = letter_of(*PRINTED[locale], locale=locale)
    card = comparison_card(Verifier(letter).verify(text), letter, SAY, locale="en")
    return text_of({"components": card.to_components()})


def heading(locale: str, text: str) -> str:
    return shown(locale, text).splitlines()[0]


@pytest.mark.parametrize("locale", PRINTED)
def test_whole_sentences_are_a_yes_and_part_of_one_asks_to_read_it_whole(locale: str) -> None:
    assert not is_known(locale)
    for one in PRINTED[locale]:
        assert heading(locale, one).endswith(SAY(words.EXACT_TITLE))
    both = " ".join(PRINTED[locale])
    assert heading(locale, both).endswith(SAY(words.ACROSS_TITLE))
    assert heading(locale, PART[locale]).endswith(SAY(words.SHORTENED_TITLE))
    part_of_both = both.removeprefix(both[:1]) if locale == "ja" else both.partition(" ")[2]
    assert heading(locale, part_of_both).endswith(SAY(words.SHORTENED_TITLE))


@pytest.mark.parametrize("locale", PRINTED)
def test_a_sentence_that_lost_its_no_is_never_near(locale: str) -> None:
    for text in DENIED[locale]:
        found = Verifier(letter_of(*PRINTED[locale], locale=locale)).verify(text)
        assert found.verdict in (Verdict.NEAR, Verdict.ABSENT)
        expected = words.OPEN_TITLE if found.verdict is Verdict.NEAR else words.ABSENT_TITLE
        assert heading(locale, text).endswith(SAY(expected))
        assert not found.changes_meaning  # nor is it said to be known
    denied = Verifier(letter_of(*PRINTED[locale], locale=locale)).verify(DENIED[locale][0])
    assert denied.negation_unknown


def test_in_pieces_it_is_said_that_sentences_go_on() -> None:
    assert SAY(words.GOES_ON) in shown("it", "una questione privata, chi tace aiuta")
    whole = "Chi tace aiuta chi ferisce. La violenza non è mai una questione privata."
    assert SAY(words.GOES_ON) not in shown("it", whole)
