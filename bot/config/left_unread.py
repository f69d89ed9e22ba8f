"""Files of a folder that a computer put there, and those that were meant and are not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bot.config.locales import is_language
from bot.config.yaml.document import DOCUMENTS, Empty, Unusable, about_file, read_document
from bot.config.yaml.faults import Fault, nearest, shown

_OF_THE_COMPUTER: Final = (".", "~$")
"""How files begin that a Mac and an office program leave beside the real ones."""

_YAML: Final = (".yaml", ".yml")
_HIDDEN: Final = (".yaml.txt", ".yml.txt")
_ENDINGS: Final = (*_HIDDEN, *_YAML, ".txt", ".text")
"""How the name of a plain text file may end, in small letters or capitals."""

_DOCUMENT: Final = "it is a document; the campaign is in plain text files (.yaml)"


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder without those that nobody made.

    Raises:
        OSError: when the folder cannot be read.
    """
    return [one for one in folder.iterdir() if not one.name.startswith(_OF_THE_COMPUTER)]


def left_unread(root: Path, read: Sequence[str], words: str) -> Iterator[Fault]:
    """Yield the files that somebody may take for a part of the campaign, and that are none.

    `read` names those that are; `words` is the folder of the languages' files.
    """
    beside = _in_order(root)
    for one in beside:
        folder = one.is_dir() or one.name == words
        if about := _about_folder(one, words) if folder else _about_file(one, read, words):
            yield _fault(one, about)
    inside = _in_order(root / words)
    there = frozenset(one.name for one in inside)
    for one in inside:
        if about := _about_words(one, there, words):
            yield _fault(one, about)


def _in_order(folder: Path) -> list[Path]:
    try:
        return sorted(files_in(folder))
    except OSError:
        return []


def _fault(path: Path, sentence: str) -> Fault:
    return about_file(path, f"is not read: {sentence}")


def _about_folder(one: Path, words: str) -> str | None:
    """Return what a folder was meant to be that is not read, or None."""
    if not one.is_dir():
        return f"{words} is a folder, with a file for each language"
    meant = one.name != words and nearest(one.name, [words])
    return f"the folder of the languages’ files is named {words}; rename it" if meant else None


def _about_file(one: Path, read: Sequence[str], words: str) -> str | None:
    """Return what a file beside `campaign.yaml` was meant to be that is not read, or None."""
    name, stem = one.name.strip().casefold(), _stem(one)
    if one.name in read or any(_same(one, one.with_name(file)) for file in read):
        return None
    if name.endswith(DOCUMENTS):
        return _DOCUMENT
    if is_language(stem) and _is_plain(name):
        return f"the words of a language stand in {words}/{stem}.yaml"
    if name.endswith(_HIDDEN):
        return f"rename it to {stem.casefold()}.yaml"
    kinds = [file.removesuffix(".yaml") for file in read]
    if name.endswith(_YAML):
        meant = nearest(stem, kinds)
        guess = f"; did you mean “{meant}.yaml”?" if meant else ""
        return f"a campaign’s files are named {', '.join(read)}{guess}"
    meant = stem.casefold()
    lacking = meant in kinds and not one.with_name(f"{meant}.yaml").exists()
    return f"rename it to {meant}.yaml" if lacking and _is_plain(name) else None


def _same(one: Path, other: Path) -> bool:
    """Whether two names are one file, as capitals and small letters are on many disks."""
    try:
        return one.samefile(other)
    except OSError:  # there is no other
        return False


def _about_words(one: Path, there: frozenset[str], words: str) -> str | None:
    """Return what a file among those of the languages was meant to be that is not read, or None."""
    name, stem = one.name.strip().casefold(), _stem(one)
    if one.is_dir():
        inside = any(file.name.casefold().endswith(_YAML) for file in _in_order(one))
        return f"the languages’ files lie in {words} itself; move them there" if inside else None
    if name.endswith(DOCUMENTS):
        return _DOCUMENT
    if one.suffix == ".yaml" and is_language(one.stem) and _is_empty(one):
        return "it says nothing yet; write a sentence into it, or delete the file"
    if one.suffix in _YAML or not _is_plain(name):
        return None
    unread = name.endswith(_HIDDEN) or (is_language(stem) and f"{stem}.yaml" not in there)
    return f"rename it to {stem}.yaml" if unread else None


def _is_empty(one: Path) -> bool:
    """Whether a file holds nothing but notes."""
    try:
        read_document(one)
    except Unusable as failure:
        return isinstance(failure, Empty)
    return False


def _is_plain(name: str) -> bool:
    return name.endswith(_ENDINGS) or "." not in name


def _stem(one: Path) -> str:
    """Return a file's name without its ending, or the two of `en.yaml.txt`, fit for a line."""
    name = one.name.strip()
    ending = next((each for each in _ENDINGS if name.casefold().endswith(each)), "")
    return shown(name[: len(name) - len(ending)].strip())
