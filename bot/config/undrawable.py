"""What in `letter.yaml` has signs that no picture can show, for whoever wrote it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot.config.model_file import ParsedFile
from bot.config.models.letter import LetterFile
from bot.config.yaml.faults import Fault, Location, shown

Lacking = Callable[[str], str | None]
"""Returns the first sign of a text that no picture can show, or None."""

_SENTENCE = "has “{sign}”, which no font of the pictures has; {instead}"


def undrawable_in(parsed: ParsedFile[LetterFile], lacking: Lacking) -> Iterator[Fault]:
    """Yield what is valid and cannot stand in a picture, at the first sign that cannot."""
    for where, text, instead in _drawn(parsed.value):
        if sign := lacking(text):
            offset = max(0, parsed.document.source(where).find(sign))  # with escapes: its beginning
            sentence = _SENTENCE.format(sign=shown(sign), instead=instead)
            yield parsed.document.at_value(where, sentence, offset=offset)


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
