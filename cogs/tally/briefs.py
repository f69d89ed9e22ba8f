"""The card of a brief: one sentence about the published number, ready to be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from discord import ui

from bot.domain.tallies import SMALLEST_SHOWN, Brief, told
from bot.interactions.cards import MOST_OPTIONS, Card, Part, custom_id, panel, small, text, title
from bot.messages import Voice
from cogs.tally import words


def brief_card(
    brief: Brief, say: Voice, quoted: Voice, *, campaign: str, languages: Sequence[str]
) -> Card:
    """Return a brief: the sentence in the `quoted` voice, all around it in the reader's own."""
    if brief.as_of is None:
        return Card(panel(title(say(words.BRIEF_TITLE)), text(say(words.BRIEF_NONE))))
    return Card(
        panel(
            title(say(words.BRIEF_TITLE)),
            text(say(words.BRIEF_COPY)),
            text(_block(" ".join(_sentences(brief, quoted, brief.as_of, campaign)))),
            ui.ActionRow(_menu(say, quoted, languages)) if len(languages) > 1 else None,
            *_notes(brief, say, brief.as_of),
        )
    )


def _sentences(brief: Brief, say: Voice, as_of: datetime, campaign: str) -> Iterator[str]:
    counted, held = brief.campaign.counted, brief.campaign.held
    moment = as_of.astimezone(UTC)
    said = {"time": f"{moment:%H:%M}", "day": moment.date(), "name": campaign}
    if told(counted) is None:
        yield say(words.BRIEF_FEW, count=SMALLEST_SHOWN, **said)
    elif brief.servers is None:
        yield say(words.BRIEF_SENTENCE, count=counted, **said)
    else:
        yield say(words.BRIEF_SERVERS, count=counted, servers=brief.servers, **said)
    yield say(words.ONCE)
    if held:
        few = told(held) is None
        yield say(words.HELD_FEW if few else words.HELD, count=SMALLEST_SHOWN if few else held)


def _notes(brief: Brief, say: Voice, as_of: datetime) -> Iterator[Part]:
    if brief.last is None:
        yield text(say(words.BRIEF_FIRST))
    elif brief.change:
        change = say.signed(brief.change)
        yield text(say(words.BRIEF_SINCE, day=brief.last.day, change=change))
    else:
        yield text(say(words.BRIEF_SAME, day=brief.last.day))
    yield small(say(words.AS_OF, moment=as_of))


def _block(words_: str) -> str:
    """Return words that Discord offers to copy; nothing in them can end the block."""
    return f"```\n{words_.replace('`', 'ˋ')}\n```"


def _menu(say: Voice, quoted: Voice, languages: Sequence[str]) -> ui.Select[Any]:
    menu: ui.Select[Any] = ui.Select(
        custom_id=custom_id("tally", "brief"), placeholder=say(words.BRIEF_MENU)
    )
    for code in languages[:MOST_OPTIONS]:
        menu.add_option(label=say.language(code), value=code, default=code == quoted.locale)
    return menu
