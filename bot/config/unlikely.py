"""What is valid in `campaign.yaml` and hardly meant, for whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.config.model_file import ParsedFile
from bot.config.models.campaign import Campaign
from bot.config.yaml.faults import Fault

_LONG_AGO: Final = 1900
_EARLY: Final = timedelta(days=14)
"""How long before a campaign begins in the world its signing may open without a question."""


def unlikely(parsed: ParsedFile[Campaign], today: date) -> Iterator[Fault]:
    """Yield days that look mistyped or are past, and a list of languages that names none."""
    document, dates = parsed.document, parsed.value.dates
    if document.holds(("languages",)) and not parsed.value.languages:
        sentence = (
            "is empty, and then the bot speaks every language that it has words for; name yours, "
            "or delete the line"
        )
        yield document.at_value(("languages",), sentence)
    if dates.launched.year < _LONG_AGO:
        sentence = f"is in the year {dates.launched.year}; was another one meant?"
        yield document.at_value(("dates", "launched"), sentence)
    elif dates.opens and dates.launched - dates.opens > _EARLY:
        sentence = f"is long before launched ({dates.launched}); was another day meant?"
        yield document.at_value(("dates", "opens"), sentence)
    if dates.closes and dates.closes < today:
        yield document.at_value(("dates", "closes"), "is past: nobody can sign any more")
