"""What the room's page says of a command: a refusal is an answer, and only a fault is a failure."""

from __future__ import annotations

import aiohttp
import pytest

from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.rehearsal.browsing import Room


async def test_whoever_is_refused_something_has_an_answer_and_no_failure(
    browser: aiohttp.ClientSession, lobby: Lobby
) -> None:
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    outcome = await room.type("tally brief")
    assert (outcome["settlement"], outcome["diagnostics"]) == ("settled", [])
    assert "Nothing was changed" in str(room.state["messages"])


async def test_a_fault_of_the_bot_is_a_failure(
    browser: aiohttp.ClientSession, lobby: Lobby, stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(**_: object) -> None:
        raise RuntimeError("spoilt")

    monkeypatch.setattr(stage.must_run().services.tallies, "show", fail)
    room = await Room(browser, lobby).open("riverside-campaign", "maya")
    outcome = await room.type("tally show")
    assert outcome["settlement"] == "failed"
    assert "Something went wrong" in str(room.state["messages"])
