"""Opens the store and closes it."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from bot.database_url import SqliteFile, target_of
from bot.db.engine.open import open_engine
from bot.db.maintenance.copies.files import remove_leftovers
from bot.db.maintenance.reconcile import Reconciliation
from bot.db.maintenance.removal import Removal
from bot.db.repositories.decks import DeckRepository
from bot.db.repositories.meta import MetaRepository
from bot.db.repositories.moderation.repository import ModerationRepository
from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.posts.boards import BoardRepository
from bot.db.repositories.posts.milestones import MilestoneRepository
from bot.db.repositories.posts.notices import NoticeRepository
from bot.db.repositories.posts.panels import PanelRepository
from bot.db.repositories.records.exports import ExportLog
from bot.db.repositories.servers import ServerRepository
from bot.db.repositories.settings import SettingsRepository
from bot.db.repositories.tallies import TallyRepository
from bot.db.transactions.reader import Reader
from bot.db.transactions.writer import Writer


@dataclass(frozen=True, slots=True)
class Database:
    """The store in use: one writer, one reader, and a repository for each thing that is kept."""

    url: str = field(repr=False)
    writer: Writer
    reader: Reader
    pledges: PledgeRepository
    tallies: TallyRepository
    reconciliation: Reconciliation
    boards: BoardRepository
    milestones: MilestoneRepository
    decks: DeckRepository
    settings: SettingsRepository
    exports: ExportLog
    servers: ServerRepository
    moderation: ModerationRepository
    notices: NoticeRepository
    panels: PanelRepository
    removal: Removal
    meta: MetaRepository


@asynccontextmanager
async def open_database(
    url: str, *, migrate: bool = True, secret: bytes | None = None
) -> AsyncGenerator[Database]:
    """Open the database behind a URL; make it and migrate it first, unless told not to.

    An older database with rows about people needs the secret that they were stored with. Copies
    that ended processes left unfinished beside a file are removed. Leaving drains the writer and
    closes every connection.

    Raises:
        CannotStart: DATABASE (not there, not usable), SCHEMA (a schema of another release, or not
            the one it says), SECRET (it cannot be migrated with this one), or SECOND_COPY (another
            process works with this SQLite file).
    """
    target = target_of(url)
    if isinstance(target, SqliteFile):
        remove_leftovers(target.path.parent)
    async with open_engine(target, migrate=migrate, secret=secret) as engine:
        writer, reader = Writer(engine), Reader(engine)
        try:
            yield _database(url, reader, writer)
        finally:
            await writer.close()
            await reader.close()


def _database(url: str, reader: Reader, writer: Writer) -> Database:
    return Database(
        url=url,
        writer=writer,
        reader=reader,
        pledges=PledgeRepository(reader, writer),
        tallies=TallyRepository(reader, writer),
        reconciliation=Reconciliation(reader),
        boards=BoardRepository(reader, writer),
        milestones=MilestoneRepository(reader, writer),
        decks=DeckRepository(reader, writer),
        settings=SettingsRepository(reader, writer),
        exports=ExportLog(reader, writer),
        servers=ServerRepository(reader, writer),
        moderation=ModerationRepository(reader, writer),
        notices=NoticeRepository(reader, writer),
        panels=PanelRepository(reader, writer),
        removal=Removal(writer),
        meta=MetaRepository(reader, writer),
    )


async def migrate_database(url: str, *, secret: bytes | None = None) -> None:
    """Bring a database to this release's schema; one with rows about people needs its secret.

    As for `open_database`, copies that ended processes left unfinished are removed.

    Raises:
        CannotStart: as `open_database`.
    """
    target = target_of(url)
    if isinstance(target, SqliteFile):
        remove_leftovers(target.path.parent)
    async with open_engine(target, migrate=True, secret=secret):
        return
