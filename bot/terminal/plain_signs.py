"""What a terminal or a file cannot write is written in signs that every one of them has."""

from __future__ import annotations

import codecs
import sys
from typing import Any, Final

_NAME: Final = "plain-signs"
_PLAIN: Final = {
    "→": "->",
    "…": "...",
    "–": "-",
    "—": "-",
    "’": "'",
    "“": '"',
    "”": '"',
    "„": '"',
    "·": "-",
}


def write_plainly() -> None:
    """Let no sign end a command because standard output has another encoding, as on Windows."""
    codecs.register_error(_NAME, _instead)
    stdout: Any = sys.stdout
    if hasattr(stdout, "reconfigure"):
        stdout.reconfigure(errors=_NAME)


def _instead(fault: UnicodeError) -> tuple[str, int]:
    """Return plain signs, and escapes for all others: a name need not be text."""
    if not isinstance(fault, UnicodeEncodeError):
        raise fault
    signs = fault.object[fault.start : fault.end]
    plain = (_PLAIN.get(one) or one.encode("ascii", "backslashreplace").decode() for one in signs)
    return "".join(plain), fault.end
