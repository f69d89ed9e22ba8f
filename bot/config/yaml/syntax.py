"""Tells from positions and tokens where a text stops being YAML, and how to mend it."""

# The parser's own sentences are not read: another release may word them differently. What is read
# is public: the class of its error, the two positions it names, and the tokens of the text.

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from typing import Final

import yaml
from yaml.error import MarkedYAMLError
from yaml.parser import ParserError
from yamlcore import CoreLoader  # pyright: ignore[reportMissingTypeStubs]

from bot.config.yaml.slips import NO_COLON, USED_SIGN, Advice, slip_at, takes_in_keys

_NOT_HERE: Final = {
    "\t": "has a tab in front of it; YAML is indented with spaces only",
    ":": "has a colon that does not belong here; check the indentation, or put the text in quotes",
    "-": "begins a list on the line of its key; begin it on the next line, or put a text in quotes",
    "`": 'begins with a backtick; type a straight quote (") in its place, at both ends',
    "?": "begins with a question mark, which YAML keeps for itself; put the text in quotes",
}
_RESERVED_SIGN: Final = "begins with a sign that YAML keeps for itself; put the text in quotes"
_USED_SIGNS: Final = frozenset("&*!%|>")
_OPEN_QUOTE: Final = "opens a quote that is never closed"
OPEN_OVER_KEYS: Final = (
    "opens a quote that is not closed before the next keys; close it where the text ends"
)
_UNKNOWN_ESCAPE: Final = (
    "has a backslash with an unknown letter after it; write \\\\ for a backslash, or use "
    "single quotes"
)
_BROKEN_ESCAPE: Final = "has a backslash with a broken number after it; write \\\\ for a backslash"
_OPEN_LIST: Final = "opens a list with [ that lacks a comma or the closing ]"
_OPEN_GROUP: Final = (
    "opens a group with { that lacks a comma or the closing }; a text that begins with a brace "
    "needs quotes"
)
_INDENTATION: Final = (
    "does not belong here; check the indentation of this line and the one above, and that "
    "quotes stand around the whole text"
)
_NO_VALUE: Final = (
    "should hold a value here; a text that begins with a comma or a bracket needs quotes"
)
_AFTER_END: Final = "does not belong here; the file's text has already ended"
_FURTHER_LEFT: Final = (
    "stands further left than the first key, in line {first}; begin both in the same column"
)


def advice_for(failure: MarkedYAMLError, text: str) -> Advice:
    """Return where and how to mend a text that the parser failed on."""
    at, sentence = _advice(failure, text)
    return slip_at(text, at) or (at, sentence)


def _advice(failure: MarkedYAMLError, text: str) -> Advice:
    seen = failure.problem_mark.index if failure.problem_mark else 0
    began = failure.context_mark.index if failure.context_mark else None
    if isinstance(failure, ParserError):
        return _unexpected_token(text, seen, began)
    if began is None:
        return seen, _NOT_HERE.get(text[seen : seen + 1], _RESERVED_SIGN)
    return _unreadable_token(text, seen, began)


def _unreadable_token(text: str, seen: int, began: int) -> Advice:
    """Return the advice for a token that could not be read on from a position."""
    sign = text[began]
    if sign in _USED_SIGNS:
        return began, USED_SIGN
    quoted = _quoted(text, seen, began) if sign in ("'", '"') else None
    return quoted or (began, NO_COLON)


def _quoted(text: str, seen: int, began: int) -> Advice | None:
    """Return what is wrong inside a quoted text, or None where its quote is closed."""
    quote, at = text[began], began + 1
    while at < seen:
        if quote == '"' and text[at] == "\\":
            if at + 1 == seen:
                return seen, _UNKNOWN_ESCAPE
            if at + 2 == seen and text[at + 1] in "xuU":
                return seen, _BROKEN_ESCAPE
            at += 2
        elif text[at] != quote:
            at += 1
        elif text[at : at + 2] == "''":
            at += 2
        else:
            return None
    return began, _OPEN_QUOTE


def _unexpected_token(text: str, seen: int, began: int | None) -> Advice:
    """Return the advice for a token that does not follow from those before it."""
    before, found = _tokens(text, seen)
    if (opened := _open_over_keys(text, before)) is not None:
        return opened, OPEN_OVER_KEYS
    if began is None:
        return _after_end(before, found, seen)
    anchored = _has(before[-1:], yaml.AnchorToken) and before[-1].start_mark.index == began
    if _has(found, yaml.TagToken) and (began == seen or anchored):
        return began, USED_SIGN
    if began == seen and not _has(found, yaml.BlockMappingStartToken):
        return seen, _NO_VALUE
    if opening := _open_bracket(before):
        return began, _OPEN_LIST if opening == "[" else _OPEN_GROUP
    return seen, _INDENTATION


def _after_end(before: list[yaml.Token], found: list[yaml.Token], seen: int) -> Advice:
    """Return why a text has ended before a position: its first key may be indented, or none."""
    if _has(found, yaml.DirectiveToken):
        return seen, USED_SIGN
    if _has(before[1:2], yaml.ScalarToken):  # after the token that begins every text
        return before[1].start_mark.index, NO_COLON
    opened = [one for one in before if isinstance(one, yaml.BlockMappingStartToken)][:1]
    ended = _has(before, yaml.DocumentEndToken)
    if ended or not opened or not opened[0].start_mark.column:
        return seen, _AFTER_END
    return seen, _FURTHER_LEFT.format(first=opened[0].start_mark.line + 1)


def _open_over_keys(text: str, before: list[yaml.Token]) -> int | None:
    """Return where the last text before a position opens a quote that takes in other keys."""
    texts = [one for one in before if isinstance(one, yaml.ScalarToken)]
    if not texts or texts[-1].style not in ("'", '"'):
        return None
    start, end = texts[-1].start_mark.index, texts[-1].end_mark.index
    return start if takes_in_keys(text, start, end) else None


def _has(tokens: list[yaml.Token], kind: type[yaml.Token]) -> bool:
    return any(isinstance(token, kind) for token in tokens)


def _tokens(text: str, seen: int) -> tuple[list[yaml.Token], list[yaml.Token]]:
    """Return the tokens before a position, and those that begin there."""
    before: list[yaml.Token] = []
    found: list[yaml.Token] = []
    scanned: Iterator[yaml.Token] = yaml.scan(text, Loader=CoreLoader)
    with suppress(MarkedYAMLError):  # what comes after the position may be unreadable too
        for token in scanned:
            if token.start_mark.index > seen:
                break
            (found if token.start_mark.index == seen else before).append(token)
    return before, found


def _open_bracket(tokens: list[yaml.Token]) -> str | None:
    """Return the innermost bracket that tokens leave open, or None."""
    still_open: list[str] = []
    for token in tokens:
        if isinstance(token, yaml.FlowSequenceStartToken):
            still_open.append("[")
        elif isinstance(token, yaml.FlowMappingStartToken):
            still_open.append("{")
        elif isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken):
            still_open.pop()
    return still_open[-1] if still_open else None
