"""What is known of how the simulator makes its page holds for the pinned release, piece by piece.

Each test here is named after the piece: where one fails, look at `framed_page.py` and `frame.js`.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import pytest
import simcord

from bot.rehearsal.pages import framed_page
from bot.rehearsal.pages.framed_page import FramedPage
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from bot.rehearsal.world import Showing
from tests.rehearsal.browsing import Room

STATIC = Path(simcord.__file__).parent / "preview" / "static"
STYLES = Path(framed_page.__file__).with_name("frame.css")


@pytest.fixture
async def showing(stage: Stage) -> Showing:
    return await stage.show(stage.world.rooms["riverside-campaign"], "maya")


@pytest.fixture
async def answer(showing: Showing) -> AsyncGenerator[aiohttp.ClientResponse]:
    async with aiohttp.ClientSession() as client, client.get(showing.url) as found:
        await found.read()
        yield found


async def test_the_address_is_an_origin_and_a_secret(showing: Showing) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/#[\w-]{20,}", showing.url)


async def test_the_head_ends_as_known(answer: aiohttp.ClientResponse) -> None:
    assert (await answer.read()).count(framed_page._HEAD_ENDS) == 1  # pyright: ignore[reportPrivateUsage]


async def test_framing_is_refused_in_the_words_known(answer: aiohttp.ClientResponse) -> None:
    policy = answer.headers["Content-Security-Policy"]
    assert policy.count(framed_page._NOT_FRAMED) == 1  # pyright: ignore[reportPrivateUsage]
    assert "X-Frame-Options" in answer.headers


async def test_what_the_page_loads_stands_at_the_root(answer: aiohttp.ClientResponse) -> None:
    loaded = re.findall(r'(?:src|href)="([^"]+)"', await answer.text())
    assert loaded
    assert all(one.startswith("/") for one in loaded)


def test_the_headers_that_its_script_sends_are_passed_on() -> None:
    scripts = "".join(one.read_text("utf-8") for one in STATIC.glob("*.js"))
    sent = set(re.findall(r'"(X-Simcord-[\w-]+)":', scripts))
    assert sent <= set(framed_page._SENT_ON)  # pyright: ignore[reportPrivateUsage]


def test_each_part_that_the_stylesheet_hides_is_there() -> None:
    styles = re.sub(r"/\*.*?\*/", "", STYLES.read_text("utf-8"))
    selectors = re.findall(r"[.#]([a-z-]+)(?=[ ,])", styles)
    page = "".join(one.read_text("utf-8") for one in (STATIC / "index.html", *STATIC.glob("*.js")))
    assert len(selectors) >= 8
    theirs = set(selectors) - {"apps"}
    missing = [one for one in theirs if not re.search(rf'"(?:[\w-]+ )*{one}[ "]', page)]
    assert missing == []


def test_each_part_that_the_script_goes_by_is_there() -> None:
    page = (STATIC / "index.html").read_text("utf-8")
    assert re.search(r'<main [^>]*aria-busy="true"', page)
    inside = page[page.index("<main ") : page.index("</main>")]
    assert 'role="log"' in inside
    assert re.search(r"<form .*<textarea ", inside, re.DOTALL)
    scripts = "".join(one.read_text("utf-8") for one in STATIC.glob("*.js"))
    for part in ("dataset.messageId", '"simcordPreview"', '"aria-expanded"', '"combobox"'):
        assert part in scripts
    for part in ("lastAction:", "transport:", "rejected", "settlement"):
        assert part in scripts


@pytest.mark.parametrize("moved", ["_HEAD_ENDS", "_NOT_FRAMED", "_FRAGMENT"])
async def test_where_something_moved_the_plain_page_is_offered(
    lobby: Lobby, stage: Stage, monkeypatch: pytest.MonkeyPatch, moved: str
) -> None:
    known = getattr(framed_page, moved)
    monkeypatch.setattr(framed_page, moved, b"<new>" if isinstance(known, bytes) else "<new>")
    async with aiohttp.ClientSession() as client:
        async with client.get(f"{lobby.url}room/riverside-campaign?as=maya") as shown:
            page = await shown.text()
        assert stage.showing is not None
        assert "<iframe" not in page
        assert f'href="{stage.showing.url}"' in page
        async with client.get(stage.showing.url) as plain:
            assert plain.status == 200


async def test_where_nothing_moved_it_is_framed(showing: Showing) -> None:
    async with FramedPage() as framed:
        assert str(await framed.address(showing, "/stage")).startswith("/stage#")


async def test_each_answer_is_reckoned_from_the_moment_of_its_press(
    lobby: Lobby, stage: Stage
) -> None:
    async with aiohttp.ClientSession() as client:
        room = await Room(client, lobby).open("riverside-campaign", "maya")
        opened = room.state["profile"]["presentationTime"]
        await stage.env.advance_time(20)
        await room.type("campaign")
    assert datetime.fromisoformat(opened) < stage.now() - timedelta(seconds=19)
    assert room.state["profile"]["presentationTime"] == stage.now().isoformat()


async def test_a_page_that_is_closed_over_its_request_is_no_error(
    lobby: Lobby, showing: Showing, caplog: pytest.LogCaptureFixture
) -> None:
    host = urlsplit(lobby.url).netloc
    assert showing.person == "maya"
    reader, writer = await asyncio.open_connection(*host.split(":"))
    head = f"POST /api/action HTTP/1.1\r\nHost: {host}\r\nContent-Length: 100\r\n\r\nhalf"
    writer.write(head.encode())
    await writer.drain()
    await asyncio.sleep(0.2)  # until the lobby waits for the rest
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep(0.2)
    assert reader.at_eof()
    assert [one.getMessage() for one in caplog.records] == []
