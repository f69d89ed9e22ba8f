"""A CSV file that a spreadsheet opens as it is, and finds no formula in."""

from __future__ import annotations

import csv
import io
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.tally.export.tables import BOM, Table, id_cell, id_in, line_of

STARTS = "=+-@\t\r"


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode(), newline="")))


def cell(text: str) -> str:
    ((found,),) = read(line_of([text]))
    return found


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ('=HYPERLINK("https://x.invalid")', '\'=HYPERLINK("https://x.invalid")'),
        ("+41", "'+41"),
        ("-1+cmd|' /C calc'!A0", "'-1+cmd|' /C calc'!A0"),
        ("@SUM(1)", "'@SUM(1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("  =1", "'=1"),
        ("\u202e=1", "'=1"),
        ("a;=1", "a;'=1"),
        ("a, @b", "a, '@b"),
        ('a"+1', "a\"'+1"),
        ("two\r\nlines\u2028more", "two  lines more"),
        ("Zoë 👩‍❤️‍👨 ok", "Zoë 👩‍❤️‍👨 ok"),
        ("a-b = c", "a-b = c"),
        ("\ud800x", "x"),
        ("", ""),
    ],
)
def test_a_name_is_text_and_stays_what_it_is(name: str, told: str) -> None:
    assert cell(name) == told


def test_no_sign_that_folds_to_a_formula_begins_a_cell() -> None:
    folding = [
        chr(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.normalize("NFKC", chr(code))[:1] in {*STARTS} and chr(code) != " "
    ]
    assert {"＝", "＋", "－", "＠", "="} <= set(folding)
    for sign in folding:
        assert not cell(f"{sign}1").startswith(sign), f"U+{ord(sign):04X}"


@given(st.lists(st.text(max_size=20), min_size=1, max_size=4))
def test_every_row_is_one_line_of_as_many_cells_and_none_is_a_formula(names: list[str]) -> None:
    line = line_of(names)
    assert line.endswith(b"\r\n")
    assert line.count(b"\n") == 1
    (found,) = read(line)
    assert len(found) == len(names)
    assert not any(unicodedata.normalize("NFKC", one)[:1] in {*STARTS} for one in found if one)


def test_every_cell_is_quoted_and_an_id_is_no_number() -> None:
    line = line_of([id_cell(10**17 + 1), 5, -3, None, "x"])
    assert line == b'"\'100000000000000001","5","-3","","x"\r\n'
    assert id_in(line) == 10**17 + 1


@given(st.lists(st.integers(1, 60), max_size=60), st.integers(100, 400))
def test_a_table_in_parts_has_every_row_once_and_no_part_is_too_large(
    lengths: list[int], largest: int
) -> None:
    table = Table(["a [a]"], largest=largest)
    written = [line_of([f"{at}{'x' * length}"]) for at, length in enumerate(lengths)]
    for line in written:
        table.add(line)
    parts = [one.getvalue() for one in table.files]
    head = BOM + line_of(["a [a]"])
    assert all(one.startswith(head) and len(one) <= largest for one in parts)
    assert b"".join(one[len(head) :] for one in parts) == b"".join(written)
    assert table.rows == len(written)
