"""The store: the only place that knows SQL, and the one that makes "signed" mean stored."""

from __future__ import annotations

from bot.db.backup import BackupReport, backup, verify_backup
from bot.db.database import Database, migrate_database, open_database
from bot.db.decks import DeckRepository
from bot.db.integrity import integrity
from bot.db.meta import MetaRepository
from bot.db.pledges import PledgeRepository
from bot.db.restore import RestoreReport, restore
from bot.db.settings import SettingsRepository
from bot.db.tallies import TallyRepository
from bot.db.writer import Writer

__all__ = [
    "BackupReport",
    "Database",
    "DeckRepository",
    "MetaRepository",
    "PledgeRepository",
    "RestoreReport",
    "SettingsRepository",
    "TallyRepository",
    "Writer",
    "backup",
    "integrity",
    "migrate_database",
    "open_database",
    "restore",
    "verify_backup",
]
