"""The page: cards side by side in every language, in one file that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Final

from bot.config import Configuration
from bot.examples import under_way
from bot.messages import Messages, babel_locale
from bot.preview.commands import ListedCommand, listed
from bot.preview.components import Drawing
from bot.preview.content import NAMES, Entry, Rendered
from bot.preview.markdown import Viewer

_HERE: Final = Path(__file__).parent

BEGINNING: Final = "<!doctype html><!-- a preview of a campaign -->"
"""How every page begins, so that nothing else is ever written over."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that a page shows.

    Attributes:
        beside: languages of which only the cards are shown that the campaign's texts change.
    """

    configuration: Configuration
    messages: Messages
    locales: Sequence[str]
    entries: Sequence[Entry]
    now: datetime
    beside: Sequence[str] = ()

    @property
    def columns(self) -> Sequence[str]:
        """Every language that is shown."""
        return (*self.locales, *self.beside)


def page(contents: Contents) -> str:
    """Return the page as HTML; no word of a campaign is taken for anything but a word."""
    features = dict.fromkeys(one.feature for one in contents.entries)
    template = Template((_HERE / "page.html").read_text(encoding="utf-8"))
    style = (_HERE / "page.css").read_text(encoding="utf-8")
    return BEGINNING + template.substitute(
        style=style + "".join(map(_hidden_unless_wanted, contents.columns)),
        title=escape(contents.configuration.campaign.name),
        day=f"{contents.now.day} {contents.now:%B %Y, %H:%M} UTC",
        languages="".join(_switch(one, contents) for one in contents.columns),
        features="".join(f'<a href="#{name}">{name}</a>' for name in ("commands", *features)),
        commands="".join(_commands(contents)),
        cards="".join(_features(contents)),
    )


def _hidden_unless_wanted(locale: str) -> str:
    """Return the rule that hides a language whose box is not ticked; codes are Discord's own."""
    return f"body:has(#only-{locale}:not(:checked)) .in-{locale}{{display:none}}\n"


def _switch(locale: str, contents: Contents) -> str:
    name, note = escape(_name(locale)), ""
    if locale in contents.beside:
        note = " (only what its texts change)"
    elif not contents.messages.speaks(locale):
        note = " (no words yet: others stand in)"
    return (
        f'<label><input type="checkbox" id="only-{locale}" autocomplete="off" checked>'
        f"<bdi>{name}</bdi>{note}</label>"
    )


def _name(locale: str) -> str:
    found = babel_locale(locale)
    return found.get_display_name(found) or locale


def _features(contents: Contents) -> Iterator[str]:
    seen = under_way(contents.configuration.campaign, contents.now)
    viewers = {one: Viewer(one, seen, NAMES) for one in contents.columns}
    drawings = {locale: Drawing(viewer) for locale, viewer in viewers.items()}
    for feature, found in groupby(contents.entries, key=lambda one: one.feature):
        entries = list(found)
        links = "".join(f'<a href="#{_anchor(one)}">{_title(one)}</a>' for one in entries)
        yield f'<section id="{feature}"><h2>{feature}</h2>'
        yield f"<details><summary>{len(entries)} cards</summary><nav>{links}</nav></details>"
        yield from (_entry(one, drawings) for one in entries)
        yield "</section>"


def _anchor(entry: Entry) -> str:
    return escape(f"{entry.feature}-{entry.name}")


def _title(entry: Entry) -> str:
    return escape(entry.name.replace("_", " "))


def _entry(entry: Entry, drawings: dict[str, Drawing]) -> str:
    cards = "".join(_language(one, drawings[one.locale]) for one in entry.shown)
    words = ", ".join(f"<code>{escape(key)}</code>" for key in entry.keys)
    keys = f'<details class="keys"><summary>its words</summary><p>{words}</p></details>'
    return (
        f'<article id="{_anchor(entry)}"><h3>{_title(entry)}</h3>{keys if words else ""}'
        f'<div class="languages">{cards}</div></article>'
    )


def _language(shown: Rendered, drawing: Drawing) -> str:
    lacking = ", ".join(f"<code>{escape(key)}</code>" for key in shown.lacking)
    warning = f'<p class="lacking">not translated: {lacking}</p>' if lacking else ""
    return _column(shown.locale, drawing.message(shown.components, shown.picture) + warning)


def _column(locale: str, inside: str) -> str:
    name = f'<p class="name"><bdi>{escape(_name(locale))}</bdi></p>'
    return f'<div class="in-{locale}" lang="{locale}">{name}{inside}</div>'


def _commands(contents: Contents) -> Iterator[str]:
    for locale in contents.locales:
        inside = "".join(map(_command, listed(contents.configuration, contents.messages, locale)))
        yield _column(locale, f'<dl class="commands">{inside}</dl>')


def _command(command: ListedCommand) -> str:
    options = "".join(
        f'<dd class="option" dir="auto"><code>{escape(one.name)}</code>'
        f"{'' if one.required else ' (optional)'}: {escape(one.description)}"
        f"{_choices(one.choices)}</dd>"
        for one in command.options
    )
    about = command.description or "(in the menu of a message, under Apps)"
    return f"<dt><bdi>{escape(command.name)}</bdi></dt><dd dir='auto'>{escape(about)}</dd>{options}"


def _choices(choices: tuple[str, ...]) -> str:
    return f" [{' · '.join(map(escape, choices))}]" if choices else ""
