"""What thousands of tests need is parsed, loaded and measured once; the others repeat it faster."""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import pytest
from coverage import Coverage

from tests.pure import find_once

find_once()

_measured: set[str] = set()


@contextmanager
def _measured_once(what: str) -> Generator[None]:
    """Let coverage watch what is done for the first time; watching makes it twice as slow.

    Threads are watched all the same: they live on in the test.
    """
    watching = sys.gettrace() if what in _measured and Coverage.current() else None
    _measured.add(what)
    if watching is None:
        yield
        return
    sys.settrace(None)
    try:
        yield
    finally:
        sys.settrace(watching)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Measure no coverage of what repeats much: it goes where others were, and is slow enough."""
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker("no_cover")


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
