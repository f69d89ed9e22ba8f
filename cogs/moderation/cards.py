"""The cards on which moderators see groups of signatures, and decide about them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from discord import SelectOption, ui

from bot.domain.clock import start_of
from bot.domain.moderation.cases import ANY_HOUR, MOST_CELLS, Cell, Group
from bot.domain.paging import pages_of
from bot.domain.phrases import OPTION
from bot.domain.refusals import SIGNING_STATES, CampaignClosed, Refusal
from bot.domain.tallies import SMALLEST_SHOWN
from bot.domain.text import shorten
from bot.interactions.cards import (
    Card,
    Part,
    button,
    custom_id,
    panel,
    row,
    rule,
    small,
    text,
    title,
)
from bot.interactions.cards import turning as to_pages
from bot.messages import Voice
from bot.services import Doing, Progress
from cogs.moderation import words
from cogs.moderation.choices import Chosen, written

FEATURE: Final = "moderation"
PAGE: Final = MOST_CELLS
"""Groups on one page: as many as one choice can have."""


def home_card(
    groups: Sequence[Group],
    say: Voice,
    *,
    paused: bool,
    wall: bool,
    refusal: Refusal | None = None,
) -> Card:
    """Return where the signatures of a server stand, and the ways on.

    `wall` is whether the members of the server can look at its wall; `refusal` says why the
    campaign takes no signatures anywhere, and one that is over needs no pause either.
    """
    over = isinstance(refusal, CampaignClosed)
    pause = button(
        say(words.RESUME_BUTTON if paused else words.PAUSE_BUTTON),
        FEATURE,
        "pause",
        "off" if paused else "on",
    )
    ways = [
        button(say(words.CHECKED_BUTTON), FEATURE, "checked", 0),
        button(say(words.COUNTED_BUTTON), FEATURE, "counted"),
        button(say(words.CASES_BUTTON), FEATURE, "cases", 0),
    ]
    others = [
        button(say(words.WALL_BUTTON), FEATURE, "wall", 0) if wall else None,
        button(say(words.LOG_BUTTON), FEATURE, "log", "all", 0),
        pause if paused or not over else None,
    ]
    stands = say(words.PAUSED if paused else words.OPEN)
    if refusal and (over or not paused):
        stands = say(SIGNING_STATES[type(refusal)], **refusal.values)
    return Card(
        panel(
            title(say(words.TITLE)),
            text(f"{_waiting(groups, say)}\n{stands}"),
            small(say(words.NOTE)),
            rule(),
            row(ways),
            row(others),
        )
    )


def _waiting(groups: Sequence[Group], say: Voice) -> str:
    if not groups:
        return say(words.WAITING_NONE)
    return say(words.WAITING, count=sum(one.at_least for one in groups))


def checked_card(groups: Sequence[Group], page: int, say: Voice) -> Card:
    """Return a page of what is being checked, the oldest first, with the menus to choose from."""
    pages = pages_of(len(groups), PAGE)
    page = min(page, pages - 1)
    shown = list(enumerate(groups, start=1))[page * PAGE : (page + 1) * PAGE]
    lines = "\n".join(_line(number, one, say) for number, one in shown)
    return Card(
        panel(
            title(say(words.CHECKED_BUTTON)),
            text(lines or say(words.WAITING_NONE)),
            *_menus(groups, shown, say),
            small(say(words.SMALL_NOTE)),
            rule(),
            small(say(words.PAGE, page=page + 1, pages=pages)) if pages > 1 else None,
            row(
                [
                    back(say),
                    *turning("checked", page, pages, say),
                    button(say(words.SMALL_BUTTON), FEATURE, "release_small"),
                ]
            ),
        )
    )


def _line(number: int, group: Group, say: Voice) -> str:
    cell = group.cell
    return say(
        words.GROUP_LINE,
        number=number,
        moment=start_of(cell.hour),
        why=why(cell.reason, say),
        age=say(words.AGES.get(cell.age_band, words.AGE_OLDER)),
        size=size(group.at_least, say),
    )


def why(reason: int, say: Voice) -> str:
    """Return why signatures are held."""
    return say(words.WHY.get(reason, words.WHY_UNKNOWN))


def size(at_least: int, say: Voice) -> str:
    """Return a size in words: in steps of five, and no number under five."""
    if at_least:
        return say(words.AT_LEAST, count=at_least)
    return say(words.FEW, count=SMALLEST_SHOWN)


def _menus(groups: Sequence[Group], shown: Sequence[tuple[int, Group]], say: Voice) -> list[Part]:
    if not shown:
        return []
    options = [
        SelectOption(
            label=shorten(
                say(words.GROUP_OPTION, number=number, why=why(one.cell.reason, say)), OPTION
            ),
            value=written([one.cell]),
            description=_age_and_size(one.cell, one.at_least, say),
        )
        for number, one in shown
    ]
    kinds: dict[tuple[int, int], int] = {}
    for one in groups:
        kind = (one.cell.reason, one.cell.age_band)
        kinds[kind] = kinds.get(kind, 0) + one.at_least
    everywhere = [
        SelectOption(
            label=shorten(why(kind[0], say), OPTION),
            value=written([Cell(ANY_HOUR, *kind)]),
            description=_age_and_size(Cell(ANY_HOUR, *kind), people, say),
        )
        for kind, people in sorted(kinds.items())
    ]
    return [
        menu("choose", options, say(words.GROUPS_MENU), most=len(options)),
        menu("kind", everywhere, say(words.KINDS_MENU), most=1),
    ]


def _age_and_size(cell: Cell, at_least: int, say: Voice) -> str:
    age = say(words.AGES.get(cell.age_band, words.AGE_OLDER))
    return shorten(f"{age} – {size(at_least, say)}", OPTION)


def menu(action: str, options: list[SelectOption], ask: str, *args: str | int, most: int) -> Part:
    """Return a menu in which one up to `most` can be chosen."""
    chooser: ui.Select[Any] = ui.Select(
        custom_id=custom_id(FEATURE, action, *args),
        options=options,
        placeholder=ask,
        max_values=most,
    )
    return ui.ActionRow(chooser)


def choice_card(chosen: Chosen, say: Voice) -> Card:
    """Return what was chosen with its size, and what can be done with it."""
    cells = written(chosen.cells)
    return Card(
        panel(
            title(say(words.CHOICE_TITLE)),
            text(_size(chosen, say)),
            small(say(words.CHOICE_NOTE)),
            rule(),
            row(
                [
                    button(say(words.RELEASE_BUTTON), FEATURE, "release", cells)
                    if chosen.held and chosen.groups
                    else None,
                    button(say(words.ASIDE_BUTTON), FEATURE, "aside", cells)
                    if chosen.groups
                    else None,
                    back(say),
                ]
            ),
        )
    )


def _size(chosen: Chosen, say: Voice) -> str:
    if not chosen.groups:
        return say(words.CHOICE_GONE)
    return say(words.CHOICE_SIZE, count=chosen.at_least)


def reason_card(chosen: Chosen, say: Voice) -> Card:
    """Return the question why groups are set aside."""
    options = [
        SelectOption(label=say(name), value=str(int(reason)))
        for reason, name in words.REASONS.items()
    ]
    return Card(
        panel(
            title(say(words.ASIDE_BUTTON)),
            text(f"{say(words.CHOICE_SIZE, count=chosen.at_least)}\n{say(words.REASON_ASK)}"),
            menu("reason", options, say(words.REASON_MENU), written(chosen.cells), most=1),
            rule(),
            row([back(say)]),
        )
    )


def sure_card(chosen: Chosen, say: Voice, *, reason: int | None = None) -> Card:
    """Return the count once more, before many are released, or set aside for a reason."""
    cells = written(chosen.cells)
    if reason is None:
        said = say(words.SURE_RELEASE, count=chosen.at_least)
        yes = button(say(words.RELEASE_YES_BUTTON), FEATURE, "release_yes", cells)
    else:
        because = say(words.REASONS[reason])
        said = say(words.SURE_ASIDE, count=chosen.at_least, why=because)
        yes = button(say(words.ASIDE_YES_BUTTON), FEATURE, "aside_yes", cells, reason)
    no = button(say(words.NOT_NOW_BUTTON), FEATURE, "home")
    return Card(panel(title(say(words.CHOICE_TITLE)), text(said), rule(), row([yes, no])))


def progress_card(progress: Progress | None, say: Voice) -> Card:
    """Return how far a decision is, and the ways to stop it or to take it back."""
    if progress is None:
        return Card(panel(text(say(words.IDLE)), rule(), row([back(say)])))
    counted = say(words.PROGRESS, done=progress.done, total=progress.total)
    doing, case = progress.doing, progress.case
    stops = doing is Doing.SET_ASIDE and not progress.over
    undoes = doing is Doing.SET_ASIDE and progress.over and case is not None
    return Card(
        panel(
            title(say(words.DOING[doing])),
            text(_outcome(progress, counted, say)),
            rule(),
            row(
                [
                    None if progress.over else button(say(words.LOOK_BUTTON), FEATURE, "look"),
                    button(say(words.STOP_BUTTON), FEATURE, "stop") if stops else None,
                    button(say(words.UNDO_BUTTON), FEATURE, "undo", case or 0) if undoes else None,
                    button(say(words.CASES_BUTTON), FEATURE, "cases", 0),
                    back(say),
                ]
            ),
        )
    )


def _outcome(progress: Progress, counted: str, say: Voice) -> str:
    if progress.failed:
        return f"{counted}\n{say(words.FAILED)}"
    if not progress.over:
        return counted if progress.total else say(words.AT_WORK)
    return say(words.DONE) if progress.whole else f"{counted}\n{say(words.ENDED)}"


def back(say: Voice) -> ui.Button[Any]:
    """Return the way to where everything stands."""
    return button(say(words.BACK_BUTTON), FEATURE, "home")


def turning(action: str, page: int, pages: int, say: Voice, *before: str) -> list[ui.Button[Any]]:
    """Return the ways to the pages before and after; none where there is one page."""
    labels = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    return to_pages(labels, page, pages, FEATURE, action, *before)
