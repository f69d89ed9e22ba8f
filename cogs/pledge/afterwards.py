"""The cards of what one may do after signing: be listed, withdraw, look at the wall."""

from __future__ import annotations

from discord import ButtonStyle

from bot.domain.pledges import Standing, Withdrawing, Withdrawn
from bot.interactions.cards import Card, Part, button, panel, row, rule, small, text, title, turning
from bot.messages import Voice
from bot.services.pledges import WallPage
from cogs.pledge import words
from cogs.pledge.cards import erase_button

_FEATURE = "pledge"


def list_card(say: Voice, *, of_letter: bool = True) -> Card:
    """Return the second, separate choice: being listed, with what it has cost others.

    `of_letter` is whether the campaign has a letter.
    """
    warning = say(words.LIST_WARNING if of_letter else words.LIST_WARNING_PLEDGE)
    copied = say(words.LIST_COPIED)
    told = (say(words.LIST_WALL), f"{warning} {copied}", say(words.LIST_STORED))
    return Card(
        panel(
            title(say(words.LIST_TITLE)),
            text("\n\n".join(told)),
            rule(),
            row(
                [
                    button(
                        say(words.LIST_YES_BUTTON), _FEATURE, "list_yes", style=ButtonStyle.success
                    ),
                    button(say(words.LIST_NO_BUTTON), _FEATURE, "mine"),
                ]
            ),
        )
    )


def withdraw_card(
    standing: Standing, say: Voice, *, shows_later: bool, may_sign: bool, signs_here: bool = True
) -> Card:
    """Return the one confirmation; no reason asked, *here* or *everywhere* where both apply.

    Whether the campaign, and this server, would take the signature again is said before, not after,
    and so is that a record stays, with the way to erase it. In a direct message it is everywhere.
    """
    servers, here = len(standing.live), standing.signed_here
    keep = button(say(words.KEEP_BUTTON), _FEATURE, "keep")
    if here and servers > 1:
        said = say(words.WITHDRAW_SEVERAL, count=servers)
        choices = [
            button(say(words.WITHDRAW_HERE_BUTTON), _FEATURE, "leave", "here"),
            button(say(words.WITHDRAW_EVERYWHERE_BUTTON), _FEATURE, "leave", "everywhere"),
        ]
    else:
        elsewhere = not here and servers > 0 and standing.server is not None
        said = (
            say(words.WITHDRAW_ELSEWHERE, count=servers) if elsewhere else say(words.WITHDRAW_ONE)
        )
        choices = [button(say(words.WITHDRAW_YES_BUTTON), _FEATURE, "leave", "everywhere")]
    offered = words.SIGN_AGAIN if signs_here else words.NOT_AGAIN_HERE
    again = say(offered if may_sign else words.NEVER_AGAIN)
    said = f"{_with_when(said, say, shows_later=shows_later)} {again}"
    return Card(
        panel(
            title(say(words.WITHDRAW_TITLE)),
            text(said),
            text(say(words.WITHDRAW_RECORD)),
            rule(),
            row([*choices, keep]),
            row([erase_button(say)]),
        )
    )


def _with_when(said: str, say: Voice, *, shows_later: bool) -> str:
    """Return what was said, and that the number does not follow at once where it does not."""
    return f"{said} {say(words.TALLY_LATER)}" if shows_later else said


def kept_card(say: Voice) -> Card:
    """Return the answer to keeping the pledge."""
    return Card(panel(text(say(words.KEPT))))


def withdrawn_card(withdrawn: Withdrawn, say: Voice, *, shows_later: bool) -> Card:
    """Return what the withdrawal came to; signing again stays possible, nobody is asked to."""
    pledge = withdrawn.standing.pledge
    erase = None
    if withdrawn.outcome is Withdrawing.EVERYWHERE:
        said = _with_when(say(words.WITHDRAWN), say, shows_later=shows_later)
        erase = row([erase_button(say)])
    elif withdrawn.outcome is Withdrawing.HERE:
        said = _with_when(say(words.WITHDRAWN_HERE), say, shows_later=shows_later)
    elif withdrawn.outcome is Withdrawing.ALREADY and pledge is not None:
        said = say(words.WITHDRAWN_ALREADY, changed_at=pledge.changed_on)
        erase = row([erase_button(say)])
    else:
        said = say(words.WITHDRAWN_NOTHING)
    return Card(panel(text(said), rule() if erase else None, erase))


def wall_card(wall: WallPage, say: Voice) -> Card:
    """Return a page of the members who chose to be listed in this server, and of nobody else.

    It never says that numbers are being recounted: its number is no counter of the campaign, but
    how many rows there are, so it cannot differ from them.
    """
    if not wall.total:
        return Card(panel(title(say(words.WALL_TITLE)), text(say(words.WALL_EMPTY))))
    names = "\n".join(f"- <@{user_id}>" for user_id in wall.user_ids)
    return Card(
        panel(
            title(say(words.WALL_TITLE)),
            text(say(words.WALL_COUNT, count=wall.total)),
            text(names) if names else None,
            small(say(words.WALL_NOTE)),
            *(_turning(wall, say) if wall.pages > 1 else ()),
        )
    )


def _turning(wall: WallPage, say: Voice) -> list[Part | None]:
    """Return which page this is, and the ways to the others."""
    labels = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    return [
        rule(),
        small(say(words.WALL_PAGE, page=wall.page + 1, pages=wall.pages)),
        row(turning(labels, wall.page, wall.pages, _FEATURE, "wall")),
    ]
