"""What the lists of `letter.yaml` hold: a source, a theme, a passage, a signatory."""

from __future__ import annotations

from typing import Annotated, Final, Protocol

from pydantic import Field

from bot.config.models.values import (
    ConfigModel,
    Day,
    Label,
    Labels,
    LocaleCode,
    Localised,
    NotEmpty,
    ReadAddress,
    TextPattern,
    at_most,
    text_up_to,
)

LONGEST_PASSAGE: Final = 1_200
"""Characters of a passage: with its translation, sources and place it still fits one card."""

EntryId = Annotated[
    str, TextPattern("[a-z0-9-]{2,30}", "should be 2 to 30 small letters, digits and hyphens")
]
Exact = Annotated[str, text_up_to(LONGEST_PASSAGE)]
Paragraph = Annotated[int, Field(ge=1, le=999)]


class ShortTexts(Localised[Annotated[str, text_up_to(200)]]):
    """A sentence by language code; the campaign's own is always there."""


class ThemeLabels(Localised[Label]):
    """What a theme is called, by language code; the campaign's own is always there."""


class Named(Protocol):
    """An entry that others name by its id."""

    @property
    def id(self) -> str:
        """The name."""
        ...


class SourceEntry(ConfigModel):
    """A page or paper in which something of the letter was read."""

    id: EntryId
    """A short name, by which passages and signatories say where they were read."""
    outlet: Label
    """The paper or site, as readers know it."""
    url: ReadAddress | None = None
    """The page's address, if it is known."""
    published: Day | None = None
    """The day it was published, if it is known."""
    author: Label | None = None
    """Who wrote it, if it is known."""


class Theme(ConfigModel):
    """A theme that passages can be about."""

    id: EntryId
    """A short name, by which passages say what they are about."""
    label: ThemeLabels
    """What members choose from, by language code."""


class ContentNote(ConfigModel):
    """A line that stands before a passage, so that nobody meets its subject unprepared."""

    id: EntryId
    """A short name, by which passages say that they need this note."""
    text: ShortTexts
    """The line, by language code."""


class TranslationEntry(ConfigModel):
    """A passage as someone translated it. It is shown as a translation, never as the letter."""

    locale: LocaleCode
    """The language, by the code that Discord uses."""
    text: Exact
    """The translation, word for word."""
    by: Label
    """Who translated it: a person, or the paper that printed it."""
    whole: bool = True
    """Write false where only a part of the passage was translated; members are told."""


class PassageEntry(ConfigModel):
    """A piece of the letter, exactly as it was printed."""

    id: EntryId
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
    sources: Annotated[tuple[str, ...], at_most(20), NotEmpty]
    """Where it was read: ids from the list of sources, at least one."""
    translations: tuple[TranslationEntry, ...] = ()
    """Translations of this passage, at most one for each language."""


class SignatoryEntry(ConfigModel):
    """Someone who is named as a signer of the letter."""

    name: Label
    """The name, as it was read."""
    role: Labels | None = None
    """How the sources describe the person, in one text or by language code. Leave it out where they
    do not."""
    sources: Annotated[tuple[str, ...], at_most(20), NotEmpty]
    """Where the name was read: ids from the list of sources, at least one."""
    note: ShortTexts | None = None
    """What is uncertain about the entry, by language code."""
    withheld: Label | None = None
    """Why this name is not shown. With a reason here it is counted and shown to nobody."""


class Signatories(ConfigModel):
    """Who signed the letter when it was published: a fact, no endorsement."""

    confirmed: tuple[SignatoryEntry, ...] = ()
    """Each name that a source confirms."""
    press_count: Annotated[int, Field(ge=0, le=1_000_000)] = 0
    """About how many signers were counted, where fewer are named. Leave it out otherwise."""
    from_press: bool = False
    """Write true where the names are those that the press printed then, and the list is history."""
