"""The real process tells how it is from its first second to its last, and backs itself up."""

from __future__ import annotations

import asyncio
import socket
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.config import load
from bot.db import migrate_database, open_database, verify_backup
from bot.domain.clock import system_clock
from bot.exits import Exit
from bot.health import Health, maintenance
from bot.outreach import build_services, phrases
from bot.services import backups
from bot.services.backups import BackupFolder, Trouble, made_by_a_process
from bot.services.unlocking import remember_secret, secret_to_run
from bot.settings import load_settings
from tests.loopback.server import Discord
from tests.ports import free_port
from tests.process.conftest import ROOT, Invoke
from tests.process.line import Line
from tests.process.serving.test_running import starting
from tests.process.test_refused_starts import TOKEN

HOST = "127.0.0.1"


async def told(port: int, path: str = "healthz") -> tuple[int, Any]:
    url = f"http://{HOST}:{port}/{path}"
    async with aiohttp.ClientSession() as session, session.get(url) as answer:
        return answer.status, await answer.json()


async def until(port: int, state: str) -> dict[str, Any]:
    """Ask until the bot is in a state; return all that it says then."""
    async with asyncio.timeout(60):
        while True:
            try:
                status, health = await told(port)
            except aiohttp.ClientError:  # it does not listen yet
                await asyncio.sleep(0.02)
                continue
            assert (status == 200) == (health["state"] == "serving")
            if health["state"] == state:
                return health
            await asyncio.sleep(0.02)


async def test_it_starts_serves_and_stops_as_it_says(loopback: Discord, place: Path) -> None:
    port = free_port()
    environment = {"PORT": str(port), "BACKUP_DIR": str(place / "none")}
    async with Line(loopback.api_url, cut=True) as line:
        async with starting(loopback, place, api=line.url, **environment) as bot:
            health = await until(port, "starting")
            assert health["gateway"]["acknowledged"] is None
            line.cut = False
            health = await until(port, "serving")
            assert health["gateway"]["seconds_ago"] < 60
            assert health["store"]["works"] is True
            assert health["backup"] == {"made": None, "seconds_ago": None, "trouble": None}
            status, tally = await told(port, "tally.json")
            assert (status, tally["campaign"], tally["as_of"]) == (200, "#AskMoreOfHim", None)
            code, _ = await bot.stop()
        assert code == Exit.OK, bot.log
    assert " error " not in bot.log
    assert "bot.health" not in bot.log
    with pytest.raises(aiohttp.ClientError):
        await told(port)


def test_a_port_that_is_taken_is_a_sentence_and_nothing_is_made(
    invoke: Invoke, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", TOKEN)
    with socket.create_server(("", 0)) as taken:
        monkeypatch.setenv("PORT", str(taken.getsockname()[1]))
        refused = invoke("run")
    assert refused.exit_code == Exit.HEALTH
    assert refused.stderr.startswith("Health cannot be told on 0.0.0.0, port ")
    assert refused.stderr.count("\n") == 1
    assert not (place / "data").exists()


@pytest.fixture
def own_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let `python -m bot` be found in a place that is no clone."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.mark.usefixtures("own_program")
async def test_what_it_makes_by_itself_is_what_the_command_makes(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = place / "backups"
    folder.mkdir()
    monkeypatch.setenv("BACKUP_DIR", str(folder))
    monkeypatch.setenv("PORT", "1")  # where nothing listens in this test
    monkeypatch.setattr(backups, "SETTLING", 0)
    settings, stop, health = load_settings(), asyncio.Event(), Health(system_clock)
    secret = await secret_to_run(settings)
    configuration = load(Path("config"), phrases())
    url = settings.database_url.get_secret_value()
    async with open_database(url, secret=secret) as database:
        await remember_secret(database.meta, secret)
        services = build_services(configuration, database, secret=secret, clock=system_clock)
        async with asyncio.timeout(60), maintenance(settings, secret, services, health, stop):
            while (kept := health.report().backup) is None or kept.made is None:
                assert kept is None or kept.trouble is None
                await asyncio.sleep(0.05)
            assert health.report().store_works
            stop.set()
    ((made, file),) = BackupFolder(folder, secret).kept()
    assert kept.made.replace(microsecond=0) == made
    assert [*folder.iterdir()] == [file]
    assert (await verify_backup(file, secret=secret)).proven


@pytest.mark.usefixtures("own_program")
async def test_a_database_that_is_gone_is_told_by_the_process(place: Path) -> None:
    assert await made_by_a_process(place / "copy.sqlite3") is Trouble.DATABASE
    settings = load_settings()
    await migrate_database(settings.database_url.get_secret_value())
    (place / "copy.sqlite3").touch()
    assert await made_by_a_process(place / "copy.sqlite3") is Trouble.FAILED
