"""Column types that mean the same on both engines."""

from __future__ import annotations

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator


class ShortText(TypeDecorator[str]):
    """Text of at most a number of characters; SQLite alone would keep any length."""

    impl = String
    cache_ok = True

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what is longer, before either engine sees it."""
        del dialect
        if value is not None and len(value) > self.length:
            raise ValueError(f"a text is longer than the {self.length} characters of its column")
        return value
