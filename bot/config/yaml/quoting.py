"""Writes a text as YAML reads it back, whatever signs it has."""

from __future__ import annotations

import json


def quoted(text: str) -> str:
    """Return a text in double quotes: what JSON makes of it is YAML too."""
    return json.dumps(text, ensure_ascii=False)
