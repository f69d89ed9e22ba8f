"""Examples of cards: each cog declares in which states its cards are worth seeing beforehand."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from importlib import import_module
from importlib.util import find_spec
from typing import Any, Final

import discord
from discord import app_commands, ui

from bot.config import Campaign, Configuration
from bot.domain.refusals import CampaignClosed, Refusal
from bot.domain.tallies import SMALLEST_SHOWN, Counts, Published, Tally, next_milestone
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.pictures import Chart, Quotation

_ATTACHED: Final = "attachment://"
_NO_DATA: Final = b"{}"
_GROWTH: Final = {27: 6, 24: 5, 20: 3, 17: 3.5, 12: 2.5, 8: 2, 5: 1.4, 3: 1.2, 1: 1.05, 0: 1}
"""The part of today's number, as its divisor, that was published so many days ago."""

Picture = Quotation | Chart
"""What a picture shows."""


@dataclass(frozen=True, slots=True)
class Mentioned:
    """A command as a card can mention it, and whether it works in direct messages."""

    command: app_commands.Command[Any, ..., Any]
    mention: str
    in_dm: bool


def under_way(campaign: Campaign, made: datetime) -> datetime:
    """Return the moment at which examples made now are seen.

    That is now, or, where the first day is still to come, four weeks after it: no number is then
    older than the campaign. It is the last day at the latest.
    """
    dates = campaign.dates
    first, today = max(dates.launched, dates.opens or dates.launched), made.date()
    seen = today if first <= today else first + timedelta(days=28)
    return made + (min(seen, dates.closes or seen) - today)


def as_published(numbers: Mapping[int, int], *, at_least: int) -> dict[int, int]:
    """Return numbers of so many days ago without the changes that are too small to be published.

    The latest number stays as it is.
    """
    found: dict[int, int] = {}
    later: int | None = None
    for ago in sorted(numbers):
        if later is None or abs(numbers[ago] - later) >= at_least:
            later = numbers[ago]
        found[ago] = later
    return found


