"""A quote card holds every word of its passage, in any script it has fonts for."""

from __future__ import annotations

import io
import math
import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from bot.config.models.letter_entries import LONGEST_PASSAGE
from bot.pictures.directions import reads_right_to_left
from bot.pictures.drawing import HEIGHT, WIDTH, CannotDraw, Drawing
from bot.pictures.quotation import Quotation
from bot.pictures.typesetting import SERIF, NoGlyph, Typesetter, on_one_line, sign_without_font
from tests.domain.letters import shipped

DRAWING = Drawing()
SETTER = Typesetter(SERIF)
TEXT = (0, 0, WIDTH, 540)
CREDIT = ("A letter", "2 March 2018")
HEBREW = "אנחנו מאמינים שגברים חייבים להשמיע קול (2018) עם #AskMoreOfHim."
ARABIC = "نحن نؤمن بأن على الرجال أن يرفعوا أصواتهم (2018)!"
EMOJI = "Together ❤️ 👩🏽‍🚀 👨‍👩‍👧 🇧🇷 ✊🏿"
ACCENTS = "Žluťoučký kůň, naïve Ångström, Việt Nam, łódź, ça été, ñandú, Ελληνικά, Кириллица"
_SKIN_TONES = re.compile("[\U0001f3fb-\U0001f3ff]")
_ISOLATES = re.compile("[\u2066-\u2069]")


def image(text: str) -> Image.Image:
    return Image.open(io.BytesIO(DRAWING.png(Quotation(text, CREDIT)))).convert("L")


def words_in(svg: str) -> str:
    lines = re.findall("<text[^>]*>(.*?)</text>", svg)
    return " ".join(unescape(_ISOLATES.sub("", re.sub("<[^>]+>", "", line))) for line in lines)


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """Return the box around everything that is not paper."""
    lookup = [255 if one < 200 else 0 for one in range(256)]
    box = picture.point(lookup).getbbox()  # pyright: ignore[reportUnknownMemberType]
    assert box is not None
    return box


@pytest.mark.parametrize("text", [one.text for one in shipped().passages])
def test_every_passage_is_drawn_word_for_word_inside_the_card(text: str) -> None:
    quotation = Quotation(text, CREDIT)
    assert words_in(DRAWING.svg(quotation)).startswith(text)
    picture = image(text)
    assert picture.size == (WIDTH, HEIGHT)
    left, top, right, bottom = inked(picture)
    assert left >= 40
    assert top >= 40
    assert right <= WIDTH - 90
    assert bottom <= HEIGHT - 20


@pytest.mark.parametrize("text", [HEBREW, ARABIC, EMOJI, ACCENTS])
def test_other_scripts_accents_and_emoji_are_drawn_with_real_glyphs(text: str) -> None:
    svg = DRAWING.svg(Quotation(text, CREDIT))
    wanted = _SKIN_TONES.sub("", f"{text} {' '.join(CREDIT)}")
    assert sorted("".join(words_in(svg).split())) == sorted("".join(wanted.split()))
    inked(image(text))


def test_a_text_from_right_to_left_stands_at_the_right_edge() -> None:
    left, _, right, _ = inked(image(HEBREW).crop((0, 0, WIDTH - 70, 540)))
    assert right > WIDTH - 110
    assert left > 96
    assert reads_right_to_left(f"«{HEBREW}»")
    assert not reads_right_to_left("1948: a year")


JOINED = (
    *(
        "We 👨‍👩‍👧",
        "We 🧑‍🤝‍🧑",
        "We 👩‍❤️‍👨",
        "We 👩‍🚀",
        "We 🐻‍❄️",
        "We 🏳️‍🌈",
        "We 🇧🇷",
        "From 🏴󠁧󠁢󠁳󠁣󠁴󠁿",
        "We 1️⃣",
    ),
    *("We الله", "👍 a\u0323\u0301", "👍 fi"),
)
"""What one font makes one sign of, and another font several."""


def last_word(picture: Image.Image, width: float) -> int:
    """Return how much ink there is in the last so many pixels of the text."""
    right = inked(picture.crop(TEXT))[2]
    end = picture.crop((right - math.ceil(width), 0, right, TEXT[3]))
    return sum(shade < 128 for shade in end.tobytes())


@pytest.mark.parametrize("text", JOINED)
def test_a_joined_sign_neither_breaks_the_picture_nor_swallows_words(text: str) -> None:
    drawn = image(f"{text} word")
    assert ImageChops.difference(drawn, image(f"{text} wood")).getbbox() is not None
    width = SETTER.width("ord") * 72
    alone = last_word(image("word word"), width)
    assert last_word(drawn, width) == pytest.approx(alone, rel=0.05), "nothing lies over the word"


