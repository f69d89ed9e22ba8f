"""The list of the commands that this person can use here."""

from __future__ import annotations

from collections.abc import Sequence

from bot.interactions.cards import CARD_TEXT, Card, panel, small, text, title
from bot.messages import Voice
from cogs.help import words

_ROOM = CARD_TEXT - 800


def help_card(commands: Sequence[tuple[str, str]], say: Voice, *, in_server: bool) -> Card:
    """Return the commands as (pressable name, description), in the reader's language.

    In a server the first lines say already who sees the answers.
    A list longer than a card ends before the limit; the command menu of Discord has them all.
    """
    lines: list[str] = []
    for command, description in commands:
        line = f"- {say(words.LINE, command=command, description=description)}"
        if sum(map(len, lines)) + len(lines) + len(line) > _ROOM:
            break
        lines.append(line)
    return Card(
        panel(
            title(say(words.TITLE)),
            text(say(words.IN_SERVER if in_server else words.IN_DM)),
            text("\n".join(lines)),
            None if in_server else small(say(words.NOTE)),
        )
    )
