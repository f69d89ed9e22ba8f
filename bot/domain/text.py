"""Two things done to a line of text: made ready to search and sort by, and cut to a length."""

from __future__ import annotations

import unicodedata


def search_form(text: str) -> str:
    """Return a text without accents, capitals and spaces around it, as people search and sort."""
    apart = unicodedata.normalize("NFKD", text.strip())
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


def shorten(text: str, limit: int) -> str:
    """Return a text of at most `limit` characters; one that is longer ends with an ellipsis."""
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
