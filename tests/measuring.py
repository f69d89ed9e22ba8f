"""Measures which lines and branches of the bot the tests run, and holds their floor.

What runs is instrumented, not traced: tracing slows down every library as well, and twice so where
the greenlets of the database change places. A module must meet this before it is imported, so the
environment names it (PYTEST_PLUGINS), which the processes that share the tests inherit.
"""

from __future__ import annotations

import ast
import importlib.util
import io
import json
import math
import sys
from collections.abc import Sequence
from functools import cache
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any, Final

import pytest
from slipcover import (  # pyright: ignore[reportMissingTypeStubs]
    FileMatcher,
    Slipcover,
    merge_coverage,  # pyright: ignore[reportUnknownVariableType]
    print_coverage,  # pyright: ignore[reportUnknownVariableType]
)
from slipcover.branch import preinstrument  # pyright: ignore[reportMissingTypeStubs]

from tests.house import papers

ASKED: Final[dict[str, Any]] = papers.pyproject()["tool"]["slipcover"]
SOURCE: Final[list[str]] = [str(papers.ROOT / folder) for folder in ASKED["source"]]


class InstrumentedLoader(SourceFileLoader):
    """Runs a module instrumented; its code is made once, however often a cog is loaded anew."""

    def exec_module(self, module: ModuleType) -> None:
        """Run the module's code."""
        _here.register_module(module)  # pyright: ignore[reportUnknownMemberType]
        exec(_instrumented(self.path), vars(module))  # noqa: S102 - as every loader does


class InstrumentedFinder(MetaPathFinder):
    """Finds the modules that are measured, and leaves all others to Python."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return where a module is, to be loaded instrumented."""
        if fullname.partition(".")[0] not in ASKED["source"]:
            return None
        spec = PathFinder.find_spec(fullname, path, target)
        if spec is not None and spec.origin is not None and _files.matches(spec.origin):
            spec.loader = InstrumentedLoader(fullname, spec.origin)
        return spec


def from_file(name: str, location: Any = None, **options: Any) -> ModuleSpec | None:
    """Return how a file is imported that Alembic names: so are migrations measured."""
    spec = _from_file(name, location, **options)
    if spec is not None and spec.origin is not None and _files.matches(spec.origin):
        spec.loader = InstrumentedLoader(name, spec.origin)
    return spec


@cache
def _instrumented(path: str) -> CodeType:
    tree = preinstrument(ast.parse(Path(path).read_bytes()))
    return _here.instrument(compile(tree, path, "exec"))


class Measuring:
    """What ran in this process and, once they are done, in those that share the tests."""

    def __init__(self) -> None:
        self._elsewhere: list[dict[str, Any]] = []

    def pytest_testnodedown(self, node: Any) -> None:
        """Take what a process measured; one that crashed has nothing, and failed its test."""
        output: dict[str, str] = getattr(node, "workeroutput", {})
        if "coverage" in output:
            self._elsewhere.append(json.loads(output["coverage"]))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over what ran here, or sum up; a run below the floor fails."""
        output: dict[str, str] | None = getattr(session.config, "workeroutput", None)
        if output is not None:
            output["coverage"] = json.dumps(_here.get_coverage())
            return
        _here.source = SOURCE  # what no process imported was missed whole
        self.total: dict[str, Any] = _here.get_coverage()
        for other in self._elsewhere:
            merge_coverage(self.total, other)
        if self.percent < ASKED["fail-under"] and session.exitstatus == pytest.ExitCode.OK:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    @property
    def percent(self) -> float:
        """How much of the lines and branches ran, in per cent."""
        return self.total["summary"]["percent_covered"]

    @pytest.hookimpl(trylast=True)
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was missed, and what the floor has to do with it, before pytest's last line."""
        table = io.StringIO()
        print_coverage(self.total, outfile=table, skip_covered=True, missing_width=48)
        terminalreporter.section("coverage")
        terminalreporter.write(table.getvalue())
        terminalreporter.write_line(verdict(self.percent, floor=ASKED["fail-under"]))


def verdict(measured: float, *, floor: float) -> str:
    """Return what a measured coverage, in per cent, means beside its floor."""
    said = f"Coverage: {measured:.2f} per cent of lines and branches."
    if measured < floor:
        return f"{said} That is below the floor of {floor} per cent: the run has failed."
    if math.floor(measured) >= floor + 1:
        return f"{said} The floor can rise: set fail-under = {math.floor(measured)}."
    return said


def pytest_configure(config: pytest.Config) -> None:
    """Listen to what the session says."""
    config.pluginmanager.register(_measuring)


# A line counts no more once it was seen: half of what measuring costs on Python 3.11.
_here = Slipcover(immediate=True, branch=ASKED["branch"], exclude_also=ASKED["exclude-also"])
_files = FileMatcher(sources=SOURCE)
_from_file = importlib.util.spec_from_file_location
importlib.util.spec_from_file_location = from_file
sys.meta_path.insert(0, InstrumentedFinder())
_measuring = Measuring()
