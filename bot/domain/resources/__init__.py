"""Which help is shown to whom: chosen by country and need, never by who asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.languages import Texts, same_language
from bot.domain.resources.review import Condition, Review

WORLDWIDE = "*"
"""The region of a resource that serves every country."""

PAGE = 4
"""How many resources one page shows: few enough to read in a hard moment."""


def country_of(region: str) -> str:
    """Return the country that a region lies in: `GB` of `GB-ENG`."""
    return region.split("-", maxsplit=1)[0]


@dataclass(frozen=True, slots=True)
class Audience:
    """What someone may need help with, as the campaign declares it.

    Attributes:
        first: what is for them stands before the rest where no need is chosen.
        on_request: shown only to who chooses it, never beside the help for others.
        comforted: the campaign's word of comfort stands on their page.
    """

    id: str
    label: Texts
    first: bool = False
    on_request: bool = False
    comforted: bool = False


@dataclass(frozen=True, slots=True)
class Phone:
    """A number as people read it (`0808 500 2222`) and as a phone dials it (`tel:+448085002222`).

    A short code has no form for other countries: `tel:116016`.
    """

    display: str
    tel: str


@dataclass(frozen=True, slots=True)
class TextLine:
    """A number for text messages, and the word to send first, if there is one."""

    number: Phone
    send: str | None = None


@dataclass(frozen=True, slots=True)
class Contacts:
    """The ways to reach an organisation; `chat` means that its website has one."""

    phone: Phone | None = None
    text: TextLine | None = None
    whatsapp: Phone | None = None
    ussd: str | None = None
    tty: Phone | None = None
    email: str | None = None
    web: str | None = None
    chat: bool = False


@dataclass(frozen=True, slots=True)
class Hours:
    """When someone answers: `always`, or in words by language."""

    always: bool
    texts: Texts = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Resource:
    """One organisation that helps.

    Attributes:
        audiences: ids of those it is for; none for everyone.
        regions: ISO 3166-1 countries (`GB`), ISO 3166-2 parts of one (`GB-ENG`), or `*`.
        languages: what is spoken there, as far as it is known; empty where it is not.
        interpreters: whether it takes other languages too, through an interpreter.
        official: run by the state, or named by it as the country's line.
    """

    id: str
    name: str
    does: Texts
    audiences: frozenset[str]
    regions: frozenset[str]
    contacts: Contacts
    review: Review
    languages: tuple[str, ...] = ()
    interpreters: bool = False
    official: bool = False
    hours: Hours | None = None
    note: Texts | None = None

    @property
    def worldwide(self) -> bool:
        """Whether it serves every country."""
        return WORLDWIDE in self.regions

    @property
    def countries(self) -> frozenset[str]:
        """The countries that its regions lie in."""
        return frozenset(country_of(region) for region in self.regions - {WORLDWIDE})

    def parts_of(self, country: str) -> tuple[str, ...]:
        """Return the parts of a country it is limited to; none when it serves all of it."""
        if self.worldwide or country in self.regions:
            return ()
        return tuple(sorted(one for one in self.regions if one.startswith(f"{country}-")))

    def speaks(self, locale: str) -> bool:
        """Whether it is known to speak a reader's language, in whatever regional form."""
        return any(same_language(one, locale) for one in self.languages)


@dataclass(frozen=True, slots=True)
class Emergency:
    """A country's emergency numbers: to call (any of them) and to text.

    Attributes:
        from_list: they come from the public list of phone numbers, not from the campaign: nobody
            of it looked at them, and which service answers is not known.
    """

    call: tuple[str, ...]
    text: tuple[str, ...] = ()
    note: Texts | None = None
    from_list: bool = False


