"""The cards by which moderators decide about signatures, in the course of a raid."""

from __future__ import annotations

from typing import Final

from bot.domain.clock import day_number, hour_of
from bot.domain.moderation.cases import Case, CaseState, Cell, Group
from bot.domain.moderation.holding import AgeBand, AsideReason, HoldReason
from bot.domain.moderation.notices import Notice
from bot.domain.moderation.wall import WallReason
from bot.domain.paging import pages_of
from bot.domain.refusals import CampaignClosed
from bot.domain.settings import Change, ChangeKind, LogEntry
from bot.domain.settings.log import SIGNATURES, WALL
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services import Doing, Progress
from bot.services.pledges import WALL_PAGE, WallPage
from bot.services.servers import LogPage
from cogs.moderation.cards import (
    PAGE,
    checked_card,
    choice_card,
    home_card,
    progress_card,
    reason_card,
    sure_card,
)
from cogs.moderation.choices import Chosen
from cogs.moderation.notices import notice_card
from cogs.moderation.records import LogPart, cases_card, counted_card, log_card
from cogs.moderation.wall import let_back_card, names_card, off_card, taken_off_card

_RAID: Final = 495


def _groups(of: Samples) -> tuple[Group, ...]:
    hour = hour_of(of.now) - 2
    new, older = (
        (HoldReason.NEW_ACCOUNT, AgeBand.UNDER_A_DAY),
        (
            HoldReason.JUST_JOINED,
            AgeBand.OLDER,
        ),
    )
    return (
        Group(Cell(hour - 20, int(older[0]), int(older[1])), 5),
        Group(Cell(hour, int(new[0]), int(new[1])), _RAID),
        Group(Cell(hour, int(older[0]), int(older[1])), 20),
    )


def _chosen(of: Samples, *, cells: int = 1) -> Chosen:
    groups = _groups(of)[-cells:]
    return Chosen.among(tuple(one.cell for one in groups), groups)


def _cases(of: Samples) -> tuple[Case, ...]:
    day = day_number(of.today)
    return (
        Case(3, day, CaseState.STOPPED, int(AsideReason.RAID), 200),
        Case(2, day - 3, CaseState.DONE, int(AsideReason.AUTOMATED), 18),
        Case(1, day - 9, CaseState.UNDONE, int(AsideReason.OTHER), 25),
    )


def _cases_under_way(of: Samples) -> tuple[Case, ...]:
    day = day_number(of.today)
    return (
        Case(5, day, CaseState.WORKING, int(AsideReason.RAID), 0),
        Case(4, day, CaseState.UNDOING, int(AsideReason.SEVERAL_ACCOUNTS), 40),
    )


def _many(of: Samples) -> tuple[Group, ...]:
    """Return groups for more than a page, of every kind, one that this release does not know."""
    hour = hour_of(of.now) - 2
    kinds = [(int(reason), int(band)) for reason in HoldReason for band in AgeBand]
    kinds.append((9, int(AgeBand.OLDER)))
    return tuple(Group(Cell(hour - ago, *kinds[ago % len(kinds)]), 20) for ago in range(PAGE + 5))


