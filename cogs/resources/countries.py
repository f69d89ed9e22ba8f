"""The menu of countries: more than a menu of Discord holds, so it has pages of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from discord import ui

from bot.domain.refusals import OutdatedControl
from bot.domain.text import search_form
from bot.interactions.cards import custom_id
from bot.messages import Voice
from cogs.resources import words
from cogs.resources.entries import SupportPage
from cogs.resources.menus import FEATURE, NONE, args_of

MOST: Final = 23
"""How many countries stand in one menu: Discord takes 25 options, and two are no countries."""

OVERVIEW: Final = "all"
"""The menu that leads to each of the others, by its first and its last country."""

_TURN: Final = "menu-"
"""How an option begins that turns the menu; a country's code has no small letters."""

Named = tuple[str, str]
"""A country's name in the reader's language, and its code."""


def turned_to(option: str) -> str | None:
    """Return which menu an option leads to; None where it chooses a country."""
    return menu_named(option.removeprefix(_TURN)) if option.startswith(_TURN) else None


def menu_named(menu: str) -> str:
    """Return a menu that a control names.

    Raises:
        OutdatedControl: when there never was such a menu.
    """
    if menu not in {NONE, OVERVIEW} and not (menu.isascii() and menu.isdigit() and len(menu) < 4):
        raise OutdatedControl
    return menu


def country_menu(shown: SupportPage, say: Voice) -> ui.Select[Any]:
    """Return the menu that was turned to, or else the one in which the chosen country stands.

    Where none is chosen, no option is shown as chosen: the menu says what it is for instead.
    """
    menus = _menus(shown, say)
    if shown.menu == OVERVIEW:
        return _overview(shown, menus, say)
    chosen = shown.page.choice.country
    if shown.menu == NONE:
        named = _menu_of(chosen, menus)
        select = _select(shown, say(words.COUNTRY_MENU))
    else:  # where the chosen country is not, the menu says which countries these are
        named = menus[min(int(shown.menu), len(menus) - 1)]
        select = _select(shown, say(words.COUNTRIES_RANGE, first=named[0][0], last=named[-1][0]))
    select.add_option(label=say(words.NO_COUNTRY), value=NONE)
    for name, code in named:
        select.add_option(label=name, value=code, default=code == chosen)
    if len(shown.directory.emergency) > len(named):
        select.add_option(label=say(words.MORE_COUNTRIES), value=f"{_TURN}{OVERVIEW}")
    return select


def _menus(shown: SupportPage, say: Voice) -> list[list[Named]]:
    """Return the countries in the order of their names, as many together as a menu holds.

    The campaign's own stand first. The names of the others are looked up only where they are
    needed: on the pages that most people see, they are not.
    """
    directory, chosen = shown.directory, shown.page.choice.country
    own = directory.campaign_countries
    menus = list(_chunks(_in_order(own, say)))
    if menus and shown.menu == NONE and (chosen is None or chosen in own):
        return menus
    others = (code for code, one in directory.emergency.items() if one.from_list)
    return [*menus, *_chunks(_in_order(others, say))]


def _in_order(codes: Iterable[str], say: Voice) -> list[Named]:
    """Return countries in the order of their names; accents do not count: É stands among the E."""
    return sorted(
        ((say.country(code), code) for code in codes), key=lambda one: search_form(one[0])
    )


def _chunks(named: list[Named]) -> Iterable[list[Named]]:
    return (named[at : at + MOST] for at in range(0, len(named), MOST))


def _menu_of(country: str | None, menus: list[list[Named]]) -> list[Named]:
    """Return the menu a country stands in; the first for none."""
    found = (named for named in menus if any(code == country for _, code in named))
    return next(found, menus[0])


def _overview(shown: SupportPage, menus: list[list[Named]], say: Voice) -> ui.Select[Any]:
    own = len(shown.directory.campaign_countries)
    select = _select(shown, say(words.COUNTRIES_MENU))
    for at, named in enumerate(menus):
        select.add_option(
            label=say(words.COUNTRIES_RANGE, first=named[0][0], last=named[-1][0]),
            value=f"{_TURN}{at}",
            description=say(words.WITH_ENTRIES if at * MOST < own else words.WITHOUT_ENTRIES),
        )
    return select


def _select(shown: SupportPage, placeholder: str) -> ui.Select[Any]:
    made = custom_id(FEATURE, "country", *args_of(shown.page))
    return ui.Select(custom_id=made, placeholder=placeholder)
