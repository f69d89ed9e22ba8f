"""The SQLite file of a test."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def path(sqlite_url: str) -> Path:
    return Path(sqlite_url.removeprefix("sqlite:///"))
