"""The cards by which moderators decide about signatures, in the course of a raid."""

from __future__ import annotations

from typing import Final

from bot.domain.clock import day_number, hour_of
from bot.domain.moderation.cases import Case, CaseState, Cell, Group
from bot.domain.moderation.holding import AgeBand, AsideReason, HoldReason
from bot.domain.moderation.notices import Notice
from bot.domain.settings import Change, ChangeKind, LogEntry
from bot.domain.settings.log import SIGNATURES
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services import Doing, Progress
from bot.services.servers import LogPage
from cogs.moderation.cards import (
    checked_card,
    choice_card,
    home_card,
    progress_card,
    reason_card,
    sure_card,
)
from cogs.moderation.choices import Chosen
from cogs.moderation.records import Shown, cases_card, counted_card, log_card
from cogs.moderation.telling import notice_card

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
        Group(Cell(hour - 20, int(older[0]), int(older[1])), 0),
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


def _counted(say: Voice, of: Samples, *, day: bool) -> Card:
    hour = hour_of(of.now) - 2
    groups = [Group(Cell(hour - ago), 10) for ago in (0, 1, 30)]
    return counted_card(groups, hour // 24 if day else None, say)


def _log(say: Voice, of: Samples) -> Card:
    reason = str(int(AsideReason.RAID))
    done = (
        Change(4, ChangeKind.REINSTATED, SIGNATURES, None, reason),
        Change(3, ChangeKind.SET_ASIDE, SIGNATURES, None, reason),
        Change(2, ChangeKind.RELEASED, SIGNATURES, None, None),
        Change(1, ChangeKind.CHANGED, "signing_paused", None, "true"),
    )
    entries = tuple(LogEntry(1, of.member, hour_of(of.now), one) for one in done)
    return log_card(LogPage(entries, 0, 1), Shown.ALL, say)


def _progress(say: Voice, doing: Doing, *, over: bool) -> Card:
    return progress_card(Progress(doing, _RAID if over else 200, _RAID, 3, over), say)


EXAMPLES: Final = (
    Example("home", home_card, lambda say, of: home_card(_groups(of), say, paused=False)),
    Example("home_paused", home_card, lambda say, _: home_card((), say, paused=True)),
    Example("checked", checked_card, lambda say, of: checked_card(_groups(of), 0, say)),
    Example("checked_none", checked_card, lambda say, _: checked_card((), 0, say)),
    Example("choice", choice_card, lambda say, of: choice_card(_chosen(of, cells=3), say)),
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
    Example("counted", counted_card, lambda say, of: _counted(say, of, day=False)),
    Example("counted_hours", counted_card, lambda say, of: _counted(say, of, day=True)),
    Example("cases", cases_card, lambda say, of: cases_card(_cases(of), 0, say)),
    Example("cases_none", cases_card, lambda say, _: cases_card((), 0, say)),
    Example("log", log_card, _log),
    Example(
        "notice",
        notice_card,
        lambda say, of: notice_card(Notice(1, 1, hour_of(of.now) - 1, hour_of(of.now), 250), say),
    ),
)
