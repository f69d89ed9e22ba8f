"""The lobby begins anew, offers the menus of messages, and is found again by who was there."""

from __future__ import annotations

from urllib.parse import urlsplit

import aiohttp

from bot.exits import CannotStart, Exit
from bot.rehearsal.local_bot import LocalBot
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.rehearsal.browsing import Room, origin, read


async def test_beginning_anew_forgets_pledges_hours_settings_and_languages(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    await stage.let_people_sign(8)
    await stage.let_pass(hours=2)
    await stage.speak({"maya": "de"})
    before = stage.now()
    async with browser.post(f"{lobby.url}fresh") as answer:
        assert "The stage is as new" in await answer.text()
    tally = await stage.must_run().services.tallies.show(guild_id=None)
    assert tally.campaign.counted == 0
    assert stage.now() < before
    assert stage.languages.of("maya") == "en-US"
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    assert (await room.type("tally show"))["settlement"] == "settled"
    assert await stage.let_people_sign(8) == 8


async def test_beginning_anew_with_a_faulty_configuration_changes_nothing(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    running = stage.must_run()
    with (stage.local_bot.config_root / "campaign.yaml").open("a") as file:
        file.write("\nnonsense: 1\n")
    async with browser.post(f"{lobby.url}fresh") as answer:
        assert "goes on with the one from before" in await answer.text()
    assert stage.must_run() is running


async def test_a_stage_that_could_not_begin_anew_is_mended_by_a_restart(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage, monkeypatch: object
) -> None:
    async def refuse(_: LocalBot) -> None:
        raise CannotStart("no room on the disk", Exit.REHEARSAL)

    kept, LocalBot.clear = LocalBot.clear, refuse  # type: ignore[method-assign]
    try:
        async with browser.post(f"{lobby.url}fresh") as answer:
            page = await answer.text()
    finally:
        LocalBot.clear = kept  # type: ignore[method-assign]
    assert "no room on the disk" in page
    assert "not running" in page
    async with browser.post(f"{lobby.url}restart") as answer:
        assert "The bot was restarted" in await answer.text()
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    assert (await room.type("campaign"))["settlement"] == "settled"


async def test_a_menu_is_used_on_a_message_that_everyone_sees(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    room = await Room(browser, lobby).open("riverside-campaign", "sam")
    await room.act("send_message", target_id=None, content="Hello all", reply_to_id=None)
    async with browser.get(f"{lobby.url}state") as answer:
        (message,) = (await answer.json())["menu"]
    async with browser.post(
        f"{lobby.url}menu", data={"menu": "Quote the letter", "message": message}
    ) as answer:
        assert answer.status == 204, await answer.text()
    await room.type("campaign")
    assert "Answer with the letter" in str(room.state["messages"])


async def test_a_menu_that_is_not_there_is_refused_in_words(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    await Room(browser, lobby).open("riverside-campaign", "maya")
    async with browser.post(f"{lobby.url}menu", data={"menu": "No", "message": "1"}) as answer:
        assert answer.status == 409
        assert "could not be used" in await answer.text()


async def test_direct_messages_and_no_room_at_all_have_no_menus(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    for _ in range(2):
        async with browser.get(f"{lobby.url}state") as answer:
            assert (await answer.json())["menu"] == []
        await Room(browser, lobby).open("dm-maya", "maya")
    async with browser.post(f"{lobby.url}menu", data={"menu": "x", "message": "1"}) as answer:
        assert answer.status == 409


async def test_the_bare_address_leads_whoever_was_there_to_the_lobby(lobby: Lobby) -> None:
    bare = f"{origin(lobby)}/"
    jar = aiohttp.CookieJar(unsafe=True)  # it keeps cookies of addresses in numbers as well
    async with aiohttp.ClientSession(cookie_jar=jar) as client:
        status, page = await read(client, bare)
        assert status == 404
        assert "in the terminal where it was started" in page
        await read(client, lobby.url)
        async with client.get(bare) as answer:
            assert str(answer.url) == lobby.url


async def test_a_room_where_nothing_was_said_tells_that_earlier_words_are_not_kept(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    told = "What was said in earlier rehearsals is not kept"
    address = f"{lobby.url}room/riverside-campaign?as=maya"
    assert told in (await read(browser, address))[1]
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    await room.type("campaign")
    assert told not in (await read(browser, address))[1]


async def test_a_new_lobby_has_the_address_of_the_old_one(stage: Stage) -> None:
    async with Lobby(stage, port=0) as first:
        secret = urlsplit(first.url).path.strip("/")
    async with Lobby(stage, port=0, secret=secret) as second:
        assert urlsplit(second.url).path == f"/{secret}/"
