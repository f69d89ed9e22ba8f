"""What `campaign.yaml` holds: who asks for what, until when, and the words that people sign."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, ValidationInfo, field_validator

from bot.config.models.values import (
    Address,
    ConfigModel,
    Day,
    Label,
    Labels,
    LocaleCode,
    Localised,
    NotEmpty,
    TextPattern,
    at_most,
    invalid,
    text_up_to,
)
from bot.config.yaml.faults import Location
from bot.domain.settings.server import AgeLimit, HourlyLimit, Rest
from bot.domain.tallies import SMALLEST_SHOWN, Publishing

CampaignId = Annotated[
    str, TextPattern("[a-z0-9-]{2,40}", "should be 2 to 40 small letters, digits and hyphens")
]
Version = Annotated[
    str,
    TextPattern(
        "[A-Za-z0-9._-]{1,20}", "should be 1 to 20 letters, digits, dots, underscores or hyphens"
    ),
]
Hashtag = Annotated[
    str, TextPattern(r"#[^\s#]{1,79}", "should be # and up to 79 characters, without spaces")
]
Target = Annotated[int, Field(ge=SMALLEST_SHOWN, le=100_000_000)]
"""A number that one reaches tells how many there are: none is so small that it would be hidden."""


class About(Localised[Annotated[str, text_up_to(500)]]):
    """The campaign in a few sentences, by language code; the campaign's own is always there."""


class PledgeTexts(Localised[Annotated[str, text_up_to(2_000)]]):
    """The text that people sign, by language code; the campaign's own is always there."""


class Link(ConfigModel):
    """A page about the campaign, shown as a button."""

    label: Labels
    """What the button says, at most 80 characters: one text, or a text by language code."""
    url: Address
    """The page's address; it begins with https://."""


class Dates(ConfigModel):
    """When the campaign happens, in days of UTC, written year-month-day."""

    launched: Day
    """The day the campaign began in the world; it is told as part of its story."""
    opens: Day | None = None
    """The first day on which people can sign here. Leave it out to begin at once."""
    closes: Day | None = None
    """The last day on which people can sign here. Leave it out for no end."""

    @field_validator("closes")
    @classmethod
    def _closes_last(cls, closes: date | None, info: ValidationInfo) -> date | None:
        """Refuse an end before the beginning."""
        for key in ("opens", "launched"):
            start: date | None = info.data.get(key)
            if closes and start and closes < start:
                raise invalid(((), f"is before {key} ({start}); it should be that day or later"))
        return closes


def _word_or_list(value: object) -> str:
    return "(word)" if isinstance(value, str) else "(list)"


def _automatic(value: object) -> object:
    if value != "automatic":
        raise invalid(((), "should be automatic, or a list of numbers"))
    return value


Automatic = Literal["automatic"]
Step = Annotated[int, Field(ge=SMALLEST_SHOWN)]
StepList = Annotated[tuple[Step, ...], at_most(50), NotEmpty]
Steps = Annotated[
    Annotated[Automatic, BeforeValidator(_automatic), Tag("(word)")]
    | Annotated[StepList, Tag("(list)")],
    Discriminator(_word_or_list),
]


class Goal(ConfigModel):
    """How many signatures the campaign hopes for, and the numbers it celebrates on the way."""

    target: Target
    """The number of signatures the campaign hopes for, at least 5."""
    steps: Steps = "automatic"
    """The numbers on the way: `automatic` (10, 25, 50, 100 …), or a list, from small to large; none
    under 5, for fewer than five people are never told exactly."""

    @field_validator("steps")
    @classmethod
    def _steps_climb(
        cls, steps: Automatic | tuple[int, ...], info: ValidationInfo
    ) -> Automatic | tuple[int, ...]:
        """Refuse steps that do not climb, or that pass the target."""
        if steps == "automatic":
            return steps
        target: int | None = info.data.get("target")
        wrong: list[tuple[Location, str]] = [
            ((at,), f"should be more than the step before it ({before})")
            for at, (before, step) in enumerate(pairwise(steps), 1)
            if step <= before
        ]
        wrong += [
            ((at,), f"is past the target ({target})")
            for at, step in enumerate(steps)
            if target is not None and step > target
        ]
        if wrong:
            raise invalid(*wrong)
        return steps

    @property
    def declared_steps(self) -> tuple[int, ...] | None:
        """The steps that the campaign declares, or None where they are automatic."""
        return None if self.steps == "automatic" else self.steps


AtLeast = Annotated[int, Field(ge=1, le=1_000)]
EveryMinutes = Annotated[int, Field(ge=0, le=6 * 60)]
"""At least four chances a day: a bot that is restarted at one of them each night has the others."""


class PublishCampaign(ConfigModel):
    """By how much the campaign's number must differ, and how often it may move."""

    at_least: AtLeast = 3
    """By how many people the true number must differ before the published one moves; 1 to 1,000.
    1 gives each person away who signs while nobody else does."""
    every_minutes: EveryMinutes = 10
    """How often, on the clock, it may move: every so many minutes, at most 360. 0, together with 1
    for at_least, shows each change at once."""

    @field_validator("every_minutes")
    @classmethod
    def _grid_fits_threshold(cls, every_minutes: int, info: ValidationInfo) -> int:
        """Refuse a number that waits for several and then moves in the very act of the last."""
        at_least: int = info.data.get("at_least", 1)
        if every_minutes == 0 and at_least > 1:
            sentence = (
                f"is 0, and then the last of the {at_least} would move the number by signing; "
                "it should be 1 or more (or at_least 1, which shows each change at once)"
            )
            raise invalid(((), sentence))
        return every_minutes

    @property
    def rule(self) -> Publishing:
        """The same as a rule."""
        return Publishing(self.at_least, self.every_minutes)


