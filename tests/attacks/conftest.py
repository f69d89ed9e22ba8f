"""How many histories each attack is tried on."""

from __future__ import annotations

import pytest

from tests.attacks.scores import FEW, MANY


@pytest.fixture
def seeds(long: bool) -> range:
    """A seed for each history."""
    return range(MANY if long else FEW)
