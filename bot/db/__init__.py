"""The store: the only place that knows SQL."""

from __future__ import annotations

from bot.db.database import Database, migrate_database, open_database
from bot.db.maintenance.backup import DISK_IS_FULL, BackupReport, backup, verify_backup
from bot.db.maintenance.checked import checked_in
from bot.db.maintenance.recounting import recount
from bot.db.maintenance.restore import Accepted, RestoreReport, restore
from bot.db.migrate import HEAD
from bot.db.repositories.decks import DeckRepository
from bot.db.repositories.meta import MetaRepository
from bot.db.repositories.moderation.repository import OfServer
from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.settings import SettingsRepository
from bot.db.repositories.tallies import TallyRepository
from bot.db.transactions.writer import Writer

__all__ = [
    "DISK_IS_FULL",
    "HEAD",
    "Accepted",
    "BackupReport",
    "Database",
    "DeckRepository",
    "MetaRepository",
    "OfServer",
    "PledgeRepository",
    "RestoreReport",
    "SettingsRepository",
    "TallyRepository",
    "Writer",
    "backup",
    "checked_in",
    "migrate_database",
    "open_database",
    "recount",
    "restore",
    "verify_backup",
]
