"""The lobby answers nobody else's pages, and needs nothing from elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta

import aiohttp
import pytest

from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.rehearsal.browsing import origin, read


async def test_pages_need_nothing_from_elsewhere(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    _, page = await read(browser, lobby.url)
    assert not re.search(r'(?:src|href)="(?!/|#|data:|")', page)
    for found in re.findall(r'(?:src|href)="(/[^"#]*\.(?:css|js))"', page):
        status, _ = await read(browser, origin(lobby) + found)
        assert status == 200


@pytest.mark.parametrize("path", ["/", "/wrong/", "/wrong/state", "/app.js", "/api/state"])
async def test_without_the_address_there_is_nothing(
    browser: aiohttp.ClientSession, lobby: Lobby, path: str
) -> None:
    status, page = await read(browser, origin(lobby) + path)
    assert status == 404
    assert "Riverside" not in page


async def test_another_name_for_this_machine_is_refused(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    status, _ = await read(browser, lobby.url, headers={"Host": "rebound.example:80"})
    assert status == 403


@pytest.mark.parametrize("act", ["restart", "hour", "day", "sign", "raid"])
async def test_another_sites_form_is_refused(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage, act: str
) -> None:
    running, before = stage.must_run(), stage.now()
    headers = {"Origin": "https://elsewhere.example"}
    async with browser.post(lobby.url + act, headers=headers) as answer:
        assert answer.status == 403
    assert stage.must_run() is running
    assert stage.now() - before < timedelta(hours=1)


async def test_no_page_may_be_framed_elsewhere(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    async with browser.get(f"{lobby.url}room/riverside-campaign") as answer:
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    async with browser.get(f"{lobby.url}stage") as answer:
        assert "frame-ancestors 'self'" in answer.headers["Content-Security-Policy"]
