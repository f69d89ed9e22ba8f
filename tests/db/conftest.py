"""Every test of this folder may ask for a store that it can hold, or for one without a schema."""

from __future__ import annotations

from tests.db.old_stores import empty_postgresql_url, empty_url
from tests.db.store import sqlite_store, store

__all__ = ["empty_postgresql_url", "empty_url", "sqlite_store", "store"]
