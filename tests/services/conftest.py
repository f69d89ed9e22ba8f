"""What tests of services ask for."""

from __future__ import annotations

import pytest

from bot.db import Database
from tests.db.fixtures import TickingClock
from tests.services.published import Numbers


@pytest.fixture
async def numbers(database: Database, clock: TickingClock) -> Numbers:
    """A bot that started at noon, on an empty store."""
    made = Numbers(database, clock)
    await made.start()
    return made
