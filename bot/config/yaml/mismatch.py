"""Says what kind of value stands where another one should."""

from __future__ import annotations

from collections.abc import Mapping


def instead(given: object, line: str, *, wanted: type[str | int] | None = None) -> str:
    """Return the half of a sentence that says what is there instead of what should be.

    `line` is the rest of the line on which the value begins; `wanted` is `str` or `int` where a
    text or a whole number should be.
    """
    if given is None:
        comment = "; a text that begins with # needs quotes"
        hidden = wanted is str and line.lstrip().startswith("#")
        return f"but is empty{comment if hidden else ''}"
    if isinstance(given, str):
        return f"but is text{_as_number(given) if wanted is int else ''}"
    if isinstance(given, Mapping):
        return "but is a group of keys"
    if isinstance(given, tuple):
        return "but is a list"
    if isinstance(given, bool):
        kind = "true or false"
    else:
        kind = "a number with a point" if isinstance(given, float) else "a number"
    return f"but is {kind}{'; put it in quotes' if wanted is str else ''}"


def _as_number(given: str) -> str:
    """Return how to write a number that was written as text."""
    if given.isdecimal():
        return "; take the quotes away"
    digits = given.translate(str.maketrans("", "", " .,_'’"))
    return "; write it with digits only" if digits.isdecimal() else ""
