"""`doctor --live` says in its own sentences what the bot at work says of itself."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from bot.exits import Exit
from bot.services.doctor import Mark
from bot.services.doctor.live import ask
from bot.settings import load_settings
from tests.process.conftest import Invoke

pytestmark = pytest.mark.usefixtures("place")

Say = Callable[[Any], str]
SERVING: dict[str, Any] = {
    "state": "serving",
    "serving": True,
    "release": "0.1.0",
    "gateway": {"acknowledged": "2026-12-01T12:00:00Z", "seconds_ago": 12},
    "store": {"works": True, "committed": "2026-12-01T12:00:00Z", "seconds_ago": 30},
    "backup": {"made": "2026-12-01T09:00:00Z", "seconds_ago": 7_300, "trouble": None},
}


@pytest.fixture
async def saying() -> AsyncIterator[Say]:
    """Let something on this machine answer as a test says; its address is returned."""
    body: Any = None

    async def health(_: web.Request) -> web.Response:
        return web.json_response(body, status=503)

    app = web.Application()
    app.router.add_get("/healthz", health)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()

    def say(what: Any) -> str:
        nonlocal body
        body = what
        return f"http://127.0.0.1:{runner.addresses[0][1]}"

    yield say
    await runner.cleanup()


async def found(address: str | None) -> dict[str, tuple[Mark, str]]:
    findings = ask(load_settings(), address)
    return {one.subject: (one.mark, one.words) async for one in findings}


async def test_of_a_bot_that_serves_all_is_well(saying: Say) -> None:
    address = saying(SERVING)
    well = {
        "running bot": (Mark.OK, "it serves, with release 0.1.0"),
        "Discord": (Mark.OK, "Discord acknowledged it 12 seconds ago"),
        "database": (Mark.OK, "it kept a write 30 seconds ago"),
        "backup": (Mark.OK, "the newest is 2 hours old, and checked"),
    }
    assert await found(address) == well
    assert await found(f"{address}/") == well
    assert await found(f"{address}/healthz") == well
    assert await found(address.removeprefix("http://")) == well


async def test_the_port_of_the_settings_is_asked_where_no_address_is_given(
    saying: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", saying(SERVING).rpartition(":")[2])
    assert (await found(None))["running bot"][0] is Mark.OK
    monkeypatch.delenv("PORT")
    mark, words = (await found(None))["running bot"]
    assert (mark, "set PORT" in words) == (Mark.MEND, True)


@pytest.mark.parametrize(
    ("change", "subject", "mark", "words"),
    [
        ({"state": "starting"}, "running bot", Mark.MEND, "it starts, and does not serve yet"),
        ({"state": "stopping"}, "running bot", Mark.MEND, "asked to stop"),
        ({"state": "away"}, "running bot", Mark.MEND, "Discord does not answer it"),
        (
            {"state": "away", "gateway": {"seconds_ago": 200}},
            "Discord",
            Mark.MEND,
            "acknowledged it 200 seconds ago",
        ),
        ({"state": "store"}, "running bot", Mark.MEND, "nobody can sign"),
        (
            {"state": "away", "store": {"works": False}},
            "database",
            Mark.MEND,
            "takes no change",
        ),
        ({"backup": None}, "backup", Mark.UNSEEN, "BACKUP_DIR is not set"),
        ({"backup": {}}, "backup", Mark.UNSEEN, "minutes after the start"),
        ({"backup": {"seconds_ago": 27 * 3600}}, "backup", Mark.MEND, "27 hours old"),
        (
            {"backup": {"trouble": "the disk of BACKUP_DIR is full"}},
            "backup",
            Mark.UNSEEN,
            "the first is made",
        ),
    ],
)
async def test_what_is_wrong_is_said_in_a_sentence(
    saying: Say, change: dict[str, Any], subject: str, mark: Mark, words: str
) -> None:
    said = (await found(saying(SERVING | change)))[subject]
    assert said[0] is mark
    assert words in said[1]


async def test_why_there_is_no_backup_is_said(saying: Say) -> None:
    change = {"backup": {"seconds_ago": 60, "trouble": "the disk of BACKUP_DIR is full"}}
    findings = [one async for one in ask(load_settings(), saying(SERVING | change))]
    assert [str(one) for one in findings if one.subject == "backup"] == [
        "mend           backup: the disk of BACKUP_DIR is full; it is tried again every hour",
        "ok             backup: the newest is 0 hours old, and checked",
    ]


@pytest.mark.parametrize(
    "other", [["a list"], {"status": "ok"}, {"state": "dancing"}, "x" * 20_000]
)
async def test_what_is_not_the_bot_is_said(saying: Say, other: Any) -> None:
    mark, words = (await found(saying(other)))["running bot"]
    assert (mark, "is not this bot" in words) == (Mark.MEND, True)


@pytest.mark.parametrize("address", ["http://127.0.0.1:1", "127.0.0.1:1"])
async def test_a_frozen_or_absent_bot_is_said(address: str) -> None:
    mark, words = (await found(address))["running bot"]
    assert (mark, "nothing answers" in words) == (Mark.MEND, True)


@pytest.mark.parametrize(
    "address",
    ["http://:99999", "ftp://127.0.0.1:1", "http://", "http://[::1", "[::1", "http://a..b", "a\0b"],
)
async def test_an_address_that_is_none_is_said(address: str) -> None:
    assert (await found(address))["running bot"][0] is Mark.MEND


def test_the_command_asks_the_bot_and_looks_at_nothing_else(
    invoke: Invoke, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PORT", "1")
    result = invoke("doctor", "--live")
    assert result.exit_code == Exit.DOCTOR
    first, *rest = result.stdout.splitlines()
    assert first.startswith("mend           running bot: nothing answers at http://127.0.0.1:1/")
    assert rest == ["there is something to mend"]
    named = invoke("doctor", "--live", "127.0.0.1:2")
    assert "nothing answers at http://127.0.0.1:2/healthz" in named.stdout
