"""What has signs that no picture can show, in the letter and in the words, for its writer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from bot.config.model_file import ParsedFile
from bot.config.models.letter import LetterFile
from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault, Location, shown
from bot.domain.phrases import Phrase

Lacking = Callable[[str], str | None]
"""Returns the first sign of a text that no picture can show, or None."""

_SENTENCE = "has “{sign}”, which no font of the pictures has; {instead}"
_IN_WORDS = "whoever reads this language gets words in place of that picture"


def undrawable_in(parsed: ParsedFile[LetterFile], lacking: Lacking) -> Iterator[Fault]:
    """Yield what is valid and cannot stand in a picture, at the first sign that cannot."""
    for where, text, instead in _drawn(parsed.value):
        if sign := lacking(text):
            yield _at_sign(parsed.document, where, sign, instead)


def undrawable_words(
    document: Document, phrases: Iterable[Phrase], lacking: Lacking
) -> Iterator[Fault]:
    """Yield the first words of each feature in a language that its pictures cannot show."""
    told: set[str] = set()
    for one in phrases:
        feature, _, name = one.key.partition(".")
        text = document.values.get((feature, name))
        if not one.drawn or feature in told or not isinstance(text, str):
            continue
        if sign := lacking(text):
            told.add(feature)
            yield _at_sign(document, (feature, name), sign, _IN_WORDS)


def _at_sign(document: Document, where: Location, sign: str, instead: str) -> Fault:
    offset = max(0, document.source(where).find(sign))  # with escapes: its beginning
    sentence = _SENTENCE.format(sign=shown(sign), instead=instead)
    return document.at_value(where, sentence, offset=offset)


def _drawn(letter: LetterFile) -> Iterator[tuple[Location, str, str]]:
    """Yield what stands on pictures, with what members get where it cannot."""
    yield ("title",), letter.title, "every passage is shown as text only"
    for at, passage in enumerate(letter.passages):
        where = ("passages", at)
        yield (*where, "text"), passage.text, "this passage is shown as text only"
        for place, one in enumerate(passage.translations):
            instead = "this translation is shown as text only"
            yield (*where, "translations", place, "text"), one.text, instead
            yield (*where, "translations", place, "by"), one.by, instead
