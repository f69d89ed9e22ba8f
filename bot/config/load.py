"""Loads the whole configuration, or refuses it with every fault of every file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeVar

from bot.config.catalogue import Catalogue, otherwise_filled, read_catalogue
from bot.config.command_names import CommandNames, misnamed_in, seen_by_nobody, typed_in
from bot.config.directory import directory_of, due
from bot.config.exposure import exposed
from bot.config.left_unread import left_unread
from bot.config.locales import is_language, plural_categories
from bot.config.messages import (
    MESSAGES,
    SHIPPED,
    command_names,
    documents,
    read_messages,
    words_in,
)
from bot.config.model_file import ModelFile, ParsedFile
from bot.config.models.campaign import Campaign
from bot.config.models.letter import LetterFile
from bot.config.models.resources import SupportFile
from bot.config.models.values import ConfigModel
from bot.config.undrawable import Lacking, undrawable_in, undrawable_words
from bot.config.unlikely import unlikely
from bot.config.yaml.document import Unusable, about_file, read_document
from bot.config.yaml.faults import ConfigurationFaults, Fault, did_you_mean
from bot.config.yaml.remarks import remarks_on
from bot.domain.languages import ENGLISH
from bot.domain.letter import Letter
from bot.domain.phrases import Phrase
from bot.domain.resources import Directory

_TYPED: Final = dict.fromkeys("'\"", "take the quotes around its name away") | {
    "~": "write its whole path, for ~ means nothing here"
}

M = TypeVar("M", bound=ConfigModel)

CAMPAIGN: Final = ModelFile("campaign", Campaign, required=True)
LETTER: Final = ModelFile("letter", LetterFile)
SUPPORT: Final = ModelFile("resources", SupportFile)
NOTES: Final = "letter.notes"
"""Is there where the letter has a passage with a content note."""
FRAGMENTS: Final = "letter.fragments"
"""Is there where the letter has a passage that is part of a sentence."""
PARTLY_TRANSLATED: Final = "letter.partly-translated"
"""Is there where a passage of the letter is translated in part."""
SIGNATORIES: Final = "letter.signatories"
"""Is among a campaign's parts where its letter names who signed it."""
FROM_PRESS: Final = "letter.signatories.press"
"""Is there too where these are the names that the press printed, else `NAMED` is."""
NAMED: Final = "letter.signatories.named"
COMPLETE: Final = "letter.complete"
"""Is there where the campaign has the whole of its letter, else `INCOMPLETE` is."""
INCOMPLETE: Final = "letter.incomplete"
NO_LETTER: Final = "no-letter"
NO_SUPPORT: Final = "no-resources"
"""Are there where a campaign has no such file, for what is said in the place of it."""
ONE_LANGUAGE: Final = "languages.one"
"""Is there where the bot speaks one language, else `SEVERAL_LANGUAGES` is."""
SEVERAL_LANGUAGES: Final = "languages.several"
DIRECTORIES: Final = "resources.directories"
"""Is there where the page with help names directories that stand in where nothing is left."""
IN_DANGER: Final = "resources.danger"
"""Is there where the page with help says whom to call in danger, else `NO_DANGER` is."""
NO_DANGER: Final = "resources.no-danger"
MODEL_FILES: Final[tuple[ModelFile[Any], ...]] = (CAMPAIGN, LETTER, SUPPORT)
"""Every kind of file that has a model, and therefore a schema. Only the campaign is required: what
another file is for is not there without it."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """What a campaigner wrote: one campaign, what it carries, and what the bot says.

    Attributes:
        parts: what the campaign has: the names of its files, without `.yaml`, and what it is
            without; of its letter whether it is all there, which kinds of passages and of names of
            signatories; of its page with help which kind it is; and whether it has several
            languages.
        languages: those that the bot speaks, the campaign's own first.
        messages: the words by language; English is there too, for what no other has words for.
        names: what commands are called, in sentences and by Discord.
        said: the keys of the phrases that this campaign can come to say, with what it has.
        letter, directory: empty where the folder has no file for them.
    """

    root: Path
    parts: frozenset[str]
    campaign: Campaign
    languages: tuple[str, ...]
    letter: Letter
    messages: Mapping[str, Catalogue]
    names: CommandNames
    said: frozenset[str]
    directory: Directory

    def has(self, part: str | None) -> bool:
        """Return whether the campaign has a part, such as `letter`; None is what needs none."""
        return part is None or part in self.parts


def load(root: Path, phrases: Mapping[str, Phrase], *, shipped: Path = SHIPPED) -> Configuration:
    """Return the configuration in a folder; every phrase has its words in English.

    What its `messages` do not say is said as in the folder `shipped`.

    Raises:
        ConfigurationFaults: with everything that is wrong, in all files.
    """
    if lacking := _no_folder(root):
        raise ConfigurationFaults([about_file(root, lacking)])
    faults: list[Fault] = []
    parsed = _read_files(root, faults)
    messages = read_messages(root / MESSAGES, phrases, faults, shipped=shipped)
    campaign = _value(parsed, CAMPAIGN)
    if faults or campaign is None:
        raise ConfigurationFaults(faults)
    letter, support = _value(parsed, LETTER), _value(parsed, SUPPORT)
    languages = campaign.languages or tuple(messages)
    parts = frozenset(file.name for file, found in parsed.items() if found)
    parts |= _parts_of_letter(letter) | _parts_of_support(support)
    parts |= {SEVERAL_LANGUAGES if len(languages) > 1 else ONE_LANGUAGE}
    below = documents(shipped, [])
    ours = {code: words_in(code, messages, below) for code in dict.fromkeys((*languages, ENGLISH))}
    return Configuration(
        root=root,
        parts=parts,
        campaign=campaign,
        languages=languages,
        letter=letter.letter() if letter else Letter.none(),
        messages=MappingProxyType(ours),
        names=command_names(ours, languages, phrases, shipped=shipped),
        said=frozenset(key for key, one in phrases.items() if one.needs in (None, *parts)),
        directory=directory_of(support) if support else Directory.none(),
    )


def _no_folder(root: Path) -> str | None:
    """Return why a folder cannot be read, with what may have been meant; None where it can be."""
    try:
        if root.is_dir():
            return None
        if root.is_file():
            return "is a file; name the folder that it lies in"
        if typed := _TYPED.get(str(root)[:1]):
            return f"the folder is missing; {typed}"
        beside = [one.name for one in root.parent.iterdir() if one.is_dir()]
    except OSError as error:
        missing_too = isinstance(error, FileNotFoundError)
        told = f"cannot be looked for: {error.strerror}"
        return "the folder is missing" if missing_too else f"the folder {told}"
    return f"the folder is missing{did_you_mean(root.name, beside)}"


def _parts_of_letter(letter: LetterFile | None) -> frozenset[str]:
    if letter is None:
        return frozenset({NO_LETTER})
    passages = letter.passages
    parts = {COMPLETE if letter.complete else INCOMPLETE}
    if any(one.content_note for one in passages):
        parts.add(NOTES)
    if any(one.fragment for one in passages):
        parts.add(FRAGMENTS)
    if any(not each.whole for one in passages for each in one.translations):
        parts.add(PARTLY_TRANSLATED)
    if letter.signatories.confirmed:
        parts |= {SIGNATORIES, FROM_PRESS if letter.signatories.from_press else NAMED}
    return frozenset(parts)


def _parts_of_support(support: SupportFile | None) -> frozenset[str]:
    if support is None:
        return frozenset({NO_SUPPORT})
    parts = frozenset({IN_DANGER if support.emergency else NO_DANGER})
    return parts | {DIRECTORIES} if support.fallback else parts


def _read_files(root: Path, faults: list[Fault]) -> Mapping[ModelFile[Any], ParsedFile[Any] | None]:
    """Return every file; every text must be in the campaign's own language."""
    own = _own_language(root)
    return {file: file.read(root, faults, language=own, beside=MODEL_FILES) for file in MODEL_FILES}


