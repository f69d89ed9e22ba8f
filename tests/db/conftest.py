"""Every test of this folder may ask for a database on either engine."""

from __future__ import annotations

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
from tests.db.old_stores import empty_url
from tests.db.store import sqlite_store, store

__all__ = [
    "clock",
    "database",
    "database_url",
    "empty_url",
    "other_postgresql_url",
    "postgres",
    "postgresql_url",
    "shared_folder",
    "sqlite_database",
    "sqlite_store",
    "sqlite_template",
    "sqlite_url",
    "store",
]
