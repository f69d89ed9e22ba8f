"""What a quote card shows, as it travels to the process that draws."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import ClassVar

from bot.pictures.request import Request


@dataclass(frozen=True, slots=True)
class Quotation(Request):
    """A passage and the lines under it, in one language.

    Attributes:
        text: the passage, word for word.
        credit: where it is from, a line each.
    """

    kind: ClassVar = "quotation"

    text: str
    credit: tuple[str, ...]

    @classmethod
    def from_bytes(cls, data: bytes) -> Quotation:
        """Read it back."""
        found = json.loads(data)
        return cls(text=found["text"], credit=tuple(found["credit"]))
