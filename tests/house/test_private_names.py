"""No private name of a library is used, but for the few that are known, each with its reason."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.house import papers

ALLOWED = {
    ("bot/__main__.py", "_exit"): "a documented function of the operating system",
    ("bot/interactions/internals.py", "_buckets"): "the rate-limit bucket of a direct message",
    ("bot/interactions/internals.py", "_connection"): "the guard around the gateway's parsers",
    ("bot/log/vetting.py", "_record"): "a documented key of structlog's ProcessorFormatter",
}
"""Where a private name is used, and why; one that is used no more has to be taken out."""

_SPECIAL = {name for one in (type, ast.parse, ast, dict, KeyError()) for name in dir(one)} | {
    "__annotations__",
    "__future__",
    "__main__",
    "__path__",
    "__signature__",
    "__slots__",
}


def private(name: str) -> bool:
    return name.startswith("_") and name.strip("_").isidentifier() and name not in _SPECIAL


def defined(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a module makes itself: of functions, classes, attributes and slots."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and _own(node):
            yield node.attr
        elif isinstance(node, ast.Assign) and _names_slots(node):
            yield from ast.literal_eval(node.value)


def _own(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


def _names_slots(node: ast.Assign) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "__slots__" for one in node.targets)


def used(tree: ast.AST) -> Iterator[str]:
    """Yield the private names that a module uses: as attributes, in imports, and as texts."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.ImportFrom):
            yield from (node.module or "").split(".")
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.Import):
            yield from (part for one in node.names for part in one.name.split("."))


def foreign(source: str) -> set[str]:
    """Return the private names in a module that it did not make itself."""
    tree = ast.parse(source)
    return {name for name in used(tree) if private(name)} - set(defined(tree))


def test_only_known_private_names_are_used() -> None:
    found = {
        (module, name)
        for module, source in papers.modules(*papers.CODE)
        if "/migrations/versions/" not in module
        for name in foreign(source)
    }
    assert sorted(found - ALLOWED.keys()) == [], "a library's private name: find the public way"
    assert sorted(ALLOWED.keys() - found) == [], "used no more: take it out of ALLOWED"


def test_the_check_finds_each_kind_of_use() -> None:
    for source in (
        "client._connection.parsers",
        "self._ready_task",
        "setattr(discord.Client, '_handle', mine)",
        "getattr(client, '_connection')",
        "from discord._types import ClientT",
        "from discord.state import _cache",
        "import discord._types",
        "Control.__discord_ui_compiled_template__",
    ):
        assert len(foreign(source)) == 1, source


def test_the_check_leaves_own_names_alone() -> None:
    assert foreign("class A:\n __slots__ = ('_b',)\n def c(self): return self._b") == set()
    assert foreign("def _a(): ...\nclass B:\n def c(self, other): self._d = other._d") == set()
    assert foreign("type(x).__name__, fn.__qualname__, '__main__'") == set()
