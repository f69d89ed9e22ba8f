"""Other libraries are heard from a warning up, and Discord's own habits are not told."""

from __future__ import annotations

import json
import logging
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord.gateway import KeepAliveHandler

from tests.process.conftest import Lines


def test_that_voice_lacks_its_libraries_is_not_told(
    whole_process: Lines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(discord.VoiceClient, "warn_nacl", True)
    monkeypatch.setattr(discord.VoiceClient, "warn_dave", True)
    discord.Client(intents=discord.Intents(guilds=True))
    assert not discord.VoiceClient.warn_nacl, "it warned"
    assert whole_process.text == ""


def test_other_libraries_are_heard_from_warning_up(whole_process: Lines) -> None:
    loud = logging.getLogger("discord.client")
    loud.setLevel(logging.DEBUG)
    try:
        loud.info("not heard")
        loud.warning("heard")
    finally:
        loud.setLevel(logging.NOTSET)
    assert [json.loads(line)["event"] for line in whole_process.text.splitlines()] == ["heard"]


@pytest.mark.parametrize("name", ["discord.http", "discord.webhook.async_"])
def test_that_discord_slowed_an_answer_is_not_told_for_it_tells_that_someone_looked(
    whole_process: Lines, name: str
) -> None:
    logging.getLogger(name).warning("We are being rate limited.")
    logging.getLogger(name).error("broken")
    assert [json.loads(line)["event"] for line in whole_process.text.splitlines()] == ["broken"]


def test_what_discord_py_says_with_each_attempt_to_connect_is_said_once(
    whole_process: Lines,
) -> None:
    log = logging.getLogger("discord.shard")
    for _ in range(3):
        log.error("Attempting a reconnect for shard ID %s in %.2fs", 0, 1.5)
    logging.getLogger("discord.gateway").warning("another")
    assert len(whole_process.text.splitlines()) == 2


class Ticking:
    """A clock that stands until it is moved, for discord.py's heartbeats."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def perf_counter(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("seconds", "told"), [(9.0, 0), (15.0, 1), (41.0, 1), (41.3, 0), (45.0, 0), (58.0, 1)]
)
def test_an_answer_that_overtook_its_own_heartbeat_is_not_told_as_late(
    whole_process: Lines, monkeypatch: pytest.MonkeyPatch, seconds: float, told: int
) -> None:
    clock = Ticking()
    monkeypatch.setattr("discord.gateway.time", clock)
    socket: Any = SimpleNamespace(thread_id=0, _max_heartbeat_timeout=60.0, HEARTBEAT=1, sequence=1)
    heartbeats = KeepAliveHandler(ws=socket, interval=41.25, shard_id=0)
    heartbeats.beat()
    clock.now += seconds
    heartbeats.ack()
    assert heartbeats.latency == pytest.approx(seconds)
    assert whole_process.text.count('"logger": "discord.gateway"') == told
