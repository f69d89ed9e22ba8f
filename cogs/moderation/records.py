"""The cards of what counts by the hour, of cases, and of the log."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Final

from discord import SelectOption, ui

from bot.domain.clock import HOURS_A_DAY, day_numbered, hour_of, start_of
from bot.domain.moderation.cases import MOST_CELLS, Case, CaseState, Group
from bot.domain.paging import pages_of
from bot.domain.settings import Change, ChangeKind, LogEntry, LogSection
from bot.interactions.cards import (
    MOST_OPTIONS,
    Card,
    button,
    custom_id,
    panel,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import Voice
from bot.services.servers import LogPage
from cogs.moderation import words
from cogs.moderation.cards import FEATURE, back, menu, size, turning
from cogs.moderation.choices import written

CASES: Final = 5
"""Cases on one page."""


class LogPart(StrEnum):
    """Which part of the log is shown; the values stand in custom_ids."""

    ALL = "all"
    DECISIONS = "decisions"
    WALL = "wall"
    PAUSES = "pauses"


PARTS: Final = {
    LogPart.ALL: (LogSection.MODERATION, words.PART_ALL),
    LogPart.DECISIONS: (LogSection.DECISIONS, words.PART_DECISIONS),
    LogPart.WALL: (LogSection.WALL, words.PART_WALL),
    LogPart.PAUSES: (LogSection.PAUSES, words.PART_PAUSES),
}
_FOR_A_REASON: Final = {
    ChangeKind.SET_ASIDE: words.LOG_ASIDE,
    ChangeKind.REINSTATED: words.LOG_UNDONE,
    ChangeKind.STOPPED: words.LOG_STOPPED,
    ChangeKind.TAKEN_OFF_WALL: words.LOG_OFF,
}
_WITHOUT_REASON: Final = {
    ChangeKind.RELEASED: words.LOG_RELEASED,
    ChangeKind.LET_BACK_ON_WALL: words.LOG_LET,
}
_ENDING: Final = {CaseState.WORKING, CaseState.STOPPED}


def counted_card(groups: Sequence[Group], day: int | None, say: Voice) -> Card:
    """Return the days on which five or more signed within an hour, and the hours of one of them."""
    days = sorted({one.cell.hour // HOURS_A_DAY for one in groups}, reverse=True)[:MOST_OPTIONS]
    parts = [title(say(words.COUNTED_TITLE))]
    if not days:
        return Card(panel(*parts, text(say(words.COUNTED_NONE)), rule(), row([back(say)])))
    options = [_day(one, say, chosen=one == day) for one in days]
    hours = [one for one in groups if one.cell.hour // HOURS_A_DAY == day]
    return Card(
        panel(
            *parts,
            text(say(words.COUNTED_LEAD)),
            menu("day", options, say(words.DAY_MENU), most=1),
            menu(
                "hours",
                [_hour(one, say) for one in hours],
                say(words.HOURS_MENU),
                most=min(len(hours), MOST_CELLS),
            )
            if hours
            else None,
            rule(),
            row([back(say)]),
        )
    )


def _day(day: int, say: Voice, *, chosen: bool) -> SelectOption:
    label = say(words.DAY_OPTION, day=day_numbered(day))
    return SelectOption(label=label, value=str(day), default=chosen)


def _hour(group: Group, say: Voice) -> SelectOption:
    start = group.cell.hour % HOURS_A_DAY
    label = say(words.HOUR_OPTION, start=start, end=(start + 1) % HOURS_A_DAY)
    return SelectOption(
        label=label, value=written([group.cell]), description=size(group.at_least, say)
    )


def cases_card(cases: Sequence[Case], page: int, say: Voice) -> Card:
    """Return a page of the cases of the last 30 days, each with what can be done."""
    pages = pages_of(len(cases), CASES)
    page = min(page, pages - 1)
    parts: list[Any] = []
    for one in cases[page * CASES : (page + 1) * CASES]:
        parts += [rule(), text(_case(one, say)), row(_ways(one, say))]
    return Card(
        panel(
            title(say(words.CASES_BUTTON)),
            *(parts or [text(say(words.CASES_NONE))]),
            rule(),
            small(say(words.PAGE, page=page + 1, pages=pages)) if pages > 1 else None,
            row([back(say), *turning("cases", page, pages, say)]),
        )
    )


def _case(case: Case, say: Voice) -> str:
    return say(
        words.CASE_LINE,
        number=case.number,
        day=day_numbered(case.day),
        why=_reason(str(case.reason), say),
        size=size(case.at_least, say),
        state=say(words.STATES[case.state]),
    )


def _ways(case: Case, say: Voice) -> list[ui.Button[Any] | None]:
    if case.state is CaseState.UNDONE:
        return []
    go_on = button(say(words.GO_ON_BUTTON), FEATURE, "go_on", case.number)
    return [
        go_on if case.state in _ENDING else None,
        button(say(words.UNDO_BUTTON), FEATURE, "undo", case.number),
    ]


def log_card(log: LogPage, shown: LogPart, say: Voice) -> Card:
    """Return a page of who decided what."""
    options = [
        SelectOption(label=say(name), value=one, default=one is shown)
        for one, (_, name) in PARTS.items()
    ]
    chooser: ui.Select[Any] = ui.Select(
        custom_id=custom_id(FEATURE, "log_part"), options=options, placeholder=say(words.LOG_MENU)
    )
    entries = [text(_entry(one, say)) for one in log.entries]
    return Card(
        panel(
            title(say(words.LOG_TITLE)),
            ui.ActionRow(chooser),
            *(entries or [text(say(words.LOG_EMPTY))]),
            rule(),
            small(say(words.PAGE, page=log.page + 1, pages=log.pages)) if log.pages > 1 else None,
            row([back(say), *turning("log", log.page, log.pages, say, shown)]),
        )
    )


def _entry(entry: LogEntry, say: Voice) -> str:
    member = say(words.FORMER_MODERATOR) if entry.actor is None else f"<@{entry.actor}>"
    moment = start_of(hour_of(entry.at))
    by = say(words.LOG_BY, member=member, moment=moment)
    return f"{_done(entry.change, say)}\n-# {by}"


def _done(change: Change, say: Voice) -> str:
    if said := _FOR_A_REASON.get(change.kind):
        return say(said, why=_reason(change.after, say))
    if said := _WITHOUT_REASON.get(change.kind):
        return say(said)
    return say(words.LOG_PAUSED if change.after == "true" else words.LOG_RESUMED)


def _reason(stored: str | None, say: Voice) -> str:
    code = int(stored) if stored and stored.isdigit() else 0
    reasons = words.REASONS | words.WALL_REASONS
    return say(reasons.get(code, words.WHY_UNKNOWN))
