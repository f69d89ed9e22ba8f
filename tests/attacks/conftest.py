"""How many histories each attack is tried on."""

from __future__ import annotations

import pytest

from tests.attacks.scores import FEW, MANY
from tests.db.fixtures import (
    clock,
    database,
    database_url,
    other_postgresql_url,
    postgres,
    postgresql_url,
    shared_folder,
    sqlite_database,
    sqlite_template,
    sqlite_url,
)

__all__ = [
    "clock",
    "database",
    "database_url",
    "other_postgresql_url",
    "postgres",
    "postgresql_url",
    "shared_folder",
    "sqlite_database",
    "sqlite_template",
    "sqlite_url",
]


@pytest.fixture
def seeds(long: bool) -> range:
    """A seed for each history."""
    return range(MANY if long else FEW)
