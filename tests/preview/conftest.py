"""The campaign that is previewed, and pictures that cost nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Configuration, load
from bot.examples import Picture
from bot.outreach import phrases
from bot.pictures import Quotation

ROOT = Path(__file__).resolve().parents[2]
PNG = b"\x89PNG of "


async def draw(wanted: Picture) -> bytes | None:
    """Stand for a picture."""
    words = wanted.text if isinstance(wanted, Quotation) else wanted.title
    return PNG + words.encode()


@pytest.fixture(scope="session")
def shipped() -> Configuration:
    """The campaign in `config/`."""
    return load(ROOT / "config", phrases())