@dataclass(frozen=True, slots=True)
class Directory:
    """All that the support page can show.

    Attributes:
        emergency: by country; these are the countries one can choose, the campaign's own first.
        fallback: ids of worldwide resources that stand in where nothing else is left; they never
            lapse.
        parts: the names of the ISO 3166-2 parts that resources are limited to.
        audiences: what one can choose, in the order in which it is shown.
        comfort: a word for those something was done to, or None.
        in_danger: whether the page says whom to call in an emergency.
    """

    resources: tuple[Resource, ...]
    emergency: Mapping[str, Emergency]
    fallback: tuple[str, ...]
    parts: Mapping[str, Texts]
    audiences: tuple[Audience, ...] = ()
    comfort: Texts | None = None
    in_danger: bool = True

    @classmethod
    def none(cls) -> Directory:
        """Return what stands for the support page of a campaign that has none."""
        return cls((), {}, (), {})

    @property
    def campaign_countries(self) -> tuple[str, ...]:
        """The countries that the campaign names: only there are organisations of the country."""
        return tuple(code for code, one in self.emergency.items() if not one.from_list)

    @property
    def first(self) -> frozenset[str]:
        """Whose help stands before the rest where no need is chosen."""
        return frozenset(one.id for one in self.audiences if one.first)

    @property
    def on_request(self) -> frozenset[str]:
        """Whose help is shown only to who chooses it."""
        return frozenset(one.id for one in self.audiences if one.on_request)

    def audience(self, audience_id: str | None) -> Audience | None:
        """Return what can be chosen by its id, or None."""
        return next((one for one in self.audiences if one.id == audience_id), None)

    def find(self, resource_id: str) -> Resource | None:
        """Return a resource by its id, or None."""
        return next((one for one in self.resources if one.id == resource_id), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """What the reader chose on the page; None is what nobody has to choose."""

    country: str | None = None
    audience: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A part of what was found for a choice: at most `PAGE` of `total`, from `start` on (from 0).

    `stands_in` says that nothing was found, so that the worldwide directories are shown instead;
    `worldwide_only`, that a country was chosen and all that was found serves every country.
    """

    choice: Choice
    resources: tuple[Resource, ...]
    start: int
    total: int
    stands_in: bool
    worldwide_only: bool = False


def page_for(
    directory: Directory, choice: Choice, *, locale: str, today: date, start: int = 0
) -> Page:
    """Return a page of help for a choice; past the end, it is the end.

    It is empty only where nothing fits and the campaign names no directories that stand in.

    The country's own resources come before worldwide ones; among equals the reader's language
    first, then those that always answer, then official ones, then in the order of the file. Where
    no need is chosen, what is for those who come first stands before the rest, and what is shown
    on request only is not there.
    """
    fitting = [one for one in directory.resources if _fits(one, choice, directory)]
    standing = [one for one in fitting if _shown(one, directory, today)]
    found = sorted(standing, key=lambda one: _rank(one, choice, locale, directory.first))
    if not found or len(standing) < len(fitting):
        found += [one for one in _fallback(directory, choice) if one not in found]
    if start >= len(found):
        start = max(0, len(found) - PAGE)
    return Page(
        choice=choice,
        resources=tuple(found[start : start + PAGE]),
        start=start,
        total=len(found),
        stands_in=not standing,
        worldwide_only=bool(found and choice.country) and all(one.worldwide for one in found),
    )


def _fits(resource: Resource, choice: Choice, directory: Directory) -> bool:
    for_whom = resource.audiences
    if choice.audience is None:
        wanted = not for_whom or bool(for_whom - directory.on_request)
    else:
        wanted = not for_whom or choice.audience in for_whom
    return wanted and (resource.worldwide or choice.country in resource.countries)


def _shown(resource: Resource, directory: Directory, today: date) -> bool:
    if resource.id in directory.fallback:
        return True
    return resource.review.condition(today) is not Condition.LAPSED


def _rank(
    resource: Resource, choice: Choice, locale: str, first: frozenset[str]
) -> tuple[bool, ...]:
    for_others = choice.audience is None and not resource.audiences & first
    always = resource.hours is not None and resource.hours.always
    return (
        resource.worldwide,
        for_others,
        not resource.speaks(locale),
        not always,
        not resource.official,
    )


def _fallback(directory: Directory, choice: Choice) -> list[Resource]:
    """Return what stands in; who came for another reason is not led to survivors' help first."""
    found = [one for one in directory.resources if one.id in directory.fallback]
    others = choice.audience in directory.on_request
    return sorted(found, key=lambda one: others and bool(one.audiences & directory.first))
