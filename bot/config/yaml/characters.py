"""The characters that a file may not hold: those that YAML 1.2 forbids or no editor shows."""

from __future__ import annotations

import re
from typing import Final

# https://yaml.org/spec/1.2.2/#51-character-set, production 1 (c-printable)
_PRINTABLE: Final = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"

# Production 4.2 of version 1.1 called them line ends; since 1.2 they are not.
_LINE_ENDS_OF_1_1: Final = "\x85\u2028\u2029"

# At the start of a file it tells how the file is written; anywhere else it says nothing.
_BYTE_ORDER_MARK: Final = "\ufeff"

_INVISIBLE: Final = re.compile(f"[{_LINE_ENDS_OF_1_1}{_BYTE_ORDER_MARK}]|[^{_PRINTABLE}]")


def invisible(text: str) -> re.Match[str] | None:
    """Return the first character that no editor shows, or that YAML does not allow, if any.

    Refused besides what YAML refuses: three line ends of YAML 1.1 that 1.2 gave up, for the parser
    still breaks lines at them; and a byte order mark that is not at the start.
    """
    return _INVISIBLE.search(text)
