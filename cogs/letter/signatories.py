"""Who signed the letter in its time: a page of names with roles, found by either, sources below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from discord import app_commands, ui

from bot.domain.languages import text_in
from bot.domain.letter import Letter, Signatory, Source
from bot.domain.phrases import OPTION
from bot.domain.text import shorten
from bot.interactions.cards import (
    CARD_TEXT,
    MOST_OPTIONS,
    Card,
    Part,
    button,
    panel,
    plain,
    row,
    rule,
    small,
    text,
    title,
    turning,
)
from bot.messages import Voice
from bot.services.letter import SignatoryPage
from cogs.letter import words
from cogs.letter.passages import exactly, source_named

LONGEST_SEARCH: Final = 80
"""Characters that one may look for: a whole name."""

_CARRIED: Final = 40
"""Characters of what was looked for that the buttons of a page carry to the next."""

_SPARE: Final = 200
_SOURCES_ROOM: Final = 1_200

Choice = app_commands.Choice[str]


def name_choices(found: Sequence[Signatory], locale: str) -> list[Choice]:
    """Return names as Discord offers them, each with its role in the member's language."""
    return [
        Choice(name=shorten(", ".join(_described(one, locale)), OPTION), value=one.name)
        for one in found[:MOST_OPTIONS]
    ]


def signatories_card(letter: Letter, page: SignatoryPage, say: Voice, *, locale: str) -> Card:
    """Return one page of who signed the letter: as the press had it then, or as it is known."""
    sources = list(dict.fromkeys(each for one in page.signatories for each in one.sources))
    parts = [
        title(_title(letter, say)),
        text(_lead(letter, page, say)),
        *(text(_signatory(one, say, locale, sources)) for one in page.signatories),
        rule(),
        small("\n".join(_remainder(letter, say))),
        small(say(words.PAGE, page=page.page + 1, pages=page.pages)) if page.pages > 1 else None,
    ]
    used = sum(len(one.content) for one in parts if isinstance(one, ui.TextDisplay))
    below = _sources(sources, say, room=min(_SOURCES_ROOM, CARD_TEXT - _SPARE - used))
    return Card(panel(*parts[:-2], below, *parts[-2:], *_ways_on(page, say)))


def _title(letter: Letter, say: Voice) -> str:
    if letter.from_press:
        return say(words.SIGNATORIES_TITLE, year=str(letter.dated.year))
    return say(words.SIGNATORIES_NAMED_TITLE)


def _lead(letter: Letter, page: SignatoryPage, say: Voice) -> str:
    if not page.search:
        count = len(letter.signatories)
        intro = words.SIGNATORIES_INTRO if letter.from_press else words.SIGNATORIES_NAMED
        return say(intro, date=letter.dated, count=count)
    search = f"**{plain(page.search, limit=LONGEST_SEARCH)}**"
    if not page.total:
        none = words.SIGNATORIES_NONE if letter.from_press else words.SIGNATORIES_NAMED_NONE
        return say(none, search=search)
    return say(words.SIGNATORIES_FOUND, search=search, count=page.total)


def _described(one: Signatory, locale: str) -> list[str]:
    return [one.name, text_in(one.role, locale)] if one.role else [one.name]


def _signatory(one: Signatory, say: Voice, locale: str, sources: list[Source]) -> str:
    """Return a name with its role, its note, and the numbers of its sources below."""
    name = f"**{exactly(one.name)}**"
    role = exactly(text_in(one.role, locale)) if one.role else ""
    said = say(words.SIGNATORY, name=name, role=role) if role else name
    numbers = ", ".join(map(str, sorted(sources.index(each) + 1 for each in one.sources)))
    note = f"\n{text_in(one.note, locale)}" if one.note else ""
    return f"{said} [{numbers}]{note}"


def _sources(sources: list[Source], say: Voice, *, room: int) -> Part | None:
    """Return the sources of a page, once, by the numbers that stand after the names."""
    if not sources:
        return None
    room -= len(say(words.SOURCES, sources=""))
    whole = _numbered([source_named(one, say) for one in sources])
    if len(whole) > room:
        whole = shorten(_numbered([one.outlet for one in sources]), room)
    return small(say(words.SOURCES, sources=whole))


def _numbered(names: list[str]) -> str:
    return ", ".join(f"[{number}] {name}" for number, name in enumerate(names, 1))


def _remainder(letter: Letter, say: Voice) -> Iterator[str]:
    press = letter.from_press
    if letter.press_count > len(letter.signatories):
        more = words.SIGNATORIES_UNCONFIRMED if press else words.SIGNATORIES_NAMED_UNCONFIRMED
        yield say(more, about=letter.press_count)
    if letter.withheld:
        yield say(words.SIGNATORIES_WITHHELD, count=letter.withheld)
    yield say(words.SIGNATORIES_NOTE if press else words.SIGNATORIES_NAMED_NOTE)


def _ways_on(page: SignatoryPage, say: Voice) -> list[Part | None]:
    return [
        row(_turning(page, say)),
        row([button(say(words.ALL_NAMES_BUTTON), "letter", "signatories", 0, "all")])
        if page.search
        else None,
    ]


def _turning(page: SignatoryPage, say: Voice) -> list[ui.Button[Any]]:
    labels = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    search = [page.search[:_CARRIED].strip()] if page.search else []
    return turning(labels, page.page, page.pages, "letter", "signatories", after=search)
