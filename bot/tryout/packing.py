"""Lays cards together into messages, as many into each as Discord takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Final

import discord
from discord import ui

from bot.interactions.cards import CARD_TEXT, MOST_COMPONENTS, Card
from bot.pictures import Pictures
from bot.tryout.cards import Trial

_FILES: Final = (ui.MediaGallery, ui.File)


@dataclass(slots=True)  # not frozen: cards are added
class Batch:
    """Cards that stand in one message, each as it stands alone.

    Attributes:
        names: the custom_ids and ids of their parts, of which a message takes each but once.
        with_file: whether one of them shows files; those of a second might have the same names.
    """

    trials: list[Trial] = field(default_factory=list[Trial])
    components: int = 0
    characters: int = 0
    names: set[str | int] = field(default_factory=set[str | int])
    with_file: bool = False

    @classmethod
    def of(cls, trial: Trial) -> Batch:
        """Return a batch of one."""
        parts = list(trial.view.walk_children())
        named = chain.from_iterable((part.id, getattr(part, "custom_id", None)) for part in parts)
        return cls(
            trials=[trial],
            components=len(parts),
            characters=trial.view.content_length(),
            names={one for one in named if one is not None},
            with_file=any(isinstance(part, _FILES) for part in parts),
        )

    @property
    def title(self) -> str:
        """How it is called: by its first card."""
        more = len(self.trials) - 1
        return self.trials[0].title + (f" and {more} more" if more else "")

    @property
    def fullness(self) -> float:
        """How much of a message it takes."""
        return max(self.components / MOST_COMPONENTS, self.characters / CARD_TEXT)

    def takes(self, other: Batch) -> bool:
        """Whether a message takes both."""
        return (
            self.components + other.components <= MOST_COMPONENTS
            and self.characters + other.characters <= CARD_TEXT
            and not (self.with_file and other.with_file)
            and self.names.isdisjoint(other.names)
        )

    def add(self, other: Batch) -> None:
        """Lay another one's cards below."""
        self.trials += other.trials
        self.components += other.components
        self.characters += other.characters
        self.names |= other.names
        self.with_file |= other.with_file

    def split(self) -> list[Batch]:
        """Return a batch for each of its cards."""
        return [Batch.of(one) for one in self.trials]

    async def ready(self, pictures: Pictures) -> tuple[ui.LayoutView, list[discord.File]]:
        """Return what is posted: the cards, one below the other, and the files that one shows."""
        files = [file for one in self.trials for file in await one.ready(pictures)]
        return Card(*(part for one in self.trials for part in one.view.children)), files


def packed(trials: Iterable[Trial]) -> Sequence[Batch]:
    """Return all cards in as few messages as can be found without searching long.

    Each goes, the largest first, into the first message that has room for it.
    """
    batches: list[Batch] = []
    for one in sorted(map(Batch.of, trials), key=lambda one: one.fullness, reverse=True):
        room = next((batch for batch in batches if batch.takes(one)), None)
        if room is None:
            batches.append(one)
        else:
            room.add(one)
    return batches