class PublishServers(PublishCampaign):
    """When the numbers of servers are published, all of them together."""

    at_least: AtLeast = 5
    """By how many people a server's true number must differ before the published one moves."""
    every_minutes: EveryMinutes = 60
    """How often, on the clock, they may move: every so many minutes, at most 360. 0, together with
    1 for at_least, shows each change at once."""


class TallyRules(ConfigModel):
    """When numbers are published. Everybody reads the published ones, organisers too."""

    publish: PublishCampaign = PublishCampaign()
    """When the campaign's number is published."""
    servers: PublishServers = PublishServers()
    """When the numbers of servers are published."""


class PledgeText(ConfigModel):
    """The words that people sign."""

    version: Version
    """A name for these words, such as "1", in quotes. Whoever changes the words gives a new one:
    it is stored with each signature, and nobody is moved to new words silently."""
    texts: PledgeTexts
    """The words by language code, each at most 2,000 characters; the campaign's own language is
    always there."""


FeatureName = Literal["pledge", "wall", "letter", "quoting", "pictures", "tally", "sharing"]


class ServerDefaults(ConfigModel):
    """What holds in a server until its moderators choose; they can choose otherwise."""

    features_off: tuple[FeatureName, ...] = ()
    """What is off at first: pledge, wall, letter, quoting, pictures, tally, sharing."""
    listing_offered: bool = True
    """Whether members are offered to be listed on the wall."""
    letter_posting: Literal["general", "organisers", "members"] = "general"
    """Who may post from the letter; general is whoever may post other cards."""
    channel_rest: Rest = 30
    """Seconds that a channel rests after a passage of the letter."""
    boards: bool = True
    """Whether organisers may place boards, messages that keep the tally current."""
    milestones: bool = True
    """Whether milestones are announced, in servers that choose a channel for it."""
    sharing: Literal["general", "nobody", "organisers", "members"] = "general"
    """Who may share the general support page; general is whoever may post other cards."""
    members_may_post: bool = False
    """Whether members, and not only organisers, may post cards."""

    @property
    def chosen(self) -> dict[str, Any]:
        """What the campaign says, by the key of the setting."""
        return self.model_dump(exclude_unset=True)


class HoldingDefaults(ConfigModel):
    """Which signatures are held until moderators look at them: not counted, and not refused."""

    enabled: bool = True
    """Whether signatures that look like a raid are held, where moderators did not choose."""
    age_days: AgeLimit = 7
    """Accounts younger than so many days are held: 0 (none), 1, 3, 7, 14 or 30."""
    joined_seconds: Annotated[int, Field(ge=0, le=600)] = 20
    """Who signs within so many seconds of joining the server is held; 0 to 600, the same in every
    server."""
    per_hour: HourlyLimit = 200
    """After so many signatures within an hour in one server, further ones are held: 0 (none), 50,
    100, 200, 500 or 1000."""

    @property
    def chosen(self) -> dict[str, Any]:
        """What the campaign says, by the key of the setting."""
        keys = {"enabled": "holding", "age_days": "holding_age", "per_hour": "holding_rate"}
        said = self.model_dump(exclude_unset=True)
        return {key: said[name] for name, key in keys.items() if name in said}


class Campaign(ConfigModel):
    """One campaign: who asks for what, until when, and the words that people sign."""

    id: CampaignId
    """The campaign's key in the database, such as spring-2026. It never changes once people have
    signed: under another id nobody has signed yet."""
    languages: Annotated[tuple[LocaleCode, ...], Field(max_length=40)] = ()
    """The languages the bot speaks, such as [it] or [en, es]. The first is the campaign's own: all
    texts are in it, and readers of all others get it. Leave it out for English and every language
    that the bot has words for."""
    name: Label
    """The campaign's name, as people say it, in at most 80 characters."""
    hashtag: Hashtag
    """The campaign's hashtag, in quotes because of its #."""
    about: About
    """What the campaign is, in at most 500 characters, by language code."""
    links: Annotated[tuple[Link, ...], Field(max_length=5)] = ()
    """Further pages about the campaign: at most five, each with a label and a url."""
    dates: Dates
    """When the campaign happens."""
    goal: Goal
    """How many signatures the campaign hopes for."""
    tally: TallyRules = TallyRules()
    """When numbers are published: leave it out for what protects people best."""
    servers: ServerDefaults = ServerDefaults()
    """What holds in a server until its moderators choose something else with /setup."""
    holding: HoldingDefaults = HoldingDefaults()
    """Which signatures are held until they are looked at."""
    pledge: PledgeText
    """The words that people sign, and the name of their version."""

    @field_validator("languages")
    @classmethod
    def _languages_once(cls, languages: tuple[str, ...]) -> tuple[str, ...]:
        wrong: list[tuple[Location, str]] = [
            ((at,), f"“{one}” is there twice")
            for at, one in enumerate(languages)
            if one in languages[:at]
        ]
        if wrong:
            raise invalid(*wrong)
        return languages
