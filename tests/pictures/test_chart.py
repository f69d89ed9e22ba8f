"""A chart shows its line, its bars and its words, inside the page."""

from __future__ import annotations

import io
import re

import pytest
from PIL import Image

from bot.pictures.chart import Chart, Mark, Panel, Tick
from bot.pictures.chart_drawing import HEIGHT, PIXELS, WIDTH, ChartDrawing
from bot.pictures.child import serve
from bot.pictures.typesetting import NoGlyph

DRAWING = ChartDrawing()
MORE, LESS = (0x3A, 0x6E, 0xA5), (0xB0, 0x58, 0x2B)
TICKS = (Tick(0.0, "0"), Tick(0.5, "500,000"), Tick(1.0, "1,000,000"))


def chart(
    *totals: float | None,
    changes: tuple[float | None, ...] | None = None,
    marks: tuple[Mark, ...] = (),
    title: str = "#AskMoreOfHim: signatures",
) -> Chart:
    bars = changes or tuple(0.5 for _ in totals)
    return Chart(
        title=title,
        as_of="As of 14:00 UTC on 26 November 2026.",
        note="A day ends at midnight UTC.",
        total=Panel("Total", totals, TICKS),
        change=Panel("Change of each day", bars, (Tick(0.0, "-10"), Tick(1.0, "10")), base=0.5),
        days=(Tick(0.0, "1 October 2026"), Tick(1.0, "26 November 2026")),
        marks=marks,
    )


def image(wanted: Chart) -> Image.Image:
    """Return a picture, enlarged to the page that it was laid out on."""
    drawn = Image.open(io.BytesIO(DRAWING.png(wanted))).convert("RGB")
    assert drawn.size == (PIXELS, 563)
    nearest = Image.Resampling.NEAREST
    return drawn.resize((WIDTH, HEIGHT), nearest)  # pyright: ignore[reportUnknownMemberType]


def share(
    picture: Image.Image, colour: tuple[int, int, int], box: tuple[int, int, int, int]
) -> int:
    """Return how many pixels of a part of the picture have a colour."""
    part = picture.crop(box)
    return sum(count for count, found in part.getcolors(WIDTH * HEIGHT) or [] if found == colour)


LINE_AREA = (0, 150, WIDTH, 440)
BAR_AREA = (0, 480, WIDTH, 600)


def test_a_chart_has_its_line_its_bars_and_its_words() -> None:
    wanted = chart(0.1, 0.4, 0.9, changes=(0.9, None, 0.1), marks=(Mark(2, 0.5, "Milestone 500"),))
    picture = image(wanted)
    assert share(picture, MORE, LINE_AREA) > 1_000
    assert share(picture, MORE, BAR_AREA) > 100
    assert share(picture, LESS, BAR_AREA) > 100
    svg = re.sub("<[^>]+>", "|", DRAWING.svg(wanted))
    for words in (
        "#AskMoreOfHim: signatures",
        "Total",
        "1,000,000",
        "-10",
        "26 November",
        "As of 14:00",
        "Milestone 500",
    ):
        assert words in svg


def test_a_gap_is_a_gap_and_a_day_alone_is_a_dot() -> None:
    assert DRAWING.svg(chart(0.1, 0.2, None, 0.4, 0.5)).count('stroke-linejoin="round"') == 2
    alone = DRAWING.svg(chart(None, 0.4, None))
    assert 'stroke-linejoin="round"' not in alone
    assert alone.count("<circle") == 1
    assert share(image(chart(0.5)), MORE, LINE_AREA) > 50


def test_days_without_a_change_have_no_bar() -> None:
    assert "h44.0v" not in DRAWING.svg(chart(0.2, 0.2, changes=(None, 0.5)))
    assert DRAWING.svg(chart(0.2, 0.2, changes=(None, 0.6))).count("h44.0v") == 1


MILESTONE = 'stroke-dasharray="6 6"'


def baseline_of(svg: str, number: str) -> float:
    """Return at which height the words of a milestone stand; the higher, the less."""
    (y,) = [
        float(found["y"])
        for found in re.finditer(r'<text y="(?P<y>[\d.]+)".*?</text>', svg)
        if re.sub("<[^>]+>", "", found.group()) == f"Milestone {number}"
    ]
    return y


def test_a_milestone_stands_at_its_own_height_and_not_at_the_days_total() -> None:
    svg = DRAWING.svg(chart(0.1, 0.1, 0.9, marks=(Mark(2, 0.5, "Milestone 500"),)))
    assert f'296.0H{WIDTH - 56}" stroke="#5A6672" stroke-width="1.5" {MILESTONE}' in svg
    assert baseline_of(svg, "500") == 296 - 8
    assert svg.count("<circle") == 1, "the day on which it was reached"


def test_the_words_of_a_milestone_leave_the_line_free() -> None:
    svg = DRAWING.svg(chart(0.6, 0.8, 0.9, marks=(Mark(0, 0.5, "Milestone 500"),)))
    assert baseline_of(svg, "500") > 296, "from the first day on the line is above"


def test_of_milestones_that_would_overlap_the_highest_keeps_its_words() -> None:
    marks = (Mark(50, 0.4, "Milestone 400"), Mark(98, 0.97, "Milestone 970"))
    marks += (Mark(99, 1.0, "Milestone 1,000"),)
    svg = DRAWING.svg(chart(*(at / 99 for at in range(100)), marks=marks))
    assert svg.count("<circle") == 3
    assert svg.count(MILESTONE) == 2
    assert "Milestone 970" not in re.sub("<[^>]+>", "", svg)
    assert baseline_of(svg, "1,000") < baseline_of(svg, "400")


def test_two_years_of_days_stay_inside_the_page() -> None:
    days = 730
    totals = tuple(at / days for at in range(days))
    picture = image(chart(*totals, changes=tuple(at % 7 / 6 for at in range(days))))
    assert share(picture, MORE, (WIDTH - 40, 0, WIDTH, HEIGHT)) == 0
    assert share(picture, MORE, BAR_AREA) > 1_000


def test_a_long_title_is_cut_at_the_edge() -> None:
    picture = image(chart(0.1, 0.9, title="A campaign with a very long name " * 5))
    assert share(picture, (0x22, 0x30, 0x3C), (WIDTH - 40, 0, WIDTH, 100)) == 0


def test_words_that_read_from_right_to_left_begin_at_the_right_edge() -> None:
    picture = image(chart(0.1, 0.9, title="نقرأ معًا: التوقيعات"))
    ink = (0x22, 0x30, 0x3C)
    assert share(picture, ink, (WIDTH // 2, 0, WIDTH - 50, 100)) > 100
    assert share(picture, ink, (0, 0, WIDTH // 2, 100)) == 0
    assert share(picture, ink, (WIDTH - 50, 0, WIDTH, 100)) == 0


def test_a_script_without_a_font_is_declined() -> None:
    with pytest.raises(NoGlyph):
        DRAWING.png(chart(0.1, title="道可道"))


def test_the_process_that_draws_takes_charts_and_survives_what_it_cannot_draw() -> None:
    requests = [chart(0.1, 0.2), chart(0.1, title="道"), chart(None, 0.3)]
    sent = b"".join(len(one.to_bytes()).to_bytes(4, "big") + one.to_bytes() for one in requests)
    answers = io.BytesIO()
    serve(io.BytesIO(sent), answers)
    answers.seek(0)
    found = [answers.read(int.from_bytes(answers.read(4), "big")) for _ in requests]
    assert [png[:4] for png in found] == [b"\x89PNG", b"", b"\x89PNG"]
    assert Chart.from_bytes(requests[0].to_bytes()) == requests[0]