def _own_language(root: Path) -> str | None:
    """Return the language that `campaign.yaml` names first; None where it has a fault in it."""
    try:
        document = read_document(root / f"{CAMPAIGN.name}.yaml")
    except Unusable:
        return ENGLISH
    if not document.values.get(("languages",), ()):
        return ENGLISH
    first = document.values.get(("languages", 0))
    return first if isinstance(first, str) and is_language(first) else None


def _value(parsed: Mapping[ModelFile[Any], ParsedFile[Any] | None], file: ModelFile[M]) -> M | None:
    found: ParsedFile[M] | None = parsed[file]
    return found.value if found else None


def attention(root: Path, today: date) -> list[Fault]:
    """Return what is right in form and yet needs someone: resources to check, countries to fill.

    None of it keeps the bot from starting. A file that has faults has none of this.
    """
    parsed = _read_files(root, [])
    campaign: ParsedFile[Campaign] | None = parsed[CAMPAIGN]
    support: ParsedFile[SupportFile] | None = parsed[SUPPORT]
    found = [*due(support, today)] if support else []
    found += (*exposed(campaign), *unlikely(campaign, today)) if campaign else ()
    read = [one for one in parsed.values() if one]
    for document in (*(one.document for one in read), *documents(root / MESSAGES, []).values()):
        found += remarks_on(document)
    named = [f"{one.name}.yaml" for one in MODEL_FILES]
    return sorted([*found, *left_unread(root, named, MESSAGES)])


