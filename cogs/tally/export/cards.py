"""The cards that carry the files of an export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from bot.interactions.cards import Card, Part, button, panel, row, small, text, title
from bot.messages import Voice
from cogs.tally import words
from cogs.tally.export.files import Export, NamedFile

_FEATURE = "tally"


def waiting_card(say: Voice, *, minutes: int | None, longest: int) -> Card:
    """Return what is said while a long list is looked up, before its files are there.

    `minutes` is how long all of it takes (None for a further part of it, which nobody counts), and
    `longest` how long one answer may take.
    """
    if minutes is None:
        said = say(words.EXPORT_WAITING_NEXT)
    else:
        said = say(words.EXPORT_WAITING, count=minutes)
        if minutes > longest:
            said += " " + say(words.EXPORT_WAITING_PARTS, count=longest)
    return Card(
        panel(title(say(words.EXPORT_TITLE)), text(said), small(say(words.EXPORT_WAITING_END)))
    )


def export_card(export: Export, files: Sequence[NamedFile], say: Voice) -> Card:
    """Return what is in the files of an export, with the first of them."""
    return Card(panel(*_body(export, say)), *_attached(files))


def more_files_card(files: Sequence[NamedFile], say: Voice, *, number: int, messages: int) -> Card:
    """Return the card with further files of an export."""
    heading = say(words.EXPORT_MORE, number=number, messages=messages)
    return Card(panel(text(heading)), *_attached(files))


def _body(export: Export, say: Voice) -> Iterator[Part | None]:
    rows = export.rows
    yield title(say(words.EXPORT_TITLE))
    yield text("\n".join(f"- {line}" for line in _contents(export, say)))
    if rows.members:
        yield text(say(words.EXPORT_CARE))
    if export.files:
        yield small(say(words.EXPORT_KEPT))
    if (rest := export.rest) is not None:
        label = say(words.EXPORT_REST_BUTTON)
        yield row([button(label, _FEATURE, "export", rest.user_id, rest.part)])


def _contents(export: Export, say: Voice) -> Iterator[str]:
    rows, first = export.rows, export.part == 1
    if rows.days:
        yield say(words.EXPORT_DAYS, count=rows.days)
        yield say(words.EXPORT_CHANGES, count=export.fewest)
    elif first:
        yield say(words.EXPORT_NO_DAYS)
    if not export.wall:
        yield say(words.EXPORT_NO_WALL)
    elif rows.members:
        yield say(words.EXPORT_MEMBERS, count=rows.members)
    elif first and export.rest is None:
        yield say(words.EXPORT_NO_MEMBERS)
    else:
        yield say(words.EXPORT_REST_NONE)
    if export.rest is not None:
        yield say(words.EXPORT_PART, part=export.part)
    elif not first and export.wall:
        yield say(words.EXPORT_LAST_PART, part=export.part)


def _attached(files: Sequence[NamedFile]) -> list[Part]:
    return [ui.File(f"attachment://{one.name}") for one in files]
