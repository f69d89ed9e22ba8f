"""In every script another vowel is another word, and nothing of a word is lost when it is shown."""

from __future__ import annotations

import unicodedata

import pytest

from bot.domain.verify import Verdict, Verifier
from tests.domain.letters import letter_of


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("आज का दिन अच्छा है", "आज का दीन अच्छा है"),  # Devanagari
        ("এই দিন ভালো ছিল", "এই দীন ভালো ছিল"),  # Bengali
        ("ਇਹ ਦਿਨ ਚੰਗਾ ਹੈ", "ਇਹ ਦੀਨ ਚੰਗਾ ਹੈ"),  # Gurmukhi
        ("આ દિન સારો છે", "આ દીન સારો છે"),  # Gujarati
        ("இந்த நிலம் நல்லது", "இந்த நீலம் நல்லது"),  # Tamil
        ("ఈ దినం మంచిది", "ఈ దీనం మంచిది"),  # Telugu
        ("ಈ ದಿನ ಒಳ್ಳೆಯದು", "ಈ ದೀನ ಒಳ್ಳೆಯದು"),  # Kannada
        ("ഈ ദിനം നല്ലത്", "ഈ ദീനം നല്ലത്"),  # Malayalam
        ("මේ දින හොඳයි", "මේ දීන හොඳයි"),  # Sinhala
        ("ผู้ชายต้องพูดว่าดี", "ผู้ชายต้องพูดว่าดิ"),  # Thai
        ("ຜູ້ຊາຍຕ້ອງເວົ້າດີ", "ຜູ້ຊາຍຕ້ອງເວົ້າດິ"),  # Lao
        ("បុរសត្រូវតែនិយាយ", "បុរសត្រូវតែនីយាយ"),  # Khmer
        ("ယောက်ျားတွေပြောရမယ်", "ယောက်ျားတွေပြေရမယ်"),  # Burmese
        ("བོད་ཡིག་ལེགས་པོ", "བོད་ཡིག་ལོགས་པོ"),  # Tibetan
        ("كَتَبَ الرَجُلُ رِسالة", "كُتِبَ الرَجُلُ رِسالة"),  # Arabic with vowels
        ("דָּבָר טוֹב הוּא", "דֶּבֶר טוֹב הוּא"),  # Hebrew with vowels
        ("Ọkùnrin gbọ́dọ̀ sọ̀rọ̀", "Ọkùnrin gbọ̀dọ̀ sọ̀rọ̀"),  # Yoruba
        ("Ẹ̀kọ́ ni ẹ́ ṣe é", "Ẹ̀kọ́ ni ẹ̀ ṣe é"),
        ("Ho nga vĩ̃ a", "Ho nga vi᷈ a"),  # no composed form on either side
        ("남자들은 말해야 합니다", "남자들은 밀해야 합니다"),  # Korean
        ("Мужчины должны говорить", "Мужчины должны говарить"),
    ],
)
def test_another_vowel_is_another_word(printed: str, asked: str) -> None:
    verifier = Verifier(letter_of(printed))
    for form in ("NFC", "NFD"):
        same = verifier.verify(unicodedata.normalize(form, printed))
        assert same.verdict is Verdict.EXACT, form
        other = verifier.verify(unicodedata.normalize(form, asked))
        assert other.verdict is not Verdict.EXACT, form


def test_a_difference_is_shown_with_all_its_letters() -> None:
    found = Verifier(letter_of("आज का दिन अच्छा है")).verify("आज का दीन अच्छा है")
    assert [(one.letter, one.text) for one in found.differences if one.letter != one.text] == [
        ("दिन", "दीन")
    ]
    found = Verifier(letter_of("ẹ́ ni ó dára jù")).verify("ẹ̀ ni ó dára jù")
    assert [(one.letter, one.text) for one in found.differences if one.letter != one.text] == [
        (unicodedata.normalize("NFC", "ẹ́"), unicodedata.normalize("NFC", "ẹ̀"))
    ]


def test_scripts_without_spaces_are_compared_letter_by_letter_also_beside_others() -> None:
    verifier = Verifier(letter_of("私たちはHollywoodで声を上げなければならない。"))
    assert verifier.verify("Hollywoodで声を上げなければ").verdict is Verdict.EXACT
    assert verifier.verify("声を 上げなければ ならない").verdict is Verdict.EXACT
    assert verifier.verify("Hollywoodで手を上げなければならない").verdict is not Verdict.EXACT


def test_a_stroke_that_makes_an_arabic_word_longer_is_no_letter() -> None:
    verifier = Verifier(letter_of("كتاب مفتوح للجميع"))
    assert verifier.verify("كتـــاب مفتوح للجميع").verdict is Verdict.EXACT
