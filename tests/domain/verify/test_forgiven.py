"""What a copy, a page or Discord puts into a text changes nothing of what it is to the letter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.letter import Passage
from bot.domain.verify import LONGEST, Verdict, Verifier
from bot.domain.verify.cleaning import cleaned
from tests.domain.letters import letter_of, shipped

LETTER = shipped()
VERIFIER = Verifier(LETTER)
STROKE = "\u0336"


@pytest.mark.parametrize(
    "text",
    [
        "It&rsquo;s time we #AskMoreOfHim",
        "It&amp;rsquo;s time we&nbsp;#AskMoreOfHim",
        "women &#8212; and men, and gender non-conforming individuals &mdash; who have come",
        "sexual harass-\nment and abuse are never acceptable",
        "sexual harass- ment and abuse are never ac\u00ad\nceptable",
        "their friends, colleagues and co-\nworkers",
        "critical self-\nreflection, personal growth and account-\nability",
        "Ｍｅｎ ａｒｅ ｉｍｐｅｒｆｅｃｔ．　Ｗｅ ａｒｅ ｉｍｐｅｒｆｅｃｔ",
        "𝐌𝐞𝐧 𝐚𝐫𝐞 𝐢𝐦𝐩𝐞𝐫𝐟𝐞𝐜𝐭. 𝘞𝘦 𝘢𝘳𝘦 𝘪𝘮𝘱𝘦𝘳𝘧𝘦𝘤𝘵.",
        "~~Men are imperfect. We are imperfect.~~",
        "~~Men are imperfect.~~ ~~We are imperfect.~~",
        "".join(sign + STROKE for sign in "Men are imperfect"),
        "Men are imperfect <:sad:1234567890123>. We are <a:wave:12345678901234>imperfect",
        "sup\u200bport sur\u00advivors, con\u2060demn sexism\ufe0f",
    ],
)
def test_it_is_a_yes(text: str) -> None:
    assert VERIFIER.verify(text).verdict is Verdict.EXACT


@pytest.mark.parametrize(
    "text",
    [
        "sexual harassment and abuse are ~~never~~ acceptable",
        "sexual harassment and abuse are " + "".join(s + STROKE for s in "never") + " acceptable",
    ],
)
def test_what_is_struck_out_of_a_sentence_is_not_said(text: str) -> None:
    found = VERIFIER.verify(text)
    assert found.verdict is not Verdict.EXACT


def test_what_is_struck_out_was_not_added() -> None:
    assert VERIFIER.verify("We are ~~not~~ imperfect.").verdict is Verdict.EXACT


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("Half of it is 10² metres", "half of it is 102 metres"),
        ("They gave 50 % of it", "they gave 50 of it"),
        ("They gave €5 of it", "they gave $5 of it"),
        ("Sie tranken in Maßen Bier", "sie tranken in Massen Bier"),
        ("We re-sign the letter", "we resign the letter"),
    ],
)
def test_a_sign_that_means_something_is_not_forgiven(printed: str, asked: str) -> None:
    verifier = Verifier(letter_of(printed))
    assert verifier.verify(printed).verdict is Verdict.EXACT
    assert verifier.verify(asked).verdict is not Verdict.EXACT


def test_capitals_write_another_s_and_other_dots() -> None:
    assert Verifier(letter_of("Die Straße ist lang")).verify("DIE STRASSE").verdict is Verdict.EXACT
    assert Verifier(letter_of("İzmir güzel")).verify("izmir güzel").verdict is Verdict.EXACT


def test_letters_of_another_script_do_not_make_a_quotation_look_false() -> None:
    assert VERIFIER.verify("suрpоrt survіvοrs, соndemn sexism").verdict is Verdict.EXACT
    russian = Verifier(letter_of("Мужчины несовершенны. Мы несовершенны.", locale="ru"))
    assert russian.verify("мы несовершенны").verdict is Verdict.EXACT
    assert russian.verify("Men are imperfect").verdict is Verdict.ABSENT


@pytest.mark.parametrize(
    "text",
    [
        "It's time we ask more of him.",
        "It’s time we #Ask More Of Him",
        "ask more of him",
        "#SupportSurvivors",
        "Men must #SpeakOutAgainstSexism",
    ],
)
def test_a_hashtag_in_words_is_a_yes_that_says_so(text: str) -> None:
    found = VERIFIER.verify(text)
    assert (found.verdict, found.other_punctuation) == (Verdict.EXACT, True)
    assert VERIFIER.verify("It’s time we do not ask more of him").changes_meaning


def test_words_that_only_happen_to_make_another_one_are_no_hashtag() -> None:
    assert Verifier(letter_of("Nobody was there")).verify("no body was there").verdict is not (
        Verdict.EXACT
    )


@pytest.mark.parametrize(
    ("printed", "asked"),
    [
        ("ความเงียบไม่ใช่คำตอบ", "ความเงียบไม่ใช่ค\u0e4d\u0e32ตอบ"),
        ("ดื่มน้ำทุกวัน", "ดื่มน\u0e4d\u0e49\u0e32ทุกวัน"),
        ("แต่เขาไม่พูด", "เเต่เขาไม่พูด"),
        ("आज हम साथ हैं", "अाज हम साथ हैं"),
        ("یکی از ما سکوت نکرد", "يكي از ما سكوت نكرد"),
    ],
)
def test_letters_that_look_the_same_are_the_same(printed: str, asked: str) -> None:
    for one, two in ((printed, asked), (asked, printed)):
        assert Verifier(letter_of(one)).verify(two).verdict is Verdict.EXACT


@given(st.sampled_from(LETTER.passages), st.data())
def test_a_passage_hyphenated_anywhere_is_still_exact(
    passage: Passage, data: st.DataObject
) -> None:
    words = passage.text.split()
    at = data.draw(st.sampled_from([n for n, one in enumerate(words) if one.isalpha()]))
    cut = data.draw(st.integers(1, max(1, len(words[at]) - 1)))
    hyphen = data.draw(st.sampled_from(["-\n", "- ", "\u00ad\n", "\u00ad", "‐\n"]))
    if len(words[at]) > 1:
        words[at] = f"{words[at][:cut]}{hyphen}{words[at][cut:]}"
    found = VERIFIER.verify(" ".join(words))
    assert (found.verdict, found.matches[0].passage.id) == (Verdict.EXACT, passage.id)


@given(
    st.text(
        st.sampled_from("ab é~*|<>:&;#-\n\u00ad\u200b\u0336\u0301[](/.)") | st.characters(),
        max_size=LONGEST,
    )
)
def test_cleaning_a_clean_text_changes_nothing(text: str) -> None:
    once = cleaned(text, {"ab", "aab"}.__contains__)
    assert cleaned(once, {"ab", "aab"}.__contains__) == once
