"""Every test asserts something: with `assert`, with `pytest.raises`, or through a check by name."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house import papers

_CHECK = re.compile(r"_?(?:assert|check)_\w+")
"""How a helper of the suite is named that asserts; one that does not would lie."""
_EXPECTS = {"raises", "warns", "fail"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(tree: ast.AST, beginning: str) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function) and node.name.startswith(beginning):
            yield node


def asserts(function: ast.AST) -> bool:
    return any(
        isinstance(node, ast.Assert)
        or (isinstance(node, ast.Call) and _asserts_by_name(_name(node.func)))
        for node in ast.walk(function)
    )


def _name(called: ast.expr) -> str:
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _asserts_by_name(name: str) -> bool:
    return name in _EXPECTS or _CHECK.fullmatch(name) is not None


def test_every_test_asserts_something() -> None:
    silent = [
        f"{module}:{function.lineno} {function.name}"
        for module, source in papers.modules("tests")
        for function in functions(ast.parse(source), "test_")
        if not asserts(function)
    ]
    assert silent == []


def test_a_helper_that_is_named_a_check_asserts() -> None:
    lying = [
        f"{module}:{function.lineno} {function.name}"
        for module, source in papers.modules("tests")
        for function in functions(ast.parse(source), "")
        if _CHECK.fullmatch(function.name) and not asserts(function)
    ]
    assert lying == []


def test_a_silent_test_is_found() -> None:
    silent, loud = "async def test_x():\n  await press()", "def test_x():\n  assert_calm(process)"
    assert not asserts(ast.parse(silent))
    assert asserts(ast.parse(loud))
    assert asserts(ast.parse("def test_x():\n  with pytest.raises(KeyError):\n    press()"))
