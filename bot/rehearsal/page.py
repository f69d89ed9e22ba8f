"""The lobby as HTML: each part is a pure function of what it shows, and everything is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from string import Template
from typing import Final

from bot.rehearsal.world import PEOPLE, Room, Server, World

_HERE: Final = Path(__file__).parent

FIRST: Final = ("riverside-campaign", "maya")
SECOND: Final = ("riverside-campaign", "jonas")
"""The rooms and the people of the tour on the first page."""

_AROUND: Final = {"letter": ("/letter quote", "/letter verify"), "resources": ("/resources",)}
"""What one can look at besides, by the file of the folder that it is for."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What came of the last button: shown once."""

    words: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """All that a page of the lobby shows.

    `files` are those that the campaign's folder has. `base` is the path under which the lobby
    lives; `alone` is the address of the simulator's page and `look` its number, both empty on the
    first page. `frame` is the address under which it can stand inside the lobby's page, empty if it
    cannot.
    """

    base: str
    world: World
    now: datetime
    store: str
    campaign: str | None
    files: frozenset[str] = frozenset()
    room: Room | None = None
    person: str = ""
    frame: str = ""
    alone: str = ""
    look: str = ""
    notice: Notice | None = None


def asset(name: str) -> str:
    """Return a file that the pages are made of."""
    return (_HERE / name).read_text(encoding="utf-8")


def stage_time(moment: datetime) -> str:
    """Return a moment in words, in UTC."""
    return f"{moment.day} {moment:%B %Y, %H:%M} UTC"


def address(base: str, room: str, person: str) -> str:
    """Return the address of a room as seen by a person."""
    return f"{base}/room/{room}?as={person}"


def page(view: View) -> str:
    """Return the whole page."""
    here = f"#{view.room.name} – " if view.room else ""
    return Template(asset("lobby.html")).substitute(
        base=view.base,
        title=escape(f"{here}Rehearsal"),
        view="in-room" if view.room else "at-home",
        look=view.look,
        back=_back(view),
        light="stands" if view.campaign is None else "runs",
        bot="not running" if view.campaign is None else "running",
        campaign=escape(view.campaign or "–"),
        time=stage_time(view.now),
        store=escape(view.store),
        notice=_notice(view.notice),
        main=_stage(view, view.room) if view.room else _welcome(view),
        places=_places(view),
    )


def _back(view: View) -> str:
    """Return the fields by which a button comes back to the room it was pressed in."""
    if view.room is None:
        return ""
    fields = {"room": view.room.key, "as": view.person}
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def _notice(notice: Notice | None) -> str:
    if notice is None:
        return ""
    kind = "notice failed" if notice.failed else "notice"
    return f'<p class="{kind}">{escape(notice.words)}</p>'


def _welcome(view: View) -> str:
    rooms = view.world.rooms
    around = [one for file, some in _AROUND.items() if file in view.files for one in some]
    return Template(asset("welcome.html")).substitute(
        first=address(view.base, *FIRST),
        first_room=escape(rooms[FIRST[0]].name),
        first_name=escape(view.world.people[FIRST[1]].name),
        second=address(view.base, *SECOND),
        second_room=escape(rooms[SECOND[0]].name),
        second_name=escape(view.world.people[SECOND[1]].name),
        store=escape(view.store),
        around="".join(f"<kbd>{one}</kbd>, " for one in around),
    )


def _stage(view: View, room: Room) -> str:
    name = escape(view.world.people[view.person].name)
    where = f"Direct messages of {escape(room.name)} and the bot"
    server = next((one for one in view.world.servers if one.plan.key == room.server), None)
    if server is not None:
        where = f"#{escape(room.name)} in {escape(server.plan.name)}, as {name}"
    alone, frame = escape(view.alone), ""
    if view.frame:
        src = escape(view.frame)
        frame = f'<iframe src="{src}" title="{where}" allow="clipboard-write"></iframe>'
    return (
        f'<section class="room"><div><h2>{where}</h2>'
        f'<a class="small" href="{alone}" target="_blank">This room alone, in a new tab</a></div>'
        f"{frame}</section>"
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
        f"<h3>Be someone here</h3>{_list(people)}</section>"
    )


def _room(view: View, server: Server, room: Room, seen: str) -> str:
    person = seen if seen in room.actors else next(iter(room.actors))
    note = " <span>moderators only</span>" if room.name in server.plan.moderators_only else ""
    here = view.room is not None and room.key == view.room.key
    return _link(address(view.base, room.key, person), f"# {escape(room.name)}{note}", here)


def _person(view: View, server: Server, key: str, seen: str) -> str:
    """Return the link by which one is a person: in this room, or in the first they can see."""
    room = view.room if seen and view.room and key in view.room.actors else None
    room = room or next(one for one in server.rooms if key in one.actors)
    person = view.world.people[key]
    words = f"{escape(person.name)} <span>{escape(person.about)}</span>"
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
    return f'<section class="card"><h2>Direct messages with the bot</h2>{_list(links)}</section>'


def _link(href: str, words: str, here: bool) -> str:
    current = ' aria-current="true"' if here else ""
    return f'<a href="{escape(href)}"{current}>{words}</a>'


def _list(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f"<li>{item}</li>" for item in items) + "</ul>"
