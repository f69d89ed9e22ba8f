"""In every script another vowel is another word, and nothing of a word is lost when it is shown."""

from __future__ import annotations

import unicodedata

import pytest

from bot.domain.verify import Verdict, Verifier
from bot.domain.verify.vowels import may_be, without_points
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


ARABIC = "كَتَبَ الرَّجُلُ رِسَالَةً مَفْتُوحَةً إِلَى الجَمِيعِ"
HEBREW = "כָּל אָדָם חַיָּב לְהַשְׁמִיעַ קוֹל נֶגֶד אַלִּימוּת"


@pytest.mark.parametrize("pointed", [ARABIC, HEBREW])
def test_vowel_points_may_be_left_out_or_put_in_and_the_yes_says_so(pointed: str) -> None:
    plain = without_points(unicodedata.normalize("NFC", pointed))
    halves = pointed.split()[:3] + plain.split()[3:]
    for printed, asked in ((pointed, plain), (plain, pointed), (pointed, " ".join(halves))):
        found = Verifier(letter_of(printed)).verify(asked)
        assert (found.verdict, found.other_vowels) == (Verdict.EXACT, True)
    same = Verifier(letter_of(pointed)).verify(pointed)
    assert (same.verdict, same.other_vowels) == (Verdict.EXACT, False)


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        (ARABIC, "كُتب الرجل رسالة مفتوحة"),  # it was written, not he wrote
        (HEBREW, "כל אדם חיב להשמיע קַוַל נגד אלימות"),
        (ARABIC, "كتب الرجل رسالة مغلقة إلى الجميع"),
    ],
)
def test_points_that_contradict_or_other_letters_are_another_word(printed: str, asked: str) -> None:
    found = Verifier(letter_of(printed)).verify(asked)
    assert found.verdict is Verdict.NEAR
    assert len([one for one in found.differences if one.text]) == 1


def test_of_words_without_their_points_none_is_said_not_to_be_there() -> None:
    found = Verifier(letter_of(HEBREW)).verify("כל אדם חיב ללכת")
    assert found.verdict is Verdict.NEAR
    assert all("אדם" not in one.text for one in found.differences)


def test_points_of_other_scripts_stay_vowels() -> None:
    assert not may_be("दिन", "दन")
    assert may_be("שָׁלוֹם", "שלום")
    assert not may_be("שָׁלוֹם", "שֶׁלוֹם")
    assert not may_be("سأل", "سال"), "a hamza is a letter"
