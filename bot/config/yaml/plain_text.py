"""Tells a file that is no plain text at all by its beginning: a document, a picture, a web page."""

from __future__ import annotations

from typing import Final

_WORD_PROCESSOR: Final = (
    "is a document of a word processor, not plain text; copy its text into a plain text file "
    "(Notepad; TextEdit, “Make Plain Text”) and save that as {name}"
)
_BEGINNINGS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", _WORD_PROCESSOR),  # docx, odt, pages: all of them zip files
    (b"\xd0\xcf\x11\xe0", _WORD_PROCESSOR),
    (b"{\\rtf", _WORD_PROCESSOR),
    (b"%PDF", "is a PDF, not plain text; copy its text into a plain text file named {name}"),
    (b"\x89PNG", "is a picture, not text; type its text into a plain text file named {name}"),
    (b"\xff\xd8\xff", "is a picture, not text; type its text into a plain text file named {name}"),
)
_WEB_PAGE: Final = (
    "is a web page, not the file itself; where it was read, choose “Raw” or “Download”"
)


def not_plain_text(data: bytes, name: str) -> str | None:
    """Return what a file is instead of plain text, with what to do, or None."""
    for beginning, sentence in _BEGINNINGS:
        if data.startswith(beginning):
            return sentence.format(name=name)
    start = data[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    return _WEB_PAGE if start.startswith((b"<!doctype", b"<html", b"<?xml")) else None
