"""Recognises, where a text stops being YAML, the slip of hand or program that made it so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

Advice = tuple[int, str]
"""The position of a character in the text, and what is wrong there."""

NO_COLON: Final = (
    "has no colon after the key; or it is the rest of a text that needs quotes or indentation"
)
USED_SIGN: Final = (
    "begins with a sign that has a meaning in YAML (& * ! % | >); put the text in quotes"
)
_ODD_SPACE: Final = (
    "is a space that only looks like one (U+{code:04X}); delete it and press the space bar"
)
_LIST_MARK: Final = "begins with “{sign}”; begin an entry of a list with a hyphen and a space (- )"
_NO_SPACE_AFTER_HYPHEN: Final = "needs a space after the hyphen that begins an entry of a list"
_NO_SPACE_AFTER_COLON: Final = "needs a space after the colon, as in “{key}: …”"
_OTHER_COLON: Final = "has a colon of another kind ({sign}); type a plain one and a space"
_EQUALS: Final = "has an = where a colon belongs, as in “{key}: …”"
_AFTER_QUOTE: Final = (
    'stands after the closing quote; put quotes around the whole text, and write \\" for one in it'
)
_AFTER_APOSTROPHE: Final = (
    'stands after an apostrophe, which closes the quote; put double quotes (") around the text'
)
_BRACE: Final = "begins with {sign}, which has a meaning in YAML; put the whole text in quotes"
_CURLY_END: Final = "opens a straight quote and closes a curly one ({sign}); type one kind"
_FENCE: Final = "is a line that a chat or web page puts around code; delete it, and the last one"
_MERGE: Final = (
    "is a mark that Git left where two versions meet; keep one of them and delete the marks"
)
_AFTER_CLOSE: Final = "stands after the closing quote; delete it"
_AFTER_BRACKET: Final = "stands after the closing bracket; delete it"
_TWO_QUOTES: Final = "has two quotes where one belongs; type one at each end of the text"
_HYPHEN_TOO_MANY: Final = "has a hyphen, and the keys above it have none; delete the hyphen"
_NOTE: Final = "begins with {sign}; a note begins with # here"
_ADDED_LINE: Final = "begins with +, as in a list of changes; delete the + of each line"
_SECOND_KEY: Final = "is a second key on one line; begin each key on a line of its own"
_TEXT_BESIDE_SIGN: Final = (
    "has the text on the line of the {sign}; begin it on the next line, further right than its key"
)
UNDER_COMMENT: Final = "belongs under “{key}:”, which is still a comment; take the # before it away"
GOES_ON: Final = (
    "begins an entry of the list; write its first line above it, with a hyphen: - {key}: …"
)
TORN: Final = "belongs to the entry above; delete the hyphen before it, and begin it below “{key}”"
BEGINS_ENTRY: Final = (
    "begins an entry of the list; put a hyphen and a space (- ) before it, as before the others"
)
_FURTHER_RIGHT: Final = "stands further right than “{key}” above it; begin both in the same column"
_OUT_OF_COLUMN: Final = (
    "has {here} before it, and the keys above have {above}; begin it in the column of those that "
    "it belongs to"
)
_QUOTED_MAIL: Final = "begins with >, as mail and chats quote; delete that from each line"
_HEAD_OF_MAIL: Final = "is the head of a mail; delete the lines above the first key of the campaign"
_LINK: Final = "is a link as chats write it; write the address alone, without brackets"
_LINE_NUMBER: Final = "begins with the number of a line; copy the text without its numbers"

_ENTRY: Final = r"(?P<before>\s*(?:- )?)"
_KEY: Final = r"(?P<key>[^\W\d][\w-]*)"
_KEY_LINE: Final = re.compile(rf"^(?P<indent> *)(?:- )?{_KEY}:(?: |$)", re.MULTILINE)
_ENTRY_LINE: Final = re.compile(r"^(?P<indent> *)- ")
_KEY_IN_COMMENT: Final = re.compile(rf"\s*#\s*{_KEY}:\s*(?:#.*)?$")
_QUOTED: Final = r"(?P<quote>[\"'])(?:(?!(?P=quote)).)*(?P=quote)"
_KEY_OF_LINES: Final = re.compile(rf"{_ENTRY}(?P<here>{_KEY}) +[|>][-+\d]*\s*$")
Slips = tuple[tuple[re.Pattern[str], str], ...]
_MARKS: Final[Slips] = (
    (re.compile(r"\s*(?P<here>(?P<sign>[–—−‐‑•·▪●◦*]))\s"), _LIST_MARK),
    (re.compile(r"\s*(?P<here>-)[^\W\d][\w-]*(?::(?: |$)|\s*$)"), _NO_SPACE_AFTER_HYPHEN),
)
_SLIPS: Final[Slips] = (
    (re.compile(r"(?P<here>```|~~~)"), _FENCE),
    (re.compile(r"(?P<here>(?:<{7}|={7}|>{7})(?: |$))"), _MERGE),
    (re.compile(rf"(?P<here>>)\s+(?:#|- |{_KEY}:)"), _QUOTED_MAIL),
    (re.compile(rf"\s*(?P<here>\d+)[.:|]?\s+(?:#|- |{_KEY}:(?: |$))"), _LINE_NUMBER),
    (re.compile(r"[ ]*(?P<here>(?P<sign>[^\S \t\r\n]))"), _ODD_SPACE),
    *_MARKS,
    (re.compile(r"\s*(?P<here>(?P<sign>//|/\*|<!--|;))(?:\s|$)"), _NOTE),
    (re.compile(rf"(?P<here>\+)\s*(?:#|- |{_KEY}:(?: |$))"), _ADDED_LINE),
    (re.compile(rf"{_ENTRY}{_KEY}: +\[[^\[\]]*\] *(?P<here>[,;]) *(?:#.*)?$"), _AFTER_BRACKET),
    (re.compile(rf"{_ENTRY}(?:{_KEY}: +)?(?P<here>\"\"|'')[^\s\"',;#\]}}]"), _TWO_QUOTES),
    (re.compile(r"(?P<here>(?:Subject|Betreff|Asunto|Assunto|Objet|Oggetto)): "), _HEAD_OF_MAIL),
    (re.compile(rf"{_ENTRY}{_KEY}: +(?P<here>\[)[^\[\]]*\]\("), _LINK),
    (re.compile(rf"{_ENTRY}{_KEY}:(?P<here>(?P<sign>[^\S \t\r\n]))"), _ODD_SPACE),
    (re.compile(rf"{_ENTRY}(?P<here>{_KEY}):(?!/)\S"), _NO_SPACE_AFTER_COLON),
    (re.compile(rf"{_ENTRY}{_KEY}\s?(?P<here>(?P<sign>[：﹕∶]))"), _OTHER_COLON),
    (re.compile(rf"{_ENTRY}{_KEY} ?(?P<here>=)"), _EQUALS),
    (re.compile(rf"{_ENTRY}{_KEY}: +{_QUOTED} *(?P<here>[,;]) *(?:#.*)?$"), _AFTER_CLOSE),
    (re.compile(rf"{_ENTRY}{_KEY}: +{_QUOTED}[ ,;]+(?P<here>[^\W\d][\w-]*): "), _SECOND_KEY),
    (re.compile(rf"{_ENTRY}{_KEY}: +(?P<here>(?P<sign>[|>]))[-+]? +[^\s#]"), _TEXT_BESIDE_SIGN),
    (re.compile(rf"{_ENTRY}(?:{_KEY}: +)?(?P<here>\*)[^\s*][^:]*$"), USED_SIGN),
    (re.compile(rf"{_ENTRY}(?:{_KEY}: +)?(?P<here>(?P<sign>\{{))[^{{}}]*\}}\s*[^\s,]"), _BRACE),
    (re.compile(rf"{_ENTRY}{_KEY}: +(?P<here>[\"'])[^\"']*(?P<sign>[“”„’])\s*$"), _CURLY_END),
)
_WORDS_AFTER_QUOTE: Final = re.compile(
    rf"{_ENTRY}(?:{_KEY}: +)?{_QUOTED}"
    r"(?:\s+(?P<here>[^\s#])|(?P<close>\w))"
)


def slip_at(text: str, seen: int) -> Advice | None:
    """Return what was typed or pasted wrongly on the line of a position, or None.

    Where a colon was met that does not belong, the line before may have lost its own. An entry of
    a list whose mark is none is text, so that only the line below it does not fit.
    """
    here = _line(text, seen)
    places = [here]
    if text[seen : seen + 1] == ":" and (before := _line_before(text, here[0])):
        places.insert(0, before)
        above = (one for one in _lines_before(text, here[0]) if _indent(one[1]) <= _indent(here[1]))
        nearest = next(above, before)
        if key := _KEY_OF_LINES.match(nearest[1]):  # what is below it was meant to be its text
            return nearest[0] + key.start("here"), NO_COLON
    for start, line in places:
        if found := _slip_in(line):
            return start + found[0], found[1]
    start, line = here
    words = _WORDS_AFTER_QUOTE.match(line)
    if words and seen in (start + words.start("here"), start + words.start("close")):
        return seen, _AFTER_QUOTE if words["quote"] == '"' else _AFTER_APOSTROPHE
    if (before := _line_before(text, start)) and (found := _slip_in(before[1], _MARKS)):
        return before[0] + found[0], found[1]
    lost = _lost_colon(text, *places) if len(places) > 1 else None
    lost = lost or _lost_hyphen(text, *here) or _under_comment(text, *here)
    return lost or _out_of_column(text, *here)


def odd_space(text: str, at: int) -> str | None:
    """Return what to do about a space that only looks like one at a position, or None."""
    sign = text[at : at + 1]
    odd = sign.isspace() and sign not in " \t\r\n"
    return _ODD_SPACE.format(code=ord(sign)) if odd else None


def takes_in_keys(text: str, start: int, end: int) -> bool:
    """Whether a quoted text goes on over lines that are keys beside its own: it was not closed."""
    line = _line(text, start)[1]
    indent = len(line) - len(line.lstrip(" "))
    inside = _KEY_LINE.finditer(text, start + 1, end)
    return any(len(one["indent"]) <= indent for one in inside)


def _slip_in(line: str, slips: Slips = _SLIPS) -> Advice | None:
    for pattern, sentence in slips:
        if found := pattern.match(line):
            parts = found.groupdict()
            sign = parts.get("sign") or " "
            said = sentence.format(sign=sign, code=ord(sign[0]), key=parts.get("key"))
            return found.start("here"), said
    return None


def _lost_colon(text: str, before: tuple[int, str], here: tuple[int, str]) -> Advice | None:
    """Return that the line before has no colon, where it stands like a key beside this one."""
    start, line = before
    key = re.match(rf"(?P<indent> *)(?:- )?{_KEY}(?: [^:]*)?$", line)
    above = _line_before(text, start)
    inside = above is not None and _indent(above[1]) < _indent(line) and not _opens(above[1])
    if key is None or inside or key.start("key") != _indent(here[1]):
        return None
    return start + key.start("key"), NO_COLON


def _lost_hyphen(text: str, start: int, line: str) -> Advice | None:
    """Return that the first entry of a list lacks its hyphen, which a later one has."""
    above = list(_lines_before(text, start + len(line) + 1))
    most = _indent(line) - (_ENTRY_LINE.match(line) is None)
    for (at, first), (_, opening) in pairwise(above):
        key = _KEY_LINE.match(first)
        if not _opens(opening) or not _indent(first) > _indent(opening) <= most:
            continue
        if key is None or first.lstrip().startswith("- "):
            return None
        entries = rf"^ {{{_indent(opening)},{_indent(first)}}}- {key['key']}:"
        later = re.compile(entries, re.MULTILINE).search(text, at)
        return (at + _indent(first), BEGINS_ENTRY) if later else None
    return None


def _under_comment(text: str, start: int, line: str) -> Advice | None:
    """Return that an entry of a list belongs to a key that begins with a # still."""
    entry = _ENTRY_LINE.match(line)
    above = _line(text, start - 1)[1] if start else ""
    key = _KEY_IN_COMMENT.match(above)
    if entry is None or key is None:
        return None
    return start + len(entry["indent"]), UNDER_COMMENT.format(key=key["key"])