def undrawable(root: Path, lacking: Lacking, phrases: Mapping[str, Phrase]) -> list[Fault]:
    """Return what of the letter and the words no picture can show; `lacking` knows the fonts."""
    letter: ParsedFile[LetterFile] | None = _read_files(root, [])[LETTER]
    found = [*undrawable_in(letter, lacking)] if letter else []
    for document in documents(root / MESSAGES, []).values():
        found += undrawable_words(document, phrases.values(), lacking)
    return sorted(found)


def misnamed(configuration: Configuration, phrases: Mapping[str, Phrase]) -> list[Fault]:
    """Return where the folder's own sentences call a command as nobody is shown it.

    Or a placeholder as other programs write it.
    """
    below = {
        one: read_catalogue(it, one, phrases, []) for one, it in documents(SHIPPED, []).items()
    }
    names, found = configuration.names, list[Fault]()
    for locale, document in documents(configuration.root / MESSAGES, []).items():
        former = [typed_in([below[one]], phrases) for one in (locale, ENGLISH) if one in below]
        former.append(names.written(locale))
        found += otherwise_filled(document, phrases)
        found += seen_by_nobody(document, locale, names)
        found += misnamed_in(document, names.shown(locale), former)
    return found


def at_pledge_texts(root: Path, found: Iterable[tuple[str, str]]) -> list[Fault]:
    """Return what is wrong with texts of the pledge, each named by its language."""
    campaign: ParsedFile[Campaign] | None = _read_files(root, [])[CAMPAIGN]
    if campaign is None:
        return []
    document = campaign.document
    return [document.at_value(("pledge", "texts", one), sentence) for one, sentence in found]


def speaking(
    configuration: Configuration, locale: str, phrases: Mapping[str, Phrase]
) -> Configuration:
    """Return a configuration with what there is to say in a language that it does not name yet."""
    words = read_messages(configuration.root / MESSAGES, phrases, [])
    messages = {**configuration.messages, locale: words_in(locale, words, documents(SHIPPED, []))}
    return replace(configuration, messages=MappingProxyType(messages))


def missing(configuration: Configuration, locale: str) -> dict[str, tuple[str, ...]]:
    """Return the phrases that a language has no words for, which are said in a fall-back.

    Of one whose words lack plural forms, for which `other` stands in, it is those forms.
    """
    words = configuration.messages.get(locale, {})
    found: dict[str, tuple[str, ...]] = {}
    for key in sorted(configuration.said - configuration.names.unseen(locale)):
        forms = words.get(key)
        if forms is None:
            found[key] = ()
        elif isinstance(forms, Mapping):
            lacking = tuple(one for one in plural_categories(locale) if one not in forms)
            found |= {key: lacking} if lacking else {}
    return found
