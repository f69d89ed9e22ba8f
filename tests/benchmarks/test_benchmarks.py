"""The benchmark runs, and its table says what it should; how fast it was is not asked here."""

from __future__ import annotations

import asyncio
import re
import sys

import pytest

from tests.benchmarks.endurance import growth
from tests.benchmarks.table import Aim, Row, rendered
from tests.loopback.forking import REPOSITORY

WHAT = [
    "sign presses answered / bare, two words",
    "sign presses answered / bare, a like card",
    "processor time a sign press / bare, two words",
    "processor time a sign press / bare, a like card",
    "answer at 50 presses/s, p50",
    "answer at 50 presses/s, p99",
    "answer at 200 presses/s, p50",
    "answer at 200 presses/s, p99",
    "memory when ready",
    "memory after 200 presses",
    "start to first answer",
    "processor time, I pledge, stored and answered / typical bot",
    "processor time, I pledge, stored and answered, 50 waiting / typical bot",
    "I pledge, stored and answered / typical bot",
    "processor time, the card of /pledge sign / typical bot",
    "processor time, the card of /pledge sign, 50 waiting / typical bot",
    "the card of /pledge sign / typical bot",
    "in time of 200/s, a commit takes 20 ms longer / typical bot",
    "sign press, collect_garbage_less_often / without",
    "passages quoted",
    "a quote picture, beside the first one",
    "loop's longest stall, 8 pictures drawn, beside 50 ms",
    "the same while idle",
    "processor time of a chart of 730 days, beside 60 ms",
    "processor time of a chart of 30 days, beside 60 ms",
    "/resources answered / bare, two words",
    "/resources answered / bare, a like page",
    "the first page of /resources, ready / made anew",
    "a look-up of a signature, SQL written out / by SQLAlchemy",
    "a look-up of 3 statements, one trip to the thread / aiosqlite's dialect",
    "all shipped YAML parsed, in C / in Python",
    "writer, 200 waiting: together / each alone",
    "processor time a signature: 500 together / alone",
    "the writer publishing 100 numbers",
    "processor time of publishing 100",
    "processor time a look-up, 200 waiting: together / each alone",
    "a quick look-up: beside 20 slow ones / alone",
    "a pledge in the file, of 2,000",
    "a page of a wall: 2,000 / 100 listed",
    "peak memory of an export of 2,000 listed / all at once",
    "processor time of an export of 2,000 listed / all at once",
    "/tally show, its look-up: 2,000 / 1,000 pledges",
    "slowest signature elsewhere, 2,000 set aside, and that undone",
    "loop's longest stall, 2,000 set aside, and that undone",
    "a person a decision, 2,000 set aside, and that undone",
    "processor time a signature alone: 2,000 / 200 pledges",
    "processor time a pledge, backup of 2,000 / 200",
    "processor time a pledge, restore of 2,000 / 200",
    "peak memory, backup of 2,000 / 200 pledges",
    "peak memory, restore of 2,000 pledges",
    "start to first answer, 20 servers / one",
    "40/s mixed for 0.05 min: answered within three seconds / all",
    "40/s mixed for 0.05 min: answer, p99, beside 3 s",
    "40/s mixed for 0.05 min: memory, last quarter / second",
    "40/s mixed for 0.05 min: open files, last quarter / second",
    "40/s mixed for 0.05 min: open files, most, beside 200 connections",
    "a rush of 100/s: memory, most, for 3 s / for 1 s",
    "a rush of 100/s: first answer, p99, beside 3 s",
]


@pytest.mark.long_only
async def test_a_quick_run_prints_every_row() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.benchmarks",
        "--quick",
        cwd=REPOSITORY,
        stdout=asyncio.subprocess.PIPE,
    )
    printed, _ = await process.communicate()
    assert process.returncode == 0
    heading, rule, *rows = printed.decode().splitlines()
    assert heading.split() == ["what", "measured", "baseline", "ratio", "aim", "verdict"]
    assert set(rule) == {"-", " "}
    assert [row[: row.index("  ")] for row in rows] == WHAT
    assert all(re.search(r"\d\.\d\dx|too short", row) for row in rows)


@pytest.mark.parametrize(
    ("aim", "measured", "verdict"),
    [
        (Aim(">=", 0.8), 79.0, "missed"),
        (Aim(">=", 0.8), 80.0, "ok"),
        (Aim("<=", 1.2), 120.0, "ok"),
        (Aim("<=", 1.2), 121.0, "missed"),
        (None, 1.0, ""),
    ],
)
def test_a_verdict_follows_from_the_aim(aim: Aim | None, measured: float, verdict: str) -> None:
    assert Row("x", measured, 100, "ms", aim).verdict == verdict


def test_what_was_too_short_to_measure_has_no_ratio_and_no_verdict() -> None:
    row = Row("x", 10, 0, "us", Aim("<=", 1.0))
    assert row.cells() == ("x", "10.0 us", "0.0 us", "too short", "<= 1x", "")


@pytest.mark.parametrize(
    ("seen", "ratio"),
    [
        ([20, 30, 40, 40, 40, 40, 72, 40, 40, 40, 72, 40], 1),
        ([20, 30, 40, 40, 40, 40, 45, 50, 55, 60, 60, 60], 1.5),
    ],
)
def test_more_for_a_moment_is_no_growth(seen: list[float], ratio: float) -> None:
    last, second = growth(seen)
    assert last / second == ratio


def test_columns_are_aligned() -> None:
    rows = [
        Row("short", 1_234.5, 1_000, "/s", Aim(">=", 0.8), digits=0),
        Row("rather longer", 0.5, 0.25, "ms", digits=3),
    ]
    assert rendered(rows).splitlines() == [
        "what           measured  baseline  ratio      aim  verdict",
        "-------------  --------  --------  -----  -------  -------",
        "short          1,234 /s  1,000 /s  1.23x  >= 0.8x  ok",
        "rather longer  0.500 ms  0.250 ms  2.00x",
    ]
