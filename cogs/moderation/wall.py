"""The cards on which moderators take a name off the wall of their server, or let it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from discord import SelectOption, ui

from bot.domain.moderation.wall import WallReason
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
from bot.messages import Voice
from bot.services import PledgeService, WallService
from bot.services.pledges import WALL_PAGE, Members, WallPage
from cogs.moderation import words
from cogs.moderation.cards import FEATURE, back, menu, turning


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall of a server: what is done about it, and who stands on it now."""

    service: WallService
    pledges: PledgeService
    members: Members


def names_card(wall: WallPage, say: Voice) -> Card:
    """Return a page of the wall as everyone here can see it, with the ways to change it."""
    shown = list(enumerate(wall.user_ids, start=wall.page * WALL_PAGE + 1))
    lines = "\n".join(f"**{number}** <@{user_id}>" for number, user_id in shown)
    return Card(
        panel(
            title(say(words.WALL_TITLE)),
            text(lines or say(words.WALL_EMPTY)),
            small(say(words.WALL_NOTE)),
            _names_menu(shown, say) if shown else None,
            _people_menu(say),
            rule(),
            small(say(words.PAGE, page=wall.page + 1, pages=wall.pages))
            if wall.pages > 1
            else None,
            row([back(say), *turning("wall", wall.page, wall.pages, say)]),
        )
    )


def _names_menu(shown: Sequence[tuple[int, int]], say: Voice) -> Part:
    options = [
        SelectOption(label=say(words.WALL_OPTION, number=number), value=str(user_id))
        for number, user_id in shown
    ]
    return menu("name", options, say(words.WALL_MENU), most=1)


def _people_menu(say: Voice) -> Part:
    """Return the menu of all people here: who was taken off is listed nowhere."""
    people: ui.UserSelect[Any] = ui.UserSelect(
        custom_id=custom_id(FEATURE, "let"), placeholder=say(words.LET_MENU)
    )
    return ui.ActionRow(people)


def off_card(user_id: int, say: Voice) -> Card:
    """Return the question why a name comes off; nothing happened yet."""
    options = [
        SelectOption(label=say(name), value=str(int(reason)))
        for reason, name in words.WALL_REASONS.items()
    ]
    return Card(
        panel(
            title(say(words.OFF_TITLE)),
            text(say(words.OFF_ASK, member=f"<@{user_id}>")),
            small(say(words.OFF_NOTE)),
            menu("off", options, say(words.REASON_MENU), user_id, most=1),
            rule(),
            row([_wall_button(say), back(say)]),
        )
    )


def taken_off_card(user_id: int, reason: WallReason, say: Voice) -> Card:
    """Return that a name is off, and the way to let it back."""
    why = say(words.WALL_REASONS[reason])
    return Card(
        panel(
            text(say(words.OFF_DONE, member=f"<@{user_id}>", why=why)),
            rule(),
            row(
                [
                    button(say(words.LET_BUTTON), FEATURE, "let_back", user_id),
                    _wall_button(say),
                    back(say),
                ]
            ),
        )
    )


def let_back_card(user_id: int, say: Voice) -> Card:
    """Return that somebody can choose to be listed; the same whatever became of them."""
    said = say(words.LET_DONE, member=f"<@{user_id}>")
    return Card(panel(text(said), rule(), row([_wall_button(say), back(say)])))


def _wall_button(say: Voice) -> ui.Button[Any]:
    return button(say(words.WALL_BUTTON), FEATURE, "wall", 0)
