"""What stands in a file instead of what should, said so that it can be mended."""

from __future__ import annotations

from collections.abc import Mapping


def instead(given: object, line: str, *, text: bool = False) -> str:
    """Return the half of a sentence that says what is there instead of what should be.

    `line` is the rest of the line on which the value begins; `text` says that text is wanted.
    """
    if given is None:
        comment = "; what begins with # is a comment: put the text in quotes"
        return "but is empty" + (comment if text and line.lstrip().startswith("#") else "")
    if isinstance(given, str):
        return "but is text"
    if isinstance(given, Mapping):
        return "but is a group of keys"
    if isinstance(given, tuple):
        return "but is a list"
    kind = "but is true or false" if isinstance(given, bool) else "but is a number"
    return f"{kind}; put it in quotes" if text else kind
