"""What a quote card shows, as it travels to the process that draws."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Final

KIND: Final = "quotation"
"""What a request of this kind begins with."""


@dataclass(frozen=True, slots=True)
class Quotation:
    """A passage and the lines under it, in one language.

    Attributes:
        text: the passage, word for word.
        credit: where it is from, a line each.
    """

    text: str
    credit: tuple[str, ...]

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        found = {"kind": KIND, **asdict(self)}
        return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")

    @classmethod
    def from_bytes(cls, data: bytes) -> Quotation:
        """Read it back."""
        found = json.loads(data)
        return cls(text=found["text"], credit=tuple(found["credit"]))
