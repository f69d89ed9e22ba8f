"""On the stage each person and each server has a language, chosen in the lobby."""

from __future__ import annotations

import json
import re

import aiohttp
import discord
import pytest
import simcord

from bot.rehearsal.languages import Languages, offered
from bot.rehearsal.local_bot import LocalBot
from bot.rehearsal.pages.command_list import commands_in, localised, name_in
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.rehearsal.browsing import Room, read

GERMAN = {"Accept-Language": "de-DE,de;q=0.9,en;q=0.5"}


def member(stage: Stage, person: str) -> simcord.MemberActor:
    actor = stage.world.rooms["riverside-campaign"].actors[person]
    assert isinstance(actor, simcord.MemberActor)
    return actor


async def told(stage: Stage, person: str, command: str) -> str:
    channel = stage.world.rooms["riverside-campaign"].channel
    answered = await member(stage, person).slash(channel, command)
    assert answered.response is not None
    return str(answered.response.components)


async def test_each_person_is_answered_in_their_language(stage: Stage) -> None:
    await stage.speak({"maya": "de", "jonas": "fr"})
    assert "Das Versprechen" in await told(stage, "maya", "pledge sign")
    assert "L’engagement" in await told(stage, "jonas", "pledge sign")
    assert "The pledge" in await told(stage, "elif", "pledge sign")


async def test_a_server_has_its_own_language_for_what_everyone_sees(stage: Stage) -> None:
    await stage.speak({"riverside": "de"})
    server = stage.world.servers[0]
    guild = stage.must_run().bot.get_guild(server.guild.id)
    assert guild
    assert guild.preferred_locale is discord.Locale.german
    room = stage.world.rooms["riverside-campaign"]
    shown = await member(stage, "priya").slash(room.channel, "campaign")
    assert shown.response
    custom_id = re.search(r"'(amh:campaign:post[^']*)'", str(shown.response.components))
    assert custom_id
    await member(stage, "priya").click(shown.response, custom_id=custom_id[1])
    assert "Unterschreiben" in str(room.channel.history()[-1].components)


async def test_the_languages_outlive_restarts_and_the_rehearsal(
    stage: Stage, local_bot: LocalBot
) -> None:
    await stage.speak({"maya": "de"})
    await stage.restart()
    assert "Das Versprechen" in await told(stage, "maya", "pledge sign")
    kept = await stage.must_run().languages()
    assert kept
    assert (kept.of("maya"), kept.of("elif")) == ("de", "en-US")


async def test_whoever_comes_first_chooses_for_all(stage: Stage) -> None:
    await stage.speak_by_default("fr")
    await stage.speak_by_default("de")
    assert stage.languages.of("maya") == "fr"
    assert stage.languages.of("riverside") == "fr"


def test_what_is_kept_is_read_again() -> None:
    languages = Languages({"maya": "de"}, "fr")
    again = Languages.read(languages.written())
    assert (again.of("maya"), again.of("elif")) == ("de", "fr")
    assert Languages.read(None).of("maya") == "en-US"


async def test_all_that_the_campaign_speaks_can_be_chosen(stage: Stage) -> None:
    names = offered(stage.must_run().bot.messages)
    assert {"de", "en-US", "es-ES", "fr", "pt-BR"} <= names.keys()
    assert names["de"] == "Deutsch"


async def test_a_choice_on_the_page_holds_and_leads_back(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    fields = {"room": "riverside-campaign", "as": "maya", "speaks-maya": "de", "speaks-leo": "xx"}
    async with browser.post(f"{lobby.url}speak", data=fields) as answer:
        page = await answer.text()
        assert str(answer.url).endswith("room/riverside-campaign?as=maya")
    assert "The languages are chosen" in page
    assert '<option value="de" selected>Deutsch</option>' in page
    assert stage.languages.chosen == {"maya": "de"}


@pytest.mark.parametrize("place", ["", "room/riverside-campaign?as=maya"])
async def test_the_page_speaks_as_the_browser_does_and_so_do_the_cards(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage, place: str
) -> None:
    _, page = await read(browser, lobby.url + place, headers=GERMAN)
    assert '<html lang="de">' in page
    assert "Bot neu starten" in page
    assert "Restart" not in page
    assert stage.languages.of("maya") == "de"


async def test_the_tour_names_commands_and_buttons_as_they_are_then(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    _, page = await read(browser, lobby.url, headers=GERMAN)
    for words in ("/versprechen ansehen", "Ich verspreche es", "Hilfe finden", "/anlaufstellen"):
        assert words in page
    for words in ("/pledge", "I pledge", "{", "**"):
        assert words not in page


async def test_commands_are_listed_by_the_names_of_a_language(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage
) -> None:
    await stage.speak({"maya": "de"})
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    outcome = await room.type("versprechen ansehen")
    assert outcome["settlement"] == "settled", outcome


async def test_options_and_choices_are_in_that_language_too(stage: Stage) -> None:
    bot = stage.must_run().bot
    listed = {
        "entries": [
            {
                "path": ["letter", "quote"],
                "invocation": "letter quote",
                "description": "",
                "options": [{"name": "as", "choices": [{"name": "x", "value": "picture"}]}],
            }
        ]
    }
    say = bot.messages.voice("de")
    entry = json.loads(localised(json.dumps(listed).encode(), bot.tree, say))["entries"][0]
    assert entry["invocation"] == "brief zitieren"
    assert entry["options"][0]["description"]
    assert entry["options"][0]["choices"] == [{"name": "Bild", "value": "picture"}]


@pytest.mark.parametrize("unknown", [b"no list", b"{}", b'{"entries": [{"path": 1}]}'])
async def test_a_list_that_is_made_otherwise_stays_as_it_is(stage: Stage, unknown: bytes) -> None:
    bot = stage.must_run().bot
    assert localised(unknown, bot.tree, bot.messages.voice("de")) == unknown


async def test_a_text_names_commands_in_a_language(stage: Stage) -> None:
    bot = stage.must_run().bot
    say = bot.messages.voice("de")
    assert commands_in("See /tally show.", bot.tree, say) == "See /stand zeigen."
    command = bot.tree.get_command("campaign")
    assert isinstance(command, discord.app_commands.Command)
    assert name_in(command, say) == "kampagne"
