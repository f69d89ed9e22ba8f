"""The words of one language, checked against the phrases that the code declares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType

import regex

from bot.config.locales import (
    OTHER,
    categories_of_one_number,
    is_language,
    plural_categories,
)
from bot.config.yaml.document import Document
from bot.config.yaml.faults import Fault, Location, did_you_mean, nearest, shown
from bot.config.yaml.mismatch import instead
from bot.domain.languages import ENGLISH, fallbacks
from bot.domain.phrases import BRACES, Phrase

CatalogueEntry = str | Mapping[str, str]
Catalogue = Mapping[str, CatalogueEntry]
"""The words of one language: `feature.sentence` to a text, or to texts by CLDR plural category."""

# https://discord.com/developers/docs/interactions/application-commands (naming)
_NAME = regex.compile(r"[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]+")

_OTHERWISE = regex.compile(
    r"\{\{(\w+)\}\}|\$\{?(\w+)\}?|\[(\w+)\](?!\()|<(\w+)>|%\((\w+)\)s|%[sd]\b"
)


def place_of(phrase: Phrase) -> tuple[str, str]:
    """Return where a phrase's words stand: the feature and the sentence."""
    feature, _, sentence = phrase.key.partition(".")
    return feature, sentence


def read_catalogue(
    document: Document, locale: str, phrases: Mapping[str, Phrase], faults: list[Fault]
) -> Catalogue:
    """Return the words in a file, adding everything wrong with them to `faults`."""
    faults += document.faults
    declared = {place_of(phrase): phrase for phrase in phrases.values()}
    faults += _unknown_keys(document, declared)
    catalogue: dict[str, CatalogueEntry] = {}
    for where, phrase in declared.items():
        if document.holds(where) and where not in document.faulty:
            reader = _Reader(document, locale, phrase, faults)
            words = reader.forms(where) if phrase.plural else reader.text(where)
            if words:
                catalogue[phrase.key] = words
    return MappingProxyType(catalogue)


def same_names(
    document: Document,
    locale: str,
    phrases: Mapping[str, Phrase],
    catalogues: Mapping[str, Catalogue],
) -> Iterator[Fault]:
    """Yield a fault for each name in a file that another one beside it has in that language.

    Discord refuses all commands for it. One without words in the language is shown in its own
    language's other form, else in English.
    """
    chain = [catalogues.get(one, {}) for one in fallbacks(locale, ENGLISH)]
    named = sorted((one for one in phrases.values() if one.among), key=lambda one: one.among or "")
    for _, beside in groupby(named, key=lambda one: one.among):
        names = {
            one.key: str(next((words[one.key] for words in chain if one.key in words), ""))
            for one in beside
        }
        for key, name in names.items():
            where = place_of(phrases[key])
            alike = [other for other, same in names.items() if other != key and same == name]
            if alike and document.holds(where) and where not in document.faulty:
                sentence = f"“{shown(name)}” is the name of {alike[0]} too; Discord takes it once"
                yield document.at_value(where, sentence)


def _unknown_keys(
    document: Document, declared: Mapping[tuple[str, str], Phrase]
) -> Iterator[Fault]:
    """Yield a fault for each key that is no phrase, and each feature that holds no keys."""
    features = {feature for feature, _ in declared}
    free = features - document.value.keys()
    for feature in document.value:
        where = (feature,)
        if feature not in features:
            dotted = tuple(feature.split(".", maxsplit=1)) in declared
            guess = "" if dotted else did_you_mean(feature, free)
            hint = guess or _belongs(feature, declared)
            yield document.at_key(where, f"is no key here{hint}")
        elif where in document.groups:
            yield from _unknown_keys_of(document, feature, declared)
        elif where not in document.faulty:
            given = instead(document.values[where], document.line_from(where))
            yield document.at_value(where, f"should hold keys with texts, {given}")


def _belongs(name: str, declared: Iterable[tuple[str, str]]) -> str:
    """Return where a key belongs that stands at the wrong place, or nothing."""
    if is_language(name):
        return "; the file's name says the language: begin with a feature, such as “campaign:”"
    feature, _, sentence = name.partition(".")
    if (feature, sentence) in declared:
        return f"; write “{feature}:”, and “{sentence}: …” indented below it"
    owners = [owner for owner, one in declared if one == name]
    return f"; it belongs under “{owners[0]}”" if len(owners) == 1 else ""


def _unknown_keys_of(
    document: Document, feature: str, declared: Mapping[tuple[str, str], Phrase]
) -> Iterator[Fault]:
    """Yield a fault for each unknown key of one feature, with the key that was probably meant."""
    group = document.groups[feature,]
    free = [name for owner, name in declared if owner == feature and name not in group]
    for name in group:
        if (feature, name) not in declared:
            hint = did_you_mean(name, free) or _belongs(name, declared)
            yield document.at_key((feature, name), f"is no key here{hint}")


def missing_keys(
    document: Document, phrases: Mapping[str, Phrase], *, below: Document | None = None
) -> Iterator[Fault]:
    """Yield a fault for each phrase without words, in a file and in the one that it stands on."""
    for phrase in phrases.values():
        feature, name = place_of(phrase)
        within = (feature,) if document.holds((feature,)) else ()
        there = document.holds((feature, name)) or (below and below.holds((feature, name)))
        if within in document.groups and not there:
            names = ", ".join(f"{{{one}}}" for one in sorted(phrase.placeholders))
            sentence = f"is missing; it may use {names}" if names else "is missing"
            yield document.at_key(within, sentence, key=(feature, name))


