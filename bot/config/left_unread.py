"""Files of a folder that a computer put there, and those that were meant and are not read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bot.config.yaml.document import displayed
from bot.config.yaml.faults import Fault, shown

_OF_THE_COMPUTER: Final = (".", "~$")
"""How files begin that a Mac and an office program leave beside the real ones."""

_HIDDEN_ENDING: Final = (".yaml.txt", ".yml.txt")
_DOCUMENTS: Final = (".docx", ".doc", ".odt", ".rtf", ".pages")


def files_in(folder: Path) -> list[Path]:
    """Return the files of a folder without those that nobody made.

    Raises:
        OSError: when the folder cannot be read.
    """
    return [one for one in folder.iterdir() if not one.name.startswith(_OF_THE_COMPUTER)]


def left_unread(folder: Path) -> Iterator[Fault]:
    """Yield the files that somebody may take for a part of the campaign, and that are none."""
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
        else:
            continue
        yield Fault(displayed(one), 1, 1, "", sentence)
