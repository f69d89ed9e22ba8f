"""A phrase is declared beside the code that fills it: its key, its placeholders, its limit."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from types import ModuleType
from typing import Final

LABEL = 80
"""Discord's limit for a button's label, in characters."""
NAME = 32
"""Discord's limit for the name of a command, in characters."""
OPTION = 100
"""Discord's limit for a select option and for a command's description, in characters."""
MODAL = 45
"""Discord's limit for the title of a modal and for the label of a field in it, in characters."""
MENU = 150
"""Discord's limit for what a menu asks before something is chosen, in characters."""
TEXT = 1_500
"""Our limit for a text on a card: a whole card holds at most 4,000 characters (Discord)."""

BRACES: Final = re.compile(r"\{\{|\}\}|\{([^{}]*)\}|[{}]")
"""Everything in braces in the words of a phrase; group 1 is the name of what fills it in."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """One sentence of the catalogue.

    Attributes:
        key: `feature.sentence`, where its words stand in `config/messages/<locale>.yaml`.
        placeholders: the names that the words may use in braces; they need not use all.
        limit: how many characters the words may have, before the placeholders are filled.
        name: whether the words are a command's name, which Discord takes only as one word.
        among: of a name, the key under which it stands with others: no two there may be alike.
        plural: the placeholder whose number chooses the plural form; the words are then a map of
            CLDR categories (`one`, `few`, `other` …).
        needs: what a campaign must have for this to be said, such as `letter`, or None.
        drawn: whether the words stand on a picture, which has fonts for some scripts only.
        quoted: the placeholders that hold the words of another phrase, a button's most often, as
            the reader sees them there; nobody fills them in.
    """

    key: str
    placeholders: frozenset[str] = field(default_factory=frozenset[str])
    limit: int = TEXT
    plural: str | None = None
    name: bool = False
    among: str | None = None
    needs: str | None = None
    drawn: bool = False
    quoted: tuple[tuple[str, Phrase], ...] = ()

    @property
    def labels(self) -> bool:
        """Whether it stands by itself, where Discord counts each sign: on a button or a picture."""
        return self.drawn or self.limit in (NAME, MODAL, LABEL, OPTION, MENU)

    @property
    def asked(self) -> frozenset[str]:
        """The placeholders that whoever says it fills in."""
        return self.placeholders - dict(self.quoted).keys()


def command_name(key: str, *, among: str = "commands") -> Phrase:
    """Declare the localised name of a slash command: at most 32 characters, one word (Discord).

    `among` is the key of its group's name; commands in no group stand among each other.
    """
    return Phrase(key, limit=NAME, name=True, among=among)


def menu_name(key: str, *, needs: str | None = None) -> Phrase:
    """Declare the localised name of a message's menu: at most 32 characters (Discord)."""
    return Phrase(key, limit=NAME, among="menus", needs=needs)


def phrase(
    key: str,
    *placeholders: str,
    limit: int = TEXT,
    plural: str | None = None,
    drawn: bool = False,
    needs: str | None = None,
    **quoted: Phrase,
) -> Phrase:
    """Declare a phrase; `plural` names the placeholder that chooses the plural form.

    `needs` names what a campaign must have for it to be said. Each further name is a placeholder
    that holds the words of another phrase: what a button is called is said once.
    """
    names = frozenset((*placeholders, *quoted, *((plural,) if plural else ())))
    pairs = tuple(quoted.items())
    return Phrase(key, names, limit, plural, drawn=drawn, needs=needs, quoted=pairs)


def by_key(phrases: Iterable[Phrase]) -> dict[str, Phrase]:
    """Return phrases by their key.

    Raises:
        ValueError: when two different declarations use one key.
    """
    found: dict[str, Phrase] = {}
    for phrase_ in phrases:
        if found.setdefault(phrase_.key, phrase_) != phrase_:
            raise ValueError(f"{phrase_.key} is declared twice, differently")
    return found


def declared_in(module: ModuleType) -> Iterator[Phrase]:
    """Yield the phrases that stand as constants in a module."""
    return (value for value in vars(module).values() if isinstance(value, Phrase))
