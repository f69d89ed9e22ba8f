"""What `letter.yaml` holds: the letter word for word, where each passage was read, who signed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, Any, Final, Protocol, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationInfo, WithJsonSchema, field_validator

from bot.config.faults import Location, did_you_mean, shown
from bot.config.forms import (
    Day,
    Form,
    Label,
    LocaleCode,
    Localised,
    Record,
    breach,
    words,
)
from bot.domain import letter as domain

LONGEST_PASSAGE: Final = 1_200
"""Characters of a passage: with its translation, sources and place it still fits one card."""

Id = Annotated[str, Form("[a-z0-9-]{2,30}", "should be 2 to 30 small letters, digits and hyphens")]
Exact = Annotated[str, words(LONGEST_PASSAGE)]
Paragraph = Annotated[int, Field(ge=1, le=999)]


def _page(value: str) -> str:
    try:
        address = urlsplit(value)
        usable = address.scheme in ("http", "https") and "." in (address.hostname or "")
    except ValueError:
        usable = False
    if not usable or re.search(r"[\s<>()\"\\]", value):
        raise breach(((), "should be a web address that begins with https:// or http://"))
    return value


Page = Annotated[
    str,
    words(512),
    AfterValidator(_page),
    WithJsonSchema({"type": "string", "pattern": "^https?://", "maxLength": 512}),
]
"""An address as it was read; pages of 2018 may still stand on http."""


def _some(entries: tuple[object, ...]) -> tuple[object, ...]:
    # Not `min_length`: that also complains when the only entry there is has a fault.
    if not entries:
        raise breach(((), "should have an entry"))
    return entries


def some(most: int) -> Any:
    """Return what a list with at least one and at most so many entries is for an editor."""
    return Field(max_length=most, json_schema_extra={"minItems": 1})


NotEmpty = AfterValidator(_some)


class ShortTexts(Localised[Annotated[str, words(200)]]):
    """A sentence by language code; English (en) is always there."""


class ThemeLabels(Localised[Label]):
    """What a theme is called, by language code; English (en) is always there."""


class Named(Protocol):
    """An entry that others name by its id."""

    @property
    def id(self) -> str:
        """The name."""
        ...


class SourceEntry(Record):
    """A page or paper in which something of the letter was read."""

    id: Id
    """A short name, by which passages and signatories say where they were read."""
    outlet: Label
    """The paper or site, as readers know it."""
    url: Page | None = None
    """The page's address, if it is known."""
    published: Day | None = None
    """The day it was published, if it is known."""
    author: Label | None = None
    """Who wrote it, if it is known."""


class Theme(Record):
    """A theme that passages can be about."""

    id: Id
    """A short name, by which passages say what they are about."""
    label: ThemeLabels
    """What members choose from, by language code."""


class ContentNote(Record):
    """A line that stands before a passage, so that nobody meets its subject unprepared."""

    id: Id
    """A short name, by which passages say that they need this note."""
    text: ShortTexts
    """The line, by language code."""


class TranslationEntry(Record):
    """A passage as someone translated it. It is shown as a translation, never as the letter."""

    locale: LocaleCode
    """The language, by the code that Discord uses."""
    text: Exact
    """The translation, word for word."""
    by: Label
    """Who translated it: a person, or the paper that printed it."""
    whole: bool = True
    """Write false where only a part of the passage was translated; members are told."""


class PassageEntry(Record):
    """A piece of the letter, exactly as it was printed."""

    id: Id
    """The passage's short name. Buttons that were posted carry it, so it should not change."""
    paragraph: Paragraph
    """The paragraph of the letter in which it stands, counted from 1."""
    text: Exact
    """The passage, word for word and sign for sign, in the language the letter was written in."""
    fragment: bool = False
    """Write true where it is a part of a sentence."""
    themes: tuple[str, ...] = ()
    """What it is about: ids from the list of themes."""
    content_note: str | None = None
    """The id of a content note, where the passage needs one."""
    sources: Annotated[tuple[str, ...], NotEmpty, some(20)]
    """Where it was read: ids from the list of sources, at least one."""
    translations: tuple[TranslationEntry, ...] = ()
    """Translations of this passage, at most one for each language."""


class SignatoryEntry(Record):
    """Someone the press named as a signer of the letter."""

    name: Label
    """The name, as the press printed it."""
    role: Label | None = None
    """How the press described the person then. Leave it out where it did not."""
    sources: Annotated[tuple[str, ...], NotEmpty, some(20)]
    """Where the name was read: ids from the list of sources, at least one."""
    note: ShortTexts | None = None
    """What is uncertain about the entry, by language code."""
    withheld: Label | None = None
    """Why this name is not shown. With a reason here it is counted and shown to nobody."""


class Signatories(Record):
    """Who signed the letter when it was published: a fact of the past, no endorsement."""

    confirmed: tuple[SignatoryEntry, ...] = ()
    """Each name that a source confirms."""
    unconfirmed: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """How many more the press spoke of, whose names could not be confirmed."""


