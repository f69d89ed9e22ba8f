"""A fault names the file, the line, the column and the key, and says what would be right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.text import shorten
from bot.exits import CannotStart, Exit

Location = tuple[str | int, ...]
"""Where a value stands: keys and list positions from the top, e.g. `("links", 0, "url")`."""

_SHOWN = 61


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong with one file. Line and column count from 1, columns in characters."""

    path: str
    line: int
    column: int
    key: str
    message: str

    def __str__(self) -> str:
        key = f"{self.key}: " if self.key else ""
        return f"{self.path}:{self.line}:{self.column}: {key}{self.message}"


class ConfigurationFaults(CannotStart):
    """Everything wrong with the configuration, in all files, in the order of files and lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)), Exit.CONFIGURATION)


def shown(words: str) -> str:
    """Return words from a file, fit to stand in a line: short, without breaks or odd characters."""
    plain = "".join(one if one.isprintable() else "�" for one in words[: _SHOWN + 1])
    return shorten(plain, _SHOWN)


def key_of(where: Location) -> str:
    """Return a location as people write it: `links[0].url`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in where)
    return "".join(parts).removeprefix(".")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that was probably meant, or None."""
    by_folded = {one.casefold(): one for one in known}
    found = difflib.get_close_matches(word[:_SHOWN].casefold(), by_folded, n=1, cutoff=0.6)
    return by_folded[found[0]] if found else None


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return `; did you mean …` for the known word that was probably meant, or nothing."""
    found = nearest(word, known)
    return f"; did you mean “{found}”?" if found else ""
