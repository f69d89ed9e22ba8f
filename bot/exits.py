"""The meaning of every exit code, and the one exception that ends a start with a sentence."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of `python -m bot`; the README's table is tested against this enum."""

    OK = 0
    UNEXPECTED = 1
    CONFIGURATION = 2
    TOKEN = 3
    DATABASE = 4
    SCHEMA = 5
    SECOND_COPY = 6
    EPHEMERAL_DISK = 7
    SECRET = 8
    DOCTOR = 9
    BACKUP = 10
    REHEARSAL = 11
    HEALTH = 17
    STOPPED = 130


class CannotStart(Exception):
    """A start, or a command of the operator, that ends with one sentence and its own exit code.

    The sentence says what is wrong and what to do about it, and holds no secret, id or name.
    """

    def __init__(self, sentence: str, code: Exit) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.code = code
