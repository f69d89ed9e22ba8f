"""The cards of the tally, with the longest values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

from bot.config import Configuration
from bot.domain.settings.log import RowCounts
from bot.domain.tallies import Brief, Counts, Quoted
from bot.domain.tallies.boards import Board, Parked
from bot.domain.tallies.milestones import Milestone
from bot.interactions.cards import Card
from bot.interactions.posts import PostOutcome
from bot.messages import Voice
from cogs.tally import boards, cards, charts, milestones
from cogs.tally import briefs as brief_cards
from cogs.tally.board_keeping import BoardOutcome, PlacedBoard
from cogs.tally.export import cards as exports
from cogs.tally.export.files import Begin, Export, NamedFile
from tests.cogs.examples.values import LARGEST_ID, MANY, NOW, histories, tallies


def tally_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for tally in tallies():
        yield cards.tally_card(tally, say, may_sign=True, may_post=True, organises=True)
    plain = {"may_sign": False, "may_post": False, "organises": False}
    yield cards.tally_card(next(tallies()), say, **plain)


def posted_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for tally in tallies():
        yield cards.posted_card(tally, say, shared_by=LARGEST_ID)


def board_message_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for tally in tallies():
        yield cards.board_message_card(tally, say)


def board_off_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.board_off_card(say)


def board_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    board = Board(LARGEST_ID, LARGEST_ID, LARGEST_ID, message_id=LARGEST_ID)
    parked = tuple(replace(board, parked=why) for why in Parked) * 5
    for outcome in BoardOutcome:
        for pin in (None, *PostOutcome):
            yield boards.board_card(PlacedBoard(outcome, board, pin, parked), say)
    yield boards.board_card(
        PlacedBoard(BoardOutcome.LATER, replace(board, message_id=None), None), say
    )


def milestone_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    name = configuration.campaign.name
    for server, goal in ((True, False), (False, True)):
        reached = Milestone(LARGEST_ID, LARGEST_ID, server, MANY, 0, MANY, NOW, goal)
        yield milestones.milestone_card(reached, say, campaign=name)


def lost_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    reached = Milestone(LARGEST_ID, LARGEST_ID, True, MANY, 0, MANY, NOW)
    for fate in PostOutcome:
        yield milestones.lost_card(reached, fate, say)


def chart_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for history in histories():
        for pictured in (bool(history.shown), False):
            yield charts.chart_card(history, say, pictured=pictured, may_post=True)


def posted_chart_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for history in histories():
        pictured = bool(history.shown)
        yield charts.posted_chart_card(history, say, pictured=pictured, shared_by=LARGEST_ID)


def export_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    files = [
        NamedFile(f"{'x' * 40}-members-2026-11-22-{one}-of-10.csv", BytesIO()) for one in range(10)
    ]
    for days, members, wall in ((MANY, MANY, True), (0, 0, True), (MANY, 0, False)):
        export = Export(RowCounts(days, members), tuple(files), wall=wall)
        yield exports.export_card(export, files, say)
    rest = Begin(LARGEST_ID, MANY)
    for members, after in ((MANY, rest), (0, rest), (0, None)):
        export = Export(RowCounts(MANY, members), tuple(files), part=MANY, rest=after)
        yield exports.export_card(export, files, say)


def waiting_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for minutes, longest in ((MANY, 12), (1, 12), (MANY, 1), (None, 12)):
        yield exports.waiting_card(say, minutes=minutes, longest=longest)


def more_files_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    files = [NamedFile(f"{one}.csv", BytesIO()) for one in range(10)]
    yield exports.more_files_card(files, say, number=MANY, messages=MANY)


def brief_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    many, few = Counts(MANY, MANY), Counts(3, 3)
    last = Quoted(NOW.date(), MANY)
    for brief in (
        Brief(many, NOW, servers=MANY, last=last, change=-MANY),
        Brief(many, NOW, last=last, change=None),
        Brief(few, NOW),
        Brief(Counts(), None),
    ):
        yield brief_cards.brief_card(
            brief,
            say,
            say,
            campaign=configuration.campaign.name,
            languages=tuple(configuration.messages),
        )
