"""A finding is one line of the doctor: what was looked at, and what to mend, if anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a finding begins."""

    OK = "ok"
    MEND = "mend"
    UNSEEN = "could not see"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor; `words` hold no id, no name of a person or server, no secret."""

    mark: Mark
    subject: str
    words: str

    def __str__(self) -> str:
        return f"{self.mark.value:<13}  {self.subject}: {self.words}"


def ok(subject: str, words: str) -> Finding:
    """Return a finding that asks for nothing."""
    return Finding(Mark.OK, subject, words)


def mend(subject: str, words: str) -> Finding:
    """Return a finding that the operator should act on; the words say how."""
    return Finding(Mark.MEND, subject, words)


def unseen(subject: str, words: str) -> Finding:
    """Return a finding about what cannot be seen from here, and where to look instead."""
    return Finding(Mark.UNSEEN, subject, words)
