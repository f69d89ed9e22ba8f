"""What bots that start again and again in one process need not do again and again."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import lru_cache
from types import ModuleType

import pytest

from bot.config.yaml import document
from bot.config.yaml.nodes import compose


@pytest.fixture(scope="session", autouse=True)
def parsed_once() -> Iterator[None]:
    """Parse each text once: the same text has the same nodes, and nobody can change them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(document, "compose", lru_cache(maxsize=64)(compose))
        yield


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
