"""No private name of a library is used, and no undocumented module of discord.py, but for few."""

from __future__ import annotations

import ast
import pkgutil
from collections.abc import Iterator

import discord
import pytest

from tests.house import papers

ALLOWED = {
    ("bot/__main__.py", "_exit"): "a documented function of the operating system",
    ("bot/interactions/internals.py", "_buckets"): "the rate-limit bucket of a direct message",
    ("bot/interactions/internals.py", "_connection"): "the guard around the gateway's parsers",
    ("bot/log/vetting.py", "_record"): "a documented key of structlog's ProcessorFormatter",
}
"""Where a private name is used, and why; one that is used no more has to be taken out."""

INTERNALS = "bot/interactions/internals.py"
"""The one module that reads what discord.py's documentation does not name."""

DOCUMENTED = {"abc", "app_commands", "ext", "opus", "sinks", "ui", "utils"}
"""Modules of discord.py that its documentation names; all else is imported from `discord`."""

UNDOCUMENTED = {one.name for one in pkgutil.iter_modules(discord.__path__)} - DOCUMENTED

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


def undocumented(source: str) -> set[str]:
    """Return the modules of discord.py that a module imports or reaches and no paper names."""
    return {
        name
        for node in ast.walk(ast.parse(source))
        for path in _paths(node)
        if path[0] == "discord"
        for name in path[1:2]
        if name in UNDOCUMENTED
    }


def _paths(node: ast.AST) -> Iterator[list[str]]:
    """Yield the dotted names that a node imports or reaches, in parts."""
    if isinstance(node, ast.Import):
        yield from (one.name.split(".") for one in node.names)
    elif isinstance(node, ast.ImportFrom) and not node.level:
        yield from ([*(node.module or "").split("."), one.name] for one in node.names)
    elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
        yield [node.value.id, node.attr]
    elif isinstance(node, ast.Call):
        called = node.func.attr if isinstance(node.func, ast.Attribute) else ""
        called = node.func.id if isinstance(node.func, ast.Name) else called
        texts = (one.value for one in node.args if isinstance(one, ast.Constant))
        if called in ("import_module", "__import__"):
            yield from (text.split(".") for text in texts if isinstance(text, str))


def test_undocumented_modules_of_discord_py_are_read_in_one_module() -> None:
    found = {module for module, source in papers.modules(*papers.CODE) if undocumented(source)}
    assert found == {INTERNALS}, "find the public way, or bring it to the internals"


@pytest.mark.parametrize(
    "source",
    [
        "from discord.http import Route",
        "from discord.webhook.async_ import AsyncWebhookAdapter",
        "from discord import gateway",
        "import discord.state",
        "import discord.backoff as backoff",
        "discord.shard.Shard",
        "importlib.import_module('discord.shard')",
        "import_module('discord.http')",
    ],
)
def test_the_check_finds_each_way_to_such_a_module(source: str) -> None:
    assert len(undocumented(source)) == 1


def test_the_check_leaves_documented_modules_alone() -> None:
    assert undocumented("from discord.ext import commands\nfrom discord import ui, Embed") == set()
    assert undocumented("discord.app_commands.Group\ndiscord.utils.utcnow()") == set()
    assert undocumented("logging.getLogger('discord.http')\nclient.http.close()") == set()
