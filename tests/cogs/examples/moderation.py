"""The cards by which moderators decide, with as much on them as there can be."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

from bot.config import Configuration
from bot.domain.moderation.cases import Case, CaseState, Cell, Group
from bot.domain.moderation.holding import AgeBand, AsideReason, HoldReason
from bot.domain.moderation.notices import STEPS, Notice
from bot.domain.moderation.wall import WallReason
from bot.domain.refusals import CampaignClosed, CampaignNotOpen
from bot.domain.settings import Change, ChangeKind, LogEntry
from bot.domain.settings.log import SIGNATURES
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services import Doing, Progress
from bot.services.pledges import WALL_PAGE, WallPage
from bot.services.servers import LOG_PAGE, LogPage
from cogs.moderation import cards, notices, records, wall
from cogs.moderation.choices import Chosen
from tests.cogs.examples.values import LARGEST_ID, MANY

HOUR = 500_000


def groups() -> list[Group]:
    """Return more groups than a page has, of every kind."""
    kinds = list(product(HoldReason, AgeBand))
    return [
        Group(Cell(HOUR + at, int(why), int(age)), size)
        for at, ((why, age), size) in enumerate(product(kinds, (MANY, 5)))
    ]


def choices() -> Iterator[Chosen]:
    held = tuple(one.cell for one in groups()[:10])
    yield Chosen(held, MANY, 10)
    yield Chosen(held)
    yield Chosen(tuple(Cell(HOUR + one) for one in range(10)), 5, 1)


def home_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    day = date(2026, 9, 30)
    states = (None, CampaignNotOpen(opens_on=day), CampaignClosed(closed_on=day))
    for shown, paused, why in product((groups(), [], groups()[1:2]), (True, False), states):
        yield cards.home_card(shown, say, paused=paused, wall=paused, refusal=why)


def checked_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for page in (0, 1, 999_999):
        yield cards.checked_card(groups(), page, say)
    yield cards.checked_card([], 0, say)


def choice_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for chosen in choices():
        yield cards.choice_card(chosen, say)


def reason_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for chosen in choices():
        yield cards.reason_card(chosen, say)


def sure_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for chosen in choices():
        for reason in (None, *AsideReason):
            yield cards.sure_card(chosen, say, reason=reason)


def progress_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield cards.progress_card(None, say)
    yield cards.progress_card(Progress(Doing.RELEASE, 0, 0), say)
    for doing, over, failed, case in product(Doing, (True, False), (True, False), (None, MANY)):
        yield cards.progress_card(Progress(doing, 5, MANY, case, over, failed), say)
        whole = over and not failed
        yield cards.progress_card(Progress(doing, MANY, MANY, case, over, failed, whole), say)


def counted_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    hours = [Group(Cell(HOUR - one), MANY) for one in range(30 * 24)]
    for day in (None, HOUR // 24, HOUR // 24 - 1, 0):
        yield records.counted_card(hours, day, say)
    yield records.counted_card([], HOUR // 24, say)


def cases_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    found = [
        Case(MANY - at, 20_000, state, int(reason), MANY)
        for at, (state, reason) in enumerate(product(CaseState, AsideReason))
    ]
    for page in (0, 1, 999_999):
        yield records.cases_card(found, page, say)
    yield records.cases_card([], 0, say)


def names_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    full = tuple(range(LARGEST_ID - WALL_PAGE, LARGEST_ID))
    for page in (0, 1, MANY - 1):
        yield wall.names_card(WallPage(full, page, MANY, MANY), say)
    yield wall.names_card(WallPage(full[:1], 0, 1, 1), say)
    yield wall.names_card(WallPage((), 0, 1, 0), say)


def off_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield wall.off_card(LARGEST_ID, say)


def taken_off_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for reason in WallReason:
        yield wall.taken_off_card(LARGEST_ID, reason, say)


def let_back_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield wall.let_back_card(LARGEST_ID, say)


def log_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    done = [
        *(Change(MANY, kind, SIGNATURES, None, "14") for kind in ChangeKind if kind >= 10),
        Change(MANY, ChangeKind.SET_ASIDE, SIGNATURES, None, None),
        Change(MANY, ChangeKind.CHANGED, "signing_paused", None, "true"),
    ]
    entries = tuple(LogEntry(LARGEST_ID, LARGEST_ID, HOUR, one) for one in done)
    for shown in records.LogPart:
        yield records.log_card(LogPage((), 0, 1), shown, say)
        for start in range(0, len(entries), LOG_PAGE):
            yield records.log_card(LogPage(entries[start : start + LOG_PAGE], 1, MANY), shown, say)


def notice_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    yield notices.notice_card(Notice(LARGEST_ID, LARGEST_ID, HOUR, HOUR, STEPS[-1]), say)
