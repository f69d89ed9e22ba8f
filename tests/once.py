"""What thousands of tests need is parsed, loaded and measured once; the others repeat it faster."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator, Iterator
from contextlib import AbstractContextManager, nullcontext
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.pure import find_once
from tests.unwatched import follow_greenlets, unwatched

find_once()

_LIBRARIES = (
    "alembic.command",
    "discord.ext.tasks",
    "hypothesis.strategies",
    "pydantic",
    "simcord",
)
_measured: set[str] = set()


def _measured_once(what: str) -> AbstractContextManager[None]:
    """Let coverage watch what is done for the first time."""
    known = what in _measured
    _measured.add(what)
    return unwatched() if known else nullcontext()


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Generator[None, object, object]:
    """Measure the bot as it is imported, not the libraries: in the process that will run tests."""
    if session.config.getoption("dist", "no") == "no":
        follow_greenlets()
        with unwatched():
            for library in _LIBRARIES:
                import_module(library)
    return (yield)


@pytest.hookimpl(trylast=True)  # after the plug-in that marks the properties
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage of what goes where others were: measuring takes up to five times as long.

    Such are the tests that repeat much, the properties that are tried with a hundred examples, the
    tests of the papers, which run nothing of the bot, and what runs on both engines, when it runs
    on PostgreSQL; except where the tests are of the engines themselves. Where a single heavy test
    goes where others were, its own mark says so.
    """
    tests = Path(__file__).parent
    engines = (tests / "db" / "engine", tests / "db" / "transactions")
    for item in items:
        there = any(item.path.is_relative_to(folder) for folder in engines)
        if (
            item.get_closest_marker("long")
            or item.get_closest_marker("hypothesis")
            or item.path.is_relative_to(tests / "house")
            or ("[postgresql" in item.name and not there)
        ):
            item.add_marker("no_cover")


def pytest_collection_finish() -> None:
    """Keep the collector of cycles from walking modules and tests, again and again: they stay."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, object, object]:
    """Measure each of our fixtures once, with each of its parameters."""
    if not fixturedef.func.__module__.startswith("tests."):
        return (yield)
    parameter = getattr(request, "param", None)
    with _measured_once(f"{fixturedef.baseid} {fixturedef.argname} {parameter}"):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None]:
    """Measure how the fixtures of each file end once."""
    with _measured_once(f"the end of a test in {item.path}"):
        return (yield)


@pytest.fixture(scope="session")
def cog_modules() -> dict[str, ModuleType]:
    """Every module of the cogs, by name."""
    from bot.outreach import phrases  # only where it is asked for: it brings discord.py along

    phrases()
    return {name: module for name, module in sys.modules.items() if name.startswith("cogs.")}


@pytest.fixture
def cogs_kept(cog_modules: dict[str, ModuleType]) -> Iterator[None]:
    """Let a bot that starts find the modules that the one before it forgot when it closed.

    It loads its cogs all the same; what it spares is compiling and running forty files.
    """
    sys.modules.update(cog_modules)
    yield
    sys.modules.update(cog_modules)
