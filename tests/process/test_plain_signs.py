"""No sign ends a command, whatever encoding the terminal or the file has."""

from __future__ import annotations

import io
import sys

import pytest

from bot.terminal.plain_signs import write_plainly

SAID = "„Tomás’ letter…“ → one – two — three · \udcff"


@pytest.mark.parametrize(
    ("encoding", "written"),
    [
        ("ascii", '"Tom\\xe1s\' letter..." -> one - two - three - \\udcff'),
        ("cp437", '"Tomás\' letter..." -> one - two - three · \\udcff'),
        ("cp1252", "„Tomás’ letter…“ -> one – two — three · \\udcff"),
        ("utf-8", "„Tomás’ letter…“ → one – two — three · \\udcff"),
    ],
)
def test_what_cannot_be_written_is_written_plainly(
    monkeypatch: pytest.MonkeyPatch, encoding: str, written: str
) -> None:
    file = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(file, encoding=encoding))
    write_plainly()
    sys.stdout.write(SAID)
    sys.stdout.flush()
    assert file.getvalue().decode(encoding) == written


def test_an_output_that_is_no_file_of_its_own_is_left_as_it_is(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = io.StringIO()
    monkeypatch.setattr(sys, "stdout", said)
    write_plainly()
    sys.stdout.write(SAID)
    assert said.getvalue() == SAID
