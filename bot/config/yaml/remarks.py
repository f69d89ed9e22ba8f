"""Finds what is valid and yet hardly meant: a swallowed hashtag, quotes that will be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault, shown

_COMMENT: Final = re.compile(r"[ \t]+(?P<comment>#[^\s#!][^\r\n]*)")
_CURLY: Final = re.compile(r"[“„«‘‚].*[”“»’‘]\Z", re.DOTALL)
_ENTITY: Final = re.compile(r"&(?:[a-z]{2,8}|#\d{2,6});", re.IGNORECASE)
_NOT_PLAIN: Final = ("'", '"', "|", ">")


def remarks_on(document: Document) -> Iterator[Fault]:
    """Yield what stands in a file, is no fault, and will look otherwise than it was meant."""
    for where, value in document.values.items():
        if not isinstance(value, str) or document.source(where).startswith(_NOT_PLAIN):
            continue
        source = document.source(where)
        rest = document.line_from(where)[len(source) :] if "\n" not in source else ""
        if comment := _COMMENT.match(rest):
            sentence = f"ends before “{shown(comment['comment'])}”, for # begins a comment; "
            sentence += "put the whole text in quotes if that belongs to it"
            yield document.at_value(where, sentence, offset=len(source) + comment.start("comment"))
        if _CURLY.match(value):
            yield document.at_value(
                where, 'has its curly quotes shown; for quotes of YAML type straight ones (")'
            )
        elif value.endswith('"') and value.count('"') == 1:
            yield document.at_value(where, "ends with a quote that nothing opens; it will be shown")
        if entity := _ENTITY.search(value):
            sentence = f"has {entity[0]}, a code of web pages, which is shown as it stands; type "
            yield document.at_value(where, sentence + "the sign itself")
