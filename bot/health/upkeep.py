"""What goes on beside serving as long as the store is open: trying it, and backing it up."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from bot.domain.clock import system_clock
from bot.health.state import Health
from bot.services import Services
from bot.services.backups import BackupFolder, ScheduledBackups
from bot.settings import Settings


@asynccontextmanager
async def maintenance(
    settings: Settings, secret: bytes, services: Services, health: Health, stop: asyncio.Event
) -> AsyncGenerator[None]:
    """Try the store where somebody may ask for health, and make backups where they are wanted."""
    async with AsyncExitStack() as running:
        if settings.port is not None:
            await running.enter_async_context(health.trying(services.meta, services.tallies))
        if settings.backup_dir is not None:
            folder = BackupFolder(settings.backup_dir, secret)
            backups = ScheduledBackups(folder, system_clock, keep=settings.backup_keep)
            health.backup = lambda: backups.state
            await running.enter_async_context(backups.running(stop))
        yield
