"""What the bot answers where something cannot be done, and what a posted card says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from discord import ui

import bot.interactions.errors
from bot.domain.clock import Soon
from bot.domain.phrases import Phrase, declared_in
from bot.domain.refusals import refusals
from bot.domain.tallies.history import LONGEST, SHORTEST
from bot.examples import Samples
from bot.interactions.cards import Card, button, panel, row, text
from bot.interactions.errors import notice
from bot.interactions.posting import AGAIN_BUTTON, ASK, NOT_NOW_BUTTON, POSTED
from bot.messages import Voice


def notices(say: Voice, samples: Samples) -> Iterator[tuple[str, ui.LayoutView]]:
    """Yield each notice by its name, in one reader's language."""
    values = _values(samples)
    for together in _told():
        if not samples.has(together[0].needs):
            continue
        told = (say(one, **{name: values[name] for name in one.asked}) for one in together)
        yield together[0].key.rpartition(".")[2], notice(" ".join(told))
    yield "posted", notice(say(POSTED))
    yield "post_again", _asking(say)


def _told() -> Iterator[tuple[Phrase, ...]]:
    """Yield what each notice says, one phrase after another."""
    yield from (one.phrases for one in refusals())
    yield from ((one,) for one in declared_in(bot.interactions.errors))


def _values(samples: Samples) -> dict[str, object]:
    """Return what stands for each placeholder of a notice."""
    return {
        "closed_on": samples.closed,
        "opens_on": samples.opens,
        "until": Soon(samples.now + timedelta(minutes=20)),
        "reference": "4f2a9c",
        "shortest": SHORTEST,
        "longest": LONGEST,
    }


def _asking(say: Voice) -> Card:
    again, not_now = say(AGAIN_BUTTON), say(NOT_NOW_BUTTON)
    answers = row([button(again, "preview", "again"), button(not_now, "preview", "not-now")])
    return Card(panel(text(say(ASK)), answers))
