"""The open letter: its passages word for word, their sources, and who signed it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bot.domain.languages import ENGLISH, Texts, own_locale
from bot.domain.refusals import OutdatedControl


@dataclass(frozen=True, slots=True)
class Source:
    """Where something was read: an outlet, and the address where one is known."""

    id: str
    outlet: str
    url: str | None = None
    published: date | None = None
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Translation:
    """A passage in another language; never the letter itself, so it always names who made it.

    Attributes:
        credit: the translator or paper.
        whole: False where only part of the passage was translated.
    """

    locale: str
    text: str
    credit: str
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of the letter, word for word.

    Attributes:
        paragraph: the letter's paragraph it stands in, from 1.
        content_note: what the reader is told beforehand, or None.
        fragment: whether it is part of a sentence.
    """

    id: str
    paragraph: int
    text: str
    themes: tuple[str, ...]
    sources: tuple[Source, ...]
    content_note: Texts | None = None
    fragment: bool = False
    translations: tuple[Translation, ...] = ()

    def translation(self, locale: str) -> Translation | None:
        """Return the translation into a reader's language, or None."""
        found = own_locale((one.locale for one in self.translations), locale)
        return next((one for one in self.translations if one.locale == found), None)


@dataclass(frozen=True, slots=True)
class Signatory:
    """Someone who is named as a signer; a withheld one is counted and never shown.

    Attributes:
        role: how the sources describe the person, by language, or None where they do not.
        note: what is uncertain about the entry.
    """

    name: str
    role: Texts | None
    sources: tuple[Source, ...]
    note: Texts | None = None
    withheld: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """The letter, its passages in the order of the text, and who signed it.

    Attributes:
        locale: the language the letter was written in; only that text is the letter.
        complete: whether the passages are the whole letter.
        press_count: about how many signers were counted, those without a confirmed name too.
        from_press: whether these are the names that the press printed then, now history.
    """

    title: str
    dated: date
    locale: str
    passages: tuple[Passage, ...]
    themes: Mapping[str, Texts]
    signatories: tuple[Signatory, ...] = ()
    press_count: int = 0
    from_press: bool = False
    complete: bool = False
    _places: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {passage.id: place for place, passage in enumerate(self.passages)}
        object.__setattr__(self, "_places", places)

    def place(self, passage_id: str) -> int:
        """Return where a passage stands, from 0.

        Raises:
            OutdatedControl: when the letter has no such passage (any more).
        """
        try:
            return self._places[passage_id]
        except KeyError:
            raise OutdatedControl from None

    def passage(self, passage_id: str) -> Passage:
        """Return a passage by its id.

        Raises:
            OutdatedControl: when the letter has no such passage (any more).
        """
        return self.passages[self.place(passage_id)]

    def about(self, theme: str | None) -> tuple[Passage, ...]:
        """Return the passages of a theme, or all of them."""
        if theme is None:
            return self.passages
        return tuple(passage for passage in self.passages if theme in passage.themes)

    @classmethod
    def none(cls) -> Letter:
        """Return what stands for the letter of a campaign that has none."""
        return cls("", date.min, ENGLISH, passages=(), themes={})

    @property
    def languages(self) -> Mapping[str, int]:
        """How many passages have a translation, by locale."""
        found: dict[str, int] = {}
        for passage in self.passages:
            for translation in passage.translations:
                found[translation.locale] = found.get(translation.locale, 0) + 1
        return found

    @property
    def shown_signatories(self) -> tuple[Signatory, ...]:
        """The signers who are shown, in the order of the file."""
        return tuple(one for one in self.signatories if not one.withheld)

    @property
    def withheld(self) -> int:
        """How many confirmed names are not shown."""
        return sum(one.withheld for one in self.signatories)
