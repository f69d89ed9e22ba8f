"""Answering a message with a passage: the cards to choose it."""

from __future__ import annotations

from discord import ui

from bot.domain.letter import Letter
from bot.interactions.cards import MOST_OPTIONS, Card, button, panel, row, rule, text, title
from bot.messages import Voice
from cogs.letter import words
from cogs.letter.passages import (
    Reading,
    menu_start,
    passage_menu,
    passage_parts,
    within_letter,
)


def choice_card(reading: Reading, say: Voice, *, message_id: int, start: int) -> Card:
    """Return the menu of passages, from a place on; Discord shows 25 at most."""
    menu = passage_menu(
        reading,
        say,
        ask=words.REPLY_CHOOSE,
        action="chosen",
        args=[str(message_id)],
        start=start,
    )
    turning = _turning(reading.letter, say, message_id=message_id, start=start)
    return Card(panel(title(say(words.REPLY_TITLE)), text(say(words.REPLY_ASK)), menu, turning))


def preview_card(reading: Reading, public: Voice, say: Voice, *, message_id: int) -> Card:
    """Return the chosen passage as it would be posted, in the voice that everyone reads."""
    passage = reading.passage
    start = menu_start(reading.letter, around=reading.letter.place(passage.id))
    other = say(words.REPLY_OTHER_BUTTON)
    return Card(
        panel(
            title(say(words.REPLY_TITLE)),
            text(say(words.REPLY_PREVIEW)),
            rule(),
            *passage_parts(reading, public),
            rule(),
            row(
                [
                    button(say(words.REPLY_BUTTON), "letter", "reply", message_id, passage.id),
                    button(other, "letter", "choose", message_id, start),
                ]
            ),
        )
    )


def replied_card(say: Voice) -> Card:
    """Return what is said once the answer is posted."""
    return Card(panel(text(say(words.REPLIED))))


def _turning(
    letter: Letter, say: Voice, *, message_id: int, start: int
) -> ui.ActionRow[ui.LayoutView] | None:
    """Return the ways to earlier and later passages, where one menu does not hold them all."""
    if len(letter.passages) <= MOST_OPTIONS:
        return None
    back, on = (within_letter(letter, start + by) for by in (-MOST_OPTIONS, MOST_OPTIONS))
    previous, following = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    ids = "letter", "choose", message_id
    return row(
        [
            button(previous, *ids, back, disabled=back == start),
            button(following, *ids, on, disabled=on == start),
        ]
    )