def otherwise_filled(document: Document, phrases: Mapping[str, Phrase]) -> Iterator[Fault]:
    """Yield what other programs would fill in, and this one shows: `$name`, `[name]`, `%s`."""
    for phrase in phrases.values():
        where = place_of(phrase)
        for at in (where, *((*where, form) for form in document.groups.get(where, ()))):
            text = document.values.get(at)
            for found in _OTHERWISE.finditer(text) if isinstance(text, str) else ():
                name = next(filter(None, found.groups()), None)
                known = sorted(phrase.placeholders)
                if known and (name in known or name is None):
                    meant = f"{{{name}}}" if name else ", ".join(f"{{{one}}}" for one in known)
                    sentence = f"has {shown(found[0])}, which is shown as it stands; write {meant}"
                    yield document.at_value(at, sentence)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the words of one phrase."""

    document: Document
    locale: str
    phrase: Phrase
    faults: list[Fault]

    def text(self, where: Location) -> str | None:
        """Return a text, or None where it is none; adds what is wrong with it to the faults."""
        given = self.document.values[where]
        if where in self.document.faulty:
            return None
        if not isinstance(given, str):
            but = instead(given, self.document.line_from(where), wanted=str)
            self._fault(where, f"should be one text, {but}")
            return None
        text = given.rstrip("\r\n")
        if not text.strip():
            self._fault(where, "is empty")
        elif self.phrase.name:
            self._name(where, text)
        if len(text) > self.phrase.limit:
            self._fault(where, f"is {len(text)} characters long; at most {self.phrase.limit} fit")
        self._placeholders(where, text)
        return text

    def _name(self, where: Location, text: str) -> None:
        """Add a fault where Discord would refuse a command's name."""
        if _NAME.fullmatch(text) and text == text.lower():
            return
        wrong = next((one for one in text if one.strip() and not _NAME.fullmatch(one)), None)
        which = f"; Discord takes no “{shown(wrong)}” in it" if wrong else ""
        self._fault(where, f"should be one word in small letters, with - between its parts{which}")

    def forms(self, where: Location) -> Mapping[str, str] | None:
        """Return the plural forms of a phrase, or None where there is no map of them.

        `other` must be there; it stands in for every other form that is not.
        """
        wanted = plural_categories(self.locale)
        group = self.document.groups.get(where)
        listed = ", ".join(wanted)
        if group is None:
            but = instead(self.document.values[where], self.document.line_from(where))
            self._fault(where, f"should hold the plural forms {listed}, {but}")
            return None
        if OTHER not in group:
            sentence = f"is missing; the plural forms of “{self.locale}” are {listed}"
            self.faults.append(self.document.at_key(where, sentence, key=(*where, OTHER)))
        for name in group:
            if name not in wanted:
                sentence = f"is no plural form of “{self.locale}”; they are {listed}"
                self.faults.append(self.document.at_key((*where, name), sentence))
        forms = {name: self._form((*where, name), name) for name in group if name in wanted}
        return MappingProxyType({name: text for name, text in forms.items() if text})

    def _form(self, where: Location, category: str) -> str | None:
        text = self.text(where)
        number = f"{{{self.phrase.plural}}}"
        exact = category in categories_of_one_number(self.locale)
        if text and not exact and number not in (one.group() for one in BRACES.finditer(text)):
            self._fault(where, f"should show {number}: this form stands for many numbers")
        return text

    def _placeholders(self, where: Location, text: str) -> None:
        """Add a fault for everything in braces that cannot be filled in, at its own place."""
        wrong = [
            (at, found)
            for at, found in enumerate(BRACES.finditer(text))
            if found.group() not in ("{{", "}}") and found.group(1) not in self.phrase.placeholders
        ]
        if not wrong:
            return
        written = list(BRACES.finditer(self.document.source(where)))
        # with escapes among them the file's are others: then where the text begins
        exact = [one.group() for one in BRACES.finditer(text)] == [one.group() for one in written]
        for at, found in wrong:
            sentence = self._about_braces(found.group(), found.group(1))
            offset = written[at].start() if exact else 0
            self.faults.append(self.document.at_value(where, sentence, offset=offset))

    def _about_braces(self, words: str, name: str | None) -> str:
        """Return what is wrong with something in braces."""
        if name is None:
            return f"has a single {words}; write {words * 2} to show one, {{name}} to fill one in"
        known = sorted(self.phrase.placeholders)
        meant = nearest(name, known)
        if meant and meant[0] == name.strip()[:1].casefold():
            return f"{shown(words)} is no placeholder here; did you mean {{{meant}}}?"
        listed = ", ".join(f"{{{one}}}" for one in known)
        which = f"those here are {listed}" if listed else "there are none here"
        braces = "(write {{ and }} to show braces)"
        return f"{shown(words)} is no placeholder here; {which} {braces}"

    def _fault(self, where: Location, sentence: str) -> None:
        self.faults.append(self.document.at_value(where, sentence))
