"""What stands on the page: every example of every cog, drawn for a reader of each language."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any, Final

from discord import ui

from bot.config import Configuration
from bot.config.locales import can_be_chosen
from bot.examples import (
    Picture,
    Samples,
    examples_met,
)
from bot.messages import Messages
from bot.outreach import carried
from bot.preview.asked import AskedCatalogue
from bot.preview.commands import mentioned
from bot.preview.notices import notices

Draw = Callable[[Picture], Awaitable[bytes | None]]
"""Draws a picture, or returns None where it cannot be drawn."""

NAMES: Final[Mapping[int, str]] = dict(
    enumerate(("Amal", "Bo", "Cam", "Devi", "Eli", "Fen", "Gia", "Hao", "Ines", "Jo"), 1)
)
"""The members of the examples, by the ids that cards mention."""

NOTICES: Final = "notices"
"""The section of what belongs to no feature."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """An example as a reader of one language sees it.

    Attributes:
        lacking: keys of words that the language does not have; a fall-back is shown for them.
    """

    locale: str
    components: Sequence[Mapping[str, Any]]
    picture: bytes | None
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One example in all languages, and the keys of the words it is made of."""

    feature: str
    name: str
    keys: tuple[str, ...]
    shown: tuple[Rendered, ...]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """An example drawn for one reader; the picture on it is still to be made."""

    name: str
    components: Sequence[Mapping[str, Any]]
    keys: tuple[str, ...]
    lacking: tuple[str, ...]
    wanted: Picture | None = None


def texts_alone(configuration: Configuration) -> tuple[str, ...]:
    """Return the languages that the campaign's texts have and the bot does not speak.

    Whoever chose one of them in Discord reads these texts in it, and all words around them in
    another.
    """
    campaign, letter = configuration.campaign, configuration.letter
    written = (*campaign.pledge.texts.locales, *campaign.about.locales, *letter.languages)
    found = dict.fromkeys(one for one in written if can_be_chosen(one))
    return tuple(one for one in found if one not in configuration.languages)


async def entries(
    configuration: Configuration,
    locales: Sequence[str],
    *,
    now: datetime,
    draw: Draw,
    beside: Sequence[str] = (),
) -> list[Entry]:
    """Return everything that is shown, in the order of the page.

    Of the languages `beside` only those cards are, which are unlike those that others stand in for.
    """
    pictures, messages = _Pictures(draw), Messages.of(configuration)
    stand_in = {one: messages.voice(one).locale for one in beside}
    locales = (*locales, *beside)
    found: list[Entry] = []
    for feature in (*carried(configuration), NOTICES):
        drawn = [_drawn(configuration, feature, locale, now) for locale in locales]
        for same in zip(*drawn, strict=True):
            shown = [
                Rendered(locale, one.components, await pictures.of(one.wanted), one.lacking)
                for locale, one in zip(locales, same, strict=True)
            ]
            keys = dict.fromkeys(chain.from_iterable(one.keys for one in same))
            unlike = tuple(_unlike(shown, stand_in))
            found.append(Entry(feature, same[0].name, tuple(keys), unlike))
    return found


def _unlike(shown: Sequence[Rendered], stand_in: Mapping[str, str]) -> Iterator[Rendered]:
    """Yield a card in each language, but where a reader of another one sees the very same."""
    seen = {one.locale: (one.components, one.picture) for one in shown}
    for one in shown:
        other = stand_in.get(one.locale, one.locale)
        if other == one.locale or seen.get(other) != seen[one.locale]:
            yield one


class _Pictures:
    """Draws each picture once, however many cards show it."""

    def __init__(self, draw: Draw) -> None:
        self._draw = draw
        self._drawn: dict[Picture, bytes | None] = {}

    async def of(self, wanted: Picture | None) -> bytes | None:
        if wanted is None:
            return None
        if wanted not in self._drawn:
            self._drawn[wanted] = await self._draw(wanted)
        return self._drawn[wanted]


def _drawn(
    configuration: Configuration, feature: str, locale: str, now: datetime
) -> Iterator[_Drawn]:
    """Yield the examples of a feature for a reader of one language."""
    catalogues = {code: AskedCatalogue(one) for code, one in configuration.messages.items()}
    say = Messages(
        catalogues, configuration.languages, configuration.said, configuration.names
    ).voice(locale)
    own = catalogues[say.locale]
    samples = Samples(configuration, locale, now, tuple(NAMES), mentioned(configuration))

    def drawn(name: str, view: ui.LayoutView, wanted: Picture | None = None) -> _Drawn:
        return _Drawn(name, view.to_components(), tuple(own.asked), tuple(own.lacking), wanted)

    if feature == NOTICES:
        own.begin()
        for name, view in notices(say, samples):
            yield drawn(name, view)
            own.begin()
        return
    for one in examples_met(feature, samples):
        own.begin()
        picture = one.picture(say, samples) if one.picture else None
        yield drawn(one.name, one.draw(say, samples), picture)
