"""A passage on a card: word for word, with its note before it and its source after it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from bot.config.locales import can_be_chosen
from bot.domain.languages import same_language, text_in
from bot.domain.letter import Letter, Passage, Source, Translation
from bot.domain.phrases import OPTION, Phrase
from bot.domain.text import shorten
from bot.interactions.cards import MOST_OPTIONS, Part, custom_id, quote, small, text
from bot.messages import LanguageName, Voice, with_isolates
from cogs.letter import words

_MARKDOWN = re.compile(
    r"([\\*_~`|<]|\[(?=[^\]\n]*\]\())|^(\s*)(#{1,3}|-#|>{1,3}|[+-]|\d+\.)(?=\s)", re.MULTILINE
)
"""Signs that Discord formats anywhere, and those that it formats at the beginning of a line."""
_LANDMARKS = 12
"""How many of them are spread over the whole letter, where it has more."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage as one reader gets it: in translation where there is one, else the original.

    Attributes:
        locale: the reader's language, which the letter may have and the catalogue not.
    """

    letter: Letter
    passage: Passage
    locale: str
    translation: Translation | None

    @classmethod
    def of(cls, letter: Letter, passage: Passage, locale: str) -> Reading:
        """Return the passage for a reader of a language."""
        foreign = not same_language(letter.locale, locale)
        return cls(letter, passage, locale, passage.translation(locale) if foreign else None)

    @property
    def words(self) -> str:
        """The words shown first."""
        return self.translation.text if self.translation else self.passage.text


def exactly(words_: str) -> str:
    """Return a printed text so that Discord shows each of its signs as it is, and in its place."""
    return _MARKDOWN.sub(_escaped, with_isolates(words_))


def _escaped(found: re.Match[str]) -> str:
    if found[1]:
        return f"\\{found[1]}"
    indent, sign = found[2], found[3]
    return f"{indent}{sign[:-1]}\\." if sign.endswith(".") else f"{indent}\\{sign}"


def passage_parts(reading: Reading, say: Voice, *, credited: bool = True) -> list[Part]:
    """Return a passage with its content note, its translation's mark, and its sources.

    A card that names the letter in its heading needs no `credited` line below.
    """
    note = content_note(reading, say)
    return [
        *([note] if note else []),
        quote(exactly(reading.words)),
        *origin_parts(reading, say, credited=credited),
    ]


def origin_parts(reading: Reading, say: Voice, *, credited: bool = True) -> list[Part]:
    """Return what stands under a passage: what it is, where it is from and where it was read."""
    under = original_parts(reading, say) if reading.translation else _remarks(reading, say)
    read_in = _read_in(reading.passage.sources, say)
    credit = [small(credit_line(reading, say))] if credited else []
    return [*under, *credit, small(read_in)]


def original_parts(reading: Reading, say: Voice) -> list[Part]:
    """Return the mark of a translation, and the original after it."""
    translation = reading.translation
    if translation is None:
        return []
    phrase = words.TRANSLATED if translation.whole else words.TRANSLATED_PART
    original = LanguageName(reading.letter.locale, regional=True)
    return [
        small(say(phrase, credit=translation.credit, language=original)),
        quote(exactly(reading.passage.text)),
    ]


def content_note(reading: Reading, say: Voice) -> Part | None:
    """Return the line that stands before a passage which needs one."""
    note = reading.passage.content_note
    if note is None:
        return None
    return text(say(words.CONTENT_NOTE, note=with_isolates(text_in(note, reading.locale))))


def _remarks(reading: Reading, say: Voice) -> Iterator[Part]:
    if reading.passage.fragment:
        yield small(say(words.FRAGMENT))
    written = reading.letter.locale
    if not same_language(written, reading.locale) and can_be_chosen(written):
        yield small(say(words.UNTRANSLATED, language=LanguageName(written, regional=True)))


def credit_line(reading: Reading, say: Voice) -> str:
    """Return the letter's title and date, and the paragraph."""
    letter, passage = reading.letter, reading.passage
    return say(words.CREDIT, title=letter.title, date=letter.dated, paragraph=passage.paragraph)


def _read_in(sources: Iterable[Source], say: Voice) -> str:
    return say(words.READ_IN, sources=linked(sources, say))


def linked(sources: Iterable[Source], say: Voice, *, room: int = 500) -> str:
    """Return sources as links where an address is known, else by name and day.

    Where that takes more than `room` characters, names must do, as many as there is room for.
    """
    sources = tuple(sources)
    whole = ", ".join(source_named(source, say) for source in sources)
    return whole if len(whole) <= room else shorten(", ".join(one.outlet for one in sources), room)


def source_named(source: Source, say: Voice) -> str:
    """Return a source as a link where an address is known, else by name and day."""
    if source.url:
        return f"[{source.outlet}](<{source.url}>)"
    if source.published:
        return f"{source.outlet} ({say.date(source.published)})"
    return source.outlet


def passage_menu(
    reading: Reading,
    say: Voice,
    *,
    ask: Phrase,
    action: str,
    args: Iterable[str] = (),
    start: int | None = None,
) -> ui.ActionRow[Any]:
    """Return a menu of passages, to jump from one or from a place on: Discord shows 25 at most."""
    letter = reading.letter
    if start is None:
        places = within_reach(len(letter.passages), letter.place(reading.passage.id))
    else:
        places = range(start, min(start + MOST_OPTIONS, len(letter.passages)))
    options = [
        discord.SelectOption(
            label=shorten(f"{at + 1}. {Reading.of(letter, passage, reading.locale).words}", OPTION),
            description=say(words.PARAGRAPH, paragraph=passage.paragraph),
            value=passage.id,
        )
        for at in places
        for passage in (letter.passages[at],)
    ]
    menu: ui.Select[Any] = ui.Select(
        custom_id=custom_id("letter", action, *args), placeholder=say(ask), options=options
    )
    return ui.ActionRow(menu)


def within_reach(total: int, place: int) -> list[int]:
    """Return the places that a menu offers from one: those around it, and some over the whole.

    So any passage of a letter of a hundred is two choices away.
    """
    if total <= MOST_OPTIONS:
        return list(range(total))
    found = {round(one * (total - 1) / (_LANDMARKS - 1)) for one in range(_LANDMARKS)}
    for at in sorted(range(total), key=lambda one: abs(one - place)):
        if len(found) == MOST_OPTIONS:
            break
        found.add(at)
    return sorted(found)


def menu_start(letter: Letter, *, around: int) -> int:
    """Return where the menu begins that has a place in its middle, or as near as can be."""
    return within_letter(letter, around - MOST_OPTIONS // 2)


def within_letter(letter: Letter, start: int) -> int:
    """Return the nearest place from which on a menu is full, or the first one."""
    return max(0, min(start, len(letter.passages) - MOST_OPTIONS))
