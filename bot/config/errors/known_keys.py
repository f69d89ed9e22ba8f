"""The keys that a file may have: what each is for, and which one a wrong key was meant to be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from bot.config.locales import is_language
from bot.config.models.values import ConfigModel
from bot.config.yaml.faults import Location, nearest

Pattern = tuple[str, ...]
"""A location with every list position replaced by `*`."""

_ENTRY = "*"
_CALLED: Final = {"call": "phone"}
"""What a key is called in another group of the same file, by the name that it has there."""


@dataclass(frozen=True, slots=True)
class KnownKeys:
    """Every key that a model knows, with the description that editors show."""

    keys: Mapping[Pattern, str]

    @staticmethod
    @lru_cache(maxsize=16)
    def of(model: type[ConfigModel]) -> KnownKeys:
        """Return the keys that a model knows, from its JSON Schema."""
        schema = model.model_json_schema()
        return KnownKeys(dict(_keys(schema, schema.get("$defs", {}), ())))

    def described(self, where: Location) -> str:
        """Return what the key at a location is for, or nothing."""
        return self.keys.get(_pattern(where), "")

    def names(self, where: Location) -> list[str]:
        """Return the names of the keys that a group at a location may have."""
        group = _pattern(where)
        return [key[-1] for key in self.keys if key[:-1] == group]

    def meant(self, where: Location, *, taken: Mapping[str, object]) -> str | None:
        """Return which key of its own group an unknown one was probably meant to be."""
        if str(where[-1]) in self._elsewhere(where):
            called = _CALLED.get(str(where[-1]), "")
            return called if called in self.names(where[:-1]) and called not in taken else None
        first = str(where[-1]).split(maxsplit=1)[0]
        if first in self.names(where[:-1]) and first not in taken:
            return first
        return nearest(str(where[-1]), [one for one in self.names(where[:-1]) if one not in taken])

    def _elsewhere(self, where: Location) -> dict[str, Pattern]:
        return {key[-1]: key for key in self.keys if key[:-1] != _pattern(where[:-1])}

    def owner(self, where: Location) -> Location | None:
        """Return the group that an unknown key belongs under, if that is in no list."""
        found = self._elsewhere(where).get(str(where[-1]), ())[:-1]
        return found if found and _ENTRY not in found else None

    def instead_of(self, where: Location, *, taken: Mapping[str, object]) -> str:
        """Return the end of a sentence about an unknown key: which one was probably meant.

        `taken` holds the keys that the group has: none of them was meant.
        """
        name = str(where[-1])
        elsewhere = self._elsewhere(where)
        if found := self.meant(where, taken=taken):
            lost = name.startswith(f"{found} ")
            return f"; a colon is missing after “{found}”" if lost else f"; did you mean “{found}”?"
        if there := [one for one in taken if one != name and one.casefold() == name.casefold()]:
            return f"; “{there[0]}” is there already"
        if name in elsewhere:
            return f"; it belongs {_place(elsewhere[name][:-1])}"
        if found := nearest(name, elsewhere):
            return f"; did you mean “{found}” {_place(elsewhere[found][:-1])}?"
        if len(where) == 1 and is_language(name):
            return f"; a text in “{name}” stands, indented, under the key that it is for"
        return f"; the keys here are {', '.join(self.names(where[:-1]))}"


def _pattern(where: Location) -> Pattern:
    return tuple(part if isinstance(part, str) else _ENTRY for part in where)


def _place(group: Pattern) -> str:
    if not group:
        return "at the top level"
    name = ".".join(part for part in group if part != _ENTRY)
    return f"in an entry of “{name}”" if group[-1] == _ENTRY else f"under “{name}”"


def _keys(
    schema: Mapping[str, Any], definitions: Mapping[str, Any], where: Pattern
) -> Iterator[tuple[Pattern, str]]:
    """Yield the keys of a JSON Schema and of all that it refers to."""
    if "$ref" in schema:
        yield from _keys(definitions[schema["$ref"].rsplit("/", 1)[-1]], definitions, where)
    for name, part in schema.get("properties", {}).items():
        yield (*where, name), part.get("description", "")
        yield from _keys(part, definitions, (*where, name))
    if "items" in schema:
        yield from _keys(schema["items"], definitions, (*where, _ENTRY))
    for part in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        yield from _keys(part, definitions, where)
