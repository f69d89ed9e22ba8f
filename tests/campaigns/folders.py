"""The three campaigns, loaded and drawn once for all tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.config import Configuration, load
from bot.outreach import phrases
from bot.preview.content import Entry, entries
from tests.preview.conftest import draw

FOLDERS = Path(__file__).parent
PLEDGE, LETTER, ARABIC = "pledge", "letter", "arabic"
EACH = (PLEDGE, LETTER, ARABIC)
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@cache
def campaign(name: str) -> Configuration:
    """Return one of the campaigns."""
    return load(FOLDERS / name, phrases())


@cache
def drawn(name: str) -> tuple[Entry, ...]:
    """Return every card of a campaign in its own language, drawn once for all tests."""
    found = campaign(name)
    return tuple(asyncio.run(entries(found, found.languages[:1], now=NOW, draw=draw)))
