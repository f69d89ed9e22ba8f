"""The list of the commands that this person can use here, and the word in answer to a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

from bot.domain.phrases import Phrase
from bot.interactions.cards import CARD_TEXT, Card, panel, small, text, title
from bot.messages import Voice
from cogs.help import words

_ROOM: Final = CARD_TEXT - 800


class Heading(Enum):
    """What stands above commands, in the order of the card: first where help is."""

    SUPPORT = words.SUPPORT
    EVERYONE = words.EVERYONE
    MODERATORS = words.MODERATORS
    ORGANISERS = words.ORGANISERS

    @property
    def phrase(self) -> Phrase:
        """Its words."""
        return self.value


@dataclass(frozen=True, slots=True)
class HelpLine:
    """A command: under which heading, how it can be pressed, and the phrase that tells of it."""

    heading: Heading
    command: str
    description: Phrase


def help_card(commands: Sequence[HelpLine], say: Voice, *, in_server: bool) -> Card:
    """Return the commands under their headings, in the reader's language.

    In a server a line says already who sees the answers. A list longer than a card ends before the
    limit and says that Discord has the rest.
    """
    parts: list[str] = []
    left = _ROOM
    for heading in Heading:
        listed = [one for one in commands if one.heading is heading]
        if not listed:
            continue
        lines = [f"### {say(heading.phrase)}"]
        if heading is Heading.EVERYONE:
            lines.append(say(words.IN_SERVER if in_server else words.IN_DM))
        for one in listed:
            told = say(words.LINE, command=one.command, description=say(one.description))
            lines.append(f"- {told}")
        fitting = _fitting(lines, left)
        left -= sum(map(len, fitting)) + len(fitting)
        if len(fitting) > 1:
            parts.append("\n".join(fitting))
        if len(fitting) < len(lines):
            parts.append(say(words.MORE))
            break
    return Card(
        panel(
            title(say(words.TITLE)),
            *map(text, parts),
            None if in_server else small(say(words.NOTE)),
        )
    )


def written_card(voices: Sequence[Voice], *, command: str, support: str | None) -> Card:
    """Return what is said to someone who wrote: a line in each language, for theirs is not known.

    It does not begin with what it is about: it may be shown on a screen that others see. `support`
    is the command that finds help, where there is one.
    """
    told = {"help": command} | ({"support": support} if support else {})
    phrase = words.WRITTEN if support else words.WRITTEN_NO_SUPPORT
    lines = dict.fromkeys(say(phrase, **told) for say in voices)
    return Card(text("\n".join(_fitting(list(lines), CARD_TEXT))))


def _fitting(lines: list[str], room: int) -> list[str]:
    """Return the first lines that have room together."""
    end = 0
    for end, line in enumerate(lines):
        room -= len(line) + 1
        if room < 0:
            return lines[:end]
    return lines
