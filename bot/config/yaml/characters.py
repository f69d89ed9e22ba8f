"""The characters that a file may not hold: those that YAML 1.2 forbids or no editor shows."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# https://yaml.org/spec/1.2.2/#51-character-set, production 1 (c-printable)
_PRINTABLE: Final = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"

# Production 4.2 of version 1.1 called them line ends; since 1.2 they are not.
_LINE_ENDS_OF_1_1: Final = "\x85\u2028\u2029"

# At the start of a file it tells how the file is written; anywhere else it says nothing.
_BYTE_ORDER_MARK: Final = "\ufeff"

_INVISIBLE: Final = re.compile(f"[{_LINE_ENDS_OF_1_1}{_BYTE_ORDER_MARK}]|[^{_PRINTABLE}]")


_JOINERS: Final = "\u200c\u200d"
"""Two signs that nobody sees, and that some scripts and pictures are written with."""


def unseen(text: str) -> str | None:
    """Return the first sign that says nothing to a reader, such as a soft hyphen, if any.

    Joiners are such signs among Latin letters alone.
    """
    plain = all(one.isascii() or one in _JOINERS for one in text)
    for one in text:
        if unicodedata.category(one) == "Cf" and (plain or one not in _JOINERS):
            return one
    return None


def invisible(text: str) -> re.Match[str] | None:
    """Return the first character that no editor shows, or that YAML does not allow, if any.

    Refused besides what YAML refuses: three line ends of YAML 1.1 that 1.2 gave up, for the parser
    still breaks lines at them; and a byte order mark that is not at the start.
    """
    return _INVISIBLE.search(text)
