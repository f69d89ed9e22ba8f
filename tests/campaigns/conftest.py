from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import Configuration, load
from bot.outreach import phrases
from tests.simulated import database, env, services, world

__all__ = ["database", "env", "services", "world"]


@pytest.fixture
def configuration(request: pytest.FixtureRequest) -> Configuration:
    """One of the campaigns, by its name."""
    return load(Path(__file__).parent / str(request.param), phrases())
