"""What `letter.yaml` holds: the letter word for word, where each passage was read, who signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Annotated, TypeVar

from pydantic import Field, ValidationInfo, field_validator

from bot.config.models.letter_entries import (
    ContentNote,
    Named,
    PassageEntry,
    Signatories,
    SourceEntry,
    Theme,
    TranslationEntry,
)
from bot.config.models.values import ConfigModel, Day, Label, LocaleCode, NotEmpty, at_most, invalid
from bot.config.yaml.faults import Location, did_you_mean, shown
from bot.domain import letter as domain
from bot.domain.languages import same_language

N = TypeVar("N", bound=Named)
Wrong = tuple[Location, str]


class LetterFile(ConfigModel):
    """The letter that the campaign stands on."""

    title: Label
    """The letter's title."""
    published: Day
    """The day it was published."""
    locale: LocaleCode
    """The language it was written in. Only the text in this language is the letter."""
    publishers: Annotated[tuple[Label, ...], Field(max_length=5)] = ()
    """Who published it, if that is known: a note for whoever edits this file."""
    organiser: Label | None = None
    """Who organised it, if that is known: a note for whoever edits this file."""
    sources: Annotated[tuple[SourceEntry, ...], at_most(100), NotEmpty]
    """Where the passages and the names were read."""
    themes: Annotated[tuple[Theme, ...], Field(max_length=25)] = ()
    """What passages can be about; members choose a theme from this list."""
    content_notes: tuple[ContentNote, ...] = ()
    """Lines that stand before passages which need them."""
    passages: Annotated[tuple[PassageEntry, ...], at_most(200), NotEmpty]
    """The passages, in the order of the letter."""
    complete: bool = False
    """Write true where the passages are the whole letter; otherwise members are told."""
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
            themes={one.id: one.label.root for one in self.themes},
            complete=self.complete,
            press_count=self.signatories.press_count,
            from_press=self.signatories.from_press,
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
                    role=one.role.root if one.role else None,
                    sources=tuple(sources[source] for source in one.sources),
                    note=one.note.root if one.note else None,
                    withheld=one.withheld is not None,
                )
                for one in self.signatories.confirmed
            ),
        )


def _refuse(wrong: Iterable[Wrong]) -> None:
    if found := list(wrong):
        raise invalid(*found)


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
        if original and same_language(locale, original):
            yield where, "is the language the letter was written in"


def _source(entry: SourceEntry) -> domain.Source:
    return domain.Source(entry.id, entry.outlet, entry.url, entry.published, entry.author)


def _translation(entry: TranslationEntry) -> domain.Translation:
    return domain.Translation(entry.locale, entry.text, entry.by, entry.whole)
