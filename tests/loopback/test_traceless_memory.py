"""Promise 5 inside the process: no cache of the bot or its library keeps who looked for help."""

# pyright: reportPrivateUsage=false
from __future__ import annotations

import asyncio
import gc
from pathlib import Path

from bot.config import load
from bot.db import open_database
from bot.domain.clock import system_clock
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, phrases
from tests.loopback.conftest import Online
from tests.loopback.forking import REPOSITORY
from tests.loopback.lookups import Seeker
from tests.loopback.server import Discord

GUILDS, DIRECT_MESSAGES = 1 << 0, 1 << 12
SECRET = b"a secret for tests, 32 bytes long"


async def test_no_cache_keeps_who_looked_for_help(
    loopback: Discord, online: Online, tmp_path: Path
) -> None:
    guild = loopback.guild("the-velvet-harbour")
    seekers = [Seeker(loopback, guild) for _ in range(3)]
    configuration = load(REPOSITORY / "config", phrases())
    url = f"sqlite:///{tmp_path}/outreach.sqlite3"
    async with open_database(url) as database:
        services = build_services(configuration, database, secret=SECRET, clock=system_clock)
        bot = OutreachBot(services, Messages(configuration.messages))
        async with online(bot):
            await bot.wait_until_ready()
            for seeker in seekers:
                await seeker.look()
                await seeker.take_along()
                await seeker.stumble()
                await seeker.point()
                await seeker.write()
            await loopback.wait(lambda: not _under_way())
            gc.collect()
            kept = _kept(bot)
            await bot.close()
    assert loopback.gateway.session is not None
    assert loopback.gateway.session.identified["intents"] == GUILDS | DIRECT_MESSAGES
    secrets = {secret for seeker in seekers for secret in seeker.secrets}
    assert [secret for secret in secrets if secret in kept] == []


def _under_way() -> list[asyncio.Task[object]]:
    """Return what the bot still does for somebody: Discord has a request before it has returned.

    discord.py names what it does for an event by the event.
    """
    answering = ("discord.py: on_", "CommandTree-invoker")
    return [one for one in asyncio.all_tasks() if one.get_name().startswith(answering)]


def _kept(bot: OutreachBot) -> str:
    """Return everything that the library's caches are keyed by, as one text."""
    state = bot._connection
    store = state._view_store
    views = [*store._views, *store._synced_message_views, *store._modals]
    users = [one for one in state._users if bot.user is None or one != bot.user.id]
    private = [*state._private_channels, *state._private_channels_by_user]
    return repr([list(bot.http._buckets), users, private, views, list(state._messages or ())])
