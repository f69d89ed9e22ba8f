"""Tells a file that is no plain text at all by its beginning: a document, a picture, a web page."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from typing import Final

_WORD_PROCESSOR: Final = (
    "is a document of a word processor, not plain text; copy its text into a plain text file "
    "(Notepad; TextEdit, “Make Plain Text”) and save that as {name}"
)
_PICTURE: Final = "is a picture, not text; type its text into a plain text file named {name}"
_BEGINNINGS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"PK\x03\x04", _WORD_PROCESSOR),  # docx, odt, pages: all of them zip files
    (b"\xd0\xcf\x11\xe0", _WORD_PROCESSOR),
    (b"{\\rtf", _WORD_PROCESSOR),
    (b"%PDF", "is a PDF, not plain text; copy its text into a plain text file named {name}"),
    (b"\x89PNG", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"RIFF", _PICTURE),
)
_NO_TEXT: Final = "is no text; write the campaign into a plain text file named {name}"
_UTF_16: Final = "is not UTF-8 (it is UTF-16); save the file as UTF-8"
_TAG: Final = re.compile(rb"\s*<[!?a-z]", re.IGNORECASE)
_WEB_PAGE: Final = (
    "is a web page, not the file itself; where it was read, choose “Raw” or “Download”"
)


def not_plain_text(data: bytes, name: str) -> str | None:
    """Return what a file is instead of plain text, with what to do, or None."""
    data = data.removeprefix(BOM_UTF8)
    for beginning, sentence in _BEGINNINGS:
        if data.startswith(beginning):
            return sentence.format(name=name)
    if b"\0" in data[:200] and not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return _UTF_16 if _is_utf_16(data) else _NO_TEXT.format(name=name)
    return _WEB_PAGE if _TAG.match(data) else None


def _is_utf_16(data: bytes) -> bool:
    """Whether every second byte is none, as in a text of Latin letters with two bytes each."""
    return not any(data[:200:2]) or not any(data[1:200:2])
