"""The real process on a Discord over sockets: it starts or says why not, and it ends in order."""

from __future__ import annotations

import asyncio
import signal
import sqlite3
import sys
import tomllib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from bot import RELEASE, outreach, running
from bot.db import HEAD
from bot.db.engine import postgres, sqlite
from bot.db.transactions import reader, writer
from bot.exits import Exit
from bot.health import listening
from bot.interactions import internals
from bot.interactions.connection import connector
from bot.services import backups
from bot.unreachable import Reason
from tests.loopback.home import CONFIRM, Home
from tests.loopback.process import BotProcess
from tests.loopback.server import Discord
from tests.loopback.world import User
from tests.process.line import Line

LIMIT = 8.0
"""Seconds in which the process has to end when it is asked to."""
BACK = 10.0
"""Seconds after which it is back, once the network is."""


def starting(
    discord: Discord,
    place: Path,
    *arguments: str,
    api: str | None = None,
    gateway: str | None = None,
    log: str = "log",
    **environment: str,
) -> BotProcess:
    """Return a bot that will run in a place, with a token unless one is given."""
    if gateway is not None:
        discord.tells_to_connect_at(gateway)
    command = [sys.executable, "-m", "tests.loopback.launch"]
    command += ["--api", api or discord.api_url, "--gateway", gateway or discord.gateway_url]
    settings: Mapping[str, str] = {"DISCORD_TOKEN": discord.token} | environment
    command += ["--", *(arguments or ("run",))]
    return BotProcess(command, place, settings, log=log)


@pytest.mark.sampled(of="SIGTERM")
@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=lambda sign: sign.name)
async def test_it_ends_when_asked(loopback: Discord, place: Path, sign: signal.Signals) -> None:
    async with starting(loopback, place).anew() as bot:
        await bot.online(loopback)
        code, seconds = await bot.stop(sign)
    assert (code, seconds < LIMIT) == (Exit.OK, True), bot.log
    assert f"stopping signal={sign.name}" in bot.log
    assert "error" not in bot.log
    assert not (place / "data/outreach.sqlite3-wal").exists(), "the store was not closed"


async def test_asked_while_it_starts_it_ends_as_well(loopback: Discord, place: Path) -> None:
    async with Line(loopback.api_url) as line:
        line.hold()
        async with starting(loopback, place, api=line.url).anew() as bot:
            await loopback.wait(lambda: line.calls > 0, timeout=60)
            await loopback.wait(lambda: "after 5 seconds still logging in to Discord" in bot.log)
            code, seconds = await bot.stop()
    assert (code, seconds < LIMIT) == (Exit.OK, True), bot.log


async def test_a_gateway_that_fell_silent_does_not_keep_it(loopback: Discord, place: Path) -> None:
    async with Line(loopback.gateway_url) as line:
        async with starting(loopback, place, gateway=line.url) as bot:
            await bot.online(loopback)
            line.hold()
            code, seconds = await bot.stop()
        assert (code, seconds < LIMIT) == (Exit.OK, True), bot.log


async def test_a_held_store_and_a_silent_gateway_do_not_keep_it(
    loopback: Discord, place: Path
) -> None:
    member = User("ann")
    guild = loopback.guild("Riverside", member)
    async with Line(loopback.gateway_url) as line:
        async with starting(loopback, place, gateway=line.url) as bot:
            await bot.online(loopback)
            home = Home(loopback, place)
            card = await home.card(member, guild.channel)
            with closing(sqlite3.connect(place / "data/outreach.sqlite3")) as another:
                another.execute("BEGIN EXCLUSIVE")
                press = await loopback.press(card.button(CONFIRM), member, card)
                await press.answered()
                line.hold()
                code, seconds = await bot.stop()
        assert (code, seconds < LIMIT) == (Exit.OK, True), bot.log
        assert not home.says_signed(press)


def test_all_that_may_hang_together_stays_within_the_limit() -> None:
    assert outreach.DRAIN < running.CLOSING
    connection = running.CLOSING + running.LETTING_GO
    engine = max(sqlite.CLOSING, postgres.CLOSING + postgres.TERMINATING)
    store = writer.CLOSING + writer.LETTING_GO + reader.CLOSING + engine
    assert connection >= backups.ENDING, "a backup is ended meanwhile"
    assert connection + store + listening.CLOSING < LIMIT - 0.5


async def test_it_tries_on_until_discord_is_there(loopback: Discord, place: Path) -> None:
    line = Line(loopback.api_url, cut=True)
    async with line, starting(loopback, place, api=line.url) as bot:
        await loopback.wait(lambda: line.calls > 2, timeout=60)
        assert bot.running
        line.cut = False
        await bot.online(loopback)
        await bot.stop()
    assert bot.log.count("Discord cannot be reached") == 1
    assert "Traceback" not in bot.log


async def test_the_log_says_starting_serving_lost_and_back(loopback: Discord, place: Path) -> None:
    loopback.guild("Riverside")
    async with Line(loopback.gateway_url) as line:
        loopback.gateway.tells_to_resume_at(line.url)
        async with starting(loopback, place, gateway=line.url) as bot:
            await bot.online(loopback)
            await loopback.wait(lambda: "ready, serving 1 servers" in bot.log)
            await line.leave()
            await loopback.wait(lambda: "Discord's gateway cannot be reached: " in bot.log)
            await line.come_back()
            await loopback.gateway.connected(resumed=1, timeout=BACK)
            await loopback.wait(lambda: "Discord is back" in bot.log)
            await bot.stop()
    told = [one.partition(": ")[2] for one in bot.log.splitlines() if ": starting " in one]
    assert told == [
        f"starting campaign=askmoreofhim release={RELEASE} schema={HEAD} store=SQLite",
    ]
    lost = ["is lost", "cannot be reached: no connection comes about", "Discord is back seconds="]
    order = ["starting ", "ready, serving 1", *lost, "stopping "]
    assert sorted(order, key=bot.log.index) == order
    assert [bot.log.count(one) for one in order] == [1] * len(order)
    assert "discord.shard" not in bot.log, "it is told in our own words"