@dataclass(frozen=True, slots=True)
class Samples:
    """What examples are made of: a campaign as it is configured, and values that stand for others.

    Attributes:
        locale: the reader's language, which the campaign's texts may have and the catalogue not.
        made: the moment at which the examples are made.
        members: ids of members whom cards may mention, at least one.
        commands: what `/help` could list.
    """

    configuration: Configuration
    locale: str
    made: datetime
    members: tuple[int, ...]
    commands: tuple[Mentioned, ...]

    @property
    def campaign(self) -> Campaign:
        """The campaign."""
        return self.configuration.campaign

    def has(self, part: str | None) -> bool:
        """Return whether the campaign has something, such as `letter`; for None it is true."""
        return self.configuration.has(part)

    @property
    def now(self) -> datetime:
        """The moment at which the cards are seen: of a campaign to come, when it is under way."""
        return under_way(self.campaign, self.made)

    @property
    def today(self) -> date:
        """The day (UTC) on which the cards are seen."""
        return self.now.date()

    @property
    def opens(self) -> date:
        """The day on which signing begins, as it is told before.

        It is still to come, but of a campaign that is over: then it is the one that was told.
        """
        return self._ahead(self.campaign.dates.opens)

    @property
    def begins(self) -> date:
        """The day on which the campaign begins, as it is told before, likewise."""
        return self._ahead(self.campaign.dates.launched)

    @property
    def begun_before(self) -> bool:
        """Whether the campaign had begun before the first day of signing."""
        launched = self.campaign.dates.launched
        return launched <= self.made.date() and launched < self.opens

    @property
    def closed(self) -> date:
        """The day on which signing ended, as it is told afterwards."""
        return self.campaign.dates.closes or self.today

    def _ahead(self, day: date | None) -> date:
        made, dates = self.made.date(), self.campaign.dates
        if dates.closes and dates.closes < made:
            return day or dates.launched
        return day if day and day > made else made + timedelta(days=7)

    @property
    def member(self) -> int:
        """Who shares, asks or signs."""
        return self.members[0]

    @property
    def reached(self) -> int:
        """How many have signed in the examples of a campaign that is under way."""
        return self.published_ago(0)

    @property
    def final(self) -> int:
        """How many had signed when signing ended."""
        return max(self.reached, self.campaign.goal.target // 2)

    @property
    def grown(self) -> Mapping[int, int]:
        """What was published so many days ago, with a small setback on the way."""
        third = max(4 * SMALLEST_SHOWN, self.campaign.goal.target // 3)
        numbers = {ago: max(SMALLEST_SHOWN, int(third / part)) for ago, part in _GROWTH.items()}
        return as_published(numbers, at_least=self.campaign.tally.publish.at_least)

    @property
    def grown_here(self) -> Mapping[int, int]:
        """What was published of a server that has half of the signatures, so many days ago."""
        half = {ago: number // 2 for ago, number in self.grown.items()}
        return as_published(half, at_least=self.campaign.tally.servers.at_least)

    def published_ago(self, days: int) -> int:
        """Return the number of the campaign as it was published so many days ago."""
        return self.grown[min(ago for ago in self.grown if ago >= days)]

    def days(self, most: int) -> int:
        """Return of how many days there are numbers: of all since the first, or the most given."""
        dates = self.campaign.dates
        first = max(dates.launched, dates.opens or dates.launched)
        return max(1, min(most, (self.today - first).days + 1))

    def as_of(self, refusal: Refusal | None = None) -> datetime:
        """Return when a number was published; the last of a campaign that closed, after its end."""
        latest = self.now - timedelta(minutes=10)
        if not isinstance(refusal, CampaignClosed):
            return latest
        over = datetime.combine(self.closed + timedelta(days=1), time(), tzinfo=UTC)
        return max(latest, over)

    def tally(
        self,
        counted: int,
        *,
        held: int = 0,
        server: int | None = None,
        change: int | None = None,
        weeks: tuple[int, int] | None = None,
        refusal: Refusal | None = None,
    ) -> Tally:
        """Return what the campaign would publish at so many signatures; at zero, nothing yet."""
        goal, rules = self.campaign.goal, self.campaign.tally
        as_of = self.as_of(refusal)
        return Tally(
            campaign=Counts(counted, held),
            server=None if server is None else Published(Counts(server), as_of),
            since_yesterday=change,
            weeks=weeks,
            milestone=next_milestone(
                counted,
                goal=goal.target,
                steps=goal.declared_steps,
            ),
            goal=goal.target,
            as_of=as_of if counted else None,
            together=rules.publish.rule.together and rules.servers.rule.together,
            refusal=refusal,
        )


@dataclass(frozen=True, slots=True)
class Example:
    """A card in one state.

    Attributes:
        name: what it is called among the examples of its feature, such as `mine_listed`.
        card: the function that returns the card.
        draw: calls it with what stands for real values.
        picture: what the picture on the card shows, if there is one.
        needs: what a campaign must have for anybody to meet the card, such as `letter`, or None.
    """

    name: str
    card: Callable[..., Card]
    draw: Callable[[Voice, Samples], Card]
    picture: Callable[[Voice, Samples], Picture] | None = None
    needs: str | None = None


FurtherExamples = Callable[[Samples], Iterator[Example]]
"""Examples of which there are as many as a campaign has of something: one for each passage, say."""


def examples_of(feature: str) -> tuple[Example, ...]:
    """Return the table `EXAMPLES` of a feature: its cards, each in every state worth seeing.

    A cog declares it in its module `examples`; one that has none has no cards to show beforehand.
    """
    name = f"cogs.{feature}.examples"
    return import_module(name).EXAMPLES if find_spec(name) else ()


def examples_met(feature: str, samples: Samples) -> Iterator[Example]:
    """Yield the examples of a feature that a campaign can come to show, and the further ones."""
    yield from declared_met(feature, samples.configuration)
    yield from further_examples_of(feature, samples)


def declared_met(feature: str, configuration: Configuration) -> list[Example]:
    """Return those of the table of a feature that a campaign can come to show."""
    return [one for one in examples_of(feature) if configuration.has(one.needs)]


def further_examples_of(feature: str, samples: Samples) -> tuple[Example, ...]:
    """Return what the function `further_examples` of the same module adds, if there is one."""
    name = f"cogs.{feature}.examples"
    further: FurtherExamples | None = None
    if find_spec(name):
        further = getattr(import_module(name), "further_examples", None)
    return tuple(further(samples)) if further else ()


def attached(card: ui.LayoutView, picture: bytes | None) -> list[discord.File]:
    """Return the files that a card shows; of a picture that there is not, its part goes."""
    files: list[discord.File] = []
    for part in list(card.walk_children()):
        if isinstance(part, ui.MediaGallery):
            address, content = part.items[0].media.url, picture
        elif isinstance(part, ui.File):
            address, content = part.media.url, _NO_DATA
        else:
            continue
        holder = part.parent
        if content is not None:
            files.append(discord.File(io.BytesIO(content), address.removeprefix(_ATTACHED)))
        elif isinstance(holder, ui.Container):
            holder.remove_item(part)
    return files
