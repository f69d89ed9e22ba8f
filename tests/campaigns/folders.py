"""The three campaigns, loaded and drawn once for all tests."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bot.config import Configuration, load
from bot.outreach import phrases
from bot.preview.content import Entry, entries, texts_alone
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
    """Return every card of a campaign, drawn once for all tests.

    Each is in its own language first, and then as texts in languages it does not speak change it.
    """
    found = campaign(name)
    own, beside = found.languages[:1], texts_alone(found)
    return tuple(asyncio.run(entries(found, own, now=NOW, draw=draw, beside=beside)))