@pytest.mark.parametrize("text", ["We 👨‍👩‍👧 you", "From 🏴󠁧󠁢󠁳󠁣󠁴󠁿 with", "אנחנו 👩‍🚀 ו👨‍👩‍👧"])
def test_the_renderer_gets_each_font_by_itself(text: str) -> None:
    svg = DRAWING.svg(Quotation(text, ()))
    assert len(re.findall("<tspan x=", svg)) == len(re.findall("<tspan", svg)) > 1
    inked(image(text))


@pytest.mark.parametrize(
    "held",
    ["nous\u00a0»", "nous\u202f!", "100\u00a0€", "M.\u00a0Dupont", "10\u202f000", "12\u2007345"],
)
@given(st.integers(0, 60))
def test_a_space_that_holds_words_together_ends_no_line(held: str, before: int) -> None:
    text = f"{'a' * before} {held} fin"
    lines = SETTER.lines(on_one_line(text), 14)
    assert any(held in line for line in lines), lines
    assert held in words_in(DRAWING.svg(Quotation(text, ())))


def test_every_other_space_is_one_where_a_line_may_end() -> None:
    assert on_one_line(" a\n b\u2003c\u3000d\u00a0\te ") == "a b c d\u00a0 e"
    assert SETTER.lines(on_one_line("a\u2003b"), 0.6) == ["a", "b"]


def test_an_emoji_of_several_signs_is_one() -> None:
    family, person = SETTER.width("👨‍👩‍👧"), SETTER.width("👨")
    assert family == pytest.approx(person, rel=0.2)


@pytest.mark.parametrize("text", ["… 👍🏽!", "💪🏽 to act", f"{ARABIC} 👍🏽 {ARABIC}"])
def test_a_skin_tone_neither_breaks_the_picture_nor_its_line(text: str) -> None:
    plain = _SKIN_TONES.sub("", text)
    toned = Quotation(text, (text, text))
    assert DRAWING.png(toned) == DRAWING.png(Quotation(plain, (plain, plain)))


def test_the_longest_passage_fits_and_a_longer_text_is_declined() -> None:
    words = "accountability matters "
    image((words * 100)[:LONGEST_PASSAGE])
    with pytest.raises(CannotDraw):
        DRAWING.png(Quotation(words * 200, CREDIT))


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("We say 道可道", "道"),
        ("बोलो", "बो"[0]),
        ("a\ue000", "\ue000"),
        (f"{HEBREW} {ARABIC} {EMOJI} {ACCENTS}\u202f!", None),
    ],
)
def test_the_first_sign_that_no_font_has_is_named(text: str, sign: str | None) -> None:
    assert sign_without_font(text) == sign


@pytest.mark.parametrize("text", ["道可道，非常道。", "बोलो", "\ue000"])
def test_a_script_without_a_font_is_declined_instead_of_boxes(text: str) -> None:
    with pytest.raises(CannotDraw):
        DRAWING.png(Quotation(text, CREDIT))


def test_signs_of_markup_are_words_here() -> None:
    svg = DRAWING.svg(Quotation('<b>&amp; "quoted"</b>', CREDIT))
    assert words_in(svg).startswith('<b>&amp; "quoted"</b>')


def test_a_credit_of_three_lines_keeps_its_distance_from_the_edge() -> None:
    credit = (*CREDIT, "Translation: qjpy")
    picture = Image.open(io.BytesIO(DRAWING.png(Quotation("Short.", credit)))).convert("L")
    assert inked(picture)[3] <= HEIGHT - 36


def test_a_long_credit_line_is_cut_at_the_edge() -> None:
    picture = Image.open(io.BytesIO(DRAWING.png(Quotation("Short.", ("Credit " * 60, "x")))))
    assert inked(picture.convert("L"))[2] <= WIDTH - 80


@given(st.text(alphabet="abc é—-/’א ", max_size=200), st.floats(4, 40))
def test_lines_hold_all_signs_and_never_overflow(text: str, width: float) -> None:
    lines = SETTER.lines(" ".join(text.split()), width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(SETTER.width(line) <= width for line in lines)


def test_a_sign_in_no_font_is_said() -> None:
    with pytest.raises(NoGlyph):
        SETTER.width("道")


def test_a_word_wider_than_the_card_is_broken_up() -> None:
    svg = DRAWING.svg(Quotation("w" * 300, CREDIT))
    assert words_in(svg).replace(" ", "").startswith("w" * 300)
    assert inked(image("w" * 300))[2] <= WIDTH - 80
