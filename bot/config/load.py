"""Loads the whole configuration, or refuses it with every fault of every file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from bot.config.catalogue import Catalogue, read_catalogue, same_names
from bot.config.directory import directory_of, due
from bot.config.exposure import exposed
from bot.config.language_names import code_meant
from bot.config.left_unread import files_in, left_unread
from bot.config.locales import LOCALES
from bot.config.model_file import ModelFile, ParsedFile
from bot.config.models.campaign import Campaign
from bot.config.models.letter import LetterFile
from bot.config.models.resources import SupportFile
from bot.config.models.values import ConfigModel
from bot.config.undrawable import Lacking, undrawable_in, undrawable_words
from bot.config.yaml.document import Document, Unusable, displayed, read_document
from bot.config.yaml.faults import ConfigurationFaults, Fault, shown
from bot.config.yaml.remarks import remarks_on
from bot.domain.languages import ENGLISH
from bot.domain.letter import Letter
from bot.domain.phrases import Phrase
from bot.domain.resources import Directory

M = TypeVar("M", bound=ConfigModel)

CAMPAIGN: Final = ModelFile("campaign", Campaign, required=True)
LETTER: Final = ModelFile("letter", LetterFile, required=True)
SUPPORT: Final = ModelFile("resources", SupportFile, required=True)
MODEL_FILES: Final[tuple[ModelFile[Any], ...]] = (CAMPAIGN, LETTER, SUPPORT)
"""Every kind of file that has a model, and therefore a schema."""

MESSAGES: Final = "messages"
"""The folder of words, a file a language."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a campaigner wrote: one campaign, its letter, and what the bot says in each language."""

    root: Path
    campaign: Campaign
    letter: Letter
    messages: Mapping[str, Catalogue]
    directory: Directory


def load(root: Path, phrases: Mapping[str, Phrase]) -> Configuration:
    """Return the configuration in a folder; every phrase has its words in English.

    Raises:
        ConfigurationFaults: with everything that is wrong, in all files.
    """
    try:
        there = root.is_dir()
    except OSError as error:
        fault = _about_name(root, f"the folder cannot be looked for: {error.strerror}")
        raise ConfigurationFaults([fault]) from None
    if not there:
        raise ConfigurationFaults([_about_name(root, "the folder is missing")])
    faults: list[Fault] = []
    parsed = {file: file.read(root, faults) for file in MODEL_FILES}
    messages = _read_messages(root / MESSAGES, phrases, faults)
    if faults:
        raise ConfigurationFaults(faults)
    return Configuration(
        root=root,
        campaign=_value(parsed, CAMPAIGN),
        letter=_value(parsed, LETTER).letter(),
        messages=messages,
        directory=directory_of(_value(parsed, SUPPORT)),
    )


def _value(parsed: Mapping[ModelFile[Any], ParsedFile[Any] | None], file: ModelFile[M]) -> M:
    """Return the content of a file that every folder has."""
    found: ParsedFile[M] | None = parsed[file]
    if found is None:
        raise LookupError(f"{file.name}.yaml is not required, so it may be missing")
    return found.value


def attention(root: Path, today: date) -> list[Fault]:
    """Return what is right in form and yet needs someone: resources to check, countries to fill.

    None of it keeps the bot from starting. A file that has faults has none of this.
    """
    support = SUPPORT.read(root, [])
    campaign = CAMPAIGN.read(root, [])
    found = [*due(support, today)] if support else []
    found += exposed(campaign) if campaign else ()
    read = [one for one in (campaign, support, LETTER.read(root, [])) if one]
    for document in (*(one.document for one in read), *_documents(root / MESSAGES, []).values()):
        found += remarks_on(document)
    return sorted([*found, *left_unread(root), *left_unread(root / MESSAGES)])


def undrawable(root: Path, lacking: Lacking, phrases: Mapping[str, Phrase]) -> list[Fault]:
    """Return what of the letter and the words no picture can show; `lacking` knows the fonts."""
    letter = LETTER.read(root, [])
    found = [*undrawable_in(letter, lacking)] if letter else []
    for document in _documents(root / MESSAGES, []).values():
        found += undrawable_words(document, phrases.values(), lacking)
    return sorted(found)


def at_pledge_texts(root: Path, found: Iterable[tuple[str, str]]) -> list[Fault]:
    """Return what is wrong with texts of the pledge, each named by its language."""
    campaign = CAMPAIGN.read(root, [])
    if campaign is None:
        return []
    document = campaign.document
    return [document.at_value(("pledge", "texts", one), sentence) for one, sentence in found]


def missing(configuration: Configuration, locale: str) -> list[str]:
    """Return the phrases that a language has no words for; they are said in a fall-back."""
    words = configuration.messages.get(locale, {})
    return sorted(configuration.messages[ENGLISH].keys() - words.keys())


def _read_messages(
    folder: Path, phrases: Mapping[str, Phrase], faults: list[Fault]
) -> Mapping[str, Catalogue]:
    documents = _documents(folder, faults)
    messages = {
        locale: read_catalogue(document, locale, phrases, faults)
        for locale, document in documents.items()
    }
    for locale, document in documents.items():
        faults += same_names(document, locale, phrases, messages)
    return MappingProxyType(messages)


def _documents(folder: Path, faults: list[Fault]) -> dict[str, Document]:
    """Return the file of each language that can be read."""
    documents: dict[str, Document] = {}
    for locale in _locales(folder, faults):
        try:
            documents[locale] = read_document(folder / f"{locale}.yaml")
        except Unusable as failure:
            faults.append(failure.fault)
    return documents


def _locales(folder: Path, faults: list[Fault]) -> Iterator[str]:
    """Yield the languages that have a file, and English in any case."""
    yield ENGLISH
    try:
        files = sorted(path for path in files_in(folder) if path.suffix in (".yaml", ".yml"))
    except OSError:  # then English is missing too, and is told
        return
    for path in files:
        if path.suffix == ".yml":
            faults.append(_about_name(path, "should be named .yaml, not .yml"))
        elif path.stem not in LOCALES:
            hint = code_meant(path.stem)
            sentence = f"“{shown(path.stem)}” is no language code that Discord knows{hint}"
            faults.append(_about_name(path, sentence))
        elif path.stem != ENGLISH:
            yield path.stem


def _about_name(path: Path, sentence: str) -> Fault:
    return Fault(displayed(path), 1, 1, "", sentence)
