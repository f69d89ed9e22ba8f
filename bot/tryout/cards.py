"""What is tried: every card with an example, in each language, with nothing to press on it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import repeat
from typing import Final

import discord
from discord import ui

from bot.config import Configuration
from bot.examples import Picture, Samples, attached, examples_met
from bot.interactions.cards import disabled
from bot.messages import Messages
from bot.outreach import carried
from bot.pictures import Pictures
from bot.preview.commands import mentioned
from bot.preview.content import NOTICES
from bot.preview.notices import notices

_MEMBERS: Final = 10


@dataclass(frozen=True, slots=True)
class Trial:
    """A card in one language; the picture on it is still to be made."""

    feature: str
    name: str
    locale: str
    view: ui.LayoutView
    picture: Picture | None = None

    @property
    def title(self) -> str:
        """How it is called among all."""
        return f"{self.feature} {self.name} ({self.locale})"

    async def ready(self, pictures: Pictures) -> list[discord.File]:
        """Return the files that the card shows."""
        drawn = await pictures.draw(self.picture) if self.picture else None
        return attached(self.view, drawn)


def trials(
    configuration: Configuration, locales: Sequence[str], *, now: datetime, bot_id: int
) -> Iterator[Trial]:
    """Yield every card, feature by feature; whoever cards mention is the bot itself."""
    messages = Messages.of(configuration)
    for feature in (*carried(configuration), NOTICES):
        for locale in locales:
            members = tuple(repeat(bot_id, _MEMBERS))
            samples = Samples(configuration, locale, now, members, mentioned(configuration))
            say = messages.voice(locale)
            if feature == NOTICES:
                for name, view in notices(say, samples):
                    yield Trial(feature, name, locale, disabled(view))
                continue
            for one in examples_met(feature, samples):
                view = disabled(one.draw(say, samples))
                picture = one.picture(say, samples) if one.picture else None
                yield Trial(feature, one.name, locale, view, picture)
