"""The page that is made beforehand is the page of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.config import Configuration
from bot.domain.resources import Choice
from bot.domain.resources.review import Review
from bot.messages import Messages
from bot.services import SupportService
from bot.services.reports import ProblemReports
from cogs.resources.cards import support_card
from cogs.resources.entries import SupportPage
from cogs.resources.ready import OpeningPages

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


def test_it_is_made_anew_once_an_entry_is_overdue(
    configuration: Configuration, tmp_path: Path
) -> None:
    now = [START]
    checked = Review(START.date(), 90)
    resources = tuple(replace(one, review=checked) for one in configuration.directory.resources)
    directory = replace(configuration.directory, resources=resources)
    support = SupportService(directory, ProblemReports(tmp_path / "reports"), lambda: now[0])
    messages = Messages(configuration.messages)
    opening = OpeningPages(support, messages)
    say = messages.voice("en")
    ready = opening.card(say)
    for days in (0, 1, 90, 91, 180, 181, 1_000):
        now[0] = START + timedelta(days=days)
        shown = SupportPage(support.page(Choice(), locale="en"), directory, support.today)
        card = opening.card(say)
        assert card.to_components() == support_card(shown, say).to_components()
        assert (card is ready) == (days < 91)
