"""Which characters may stand in a file: those of YAML 1.2 that an editor shows."""

from __future__ import annotations

import sys

import pytest
from yaml.reader import ReaderError
from yamlcore import CoreLoader  # pyright: ignore[reportMissingTypeStubs]

from bot.config.yaml.characters import forbidden

EVERY = range(sys.maxunicode + 1)

# https://yaml.org/spec/1.2.2/#51-character-set: c-printable, as the specification lists it.
PRINTABLE = [
    *(range(0x09, 0x0B), range(0x0D, 0x0E), range(0x20, 0x7F), range(0x85, 0x86)),
    *(range(0xA0, 0xD800), range(0xE000, 0xFFFE), range(0x10000, 0x110000)),
]
LINE_ENDS_OF_1_1 = {0x85, 0x2028, 0x2029}
BYTE_ORDER_MARK = {0xFEFF}


def test_of_all_characters_those_that_yaml_prints_may_stand_in_a_file() -> None:
    allowed = {code for part in PRINTABLE for code in part} - LINE_ENDS_OF_1_1 - BYTE_ORDER_MARK
    assert {code for code in EVERY if forbidden(chr(code)) is None} == allowed


def test_the_parser_never_meets_a_character_that_it_refuses() -> None:
    CoreLoader("".join(chr(code) for code in EVERY if forbidden(chr(code)) is None))
    for code in EVERY:
        if forbidden(chr(code)) and code not in LINE_ENDS_OF_1_1 | BYTE_ORDER_MARK:
            with pytest.raises(ReaderError):
                CoreLoader(chr(code))


def test_the_first_one_is_found() -> None:
    found = forbidden("ab\u2028c\x07")
    assert found is not None
    assert found.start() == 2
