"""The support page in every state: command, menus, buttons, copy, report; private throughout."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import discord
import pytest

from cogs.resources import words
from tests.cogs.resources.using import (
    bodies,
    choose,
    chosen,
    deletions,
    follow_up,
    letters,
    menus,
    opened,
)
from tests.components import text_of, walk
from tests.simulated import World, message_of, press, said

SUPPRESS_NOTIFICATIONS = 1 << 12


async def test_the_page_comes_at_once_in_private_and_begins_neutrally(world: World) -> None:
    page = await opened(world)
    assert page.ephemeral
    first = said(page).splitlines()[0]
    assert first == world.say(words.FIRST_LINE)
    assert "emergency number of the country you are in" in said(page)
    assert "NO MORE" in said(page)
    assert world.say(words.WHAT_REMAINS).splitlines()[0] in said(page)
    assert chosen(page, "country") == []
    assert chosen(page, "audience") == []
    said_by = [menus(page)[one]["placeholder"] for one in ("country", "audience")]
    assert said_by == ["Choose a country", "Choose what it is about"]


async def test_no_country_is_guessed_from_the_language(world: World) -> None:
    world.locale = "de"
    page = await opened(world)
    assert chosen(page, "country") == []
    assert "116 016" not in said(page)


async def test_country_and_need_are_chosen_on_the_page_itself(world: World) -> None:
    page = await choose(world.alice, await opened(world), "country", "GB")
    assert message_of(page).ephemeral
    assert "999" in said(page)
    assert "press 55" in said(page)
    assert "0808 500 2222" in said(page)
    assert "Only in England and Wales." in said(page)
    assert chosen(page, "country") == ["GB"]
    page = await choose(world.alice, page, "audience", "own-behaviour")
    assert "Respect Phoneline" in said(page)
    assert "0808 500 2222" not in said(page)
    assert (chosen(page, "country"), chosen(page, "audience")) == (["GB"], ["own-behaviour"])
    page = await choose(world.alice, page, "country", "-")
    assert (chosen(page, "country"), chosen(page, "audience")) == ([], ["own-behaviour"])


async def test_who_finds_no_country_of_theirs_gets_what_helps_everywhere(world: World) -> None:
    page = await choose(world.alice, await opened(world), "country", "IE")
    none, *_ = menus(page)["country"]["options"]
    assert none["label"] == "No country, or one that is not here"
    page = await choose(world.alice, page, "country", none["value"])
    directory = world.services.support.directory
    shown = [one for one in directory.resources if f"**{one.name}**" in said(page)]
    assert shown
    assert all(one.worldwide for one in shown)


async def test_every_country_of_the_campaign_can_be_chosen_and_shows_its_numbers(
    world: World,
) -> None:
    directory = world.services.support.directory
    page = await opened(world)
    options = [one["value"] for one in menus(page)["country"]["options"]]
    assert set(options) == {"-", "menu-all", *directory.campaign_countries}
    for country in directory.campaign_countries:
        numbers = directory.emergency[country]
        page = await choose(world.alice, page, "country", country)
        assert all(f"**{number}**" in said(page) for number in numbers.call + numbers.text)


async def test_an_unchecked_number_says_so(world: World) -> None:
    page = await choose(world.alice, await opened(world), "country", "FR")
    assert said(page).count("Not checked yet by this campaign.") == 4


async def test_the_list_is_short_and_turns(world: World) -> None:
    page = await choose(world.alice, await opened(world), "country", "US")
    assert "Entries 1 to 4 of 9" in said(page)
    assert "RAINN" in said(page)
    second = await world.alice.click(message_of(page), label="More")
    assert "Entries 5 to 8 of 9" in said(second)
    assert "RAINN" not in said(second)
    third = await world.alice.click(message_of(second), label="More")
    assert "Entry 9 of 9" in said(third)
    again = await world.alice.click(message_of(second), label="Previous")
    assert said(again) == said(page)


async def test_a_place_without_an_entry_is_led_to_the_directories(world: World) -> None:
    page = await choose(world.alice, await opened(world), "country", "MX")
    page = await choose(world.alice, page, "audience", "workplace")
    assert world.say(words.STANDS_IN) in said(page)
    assert "NO MORE Global Directory" in said(page)


@pytest.mark.parametrize("button", ["leave", "close"])
async def test_close_deletes_the_page_from_its_head_and_from_its_end(
    world: World, button: str
) -> None:
    page = await opened(world)
    controls = [one["label"] for one in walk(message_of(page).components) if one["type"] == 2]
    assert (controls[0], controls.count("Close")) == ("Close", 2)
    await press(world.alice, page, f"amh:resources:{button}")
    assert len(deletions(world)) == 1
    assert page.response is None, "the page is gone"


async def test_closing_what_is_gone_already_says_nothing(world: World) -> None:
    page = await opened(world)
    world.env.inject_error("DELETE", "*/messages/@original", status=404, code=10008)
    answer = await press(world.alice, page, "amh:resources:close")
    assert answer.followups == []


async def test_a_page_that_cannot_be_removed_says_so(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    page = await opened(world)
    world.env.inject_error("DELETE", "*/messages/@original", status=500, times=None)
    answer = await press(world.alice, page, "amh:resources:close")
    assert follow_up(answer) == world.say(words.NOT_REMOVED)
    assert [one for one in caplog.records if one.name.startswith(("bot", "cogs"))] == []


async def test_a_copy_is_sent_only_after_a_warning_and_a_second_press(world: World) -> None:
    page = await choose(world.alice, await opened(world), "country", "IE")
    warned = await press(world.alice, page, "amh:resources:dm")
    assert "It stays there until you delete it." in said(warned)
    assert letters(world.alice) == []
    back = await press(world.alice, warned, "amh:resources:page")
    assert said(back) == said(page)
    assert letters(world.alice) == []


async def test_the_copy_begins_neutrally_comes_silently_and_can_be_deleted(world: World) -> None:
    page = await choose(world.alice, await opened(world), "country", "IE")
    warned = await press(world.alice, page, "amh:resources:dm")
    sent = await press(world.alice, warned, "amh:resources:dm_yes")
    assert world.say(words.DM_SENT) in said(sent)
    (copy,) = letters(world.alice)
    told = text_of({"components": [part.to_dict() for part in copy.components]})
    assert told.splitlines()[0] == world.say(words.FIRST_LINE)
    assert "1800 77 8888" in told
    (post,) = bodies(world, "POST", "/messages")
    assert post["flags"] & SUPPRESS_NOTIFICATIONS
    assert post["enforce_nonce"] is True
    await world.restart()
    await world.alice.user.click(copy, label="Delete")
    assert len(deletions(world)) == 1
    assert letters(world.alice) == []


async def test_a_press_told_twice_asks_discord_for_one_copy(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    warned = await press(world.alice, await opened(world), "amh:resources:dm")
    told: list[tuple[str, Any]] = []
    emit = world.env.backend.emit

    def noting(event: str, payload: Any) -> None:
        told.append((event, payload))
        emit(event, payload)

    monkeypatch.setattr(world.env.backend, "emit", noting)
    await press(world.alice, warned, "amh:resources:dm_yes")
    (again,) = [one for one in told if one[0] == "INTERACTION_CREATE"]
    emit(*again)
    await world.env.settle()
    first, second = bodies(world, "POST", "/messages")
    assert first["nonce"] == second["nonce"]


async def test_two_choices_send_two_copies(world: World) -> None:
    page = await opened(world)
    for country in ("IE", "GB"):
        page = await choose(world.alice, page, "country", country)
        warned = await press(world.alice, page, "amh:resources:dm")
        sent = await press(world.alice, warned, "amh:resources:dm_yes")
        page = await press(world.alice, sent, "amh:resources:page")
    first, second = bodies(world, "POST", "/messages")
    assert first["nonce"] != second["nonce"]
    assert len(letters(world.alice)) == 2


async def test_where_discord_refuses_the_copy_that_is_said(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    warned = await press(world.alice, await opened(world), "amh:resources:dm")
    answer = await press(world.alice, warned, "amh:resources:dm_yes")
    assert world.say(words.DM_REFUSED) in said(answer)


async def test_where_the_outcome_is_unknown_nothing_else_is_said(world: World) -> None:
    world.env.inject_error("POST", "/channels/*/messages", status=500, times=None)
    warned = await press(world.alice, await opened(world), "amh:resources:dm")
    answer = await press(world.alice, warned, "amh:resources:dm_yes")
    assert world.say(words.DM_UNKNOWN) in said(answer)
    assert world.say(words.DM_REFUSED) not in said(answer)


async def test_what_did_not_work_is_passed_on_as_id_and_day_alone(
    world: World, tmp_path: Path
) -> None:
    page = await choose(world.alice, await opened(world), "country", "NZ")
    asked = await press(world.alice, page, "amh:resources:wrong")
    assert "today’s date" in said(asked)
    told = await choose(world.alice, asked, "report", "nz-refuge")
    assert "Women’s Refuge" in said(told)
    today = discord.utils.utcnow().date()
    (kept,) = tmp_path.glob("*.csv")
    assert kept.read_text() == f"day,resource\n{today},nz-refuge\n"
    back = await press(world.alice, told, "amh:resources:page")
    assert said(back) == said(page)


async def test_a_report_that_cannot_be_kept_says_so(world: World, tmp_path: Path) -> None:
    (tmp_path / "resource-reports.csv").mkdir()
    asked = await press(world.alice, await opened(world), "amh:resources:wrong")
    told = await choose(world.alice, asked, "report", "int-nomore")
    assert world.say(words.WRONG_LOST) in said(told)


async def test_it_works_in_direct_messages_too(world: World) -> None:
    alice = world.alice.user
    assert "resources" in alice.available_commands()
    page = await alice.slash("resources")
    assert page.ephemeral
    page = await choose(alice, page, "country", "AU")
    assert "1800 737 732" in said(page)
    warned = await press(alice, page, "amh:resources:dm")
    await press(alice, warned, "amh:resources:dm_yes")
    assert len(letters(world.alice)) == 1
    await press(alice, page, "amh:resources:close")


async def test_the_command_is_offered_everywhere(world: World) -> None:
    (commands,) = bodies(world, "PUT", "/commands")
    (command,) = [one for one in commands if one["name"] == "resources"]
    assert sorted(command["contexts"]) == [0, 1, 2]
    assert sorted(command["integration_types"]) == [0, 1]
    assert not command.get("options")


async def test_the_hub_and_the_thanks_carry_the_same_button(world: World) -> None:
    hub = await world.alice.slash(world.channel, "campaign")
    thanks = await world.sign(world.alice)
    for card in (hub, thanks):
        page = await press(world.alice, card, "amh:resources:open")
        assert page.ephemeral
        assert said(page) == said(await opened(world))
    assert message_of(thanks).id != message_of(page).id, "closing the page must leave the thanks"
