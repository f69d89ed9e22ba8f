"""The stage as its visitors meet it: a page in a headless Chromium, on a store of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.browser.chromium import OpenTab, installed, running_chromium
from tests.browser.visitor import Visitor
from tests.rehearsal.conftest import begun_store, config_root, lobby, local_bot, stage

__all__ = ["begun_store", "config_root", "lobby", "local_bot", "stage"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Say why nothing here is tried where there is no browser."""
    if installed() is None:
        why = pytest.mark.skip(reason="there is no Chromium: apt install chromium")
        for item in items:
            if item.path.parent.name == "browser":
                item.add_marker(why)


@pytest.fixture
async def open_tab() -> AsyncIterator[OpenTab]:
    program = installed()
    assert program
    async with running_chromium(program) as opens:
        yield opens


@pytest.fixture(params=[(1280, 800), (390, 844)], ids=["desk", "phone"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    """How large the window is, in CSS pixels."""
    return request.param


@pytest.fixture
async def visitor(
    open_tab: OpenTab, lobby: Lobby, stage: Stage, size: tuple[int, int]
) -> AsyncIterator[Visitor]:
    """Someone at the stage, whose browser must have had nothing to complain of at the end."""
    tab = await open_tab()
    await tab.size(*size)
    yield Visitor(tab, lobby, stage)
    assert tab.complaints == []
