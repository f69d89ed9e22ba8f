"""What a page of the lobby shows, and the parts that more than one page is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape

from bot.outreach import OutreachBot
from bot.rehearsal.languages import Languages, offered
from bot.rehearsal.words import PageWords
from bot.rehearsal.world import Room, World


@dataclass(frozen=True, slots=True)
class ActResult:
    """What came of the last button: shown once."""

    words: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class View:
    """All that a page of the lobby shows.

    `base` is the path under which the lobby lives; `alone` is the address of the simulator's page
    and `look` its number, both empty on the first page. `frame` is the address under which it can
    stand inside the lobby's page, empty if it cannot. `command` is how a rehearsal is started in
    this folder. `bot` is None where it does not run.
    """

    base: str
    words: PageWords
    world: World
    languages: Languages
    now: datetime
    store: str
    folder: str
    command: str
    campaign: str
    bot: OutreachBot | None
    menus: Mapping[str, str] = field(default_factory=dict[str, str])
    room: Room | None = None
    person: str = ""
    frame: str = ""
    alone: str = ""
    look: str = ""
    silent: bool = False
    notice: ActResult | None = None


def address(base: str, room: str, person: str) -> str:
    """Return the address of a room as seen by a person."""
    return f"{base}/room/{room}?as={person}"


def back(view: View) -> str:
    """Return the fields by which a button comes back to the room it was pressed in."""
    if view.room is None:
        return ""
    fields = {"room": view.room.key, "as": view.person}
    return "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">'
        for name, value in fields.items()
    )


def choices(view: View, speakers: Mapping[str, tuple[str, str]]) -> str:
    """Return a menu of languages for each speaker: by their key, how it is labelled and a name.

    A campaign of one language, or of one that Discord does not offer, leaves nothing to choose.
    """
    languages = offered(view.bot.messages) if view.bot else {}
    if len(languages) < 2:
        return ""
    return "".join(
        f"<label><span>{escape(view.words(key, name=name))}</span>"
        f'<select name="speaks-{speaker}">{_options(languages, view.languages.of(speaker))}'
        "</select></label>"
        for speaker, (key, name) in speakers.items()
    )


def _options(languages: Mapping[str, str], chosen: str) -> str:
    return "".join(
        f'<option value="{code}"{" selected" if code == chosen else ""}>{escape(name)}</option>'
        for code, name in languages.items()
    )
