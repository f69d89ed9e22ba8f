"""The cards of an export: with and without a wall, before the first number, and in parts."""

from __future__ import annotations

import io
from typing import Final

from bot.domain.settings.log import RowCounts
from bot.domain.tallies.changes import Record
from bot.domain.tallies.history import Day, History
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.tally.export.cards import export_card, more_files_card, waiting_card
from cogs.tally.export.files import DAYS, MEMBERS, Begin, Export, NamedFile, changes, headings
from cogs.tally.export.tables import line_of


def _files(say: Voice, of: Samples) -> dict[str, NamedFile]:
    """Return the files as they begin, so that their words can be read beforehand too."""
    day = Day(of.today, None, None)
    record = Record(History(False, (day,)), History(True, (day,)), {})
    contents = {
        "days.csv": line_of(headings(DAYS, say)),
        "changes.json": "".join(changes(record, say, campaign=of.campaign.id)).encode(),
        "members.csv": line_of(headings(MEMBERS, say)),
    }
    files: dict[str, NamedFile] = {}
    for name, content in contents.items():
        what, _, kind = name.partition(".")
        full = f"{of.campaign.id}-{what}-{of.today.isoformat()}.{kind}"
        files[what] = NamedFile(full, io.BytesIO(content))
    return files


def _export(say: Voice, of: Samples, *, days: int, members: int, wall: bool = True) -> Card:
    every = _files(say, of)
    given = (*(("days", "changes") if days else ()), *(("members",) if members else ()))
    files = tuple(every[one] for one in given)
    return export_card(Export(RowCounts(days, members), files, wall=wall), files, say)


def _part(say: Voice, of: Samples, *, members: int, rest: bool) -> Card:
    """Return a further part of a list that one answer had no time for."""
    name = f"{of.campaign.id}-members-part-2-{of.today.isoformat()}.csv"
    files = (NamedFile(name, io.BytesIO(line_of(headings(MEMBERS, say)))),) if members else ()
    after = Begin(of.today.toordinal(), 3) if rest else None
    return export_card(Export(RowCounts(0, members), files, part=2, rest=after), files, say)


def _more(say: Voice, of: Samples) -> Card:
    return more_files_card([_files(say, of)["members"]], say, number=2, messages=2)


EXPORTS: Final = (
    Example("export", export_card, lambda say, of: _export(say, of, days=of.days(260), members=48)),
    Example("export_no_members", export_card, lambda say, of: _export(say, of, days=1, members=0)),
    Example(
        "export_no_wall",
        export_card,
        lambda say, of: _export(say, of, days=of.days(260), members=0, wall=False),
    ),
    Example("export_one_member", export_card, lambda say, of: _export(say, of, days=0, members=1)),
    Example("export_nothing", export_card, lambda say, of: _export(say, of, days=0, members=0)),
    Example("export_more", more_files_card, _more),
    Example("export_part", export_card, lambda say, of: _part(say, of, members=70_000, rest=True)),
    Example("export_last_part", export_card, lambda say, of: _part(say, of, members=1, rest=False)),
    Example("export_no_rest", export_card, lambda say, of: _part(say, of, members=0, rest=False)),
    Example(
        "export_waiting", waiting_card, lambda say, _: waiting_card(say, minutes=4, longest=12)
    ),
    Example(
        "export_waiting_long",
        waiting_card,
        lambda say, _: waiting_card(say, minutes=25, longest=12),
    ),
    Example(
        "export_waiting_next",
        waiting_card,
        lambda say, _: waiting_card(say, minutes=None, longest=12),
    ),
)
