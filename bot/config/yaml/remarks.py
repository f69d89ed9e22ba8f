"""Finds what is valid and yet hardly meant: a swallowed hashtag, quotes that will be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.config.yaml.characters import CURLY
from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault, shown

_COMMENT: Final = re.compile(r"[ \t]+(?P<comment>#[^\s#!][^\r\n]*)")
_IN_CURLY: Final = re.compile(rf"[{CURLY}].*[{CURLY}]\Z", re.DOTALL)
_QUOTES: Final = frozenset(CURLY) - {*"‘’‛"}
"""Those that are no apostrophes."""
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6});", re.IGNORECASE)
_TAG: Final = re.compile(
    r"</?(?:a|b|i|u|p|br|em|div|span|strong|h[1-6]|ul|ol|li)(?:\s[^<>]*)?/?>", re.IGNORECASE
)
_WRONGLY_DECODED: Final = re.compile(
    r"Ã[\x80-\xbf€‚ƒ„†‡ˆ‰Š‹ŒŽ‘“•˜™š›œžŸ]|(?<![A-ZÀ-Þ])Ã[…’”–—]|â€.?|â‚¬|Â[\xa0-\xbf]"
    r"|Å[“¡¾‚„›ºŸ¼]|Ä[‡™Ÿ±\x85]|(?:[ÐÑ][\x80-\xbf‚ƒ„…†‡ˆ‰Š‹]){2}"
)
_LOST: Final = "�"
_TURNS: Final = re.compile("[\u202d\u202e]")
_WIDE_BRACES: Final = re.compile(r"｛\w+｝")
_UNWRITTEN: Final = ("…", "...")
_NOT_PLAIN: Final = ("'", '"', "|", ">")

EXAMPLE_PASSAGES: Final = (
    "This is the first passage of the letter: write your own here.",
    "This is the second passage, in the second paragraph.",
)
"""What stands in the letter of a new folder until someone writes it."""

_EXAMPLE_NAME: Final = "A Name"


def remarks_on(document: Document) -> Iterator[Fault]:
    """Yield what stands in a file, is no fault, and will look otherwise than it was meant."""
    for where, value in document.values.items():
        if not isinstance(value, str):
            continue
        for sentence in _about_signs(value):
            yield document.at_value(where, sentence)
        if document.source(where).startswith(_NOT_PLAIN):
            continue
        source = document.source(where)
        rest = document.line_from(where)[len(source) :] if "\n" not in source else ""
        if comment := _COMMENT.match(rest):
            sentence = f"ends before “{shown(comment['comment'])}”, for # begins a comment; "
            sentence += "put the whole text in quotes if that belongs to it"
            yield document.at_value(where, sentence, offset=len(source) + comment.start("comment"))
        if _IN_CURLY.match(value):
            yield document.at_value(
                where, 'has its curly quotes shown; for quotes of YAML type straight ones (")'
            )
        elif sentence := _lone_quote(value):
            yield document.at_value(where, f"{sentence}; it will be shown")
        elif value.endswith((",", ";")):
            sentence = f"ends with “{value[-1]}”, which will be shown; delete it if it ends a line"
            yield document.at_value(where, sentence)


def _lone_quote(value: str) -> str | None:
    """Return which end of a text has a quote without another, or None."""
    if value.endswith('"') and value.count('"') == 1:
        return "ends with a quote that nothing opens"
    if sum(one in _QUOTES for one in value) != 1:
        return None
    if value[-1] in _QUOTES:
        return f"ends with a quote ({value[-1]}) that nothing opens"
    return f"begins with a quote ({value[0]}) that nothing closes" if value[0] in _QUOTES else None


def _about_signs(value: str) -> Iterator[str]:
    """Yield what will be shown in a text as it stands, however the text is quoted."""
    if value.strip() in _UNWRITTEN:
        yield f"is “{value.strip()}” still; write the words"
    if value == _EXAMPLE_NAME:
        yield "is an example still, and members are shown it; write who signed"
    if value.strip() in EXAMPLE_PASSAGES:
        yield "is an example still, and members are shown it; write the words of your letter"
    shown_so = "which is shown as it stands; type"
    if entity := _ENTITY.search(value):
        yield f"has {entity[0]}, a code of web pages, {shown_so} the sign itself"
    if tag := _TAG.search(value):
        yield f"has {shown(tag[0])}, a mark of web pages, {shown_so} the words alone"
    if odd := _WRONGLY_DECODED.search(value):
        yield f"has “{odd[0]}”, what another encoding makes of one sign; type the text anew"
    if _LOST in value:
        yield f"has “{_LOST}”, which stands for a sign that was lost; type that anew"
    if turned := _TURNS.search(value):
        yield f"has the invisible U+{ord(turned[0]):04X}, which turns signs around; delete it"
    if braces := _WIDE_BRACES.search(value):
        yield f"has {braces[0]} in wide braces, {shown_so} {{{braces[0][1:-1]}}}"
