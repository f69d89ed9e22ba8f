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
from bot.interactions.posts import PostOutcome
from bot.messages import Voice
from cogs.tally.board_keeping import BoardOutcome, PlacedBoard
from cogs.tally.boards import board_card
from cogs.tally.briefs import brief_card
from cogs.tally.cards import board_message_card, board_off_card
from cogs.tally.milestones import lost_card, milestone_card

_MESSAGE: Final = 1
_SERVERS: Final = 12
_HELD: Final = SMALLEST_SHOWN + 1

Draw = Callable[[Voice, Samples], Card]


def _brief(
    counted: int | None = None,
    *,
    held: int = 0,
    servers: int | None = None,
    quoted: bool = False,
    change: int | None = None,
) -> Draw:
    """Return how a brief is drawn, under way unless a number is given.

    `quoted` says that this server quoted the number a week before; `change`, what it rose by since,
    where that is not as the examples grew.
    """

    def draw(say: Voice, of: Samples) -> Card:
        number = of.reached if counted is None else counted
        since = number - of.published_ago(7) if change is None else change
        last = Quoted(of.today - timedelta(days=7), number - since) if quoted else None
        brief = Brief(
            Counts(number, held),
            of.as_of() if number else None,
            servers=servers,
            last=last,
            change=since if quoted else None,
        )
        languages = of.configuration.languages
        return brief_card(brief, say, say, campaign=of.campaign.name, languages=languages)

    return draw


def _board(
    outcome: BoardOutcome,
    *,
    pin: PostOutcome | None = None,
    posted: bool = True,
    parked: bool = False,
) -> Draw:
    def draw(say: Voice, of: Samples) -> Card:
        board = Board(of.member, of.member, 0, message_id=_MESSAGE if posted else None)
        lost = [Board(of.member, of.member, 0, parked=why) for why in Parked] if parked else []
        return board_card(PlacedBoard(outcome, board, pin, tuple(lost)), say)

    return draw


def _reached(of: Samples, *, server: bool = False, goal: bool = False) -> Milestone:
    number = of.campaign.goal.target if goal else 10 * SMALLEST_SHOWN
    return Milestone(of.member, of.member, server, number, 0, number + 2, of.as_of(), goal)


def _milestone(*, server: bool, goal: bool = False) -> Draw:
    return lambda say, of: milestone_card(
        _reached(of, server=server, goal=goal), say, campaign=of.campaign.name
    )


def _lost(fate: PostOutcome) -> Draw:
    return lambda say, of: lost_card(_reached(of), fate, say)


def _board_message(say: Voice, of: Samples) -> Card:
    return board_message_card(of.tally(of.reached, server=of.reached // 2), say)


FOR_ORGANISERS: Final = (
    Example("brief", brief_card, _brief(held=_HELD, servers=_SERVERS, quoted=True)),
    Example("brief_first", brief_card, _brief()),
    Example("brief_same", brief_card, _brief(quoted=True, change=0)),
    Example("brief_few", brief_card, _brief(SMALLEST_SHOWN - 1)),
    Example("brief_at_first", brief_card, _brief(0)),
    Example("board", board_message_card, _board_message),
    Example("board_off", board_off_card, lambda say, _: board_off_card(say)),
    Example("board_made", board_card, _board(BoardOutcome.MADE, pin=PostOutcome.DONE)),
    Example("board_made_unpinned", board_card, _board(BoardOutcome.MADE, pin=PostOutcome.NO_RIGHT)),
    Example(
        "board_made_pins_full", board_card, _board(BoardOutcome.MADE, pin=PostOutcome.PINS_FULL)
    ),
    Example("board_made_pin_later", board_card, _board(BoardOutcome.MADE, pin=PostOutcome.LATER)),
    Example("board_there", board_card, _board(BoardOutcome.THERE, parked=True)),
    Example("board_later", board_card, _board(BoardOutcome.LATER, posted=False)),
    Example("milestone", milestone_card, _milestone(server=False)),
    Example("milestone_here", milestone_card, _milestone(server=True)),
    Example("milestone_lost", lost_card, _lost(PostOutcome.NO_RIGHT)),
    Example("milestone_blocked", lost_card, _lost(PostOutcome.BLOCKED)),
    Example("milestone_refused", lost_card, _lost(PostOutcome.REFUSED)),
    Example("milestone_goal", milestone_card, _milestone(server=False, goal=True)),
)