def _out_of_column(text: str, start: int, line: str) -> Advice | None:
    """Return that a key begins where none of those begins among which it can stand."""
    key = _KEY_LINE.match(line)
    above = [found for _, one in _lines_before(text, start) if (found := _KEY_LINE.match(one))]
    if key is None or not above:
        return None
    beside, column = above[0], len(key["indent"])
    columns: list[int] = []  # of the group above, of the one that this is in, and so on
    for indent in (at for one in above for at in (one.start("key"), len(one["indent"]))):
        if not columns or indent < columns[-1]:
            columns.append(indent)
    if column == columns[0] < key.start("key") and not _opens(beside.string):
        torn = len(beside["indent"]) < column
        return start + column, TORN.format(key=beside["key"]) if torn else _HYPHEN_TOO_MANY
    if column in columns or column < columns[-1]:
        return None
    at = start + column
    if column > columns[0]:
        deeper = _FURTHER_RIGHT.format(key=beside["key"])
        return None if _opens(beside.string) else (at, deeper)
    told = " or ".join("none" if not one else str(one) for one in reversed(columns))
    spaces = "1 space" if column == 1 else f"{column} spaces"
    return at, _OUT_OF_COLUMN.format(here=spaces, above=told)


def _opens(line: str) -> bool:
    """Whether a line is a key whose value begins on the next one."""
    return line.partition(" #")[0].rstrip().endswith(":")


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _line(text: str, at: int) -> tuple[int, str]:
    """Return where the line of a position begins, and the line."""
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", start)
    return start, text[start : end if end >= 0 else None].rstrip("\r")


def _line_before(text: str, start: int) -> tuple[int, str] | None:
    """Return the nearest line before one that holds more than a comment."""
    return next(_lines_before(text, start), None)


def _lines_before(text: str, start: int) -> Iterator[tuple[int, str]]:
    while start > 0:
        start, line = _line(text, start - 1)
        if line.strip() and not line.lstrip().startswith("#"):
            yield start, line
