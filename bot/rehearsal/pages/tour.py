"""The first page: what each kind of visitor tries in their first minute, and what is here."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from html import escape
from typing import Final

from bot.domain.phrases import Phrase
from bot.outreach import phrases
from bot.rehearsal.pages.command_list import commands_in
from bot.rehearsal.pages.view import View, address, choices

_STEPS: Final = {"member": 4, "moderator": 4, "organiser": 4, "need": 3}
PLACES: Final[Mapping[str, tuple[str, str]]] = {
    "member": ("riverside-campaign", "maya"),
    "moderator": ("riverside-moderators", "priya"),
    "moderator_campaign": ("riverside-campaign", "priya"),
    "organiser": ("riverside-campaign", "sam"),
    "need": ("dm-elif", "elif"),
    "need_campaign": ("riverside-campaign", "elif"),
}
"""Where the links of the tour lead: a room, and who one is there."""

_NEEDS: Final = {"need": {"resources"}, "organiser_4": {"letter", "resources"}}
"""The files without which a campaign has nothing for a visitor, or for one of their steps."""

_EXACT: Final = {"member_3": "member_3_exact"}
"""The steps that say when numbers move, as they are told where one person moves a number."""

_NAMED: Final[Mapping[str, str]] = {
    "sign": "campaign.sign_button",
    "pledge": "pledge.pledge_button",
    "post": "campaign.post_button",
    "features": "setup.group_features",
    "support": "command_names.find_help",
}
"""What stands in the steps as the bot itself calls it: buttons and groups, by their phrases."""
_MENUS: Final[Mapping[str, str]] = {"quote": "Quote the letter", "find_help": "Find help"}
"""The menus of a message that stand in the steps."""

_MARKS: Final = (
    (re.compile(r"\*\*(.+?)\*\*"), r"<b>\1</b>"),
    (re.compile(r"\*(.+?)\*"), r"<i>\1</i>"),
    (re.compile(r"`(.+?)`"), r"<kbd>\1</kbd>"),
)


def welcome(view: View) -> str:
    """Return the first page's own part."""
    say, server = view.words, view.world.servers[0].plan.name
    visitors = "".join(
        _visitor(view, who, steps) for who, steps in _STEPS.items() if _is_there(view, who)
    )
    abouts = "".join(
        f"<p>{marked(view, say(f'about.{one}', server=server))}</p>"
        for one in ("restart", "sign", "raid", "hours", "fresh")
    )
    return (
        f'<article class="welcome"><h2>{escape(say("tour.title"))}</h2>'
        f'<div class="visitors">{visitors}</div>'
        f"{_languages(view)}"
        f"<h2>{escape(say('about.buttons'))}</h2>{abouts}"
        f"<h2>{escape(say('about.discord'))}</h2><p>{marked(view, say('about.on_discord'))}</p>"
        f'<p class="small">{escape(say("about.kept", folder=view.folder))}</p></article>'
    )


def _visitor(view: View, who: str, steps: int) -> str:
    person = PLACES[who][1]
    numbered = [f"{who}_{number}" for number in range(1, steps + 1)]
    items = "".join(
        f"<li>{_step(view, person, f'tour.{told_as(view, one)}')}</li>"
        for one in numbered
        if _is_there(view, one)
    )
    return f"<section><h3>{escape(view.words(f'tour.{who}'))}</h3><ol>{items}</ol></section>"


def _is_there(view: View, part: str) -> bool:
    """Return whether the campaign has what a visitor or a step is about."""
    return view.bot is None or _NEEDS.get(part, set()) <= view.bot.services.configuration.parts


def told_as(view: View, step: str) -> str:
    """Return as what a step is told: where one person moves a number, none appears together."""
    exact = view.bot is not None and view.bot.services.campaign.moved_by_one
    return _EXACT.get(step, step) if exact else step


def _step(view: View, person: str, key: str) -> str:
    """Return one step; what the person's cards say stands in it in that person's language."""
    rooms = view.world.rooms
    values = {"room": rooms["riverside-campaign"].name, "moderators": "moderators"}
    if view.bot is None:
        return marked(view, view.words(key, **values, **dict.fromkeys((*_NAMED, *_MENUS), "…")))
    say = view.bot.messages.voice(view.languages.of(person))
    named = {name: say(one) for name, one in _phrases().items()}
    if not _is_there(view, "need"):
        named["support"] = "…"
    menus = {name: view.menus.get(one, "…") for name, one in _MENUS.items()}
    words = view.words(key, **values, **named, **menus)
    return marked(view, commands_in(words, view.bot.tree, say))


@cache
def _phrases() -> Mapping[str, Phrase]:
    """Return the phrases of `_NAMED`: they are looked for among all only once."""
    said = phrases()
    return {name: said[one] for name, one in _NAMED.items()}


def marked(view: View, words: str) -> str:
    """Return words as HTML: **bold**, *slanted*, `typed`, and [a link](to a place of the tour)."""
    html = escape(words, quote=False)
    for pattern, shown in _MARKS:
        html = pattern.sub(shown, html)

    def link(found: re.Match[str]) -> str:
        return f'<a href="{escape(address(view.base, *PLACES[found[2]]))}">{found[1]}</a>'

    return re.sub(r"\[([^\]]+)\]\((\w+)\)", link, html)


def _languages(view: View) -> str:
    """Return the form in which everyone's language is chosen, where there is a choice."""
    people = {one.key: ("languages.person", one.name) for one in view.world.people.values()}
    servers = {one.plan.key: ("languages.server", one.plan.name) for one in view.world.servers}
    menus, say = choices(view, servers | people), view.words
    if not menus:
        return ""
    return (
        f"<h2>{escape(say('languages.title'))}</h2><p>{escape(say('languages.about'))}</p>"
        f'<form class="languages" method="post" action="{view.base}/speak">'
        f"{menus}"
        f'<button type="submit">{escape(say("buttons.speak"))}</button></form>'
    )
