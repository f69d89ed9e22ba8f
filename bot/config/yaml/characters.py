"""Which characters a file may not hold, and which of those it may hold nobody sees."""

from __future__ import annotations

import re
from typing import Final

import regex

# https://yaml.org/spec/1.2.2/#51-character-set, production 1 (c-printable)
_PRINTABLE: Final = "\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff"

# Production 4.2 of version 1.1 called them line ends; since 1.2 they are not.
_LINE_ENDS_OF_1_1: Final = "\x85\u2028\u2029"

# At the start of a file it tells how the file is written; anywhere else it says nothing.
_BYTE_ORDER_MARK: Final = "\ufeff"

_FORBIDDEN: Final = re.compile(f"[{_LINE_ENDS_OF_1_1}{_BYTE_ORDER_MARK}]|[^{_PRINTABLE}]")

# What Unicode lets a font leave out, with two kinds that have a font's blank in their place.
_UNSEEN: Final = r"\p{Default_Ignorable_Code_Point}\u2800\ufff9-\ufffb"

# Of these, the joiners and selectors that some scripts and pictures are written with.
_JOINING: Final = (
    r"\u034f\u17b4\u17b5\u180b-\u180f\u200c\u200d\ufe00-\ufe0f"
    r"\U000e0020-\U000e007f\U000e0100-\U000e01ef"
)
_ALONE: Final = regex.compile(rf"[\x00-\x7f{_JOINING}]*")
_STRAY: Final = regex.compile(rf"[[{_UNSEEN}]--[{_JOINING}]]", regex.V1)
_STRAY_IN_ASCII: Final = regex.compile(rf"[{_UNSEEN}]")
_NOT_SEEN: Final = regex.compile(rf"[{_UNSEEN}[\p{{Zs}}--\x20]]", regex.V1)

CURLY: Final = "“”„‟«»‘’‚‛‹›"
"""Quotes that belong to a text: YAML knows straight ones alone."""


def unseen(text: str) -> str | None:
    """Return the first sign that says nothing to a reader, such as a soft hyphen, if any.

    Joiners are such signs among ASCII alone.
    """
    stray = _STRAY_IN_ASCII if _ALONE.fullmatch(text) else _STRAY
    found = stray.search(text)
    return found[0] if found else None


def seen(text: str) -> str:
    """Return a text without what nobody sees in it, and without spaces but the plain one."""
    return _NOT_SEEN.sub("", text)


def forbidden(text: str) -> re.Match[str] | None:
    """Return the first character that a file may not hold, if any.

    That is what YAML refuses; three line ends of YAML 1.1 that 1.2 gave up, for the parser still
    breaks lines at them; and a byte order mark that is not at the start.
    """
    return _FORBIDDEN.search(text)
