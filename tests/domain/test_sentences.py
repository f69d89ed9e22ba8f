"""A server's own words hold what a sentence can: no link, no mention, no formatting, no more."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.sentences import (
    INTRODUCTION,
    MILESTONE_TITLE,
    PAUSED,
    SENTENCES,
    SINCE,
    UnfitReason,
    cleaned,
    key_of,
    literal,
    sentence_of,
    unfit,
    version_of,
)

NEVER = ("pledge.sign_", "pledge.list", "pledge.withdraw", "pledge.who", "privacy.", "resources.")
FITTING = [
    "Welcome to Riverside. This is ours.",
    "Für alle Freund*innen und Kolleg*innen, z.B. am 3. März",
    "Etc.pp, St.Pauli, No.1, e.g.this, 10:30 and/or 5.March",
    "www.example.org, example.co.uk... and discord.gg/abc are words: Discord links none of them",
    "a@example.org",
    "Para tod@s: {about}",
    "Bienvenue à tou.te.s !",
    "Bienvenue\n\nà toutes et tous",
    "We <3 this. 5 > 3, 2 * 3 * 4, snake_case_words and 1. a number",
    "{{no placeholder}} {about}",
    "👩‍👩‍👧 و کمک‌ها",
    "Read it, then decide: it is up to you (really).",
    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f ☎️ 👋🏽",
]
WRONG = {
    UnfitReason.EMPTY: ["", " \n ", "\u3000", "\u200d", "\u200c \ufe0f"],
    UnfitReason.LONG: ["x" * 601],
    UnfitReason.BRACES: [
        "{abuot}", "{", "a } b", "{about.__class__}", "{about!r}", "{about:>999}", "{}",
    ],
    UnfitReason.REPEATED: ["{about} {about}"],
    UnfitReason.LINK: [
        "https://x.y", "HTTP://x", "see https://discord.gg/abc", "xhttps://x.y", "steam://run",
        "discord://-/channels", "{about}://x", "[here](https://x.y)", "<https://x.y>",
        "<+4930123456>", "<mailto:a@example.org>", "<a@example.org>",
    ],
    UnfitReason.MENTION: [
        "@everyone", "tod@everyone", "ask @maya", "<@1>", "<#5>", "<:x:1>", "</a:1>",
    ],
    UnfitReason.MARKDOWN: [
        "**bold**", "an *emphasis* here", "_so_", "__so__", "***so***", "~~gone~~", "||hidden||",
        "`code`", "# Heading", "a\n## Heading", "-# small", "- a list", "* a list", "> quoted",
        "a\\*b", "[x](y)",
    ],
    UnfitReason.INVISIBLE: [
        "a\u202eb", "a\u200bb", "\ufeffa", "a\x00b", "a\u2066b", "a\ud83d", "a\tb",
        "\u3164", "\u2800", "a\u034fb", "\u115f", "a\uffa0", "a\U000e0061\U000e007f", "\U000f0000",
    ],
}  # fmt: skip


def test_no_sentence_is_of_what_every_server_says_alike() -> None:
    assert [one for one in SENTENCES if one.startswith(NEVER)] == []
    assert [one.key for one in SENTENCES.values() if one.plural] == []
    assert len(SENTENCES) == 12


@pytest.mark.parametrize("text", FITTING)
def test_what_people_write_fits(text: str) -> None:
    assert unfit(cleaned(text, INTRODUCTION), INTRODUCTION) is None


@pytest.mark.parametrize(("why", "text"), [(why, one) for why in WRONG for one in WRONG[why]])
def test_what_a_sentence_cannot_hold_is_named(why: UnfitReason, text: str) -> None:
    found = unfit(cleaned(text, INTRODUCTION), INTRODUCTION)
    assert found is not None
    assert found is why or (why, found) in {
        (UnfitReason.LINK, UnfitReason.MARKDOWN),  # a link with words is both
        (UnfitReason.LINK, UnfitReason.MENTION),
    }


def test_a_title_is_one_short_line() -> None:
    assert cleaned(" a\r\n  b ", MILESTONE_TITLE) == "a b"
    assert unfit("x" * 100, MILESTONE_TITLE) is None
    assert unfit("x" * 101, MILESTONE_TITLE) is UnfitReason.LONG
    assert cleaned(" a  \r\n\r\n\r\n\r\n b ", PAUSED) == "a\n\n b"


def test_what_is_left_of_formatting_is_shown_as_it_was_typed() -> None:
    assert literal("Freund*innen, {about} und snake_case") == (
        "Freund\\*innen, {about} und snake\\_case"
    )
    assert literal("{as_of} *") == "{as_of} \\*"


def test_a_key_names_a_language_and_a_sentence() -> None:
    assert key_of("pt-BR", SINCE) == "words.pt-BR.campaign.since"
    assert sentence_of("words.pt-BR.campaign.since") == ("pt-BR", SINCE)
    for key in ("words.en.pledge.signed", "words..campaign.since", "words.en.", "channel_rest",
                "words.e.campaign.since", "words.en.campaign.since.more"):  # fmt: skip
        assert sentence_of(key) is None, key
    assert all(len(key_of("pt-BR", one)) <= 64 for one in SENTENCES.values())  # the column's width


@given(st.text(max_size=40), st.sampled_from(list(SENTENCES.values())))
def test_whatever_fits_can_be_said_and_says_no_more_than_it_may(
    text: str, sentence: object
) -> None:
    assert isinstance(sentence, type(INTRODUCTION))
    kept = cleaned(text, sentence)
    assert cleaned(kept, sentence) == kept
    if unfit(kept, sentence) is None:
        filled = literal(kept).format_map(dict.fromkeys(sentence.placeholders, "x" * 500))
        assert len(filled) <= 2 * sentence.limit + 500 * len(sentence.placeholders)
        assert "://" not in filled


def test_a_version_tells_values_apart() -> None:
    assert len({version_of(None), version_of('"a"'), version_of('"b"')}) == 3
    assert version_of('"a"') == version_of('"a"')
