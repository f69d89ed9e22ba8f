"""The cards of an export: with and without a wall, before the first number, and in parts."""

from __future__ import annotations

import io
from typing import Final

from bot.domain.settings.log import Rows
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from cogs.tally.export.cards import export_card, more_files_card
from cogs.tally.export.files import Export, Named

_SHEET: Final = ("days-2026-11-22.csv", "changes-2026-11-22.json", "members-2026-11-22.csv")


def _export(say: Voice, of: Samples, *, days: int, members: int, wall: bool = True) -> Card:
    names = (*(_SHEET[:2] if days else ()), *(_SHEET[2:] if members else ()))
    files = tuple(Named(f"{of.campaign.id}-{name}", io.BytesIO()) for name in names)
    return export_card(Export(Rows(days, members), files, wall=wall), files, say)


def _more(say: Voice, of: Samples) -> Card:
    named = Named(f"{of.campaign.id}-members-2026-11-22-2-of-2.csv", io.BytesIO())
    return more_files_card([named], say, number=2, messages=2)


EXPORTS: Final = (
    Example("export", export_card, lambda say, of: _export(say, of, days=260, members=48)),
    Example("export_no_members", export_card, lambda say, of: _export(say, of, days=1, members=0)),
    Example(
        "export_no_wall",
        export_card,
        lambda say, of: _export(say, of, days=260, members=0, wall=False),
    ),
    Example("export_one_member", export_card, lambda say, of: _export(say, of, days=0, members=1)),
    Example("export_nothing", export_card, lambda say, of: _export(say, of, days=0, members=0)),
    Example("export_more", more_files_card, _more),
)
