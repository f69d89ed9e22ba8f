"""The words of a campaign: what its folder says differently, on top of what the bot ships."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from bot.config.catalogue import (
    Catalogue,
    missing_keys,
    place_of,
    read_catalogue,
    same_names,
)
from bot.config.command_names import (
    CommandNames,
    renaming,
    too_long,
    typed_in,
)
from bot.config.left_unread import files_in
from bot.config.locales import is_language
from bot.config.yaml.document import Document, Empty, Unusable, about_file, read_document
from bot.config.yaml.faults import Fault, shown
from bot.config.yaml.language_names import code_meant
from bot.domain.languages import ENGLISH, own_locale
from bot.domain.phrases import Phrase

MESSAGES: Final = "messages"
"""The folder of words, a file a language."""

SHIPPED: Final = Path(__file__).parents[2] / "config" / MESSAGES
"""The words that the bot ships; they are said where a campaign's folder says nothing itself."""

_NO_LANGUAGES: Final = ("campaign", "letter", "resources")

Documents = Mapping[str, Document]


def read_messages(
    folder: Path, phrases: Mapping[str, Phrase], faults: list[Fault], *, shipped: Path = SHIPPED
) -> Mapping[str, Catalogue]:
    """Return the words of every language, a folder's own on top of what is shipped.

    A folder need not be there. English comes first; no phrase may be without words in it.
    """
    below: Documents = {} if _same(folder, shipped) else documents(shipped, faults)
    own = documents(folder, faults, english=not below)
    messages: dict[str, Catalogue] = {}
    for locale, document in below.items():
        messages[locale] = read_catalogue(document, locale, phrases, faults)
    for locale, document in own.items():
        words = read_catalogue(document, locale, phrases, faults)
        there = words_in(locale, messages, below)
        before = typed_in([there], phrases)
        now = typed_in([words, there], phrases)
        put = renaming(before, now)
        below_it = {key: put(entry) for key, entry in there.items()} if put else there
        messages[locale] = MappingProxyType({**below_it, **words})
        other = {key: typed for key, typed in now.items() if before.get(key, typed) != typed}
        faults += too_long(document, messages[locale], other, phrases)
    english = own.get(ENGLISH) or below.get(ENGLISH)
    if english:
        faults += missing_keys(english, phrases, below=below.get(ENGLISH))
    for locale, document in own.items():
        faults += same_names(document, locale, phrases, messages)
    ordered = (ENGLISH, *sorted(messages.keys() - {ENGLISH}))
    return MappingProxyType({code: messages[code] for code in ordered if code in messages})


def words_in(locale: str, messages: Mapping[str, Catalogue], shipped: Iterable[str]) -> Catalogue:
    """Return the words that a campaign has in a language.

    One that has none itself has those of another region's form, if that is shipped: `pt` is said in
    the words of `pt-BR`.
    """
    words = messages.get(locale)
    return messages.get(own_locale(shipped, locale) or locale, {}) if words is None else words


def command_names(
    messages: Mapping[str, Catalogue],
    spoken: Iterable[str],
    phrases: Mapping[str, Phrase],
    *,
    shipped: Path = SHIPPED,
) -> CommandNames:
    """Return what commands are called in languages, and by Discord to their readers."""
    names = {key: one for key, one in phrases.items() if one.name}
    english = documents(shipped, [])[ENGLISH].values
    plain = {
        key: str(english.get(place_of(one), messages[ENGLISH][key])) for key, one in names.items()
    }
    return CommandNames(names, plain, messages, frozenset(spoken))


def _same(folder: Path, shipped: Path) -> bool:
    try:
        return folder.samefile(shipped)
    except OSError:  # one of them is not there
        return False


def documents(folder: Path, faults: list[Fault], *, english: bool = False) -> Documents:
    """Return the files of a folder, by language; `english` says that this one must be there."""
    found: dict[str, Document] = {}
    for locale in _locales(folder, faults, english=english):
        try:
            found[locale] = _read(folder / f"{locale}.yaml")
        except Unusable as failure:
            # An empty file says nothing differently; only where nothing is below it, it is missed.
            if (english and locale == ENGLISH) or not isinstance(failure, Empty):
                faults.append(failure.fault)
    return found


def _read(path: Path) -> Document:
    try:
        state = path.stat()
    except OSError:
        return read_document(path)  # which says what is wrong
    return _remembered(path, (state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=16)
def _remembered(path: Path, state: tuple[int, int]) -> Document:
    """Return a file as it was in a state: what is shipped is read for every folder."""
    del state
    return read_document(path)


def _locales(folder: Path, faults: list[Fault], *, english: bool) -> Iterator[str]:
    """Yield the languages that have a file, and English where it must be there."""
    if english:
        yield ENGLISH
    try:
        files = sorted(path for path in files_in(folder) if path.suffix in (".yaml", ".yml"))
    except OSError:  # there is none: nothing is said differently, or English is missing and told
        return
    for path in files:
        if path.suffix == ".yml":
            faults.append(about_file(path, "should be named .yaml, not .yml"))
        elif not is_language(path.stem):
            faults.append(about_file(path, _misnamed(path, [one.name for one in files])))
        elif path.stem != ENGLISH or not english:
            yield path.stem


def _misnamed(path: Path, beside: Iterable[str]) -> str:
    """Return what to do with a file whose name is no language's."""
    stem = path.stem
    if stem in _NO_LANGUAGES:
        return f"belongs beside campaign.yaml, not in {MESSAGES}; move it there"
    code = stem.removesuffix(".yaml")
    if code != stem and is_language(code):
        return f"has its ending twice; rename it to {code}.yaml"
    hint = code_meant(stem)
    original = re.split(r"[ (_]|-copy", stem, maxsplit=1)[0]
    if original != stem and f"{original}.yaml" in beside:
        return f"is a copy of {original}.yaml, which is there already; delete one of them"
    return f"“{shown(stem)}” is no language code{hint}"
