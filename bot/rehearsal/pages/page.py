"""The lobby as HTML: each part is a pure function of what it shows, and everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from babel import Locale
from babel.dates import format_date

from bot.domain.languages import ENGLISH
from bot.messages import babel_locale
from bot.rehearsal.pages.tour import welcome
from bot.rehearsal.pages.view import ActResult, View, address, back, choices
from bot.rehearsal.words import PageWords
from bot.rehearsal.world import PEOPLE, Room, Server

_HERE: Final = Path(__file__).parent
_ACTS: Final = ("restart", "sign", "raid", "hour", "day")


def asset(name: str) -> str:
    """Return a file that the pages are made of."""
    return (_HERE / name).read_text(encoding="utf-8")


def stage_time(moment: datetime, words: PageWords) -> str:
    """Return a moment in words, in UTC."""
    locale = Locale("en", "GB") if words.locale == ENGLISH else babel_locale(words.locale)
    return f"{format_date(moment, 'long', locale=locale)}, {moment:%H:%M} UTC"


def strangers_page(words: PageWords) -> str:
    """Return what someone is told who does not know the whole address."""
    title, told = escape(words("page.title")), escape(words("page.strangers"))
    return (
        f'<!doctype html><html lang="{words.locale}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{title}</title><h1>{title}</h1><p>{told}</p></html>"
    )


def page(view: View) -> str:
    """Return the whole page."""
    say = view.words
    title = _where(view, view.room) if view.room else ""
    named = ("about", "skip", "below", "bot", "stopped", "campaign", "time", "store", "places")
    return Template(asset("lobby.html")).substitute(
        {f"say_{one}": escape(say(f"page.{one}")) for one in named},
        lang=say.locale,
        heading=escape(say("page.title")),
        base=view.base,
        title=escape(" – ".join(filter(None, (title, say("page.title"))))),
        view="in-room" if view.room else "at-home",
        look=view.look,
        acts=_acts(view),
        light="stands" if view.bot is None else "runs",
        bot=escape(say("page.stopped" if view.bot is None else "page.running")),
        campaign=escape(view.campaign),
        time=stage_time(view.now, say),
        store=escape(view.store),
        notice=_notice(view.notice),
        ended=escape(say("page.ended", command=view.command)),
        main=_stage(view, view.room) if view.room else welcome(view),
        places=_places(view),
    )


def _acts(view: View) -> str:
    """Return the buttons; the one that deletes asks before, with the way out as large."""
    say, fields = view.words, back(view)
    forms = "".join(
        f'<form method="post" action="{view.base}/{act}">{fields}'
        f'<button type="submit">{escape(say(f"buttons.{act}"))}</button></form>'
        for act in _ACTS
    )
    return (
        f"{forms}<details><summary>{escape(say('buttons.fresh'))}</summary>"
        f'<form method="post" action="{view.base}/fresh">{fields}'
        f"<p>{escape(say('buttons.fresh_question'))}</p>"
        f'<button type="submit">{escape(say("buttons.fresh_yes"))}</button></form></details>'
    )


def _notice(notice: ActResult | None) -> str:
    if notice is None:
        return ""
    kind = "notice failed" if notice.failed else "notice"
    return f'<p class="{kind}">{escape(notice.words)}</p>'


def _where(view: View, room: Room) -> str:
    name = view.world.people[view.person].name
    server = next((one for one in view.world.servers if one.plan.key == room.server), None)
    if server is None:
        return view.words("page.in_direct", name=name)
    return view.words("page.in_channel", room=room.name, server=server.plan.name, name=name)


def _stage(view: View, room: Room) -> str:
    """Return a room: where one is, in which languages, and the simulator's page for it."""
    say, where = view.words, escape(_where(view, room))
    alone, frame = "", ""
    if view.frame:
        frame = (
            f'<iframe src="{escape(view.frame)}" title="{where}" allow="clipboard-write"></iframe>'
        )
    elif view.alone:
        words = escape(say("page.alone"))
        alone = f'<a class="small" href="{escape(view.alone)}" target="_blank">{words}</a>'
    silent = f'<p class="small">{escape(say("page.nothing_here"))}</p>' if view.silent else ""
    return (
        f'<section class="room"><div><h2>{where}</h2>{alone}{_speakers(view, room)}</div>{silent}'
        f'<div role="status"><p id="moved" class="notice" hidden>{escape(say("page.moved"))} '
        f'<a href="">{escape(say("page.open_again"))}</a></p></div>{frame}</section>'
    )


def _speakers(view: View, room: Room) -> str:
    """Return the form for the languages of who one is here, and of the server."""
    person = view.world.people[view.person]
    speakers = {person.key: ("languages.person", person.name)}
    for server in view.world.servers:
        if server.plan.key == room.server:
            speakers[server.plan.key] = ("languages.server", server.plan.name)
    menus = choices(view, speakers)
    if not menus:
        return ""
    return (
        f'<form class="speakers" method="post" action="{view.base}/speak">{back(view)}'
        f"{menus}"
        f'<noscript><button type="submit">{escape(view.words("buttons.speak"))}</button></noscript>'
        "</form>"
    )


def _places(view: View) -> str:
    servers = [_server(view, server) for server in view.world.servers]
    return "\n".join([*servers, _direct(view)])


def _server(view: View, server: Server) -> str:
    seen = view.person if view.room and view.room.server == server.plan.key else ""
    rooms = [_room(view, server, room, seen) for room in server.rooms]
    people = [_person(view, server, key, seen) for key in server.plan.members]
    return (
        f'<section class="card"><h2>{escape(server.plan.name)}</h2>{_list(rooms)}'
        f"<h3>{escape(view.words('page.be_someone'))}</h3>{_list(people)}</section>"
    )


def _room(view: View, server: Server, room: Room, seen: str) -> str:
    person = seen if seen in room.actors else next(iter(room.actors))
    only = f" <span>{escape(view.words('page.moderators_only'))}</span>"
    note = only if room.name in server.plan.moderators_only else ""
    here = view.room is not None and room.key == view.room.key
    return _link(address(view.base, room.key, person), f"# {escape(room.name)}{note}", here)


def _person(view: View, server: Server, key: str, seen: str) -> str:
    """Return the link by which one is a person: in this room, or in the first they can see."""
    room = view.room if seen and view.room and key in view.room.actors else None
    room = room or next(one for one in server.rooms if key in one.actors)
    person = view.world.people[key]
    words = f"{escape(person.name)} <span>{escape(view.words(f'people.{person.about}'))}</span>"
    return _link(address(view.base, room.key, key), words, key == seen)


def _direct(view: View) -> str:
    names = {person.key: escape(person.name) for person in PEOPLE}
    links = [
        _link(
            address(view.base, room.key, key),
            names[key],
            view.room is not None and room.key == view.room.key,
        )
        for room in view.world.direct
        for key in room.actors
    ]
    title = escape(view.words("page.direct"))
    return f'<section class="card"><h2>{title}</h2>{_list(links)}</section>'


def _link(href: str, words: str, here: bool) -> str:
    current = ' aria-current="true"' if here else ""
    return f'<a href="{escape(href)}"{current}>{words}</a>'


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
