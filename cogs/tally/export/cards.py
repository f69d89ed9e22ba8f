"""The cards that carry the files of an export."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from discord import ui

from bot.interactions.cards import Card, Part, panel, small, text, title
from bot.messages import Voice
from cogs.tally import words
from cogs.tally.export.files import Export, Named


def export_card(export: Export, files: Sequence[Named], say: Voice) -> Card:
    """Return what is in the files of an export, with the first of them."""
    return Card(panel(*_body(export, say)), *_attached(files))


def more_files_card(files: Sequence[Named], say: Voice, *, number: int, messages: int) -> Card:
    """Return the card with further files of an export."""
    heading = say(words.EXPORT_MORE, number=number, messages=messages)
    return Card(panel(text(heading)), *_attached(files))


def _body(export: Export, say: Voice) -> Iterator[Part]:
    rows = export.rows
    yield title(say(words.EXPORT_TITLE))
    yield text("\n".join(f"- {line}" for line in _contents(export, say)))
    if rows.members:
        yield text(say(words.EXPORT_CARE))
    if export.files:
        yield small(say(words.EXPORT_KEPT))


def _contents(export: Export, say: Voice) -> Iterator[str]:
    rows = export.rows
    if rows.days:
        yield say(words.EXPORT_DAYS, count=rows.days)
        yield say(words.EXPORT_CHANGES, count=export.fewest)
    else:
        yield say(words.EXPORT_NO_DAYS)
    if not export.wall:
        yield say(words.EXPORT_NO_WALL)
    elif rows.members:
        yield say(words.EXPORT_MEMBERS, count=rows.members)
    else:
        yield say(words.EXPORT_NO_MEMBERS)


def _attached(files: Sequence[Named]) -> list[Part]:
    return [ui.File(f"attachment://{one.name}") for one in files]
