"""Every record of ours can be shown: its text is a programmer's, its fields are vetted."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from bot.log import FIELDS

ROOT = Path(__file__).resolve().parents[3]
LEVELS = {"debug", "info", "warning", "error", "exception", "critical"}
LOGGERS = {"_log", "log", "logger", "_logger"}
FILES = sorted([*ROOT.glob("bot/**/*.py"), *ROOT.glob("cogs/**/*.py")])


def calls(file: Path) -> Iterator[ast.Call]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in LEVELS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in LOGGERS
        ):
            yield node


def test_there_are_calls_to_look_at() -> None:
    assert sum(1 for file in FILES for _ in calls(file)) >= 10


def test_each_text_is_a_literal() -> None:
    odd = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in FILES
        for call in calls(file)
        if not isinstance(call.args[0], ast.Constant)
    ]
    assert odd == []


def test_each_field_is_vetted() -> None:
    odd = {
        f"{file.relative_to(ROOT)}:{call.lineno}": unknown
        for file in FILES
        for call in calls(file)
        for keyword in call.keywords
        if keyword.arg == "extra" and (unknown := fields(keyword.value) - FIELDS)
    }
    assert odd == {}


def fields(extra: ast.expr) -> set[str]:
    """Return the names in a dictionary as it is written, with those of dictionaries in it."""
    return {
        node.value
        for one in ast.walk(extra)
        if isinstance(one, ast.Dict)
        for node in one.keys
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
