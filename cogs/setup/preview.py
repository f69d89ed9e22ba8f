"""Any card that members can get, in any language, with example values: found, named and drawn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import discord
from discord import app_commands, ui

from bot.config import Configuration
from bot.domain.phrases import OPTION
from bot.domain.refusals import OutdatedControl
from bot.domain.settings import ALWAYS_ON
from bot.domain.text import shorten
from bot.examples import Example, Mentioned, Samples, attached, declared_met, examples_of
from bot.interactions.cards import Card, disabled, read_plain
from bot.interactions.commands import OutreachTree, description_of, name_of, works_in_dm
from bot.messages import Messages, Voice
from bot.outreach import carried, cogs_of
from bot.services import Pictures

_MEMBERS: Final = 10
"""So many members stand in the examples; all of them are whoever looks: nobody else is named."""

_MARKUP: Final = re.compile(
    r"^(#+|>|-#?) |\*\*|`|</(?P<command>[^:>]+):\d+>|(?P<mention><[@#t][^>]*>)"
)

_SENTENCE_END = re.compile(r"(?<=[^\W\d][.!?…।。])\s+")
"""Behind a stop that ends a word: the day in “12. Dezember” ends no sentence."""


@dataclass(frozen=True, slots=True)
class PreviewOption:
    """Something to choose: how it is named to the bot, and how to a reader."""

    value: str
    label: str
    about: str | None


@dataclass(frozen=True, slots=True)
class Look:
    """What is looked at; it is carried in custom_ids, and as such untrusted.

    Attributes:
        name: the name of the example among those of its feature.
    """

    feature: str
    name: str
    locale: str


class Previews:
    """The examples that the cogs declare, for the eyes of a server's moderators."""

    def __init__(
        self,
        configuration: Configuration,
        messages: Messages,
        tree: OutreachTree,
        pictures: Pictures,
    ) -> None:
        self._configuration = configuration
        self._messages = messages
        self._tree = tree
        self._pictures = pictures
        self._named: dict[tuple[str, str], list[PreviewOption]] = {}

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the bot speaks."""
        return self._messages.locales

    def first(self, locale: str, feature: str | None = None) -> Look:
        """Return the first card of a feature, or of all.

        Raises:
            OutdatedControl: there is no such feature.
        """
        among = self._features()
        feature = among[0] if feature is None else feature
        if feature not in among:
            raise OutdatedControl
        return Look(feature, self._examples(feature)[0].name, locale)

    def checked(self, feature: str, name: str, locale: str) -> Look:
        """Return what is named so.

        Raises:
            OutdatedControl: there is no such card, or no such language.
        """
        if feature not in self._features() or locale not in self.languages:
            raise OutdatedControl
        self._example(feature, name)
        return Look(feature, name, locale)

    def features(self, say: Voice) -> list[PreviewOption]:
        """Return the features that have cards for members, by the command that opens them."""
        found: list[PreviewOption] = []
        for feature in self._features():
            command = next(
                one
                for cog in cogs_of(feature)
                for one in cog.declared_commands()
                if not isinstance(one, app_commands.ContextMenu)
            )
            name = self._messages.translation(name_of(command), say.locale) or command.name
            found.append(PreviewOption(feature, f"/{name}", say(description_of(command))))
        return found

    def cards(self, feature: str, say: Voice, now: datetime) -> list[PreviewOption]:
        """Return the cards of a feature, each by its first sentence and what sets it apart.

        No sentence is written for that: an option is what the card itself says. Drawing them all
        would make each press slow, so they are kept as they were named first.
        """
        found = self._named.get((feature, say.locale))
        if found is None:
            found = self._named[feature, say.locale] = self._name(feature, say, now)
        return found

    def _name(self, feature: str, say: Voice, now: datetime) -> list[PreviewOption]:
        samples, seen = self._samples(say.locale, now, 1), set[str]()
        found: list[PreviewOption] = []
        for number, one in enumerate(self._examples(feature), 1):
            said = list(_sentences(one.draw(say, samples))) or [one.name]
            apart = next((sentence for sentence in said[1:] if sentence not in seen), said[-1])
            seen.update(said)
            about = shorten(apart, OPTION) if len(said) > 1 else None
            found.append(PreviewOption(one.name, shorten(f"{number} · {said[0]}", OPTION), about))
        return found

    async def draw(
        self, look: Look, now: datetime, user_id: int, own: Mapping[str, str]
    ) -> tuple[Card, list[discord.File]]:
        """Return a card as a reader of a language sees it, with the files it shows.

        It says a server's `own` words where its members read them. Nothing on it can be pressed.
        A picture that cannot be drawn now is left out.
        """
        say, samples = self._messages.voice(look.locale), self._samples(look.locale, now, user_id)
        if look.feature not in ALWAYS_ON:
            say = say.with_words(own)
        example = self._example(look.feature, look.name)
        card, picture = disabled(example.draw(say, samples)), None
        if example.picture:
            wanted = example.picture(say, samples)
            picture = await self._pictures.draw(wanted, person=user_id)
        return card, attached(card, picture)

    def _features(self) -> list[str]:
        """Return the features with cards for members; what only moderators use they know."""
        return [
            one
            for one in carried(self._configuration)
            if examples_of(one) and not any(cog.right for cog in cogs_of(one))
        ]

    def _examples(self, feature: str) -> list[Example]:
        """Return the cards of a feature that this campaign can come to show."""
        return declared_met(feature, self._configuration)

    def _example(self, feature: str, name: str) -> Example:
        for one in self._examples(feature):
            if one.name == name:
                return one
        raise OutdatedControl

    def _samples(self, locale: str, now: datetime, user_id: int) -> Samples:
        walked = self._tree.walk_commands()
        commands = tuple(
            Mentioned(one, self._tree.mention(one.qualified_name), works_in_dm(one))
            for one in walked
            if isinstance(one, app_commands.Command)
        )
        return Samples(self._configuration, locale, now, (user_id,) * _MEMBERS, commands)


def _sentences(card: Card) -> Iterator[str]:
    """Yield a card's sentences in order, without Discord's markup; then its buttons' words."""
    texts = [part.content for part in card.walk_children() if isinstance(part, ui.TextDisplay)]
    for line in "\n".join(texts).splitlines():
        bare = " ".join(read_plain(_MARKUP.sub(_bare, line)).split())
        if bare:
            yield from _SENTENCE_END.split(bare)
    for part in card.walk_children():
        if isinstance(part, ui.Button) and part.label:
            yield part.label


def _bare(found: re.Match[str]) -> str:
    """Return what a reader sees instead: an option of a menu formats and mentions nothing."""
    if found["command"]:
        return f"/{found['command']}"
    return "…" if found["mention"] else ""
