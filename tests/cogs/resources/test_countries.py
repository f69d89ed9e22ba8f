"""Every country of the world is three choices away, in every language, and a menu holds no more."""

from __future__ import annotations

import pytest

from bot.config import Configuration
from bot.domain.refusals import OutdatedControl
from bot.domain.resources import Choice, page_for
from bot.messages import Messages
from cogs.resources import words
from cogs.resources.cards import support_card
from cogs.resources.countries import OVERVIEW, country_menu, turned_to
from cogs.resources.entries import SupportPage
from tests.cogs.drawing import faults
from tests.cogs.examples.resources import TODAY
from tests.cogs.resources.using import choose, chosen, menus, opened
from tests.simulated import World, message_of, said


def shown(configuration: Configuration, country: str | None = None, menu: str = "-") -> SupportPage:
    directory = configuration.directory
    page = page_for(directory, Choice(country), locale="en", today=TODAY)
    return SupportPage(page, directory, TODAY, menu)


def test_each_country_stands_in_one_menu_in_every_language(configuration: Configuration) -> None:
    messages, directory = Messages(configuration.messages), configuration.directory
    for locale in messages.locales:
        say = messages.voice(locale)
        overview = support_card(shown(configuration, menu=OVERVIEW), say)
        assert faults(overview) == [], locale
        turns = [
            turned_to(one.value)
            for one in country_menu(shown(configuration, menu=OVERVIEW), say).options
        ]
        seen: list[str] = []
        for turn in turns:
            assert turn is not None
            card = support_card(shown(configuration, menu=turn), say)
            assert faults(card) == [], (locale, turn)
            menu = country_menu(shown(configuration, menu=turn), say)
            seen += [one.value for one in menu.options if len(one.value) == 2]
            assert menu.options[0].value == "-"
            assert turned_to(menu.options[-1].value) == OVERVIEW
        assert sorted(seen) == sorted(directory.emergency), locale
        assert all(say.country(code) != code for code in seen)


def test_the_campaigns_own_countries_stand_first_and_the_others_say_what_they_lead_to(
    configuration: Configuration,
) -> None:
    say = Messages(configuration.messages).voice("en")
    first = country_menu(shown(configuration), say)
    own = {one.value for one in first.options} - {"-", "menu-all"}
    assert own == set(configuration.directory.campaign_countries)
    begin, *others = country_menu(shown(configuration, menu=OVERVIEW), say).options
    assert (begin.label, begin.description) == (
        "Argentina to United States",
        say(words.WITH_ENTRIES),
    )
    assert others[0].label.startswith("Afghanistan to ")
    assert others[-1].label.endswith(" to Zimbabwe")
    assert {one.description for one in others} == {say(words.WITHOUT_ENTRIES)}


def test_a_chosen_country_stands_chosen_in_its_own_menu(configuration: Configuration) -> None:
    say = Messages(configuration.messages).voice("en")
    for country in ("GB", "JP", "ZW", "AX"):
        menu = country_menu(shown(configuration, country), say)
        assert [one.value for one in menu.options if one.default] == [country]
        elsewhere = country_menu(shown(configuration, country, OVERVIEW), say)
        assert [one.value for one in elsewhere.options if one.default] == []


@pytest.mark.parametrize("forged", ["menu-", "menu-x", "menu-٣", "menu--1", "menu-1000"])
def test_a_menu_that_there_never_was_is_refused(forged: str) -> None:
    with pytest.raises(OutdatedControl):
        turned_to(forged)


async def test_a_country_outside_the_campaigns_is_chosen_and_its_number_shown(world: World) -> None:
    page = await choose(world.alice, await opened(world), "audience", "survivor")
    page = await choose(world.alice, page, "country", "menu-all")
    assert message_of(page).ephemeral
    assert chosen(page, "audience") == ["survivor"], "turning the menu changes nothing else"
    groups = menus(page)["country"]["options"]
    with_japan = next(one for one in groups[1:] if one["label"].split(" to ")[1] >= "Japan")
    page = await choose(world.alice, page, "country", with_japan["value"])
    options = {one["label"]: one["value"] for one in menus(page)["country"]["options"]}
    assert options["Japan"] == "JP"
    await world.restart()
    page = await choose(world.alice, page, "audience", "-")
    assert "JP" in {one["value"] for one in menus(page)["country"]["options"]}
    page = await choose(world.alice, page, "country", "JP")
    assert "Call **110** or **119**" in said(page)
    assert chosen(page, "country") == ["JP"]
    page = await choose(world.alice, page, "audience", "survivor")
    assert (chosen(page, "country"), chosen(page, "audience")) == (["JP"], ["survivor"])


async def test_a_control_of_an_earlier_release_still_works(world: World) -> None:
    page = await opened(world)
    old = await world.post_control(world.channel, "amh:resources:page:JP:-:0")
    answer = await world.alice.click(old, label="Old")
    assert "**110**" in said(answer)
    assert said(page) != said(answer)