def test_whatever_it_waits_for_it_is_back_within_ten_seconds_of_the_network() -> None:
    assert connector.REST + connector.CONNECTING + internals.LONGEST_PAUSE <= BACK


def test_the_release_is_the_projects() -> None:
    project = tomllib.loads((Path(__file__).parents[3] / "pyproject.toml").read_text())["project"]
    assert project["version"] == RELEASE


async def test_a_refused_token_is_one_sentence(loopback: Discord, place: Path) -> None:
    wrong = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GabcdE.abcdefghijklmnopqrstuvwxyz0123456789ab"
    async with starting(loopback, place, DISCORD_TOKEN=wrong) as bot:
        assert await bot.ended() == Exit.TOKEN
    assert bot.log.startswith("Discord refuses DISCORD_TOKEN: ")
    assert len(bot.log.splitlines()) == 1
    assert wrong not in bot.log


async def test_a_page_that_refuses_the_token_is_no_word_of_discords(
    loopback: Discord, place: Path
) -> None:
    loopback.answer_with_a_page("GET", "/users/@me", 401)
    async with starting(loopback, place) as bot:
        await bot.online(loopback)
        await bot.stop()
    assert Reason.OTHER_PAGE in bot.log
    assert "Reset Token" not in bot.log


@pytest.mark.parametrize(
    ("closed_with", "code", "told"),
    [
        (4004, Exit.TOKEN, "Discord refuses DISCORD_TOKEN: "),
        (4014, Exit.INTENTS, "Discord does not grant what this release asks to be told of"),
    ],
    ids=["token reset", "intents"],
)
async def test_a_connection_that_discord_ends_for_good(
    loopback: Discord, place: Path, closed_with: int, code: Exit, told: str
) -> None:
    async with starting(loopback, place) as bot:
        await bot.online(loopback)
        await closed_each_time(loopback, bot, closed_with)
        assert await bot.ended() == code
    assert told in bot.log.splitlines()[-1]
    assert "Traceback" not in bot.log
    assert not (place / "data/outreach.sqlite3-wal").exists(), "the store was not closed"


async def closed_each_time(discord: Discord, bot: BotProcess, code: int) -> None:
    """Close with a code until the bot is gone: a line cut too soon looks like any other loss."""
    while bot.running:
        session = discord.gateway.session
        if session is not None and session.connection is not None:
            await session.connection.close(code)
        await asyncio.sleep(0.02)


async def test_a_second_copy_is_refused_and_the_doctor_may_look(
    loopback: Discord, place: Path
) -> None:
    loopback.guild("Riverside")
    async with starting(loopback, place) as bot:
        await bot.online(loopback)
        async with starting(loopback, place, log="second") as second:
            assert await second.ended() == Exit.SECOND_COPY
        async with starting(loopback, place, "doctor", log="doctor") as doctor:
            code = await doctor.ended()
        await bot.stop()
    assert len(second.log.splitlines()) == 1
    assert code == Exit.OK, doctor.log
    assert "Discord holds the 11 that the bot sent" in doctor.log
    assert "it is the one this database was keyed with" in doctor.log
    assert "Riverside" not in doctor.log


async def test_on_postgresql_it_serves_and_the_doctor_looks(
    loopback: Discord, place: Path, postgresql_url: str
) -> None:
    loopback.guild("Riverside")
    both = {"DATABASE_URL": postgresql_url, "SIGNER_SECRET": "thirty-two-characters-and-some-more"}
    async with starting(loopback, place, log="with", **both) as bot:
        await bot.online(loopback)
        async with starting(loopback, place, "doctor", log="doctor", **both) as doctor:
            assert await doctor.ended() == Exit.OK, doctor.log
        code, seconds = await bot.stop()
    assert (code, seconds < LIMIT) == (Exit.OK, True), bot.log
    assert "PostgreSQL" in doctor.log
    assert not (place / "data").exists()


async def test_asked_while_another_process_migrates_it_ends_as_well(
    loopback: Discord, place: Path, postgresql_url: str
) -> None:
    both = {"DATABASE_URL": postgresql_url, "SIGNER_SECRET": "thirty-two-characters-and-some-more"}
    waiting = (
        "SELECT count(*) FROM pg_locks JOIN pg_database ON oid = database "
        "WHERE locktype = 'advisory' AND NOT granted AND datname = current_database()"
    )
    another = await asyncpg.connect(postgresql_url)
    await another.execute("SELECT pg_advisory_lock($1)", postgres.MIGRATING)
    async with starting(loopback, place, **both).anew() as bot:
        async with asyncio.timeout(60):
            while not await another.fetchval(waiting):
                await asyncio.sleep(0.05)
        await loopback.wait(lambda: "after 5 seconds still opening the database" in bot.log)
        code, seconds = await bot.stop()
    await another.close()
    assert (code, seconds < LIMIT) == (Exit.OK, True), bot.log


async def test_commands_are_sent_once_and_again_when_told(loopback: Discord, place: Path) -> None:
    logs: list[str] = []
    for sessions, arguments in enumerate((("run",), ("run",), ("run", "--sync")), start=1):
        async with starting(loopback, place, *arguments, log=f"log{sessions}") as bot:
            await bot.online(loopback, sessions=sessions)
            await bot.stop()
        logs.append(bot.log)
    assert ["commands synced" in log for log in logs] == [True, False, True]
