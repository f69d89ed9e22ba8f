"""Around the rooms: what is gone says so, where it was, and nothing can be pressed in vain."""

from __future__ import annotations

import asyncio

from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.browser.chromium import OpenTab
from tests.browser.visitor import FRAME, Visitor

MOVED = "document.getElementById('moved')"
ENDED = "document.getElementById('ended')"


async def test_a_tab_that_lost_its_room_says_so_in_the_room(
    visitor: Visitor, open_tab: OpenTab
) -> None:
    await visitor.enter("riverside-campaign", "maya")
    other = Visitor(await open_tab(), visitor.lobby, visitor.stage)
    await other.enter("dm-leo", "leo")
    await visitor.tab.until(f"!{MOVED}.hidden")
    assert await visitor.tab.js(f"{MOVED}.closest('main') !== null")
    assert await visitor.tab.js("document.querySelector('iframe').hidden")
    await visitor.tab.js(f"{MOVED}.querySelector('a').click()")
    await visitor.tab.until(f"{FRAME}.activeElement.matches('form textarea')")


async def test_a_stage_that_ended_shows_it_and_a_page_goes_on_when_it_is_back(
    open_tab: OpenTab, stage: Stage
) -> None:
    tab = await open_tab()
    await tab.size(390, 844)
    async with Lobby(stage, port=0) as first:
        visitor = Visitor(tab, first, stage)
        await visitor.enter("riverside-campaign", "maya")
        port, secret = first.url.split(":")[2].split("/")[:2]
    await tab.until(f"!{ENDED}.hidden")
    assert await tab.js("document.querySelector('iframe').hidden")
    enabled = "[...document.querySelectorAll('button, select')].filter((one) => !one.disabled)"
    assert await tab.js(f"{enabled}.length") == 0
    assert await tab.js("document.querySelector('.acts details').matches('[inert]')")
    assert await tab.js("document.getElementById('bot').textContent") == "not running"
    top = await tab.js(f"{ENDED}.getBoundingClientRect().top")
    assert 0 <= top < 844
    async with Lobby(stage, port=int(port), secret=secret) as second:
        assert second.url == first.url
        await tab.until(f"{FRAME}.activeElement.matches('form textarea')")


async def test_languages_are_chosen_above_the_room(visitor: Visitor) -> None:
    await visitor.enter("riverside-campaign", "maya")
    await visitor.tab.js(
        "const one = document.querySelector('.speakers select'); one.value = 'de';"
        "one.dispatchEvent(new Event('change'))"
    )
    await visitor.tab.until("document.querySelector('.notice').innerText.includes('languages')")
    await visitor.arrive()
    seen = await visitor.type("/kampagne")
    assert "Hier zählt jede Unterschrift" in seen.words


async def test_tab_goes_as_the_eye_does(visitor: Visitor, size: tuple[int, int]) -> None:
    await visitor.home()
    met: list[str] = []
    while "BODY" not in met:  # past the last, Tab leaves the page
        await visitor.tab.key("Tab")
        part = "(document.activeElement.closest('.about, .acts, nav, main') || document.body)"
        name = str(await visitor.tab.js(f"{part}.id || {part}.className || {part}.tagName"))
        skip = await visitor.tab.js("document.activeElement.matches('.skip')")
        if not skip and name not in met[-1:]:
            met.append("BODY" if name == "at-home" else name)
    on_a_phone = ["about", "stage", "acts", "places", "BODY"]
    on_a_desk = ["about", "acts", "places", "stage", "BODY"]
    assert met == (on_a_phone if size[0] < 500 else on_a_desk)
    tops = "['.about', 'main', '.acts', 'nav'].map((one) => document.querySelector(one)"
    seen = await visitor.tab.js(f"{tops}.getBoundingClientRect().top)")
    assert seen == sorted(seen) or size[0] > 500


async def test_beginning_anew_asks_before(visitor: Visitor) -> None:
    await visitor.home()
    await visitor.stage.let_people_sign(8)
    assert not await visitor.tab.js(
        "document.querySelector('form[action$=\"/fresh\"]').checkVisibility()"
    )
    await visitor.tab.js("document.querySelector('.acts summary').click()")
    await asyncio.sleep(0)
    place = await visitor.tab.js(
        "(() => { const { left, right } = document.querySelector('form[action$=\"/fresh\"]')"
        ".getBoundingClientRect(); return left >= 0 && right <= innerWidth })()"
    )
    assert place
    assert "The stage is as new" in await visitor.act("fresh")
    assert await visitor.stage.let_people_sign(8) == 8
