"""What organisers meet: the brief, the board and what becomes of it, and an announced milestone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Final

from bot.domain.tallies import SMALLEST_SHOWN, Brief, Counts, Quoted
from bot.domain.tallies.boards import Board, Parked
from bot.domain.tallies.milestones import Milestone
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.interactions.posts import Fate
from bot.messages import Voice
from cogs.tally.board_keeping import Outcome, Placed
from cogs.tally.boards import board_card
from cogs.tally.briefs import brief_card
from cogs.tally.cards import board_message_card
from cogs.tally.milestones import lost_card, milestone_card

_MESSAGE: Final = 1
_SERVERS: Final = 12

Draw = Callable[[Voice, Samples], Card]


def _brief(
    *, counted: int, held: int = 0, servers: int | None = None, change: int | None = None
) -> Draw:
    """Return how a brief is drawn; with a change, this server quoted a number a week before."""

    def draw(say: Voice, of: Samples) -> Card:
        last = None if change is None else Quoted(of.today - timedelta(days=7), counted - change)
        as_of = of.now - timedelta(minutes=10) if counted else None
        brief = Brief(Counts(counted, held), as_of, servers=servers, last=last, change=change)
        languages = of.configuration.languages
        return brief_card(brief, say, say, campaign=of.campaign.name, languages=languages)

    return draw


def _board(
    outcome: Outcome, *, pin: Fate | None = None, posted: bool = True, parked: bool = False
) -> Draw:
    def draw(say: Voice, of: Samples) -> Card:
        board = Board(of.member, of.member, 0, message_id=_MESSAGE if posted else None)
        lost = [Board(of.member, of.member, 0, parked=why) for why in Parked] if parked else []
        return board_card(Placed(outcome, board, pin, tuple(lost)), say)

    return draw


def _reached(of: Samples, *, server: bool = False, goal: bool = False) -> Milestone:
    number = of.campaign.goal.target if goal else 10 * SMALLEST_SHOWN
    as_of = of.now - timedelta(minutes=10)
    return Milestone(of.member, of.member, server, number, 0, number + 2, as_of, goal)


def _milestone(*, server: bool, goal: bool = False) -> Draw:
    return lambda say, of: milestone_card(
        _reached(of, server=server, goal=goal), say, campaign=of.campaign.name
    )


def _lost(fate: Fate) -> Draw:
    return lambda say, of: lost_card(_reached(of), fate, say)


def _board_message(say: Voice, of: Samples) -> Card:
    counted = max(4 * SMALLEST_SHOWN, of.campaign.goal.target // 3)
    return board_message_card(of.tally(counted, server=counted // 2), say)


FOR_ORGANISERS: Final = (
    Example("brief", brief_card, _brief(counted=3_480, held=18, servers=_SERVERS, change=120)),
    Example("brief_first", brief_card, _brief(counted=48)),
    Example("brief_same", brief_card, _brief(counted=48, change=0)),
    Example("brief_few", brief_card, _brief(counted=SMALLEST_SHOWN - 1)),
    Example("brief_at_first", brief_card, _brief(counted=0)),
    Example("board", board_message_card, _board_message),
    Example("board_made", board_card, _board(Outcome.MADE, pin=Fate.DONE)),
    Example("board_made_unpinned", board_card, _board(Outcome.MADE, pin=Fate.NO_RIGHT)),
    Example("board_made_pins_full", board_card, _board(Outcome.MADE, pin=Fate.PINS_FULL)),
    Example("board_made_pin_later", board_card, _board(Outcome.MADE, pin=Fate.LATER)),
    Example("board_there", board_card, _board(Outcome.THERE, parked=True)),
    Example("board_later", board_card, _board(Outcome.LATER, posted=False)),
    Example("milestone", milestone_card, _milestone(server=False)),
    Example("milestone_here", milestone_card, _milestone(server=True)),
    Example("milestone_lost", lost_card, _lost(Fate.NO_RIGHT)),
    Example("milestone_blocked", lost_card, _lost(Fate.BLOCKED)),
    Example("milestone_refused", lost_card, _lost(Fate.REFUSED)),
    Example("milestone_goal", milestone_card, _milestone(server=False, goal=True)),
)