class LetterFile(Record):
    """The letter that the campaign stands on."""

    title: Label
    """The letter's title."""
    published: Day
    """The day it was published."""
    locale: LocaleCode
    """The language it was written in. Only the text in this language is the letter."""
    publishers: Annotated[tuple[Label, ...], NotEmpty, some(5)]
    """The papers that published it."""
    organiser: Label
    """Who organised it."""
    sources: Annotated[tuple[SourceEntry, ...], NotEmpty, some(100)]
    """Where the passages and the names were read."""
    themes: Annotated[tuple[Theme, ...], Field(max_length=25)] = ()
    """What passages can be about; members choose a theme from this list."""
    content_notes: tuple[ContentNote, ...] = ()
    """Lines that stand before passages which need them."""
    passages: Annotated[tuple[PassageEntry, ...], NotEmpty, some(200)]
    """The passages, in the order of the letter."""
    signatories: Signatories = Signatories()
    """Who signed it when it was published."""

    @field_validator("sources", "themes", "content_notes")
    @classmethod
    def _ids_once(cls, entries: tuple[N, ...]) -> tuple[N, ...]:
        _refuse(_repeated([one.id for one in entries], "id"))
        return entries

    @field_validator("passages")
    @classmethod
    def _passages_hang_together(
        cls, passages: tuple[PassageEntry, ...], info: ValidationInfo
    ) -> tuple[PassageEntry, ...]:
        """Refuse repeated ids, paragraphs out of order, and names that nothing declares."""
        wrong = list(_repeated([one.id for one in passages], "id"))
        before = 0
        for at, passage in enumerate(passages):
            if passage.paragraph < before:
                sentence = f"is before the paragraph of the passage above it ({before})"
                wrong.append(((at, "paragraph"), sentence))
            before = max(before, passage.paragraph)
            wrong += _undeclared((at, "themes"), passage.themes, "themes", info)
            wrong += _undeclared((at, "sources"), passage.sources, "sources", info)
            if note := passage.content_note:
                found = list(_undeclared((at, "content_note"), [note], "content_notes", info))
                wrong += [(where[:-1], sentence) for where, sentence in found]
            wrong += _translations(at, passage, info.data.get("locale"))
        _refuse(wrong)
        return passages

    @field_validator("signatories")
    @classmethod
    def _signatories_have_sources(
        cls, signatories: Signatories, info: ValidationInfo
    ) -> Signatories:
        """Refuse a name that stands twice, and sources that nothing declares."""
        confirmed = signatories.confirmed
        wrong: list[Wrong] = [
            (("confirmed", *where), sentence)
            for where, sentence in _repeated([one.name for one in confirmed], "name")
        ]
        for at, one in enumerate(confirmed):
            wrong += _undeclared(("confirmed", at, "sources"), one.sources, "sources", info)
        _refuse(wrong)
        return signatories

    def letter(self) -> domain.Letter:
        """Return the letter as the bot uses it."""
        sources = {one.id: _source(one) for one in self.sources}
        notes = {one.id: one.text.root for one in self.content_notes}
        return domain.Letter(
            title=self.title,
            dated=self.published,
            locale=self.locale,
            publishers=self.publishers,
            organiser=self.organiser,
            themes={one.id: one.label.root for one in self.themes},
            unconfirmed=self.signatories.unconfirmed,
            passages=tuple(
                domain.Passage(
                    id=one.id,
                    paragraph=one.paragraph,
                    text=one.text,
                    themes=one.themes,
                    sources=tuple(sources[source] for source in one.sources),
                    content_note=notes[one.content_note] if one.content_note else None,
                    fragment=one.fragment,
                    translations=tuple(_translation(each) for each in one.translations),
                )
                for one in self.passages
            ),
            signatories=tuple(
                domain.Signatory(
                    name=one.name,
                    role=one.role,
                    sources=tuple(sources[source] for source in one.sources),
                    note=one.note.root if one.note else None,
                    withheld=one.withheld is not None,
                )
                for one in self.signatories.confirmed
            ),
        )


N = TypeVar("N", bound=Named)
Wrong = tuple[Location, str]


def _refuse(wrong: Iterable[Wrong]) -> None:
    if found := list(wrong):
        raise breach(*found)


def _repeated(names: Sequence[str], key: str) -> Iterator[Wrong]:
    for at, name in enumerate(names):
        if name in names[:at]:
            yield (at, key), f"“{shown(name)}” is there twice"


def _undeclared(
    where: Location, named: Sequence[str], listing: str, info: ValidationInfo
) -> Iterator[Wrong]:
    """Yield what is named and not declared, unless the list of declarations is itself faulty."""
    if listing not in info.data:
        return
    declared = [one.id for one in info.data[listing]]
    for at, name in enumerate(named):
        if name not in declared:
            hint = did_you_mean(name, declared)
            yield (*where, at), f"“{shown(name)}” is not in the list of {listing}{hint}"
        elif name in named[:at]:
            yield (*where, at), f"“{shown(name)}” is there twice"


def _translations(at: int, passage: PassageEntry, original: str | None) -> Iterator[Wrong]:
    locales = [one.locale for one in passage.translations]
    for place, locale in enumerate(locales):
        where = (at, "translations", place, "locale")
        if locale in locales[:place]:
            yield where, f"“{locale}” is there twice"
        if original and domain.same_language(locale, original):
            yield where, "is the language the letter was written in"


def _source(entry: SourceEntry) -> domain.Source:
    return domain.Source(entry.id, entry.outlet, entry.url, entry.published, entry.author)


def _translation(entry: TranslationEntry) -> domain.Translation:
    return domain.Translation(entry.locale, entry.text, entry.by, entry.whole)
