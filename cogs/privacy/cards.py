"""The cards of one's own data: what is kept, the file, and the one question before erasing."""

from __future__ import annotations

from collections.abc import Sequence

from discord import ButtonStyle, ui

from bot.domain.settings.log import Exported
from bot.interactions.cards import Card, button, panel, row, rule, small, text, title
from bot.messages import Voice
from cogs.privacy import words

FILE_NAME = "my-data.json"


def policy_card(
    say: Voice,
    *,
    moved_by_one: bool,
    in_server: bool,
    of_letter: bool = True,
    has_support: bool = True,
) -> Card:
    """Return what is kept and why, who can see it, and one's rights.

    Where a single person can move a number, it says what that tells. In a server it leads to who
    took files of it. `of_letter` and `has_support` are whether the campaign has a letter and a page
    with help.
    """
    exports = button(say(words.EXPORTS_BUTTON), "privacy", "exports")
    numbers = say(words.POLICY_NUMBERS_EXACT if moved_by_one else words.POLICY_NUMBERS)
    parts = (
        say(words.POLICY_KEPT),
        say(words.POLICY_PASSAGES) if of_letter else None,
        say(words.POLICY_LISTED),
        say(words.POLICY_HELD),
        say(words.POLICY_EXPORTS),
        say(words.POLICY_NOT_KEPT if has_support else words.POLICY_NOT_KEPT_NO_SUPPORT),
        say(words.POLICY_WHO, numbers=numbers),
        say(words.POLICY_RIGHTS),
    )
    return Card(
        panel(
            title(say(words.POLICY_TITLE)),
            text("\n\n".join(one for one in parts if one)),
            rule(),
            row(
                [
                    button(say(words.LISTED_BUTTON), "privacy", "listed"),
                    button(say(words.EXPORT_BUTTON), "privacy", "export"),
                    button(say(words.ERASE_BUTTON), "privacy", "erase"),
                    exports if in_server else None,
                ]
            ),
        )
    )


def export_card(say: Voice) -> Card:
    """Return the card that carries the file."""
    return Card(
        panel(title(say(words.EXPORT_TITLE)), text(say(words.EXPORT_DONE))),
        ui.File(f"attachment://{FILE_NAME}"),
    )


def exports_card(exports: Sequence[Exported], say: Voice) -> Card:
    """Return who took files of this server, the latest first."""
    lines = [f"- {_exported(one, say)}" for one in exports]
    return Card(
        panel(
            title(say(words.EXPORTS_TITLE)),
            text("\n".join(lines) or say(words.EXPORTS_NONE)),
            small(say(words.EXPORTS_NOTE)),
        )
    )


def _exported(one: Exported, say: Voice) -> str:
    member = say(words.EXPORTS_FORMER) if one.actor is None else f"<@{one.actor}>"
    rows = one.rows
    return say(
        words.EXPORTS_LINE, member=member, moment=one.at, members=rows.members, days=rows.days
    )


def erase_card(say: Voice) -> Card:
    """Return the one question before erasing."""
    yes = say(words.ERASE_YES_BUTTON)
    return Card(
        panel(
            title(say(words.ERASE_TITLE)),
            text(say(words.ERASE_ASK)),
            rule(),
            row(
                [
                    button(yes, "privacy", "erase_yes", style=ButtonStyle.danger),
                    button(say(words.ERASE_NO_BUTTON), "privacy", "keep"),
                ]
            ),
        )
    )


def kept_card(say: Voice) -> Card:
    """Return the answer to keeping everything."""
    return Card(panel(text(say(words.ERASE_KEPT))))


def erased_card(say: Voice, *, something: bool) -> Card:
    """Return what erasing came to."""
    return Card(panel(text(say(words.ERASED if something else words.NOTHING))))
