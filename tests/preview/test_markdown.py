"""Discord's markdown becomes HTML, and nothing that a campaign wrote becomes anything else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interactions.cards import plain
from bot.preview.markdown import Viewer, html_of, inline, link
from tests.preview.reading import Reading

NOW = datetime(2026, 11, 26, 16, 5, tzinfo=UTC)
VIEWER = Viewer("en", NOW, {1: "Amal"})
SECONDS = int(NOW.timestamp())


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("a **b** c", "a <strong>b</strong> c"),
        ("*a* _b_ __c__ ~~d~~ ||e||", "<em>a</em> <em>b</em> <u>c</u> <s>d</s> <mark>e</mark>"),
        ("**a *b* c**", "<strong>a <em>b</em> c</strong>"),
        ("***a***", "<strong><em>a</em></strong>"),
        (r"\*\*a\*\* \[b\]", "**a** [b]"),
        (r"snake\_case \a", r"snake_case \a"),
        ("snake_case_words 2 * 3 * 4", "snake_case_words 2 * 3 * 4"),
        ("`/a **b**`", "<code>/a **b**</code>"),
        ("</pledge sign:12>", '<span class="mention">/pledge sign</span>'),
        ("<@1> <@!2>", '<span class="mention">@Amal</span> <span class="mention">@someone</span>'),
        ("<#5>", '<span class="mention">#channel</span>'),
        ("**open", "**open"),
        ("<b>&\"'", "&lt;b&gt;&amp;&quot;&#x27;"),
        ("[a](javascript:alert)", "[a](javascript:alert)"),
    ],
)
def test_a_line(words: str, html: str) -> None:
    assert inline(words, VIEWER) == html


@pytest.mark.parametrize("words", ["[b](<https://a.org/?x=1&y>)", "[b](https://a.org/?x=1&y)"])
def test_a_link_leads_out_and_tells_nothing(words: str) -> None:
    attributes = 'rel="noopener noreferrer" target="_blank"'
    assert inline(words, VIEWER) == f'<a href="https://a.org/?x=1&amp;y" {attributes}>b</a>'


def test_what_is_no_address_of_the_web_is_no_link() -> None:
    assert link("javascript:alert(1)", "b") == "b"


def test_an_address_alone_is_a_link_without_the_sign_after_it() -> None:
    assert ">https://a.org/b</a>, and" in inline("see https://a.org/b, and", VIEWER)
    assert ">https://a.org/b</a>." in inline("see <https://a.org/b>.", VIEWER)


def test_a_name_made_plain_is_shown_as_it_is() -> None:
    shown = inline(plain("**bold** <@1> [a](https://b.c)"), VIEWER)
    assert Reading.of(shown).text.replace("\u2060", "") == "**bold** <@1> [a](https://b.c)"
    assert Reading.of(shown).tags == []


@pytest.mark.parametrize(
    ("style", "locale", "said"),
    [
        ("", "en", "26 November 2026 16:05"),
        (":D", "de", "26. November 2026"),
        (":t", "fr", "16:05"),
        (":d", "en", "26/11/2026"),
        (":F", "es", "jueves, 26 de noviembre de 2026 16:05"),
        (":T", "en", "16:05:00"),
    ],
)
def test_a_moment_is_told_in_the_readers_language(style: str, locale: str, said: str) -> None:
    shown = Reading.of(inline(f"<t:{SECONDS}{style}>", Viewer(locale, NOW)))
    assert (shown.text, shown.tags) == (said, ["time"])


def test_a_moment_to_come_is_told_by_how_long_it_takes() -> None:
    soon = int((NOW + timedelta(minutes=20)).timestamp())
    assert "in 20 Minuten" in inline(f"<t:{soon}:R>", Viewer("de", NOW))


def test_a_moment_that_no_calendar_has_stays_as_it_is() -> None:
    assert Reading.of(inline("<t:999999999999:F>", VIEWER)).text == "<t:999999999999:F>"


@pytest.mark.parametrize(
    ("words", "tags"),
    [
        ("## A\nb", ["h5", "p"]),
        ("-# small", ["p"]),
        ("> a\n> b\nc", ["blockquote", "p", "p", "p"]),
        (">>> a\nb", ["blockquote", "p", "p"]),
        ("> a\n> - b\n> > c", ["blockquote", "p", "ul", "li", "i", "p"]),
        ("- a\n- b\n\n1. c", ["ul", "li", "i", "li", "i", "p", "ul", "li", "i"]),
        ("```\n**a**\n```\nb", ["pre", "p"]),
        ("```\nnever closed", ["p", "p"]),
        (r"\# a", ["p"]),
        ("#hashtag", ["p"]),
    ],
)
def test_blocks(words: str, tags: list[str]) -> None:
    assert Reading.of(html_of(words, VIEWER)).tags == tags


def test_each_line_finds_its_own_direction() -> None:
    assert html_of("مرحبا\nHello", VIEWER).count('dir="auto"') == 2


def test_a_name_with_its_own_direction_does_not_give_it_to_its_line() -> None:
    assert html_of("**\u2068Jonas\u2069** معلّم", VIEWER) == (
        '<p dir="auto"><strong><bdi>Jonas</bdi></strong> معلّم</p>'
    )
    assert "bdi" not in html_of("\u2068never ended", VIEWER)
    nested = html_of("وقّع. \u2068Take me off: \u2068نقرأ معًا\u2069.\u2069", VIEWER)
    assert "وقّع. <bdi>Take me off: <bdi>نقرأ معًا</bdi>.</bdi>" in nested


def test_a_moment_and_code_have_their_own_direction() -> None:
    """What stands around an Arabic moment may be English, and a block to copy Arabic."""
    moment = inline(f"As of <t:{SECONDS}:d>.", Viewer("ar", NOW))
    assert moment.startswith('As of <time class="mention" dir="auto">')
    assert html_of("```\nوقّع 48.\n```", VIEWER) == '<pre dir="auto">وقّع 48.</pre>'


@given(st.text(st.sampled_from("*_~|`<>[]()\\@#:/ -.\n&\"'ab1t"), max_size=60))
def test_no_word_is_lost_or_made_into_markup(words: str) -> None:
    """Whatever the marks, letters stay, and only our own tags are there."""
    shown = Reading.of(html_of(f"<script>{words}</script><img onerror=x>", VIEWER))
    allowed = {"p", "h4", "h5", "h6", "ul", "li", "i", "blockquote", "pre", "code", "strong"}
    assert set(shown.tags) <= allowed | {"em", "u", "s", "mark", "span", "time", "a"}
    assert {name for name, _ in shown.attributes} <= {"class", "dir", "href", "rel", "target"}


def test_marks_in_marks_end_somewhere() -> None:
    assert "<strong>" in inline("**" * 2_000 + "a" + "**" * 2_000, VIEWER)
