"""What thousands of tests need is parsed and loaded once; the others repeat it faster."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from types import ModuleType
from typing import Final

import pytest

from tests.pure import find_once

_NEW_OBJECTS: Final = 20_000
"""New objects after which the youngest are looked through; Python's own number is 700."""

find_once()


def pytest_collection_finish() -> None:
    """Keep the collector of cycles from walking modules and tests, again and again: they stay.

    What is new is looked through less often as well: a twentieth of the time of all tests.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, 20, 20)


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
    put_back(cog_modules)
    yield
    put_back(cog_modules)


def put_back(modules: dict[str, ModuleType]) -> None:
    """Let a name lead to the kept module, be it imported or looked up in its package."""
    sys.modules.update(modules)
    for name, module in modules.items():
        package, _, last = name.rpartition(".")
        setattr(sys.modules[package], last, module)
