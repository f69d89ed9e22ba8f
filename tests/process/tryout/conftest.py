"""A server to try the cards in, and few cards to try."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bot.config import Configuration, load
from bot.outreach import phrases
from bot.tryout import command, posting, threads
from bot.tryout.cards import Trial, trials
from tests.loopback.forking import REPOSITORY
from tests.loopback.server import Discord
from tests.loopback.world import Guild, User
from tests.process.tryout.tries import OPENS_THREADS, RIGHTS


@pytest.fixture(scope="session")
def shipped() -> Configuration:
    return load(REPOSITORY / "config", phrases())


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> list[Trial]:
    """Let the tryout try three cards in two messages, one with a picture; return the cards."""
    tried: list[Trial] = []

    def some(*given: Any, **named: Any) -> Iterator[Trial]:
        every = list(trials(*given, **named))
        plain = [one for one in every if one.feature == "pledge" and one.picture is None][:2]
        pictured = [one for one in every if one.feature == "letter" and one.picture][:1]
        tried.extend([*plain, *pictured])
        yield from tried

    monkeypatch.setattr(command, "trials", some)
    monkeypatch.setattr(posting, "A_MESSAGE", 0.0)
    return tried


@pytest.fixture
def may_open_threads(guild: Guild, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the bot open threads in the server, and post one message into each."""
    monkeypatch.setattr(threads, "A_THREAD", 1)
    monkeypatch.setattr("tests.loopback.world.MEMBER_PERMISSIONS", RIGHTS | OPENS_THREADS)


@pytest.fixture
def guild(loopback: Discord, member: User, monkeypatch: pytest.MonkeyPatch) -> Guild:
    monkeypatch.setattr("discord.http.Route.BASE", loopback.api_url)
    monkeypatch.setattr("tests.loopback.world.MEMBER_PERMISSIONS", RIGHTS)
    return loopback.guild("Somewhere", member)
