"""Says what kind of value stands where another one should."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_YES: Final = frozenset(["yes", "y", "on", "true", "ja", "oui", "si", "sí", "sì", "sim", "tak"])
_NO: Final = frozenset(["no", "n", "off", "false", "nein", "non", "não", "nie"])


def instead(given: object, line: str, *, wanted: type[str | int | bool] | None = None) -> str:
    """Return the half of a sentence that says what is there instead of what should be.

    `line` is the rest of the line on which the value begins; `wanted` is `str`, `int` or `bool`
    where a text, a whole number or true or false should be.
    """
    if given is None:
        comment = "; a text that begins with # needs quotes"
        hidden = wanted is str and line.lstrip().startswith("#")
        return f"but is empty{comment if hidden else ''}"
    if isinstance(given, str) and wanted is bool:
        return f"but is text{_as_answer(given)}"
    if isinstance(given, str):
        return f"but is text{_as_number(given) if wanted is int else _as_key(line)}"
    if isinstance(given, Mapping):
        return "but is a group of keys"
    if isinstance(given, tuple):
        return "but is a list"
    if isinstance(given, bool):
        kind = "true or false"
    else:
        kind = "a number with a point" if isinstance(given, float) else "a number"
    point = isinstance(given, float) and wanted is int
    hint = _as_number(line.split(" #", maxsplit=1)[0].strip()) if point else ""
    return f"but is {kind}{'; put it in quotes' if wanted is str else hint}"


def _as_key(line: str) -> str:
    """Return what a line lacks that was meant to be a key and its value."""
    if re.match(r"[^\W\d][\w-]*:(?!//)\S", line):
        return "; a space is missing after the colon"
    if key := re.match(r"([a-z]{2,3}(?:-\w+)?) [^:]+$", line):
        return f"; if “{key[1]}” is a key, a colon is missing after it"
    return ""


def _as_answer(given: str) -> str:
    """Return how to write an answer that was written as text, in quotes or in another word."""
    word = given.strip().casefold()
    if word in ("true", "false"):
        return f"; write {word}, without quotes"
    return "; write true" if word in _YES else "; write false" if word in _NO else ""


def _as_number(given: str) -> str:
    """Return how to write a number that was written as text."""
    if given.isdecimal():
        return "; take the quotes away" if given.isascii() else "; write it with the digits 0 to 9"
    if not any(map(str.isdigit, given)):
        return "; write it in digits"
    return "; write it with digits only"