def _counted(say: Voice, of: Samples, *, day: bool) -> Card:
    hour = hour_of(of.now) - 2
    groups = [Group(Cell(hour - ago), 10) for ago in (0, 1, 30)]
    return counted_card(groups, hour // 24 if day else None, say)


def _log_of_former_moderators(say: Voice, of: Samples) -> Card:
    reason = str(int(AsideReason.OTHER))
    done = (
        Change(2, ChangeKind.STOPPED, SIGNATURES, None, reason),
        Change(1, ChangeKind.CHANGED, "signing_paused", "true", None),
    )
    entries = tuple(LogEntry(1, None, hour_of(of.now), one) for one in done)
    return log_card(LogPage(entries, 1, 2), LogPart.ALL, say)


def _log(say: Voice, of: Samples) -> Card:
    reason = str(int(AsideReason.RAID))
    done = (
        Change(6, ChangeKind.LET_BACK_ON_WALL, WALL, None, None),
        Change(5, ChangeKind.TAKEN_OFF_WALL, WALL, None, str(int(WallReason.NAME))),
        Change(4, ChangeKind.REINSTATED, SIGNATURES, None, reason),
        Change(3, ChangeKind.SET_ASIDE, SIGNATURES, None, reason),
        Change(2, ChangeKind.RELEASED, SIGNATURES, None, None),
        Change(1, ChangeKind.CHANGED, "signing_paused", None, "true"),
    )
    entries = tuple(LogEntry(1, of.member, hour_of(of.now), one) for one in done)
    return log_card(LogPage(entries, 0, 1), LogPart.ALL, say)


def _home_closed(say: Voice, of: Samples) -> Card:
    over = CampaignClosed(closed_on=of.closed)
    return home_card((), say, paused=False, wall=True, refusal=over)


def _progress(say: Voice, doing: Doing, *, over: bool, part: int | None = None) -> Card:
    done = part or (_RAID if over else 200)
    return progress_card(Progress(doing, done, _RAID, 3, over, whole=part is None), say)


def _failed(say: Voice) -> Card:
    return progress_card(Progress(Doing.SET_ASIDE, 200, _RAID, 3, over=True, failed=True), say)


def _names(say: Voice, of: Samples, *, total: int) -> Card:
    pages = pages_of(total, WALL_PAGE)
    return names_card(WallPage(of.members[: min(total, WALL_PAGE)], 0, pages, total), say)


def _gone(of: Samples) -> Chosen:
    return Chosen.among(tuple(one.cell for one in _groups(of)), ())


EXAMPLES: Final = (
    Example(
        "home", home_card, lambda say, of: home_card(_groups(of), say, paused=False, wall=True)
    ),
    Example("home_closed", home_card, _home_closed),
    Example("home_paused", home_card, lambda say, _: home_card((), say, paused=True, wall=False)),
    Example("checked", checked_card, lambda say, of: checked_card(_groups(of), 0, say)),
    Example("checked_many", checked_card, lambda say, of: checked_card(_many(of), 0, say)),
    Example("checked_more", checked_card, lambda say, of: checked_card(_many(of), 1, say)),
    Example("checked_none", checked_card, lambda say, _: checked_card((), 0, say)),
    Example("choice", choice_card, lambda say, of: choice_card(_chosen(of, cells=3), say)),
    Example("choice_gone", choice_card, lambda say, of: choice_card(_gone(of), say)),
    Example("reason", reason_card, lambda say, of: reason_card(_chosen(of, cells=2), say)),
    Example("sure_release", sure_card, lambda say, of: sure_card(_chosen(of), say)),
    Example(
        "sure_aside",
        sure_card,
        lambda say, of: sure_card(_chosen(of), say, reason=int(AsideReason.RAID)),
    ),
    Example(
        "progress",
        progress_card,
        lambda say, _: _progress(say, Doing.SET_ASIDE, over=False),
    ),
    Example("done", progress_card, lambda say, _: _progress(say, Doing.SET_ASIDE, over=True)),
    Example("ended", progress_card, lambda say, _: _progress(say, Doing.UNDO, over=True, part=200)),
    Example("failed", progress_card, lambda say, _: _failed(say)),
    Example("releasing", progress_card, lambda say, _: _progress(say, Doing.RELEASE, over=False)),
    Example(
        "releasing_small",
        progress_card,
        lambda say, _: progress_card(Progress(Doing.RELEASE, 0, 0), say),
    ),
    Example("idle", progress_card, lambda say, _: progress_card(None, say)),
    Example("counted_none", counted_card, lambda say, _: counted_card([], None, say)),
    Example("counted", counted_card, lambda say, of: _counted(say, of, day=False)),
    Example("counted_hours", counted_card, lambda say, of: _counted(say, of, day=True)),
    Example("cases", cases_card, lambda say, of: cases_card(_cases(of), 0, say)),
    Example(
        "cases_under_way", cases_card, lambda say, of: cases_card(_cases_under_way(of), 0, say)
    ),
    Example("cases_none", cases_card, lambda say, _: cases_card((), 0, say)),
    Example("wall", names_card, lambda say, of: _names(say, of, total=2 * WALL_PAGE + 1)),
    Example("wall_empty", names_card, lambda say, of: _names(say, of, total=0)),
    Example("wall_off", off_card, lambda say, of: off_card(of.member, say)),
    Example(
        "wall_taken_off",
        taken_off_card,
        lambda say, of: taken_off_card(of.member, WallReason.CONDUCT, say),
    ),
    Example("wall_let_back", let_back_card, lambda say, of: let_back_card(of.member, say)),
    Example("log", log_card, _log),
    Example("log_of_former_moderators", log_card, _log_of_former_moderators),
    Example("log_empty", log_card, lambda say, _: log_card(LogPage((), 0, 1), LogPart.ALL, say)),
    Example(
        "notice",
        notice_card,
        lambda say, of: notice_card(Notice(1, 1, hour_of(of.now) - 1, hour_of(of.now), 250), say),
    ),
)
