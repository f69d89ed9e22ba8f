"""How what is to be drawn travels to the process that draws."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Request:
    """Something to be drawn; its kind, which travels with it, tells which drawing reads it."""

    kind: ClassVar[str]

    def to_bytes(self) -> bytes:
        """Return it as JSON."""
        found = {"kind": self.kind, **asdict(self)}
        return json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
