"""Files of a folder that a computer put there, and those that were meant and are not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from bot.config.yaml.document import displayed
from bot.config.yaml.faults import Fault, nearest, shown

_OF_THE_COMPUTER: Final = (".", "~$")
"""How files begin that a Mac and an office program leave beside the real ones."""

_HIDDEN_ENDING: Final = (".yaml.txt", ".yml.txt")
_YAML: Final = (".yaml", ".yml")
_DOCUMENTS: Final = (".docx", ".doc", ".odt", ".rtf", ".pages")


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder without those that nobody made.

    Raises:
        OSError: when the folder cannot be read.
    """
    return [one for one in folder.iterdir() if not one.name.startswith(_OF_THE_COMPUTER)]


def left_unread(folder: Path, read: Sequence[str] = ()) -> Iterator[Fault]:
    """Yield the files that somebody may take for a part of the campaign, and that are none.

    `read` names those that are; where it is empty, every file of YAML is.
    """
    try:
        files = sorted(files_in(folder))
    except OSError:
        return
    for one in files:
        name = one.name.casefold()
        if name.endswith(_HIDDEN_ENDING):
            sentence = f"is not read: rename it to {shown(one.name[:-4])}"
        elif name.endswith(_DOCUMENTS):
            sentence = "is not read: it is a document; the campaign is in plain text files (.yaml)"
        elif read and name.endswith(_YAML) and one.name not in read:
            sentence = f"is not read: a campaign’s files are named {', '.join(read)}"
            meant = nearest(one.stem, [name.removesuffix(".yaml") for name in read])
            sentence += f"; did you mean “{meant}.yaml”?" if meant else ""
        else:
            continue
        yield Fault(displayed(one), 1, 1, "", sentence)
