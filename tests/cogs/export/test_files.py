"""What stands in the files of an export, and how many go with one message."""

from __future__ import annotations

import io
import json
from datetime import date

from bot.config import Configuration
from bot.domain.moderation.holding import AsideReason, HoldReason
from bot.domain.settings.log import Rows
from bot.domain.tallies.changes import OTHER, Cause, Record
from bot.domain.tallies.history import Day, History
from bot.messages import Messages
from cogs.tally.export.cards import export_card
from cogs.tally.export.files import Export, NamedFile, changes, in_messages
from tests.components import text_of


def test_a_message_takes_ten_files_that_together_are_not_too_large() -> None:
    of_ten = [NamedFile(str(one), io.BytesIO(b"x" * 10)) for one in range(23)]
    assert [len(one) for one in in_messages(of_ten, largest=1_000)] == [10, 10, 3]
    assert [len(one) for one in in_messages(of_ten, largest=45)] == [4, 4, 4, 4, 4, 3]
    assert list(in_messages([], largest=45)) == [[]], "the card goes without files too"


def test_reasons_are_told_by_name(configuration: Configuration) -> None:
    say = Messages(configuration.messages).voice("en")
    day = Day(date(2026, 1, 1), 40, 20)
    causes = (
        Cause("withdrawn", 0, -6),
        Cause("set_aside", AsideReason.RAID, -7),
        Cause("held", HoldReason.NEW_ACCOUNT, -5),
        Cause(OTHER, 0, 38),
    )
    record = Record(History(False, (day,)), History(True, (day,)), {day.day: causes})
    (told,) = json.loads("".join(changes(record, say, campaign="one")))["days"]
    assert [(one["kind"], one["reason"], one["change"]) for one in told["changes"]] == [
        ("withdrawn", None, -6),
        ("set_aside", "raid", -7),
        ("held", "new_account", -5),
        ("signed_and_other_changes", None, 38),
    ]


def test_it_says_of_how_many_nothing_is_told_as_the_campaign_publishes(
    configuration: Configuration,
) -> None:
    say = Messages(configuration.messages).voice("en")
    day = Day(date(2026, 1, 1), 32, 32)
    record = Record(History(False, (day,)), History(True, (day,)), {}, fewest=12)
    about = json.loads("".join(changes(record, say, campaign="one")))["about"]
    assert "fewer than 12 on the day" in about
    card = export_card(Export(Rows(1, 0), (), fewest=record.fewest), (), say)
    assert "fewer than 12 is not told apart." in text_of({"components": card.to_components()})
