"""An answer that takes long is deferred in the form that fits what it will be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.config import Configuration
from bot.db import Database
from bot.domain.refusals import StoreUnreadable
from bot.messages import Messages
from bot.outreach import OutreachBot
from bot.services import Services
from tests.loopback.conftest import Online
from tests.loopback.exchange import Answer, Exchange
from tests.loopback.messages import Message
from tests.loopback.server import Discord
from tests.loopback.world import COMPONENTS_V2, EPHEMERAL, Guild, Json, User
from tests.simulated import configuration, database, services

__all__ = ["configuration", "database", "services"]

POSTED = pytest.mark.parametrize("feature", ["tally", "campaign"])


@dataclass
class SlowStore:
    """Look-ups that begin and do not end before the test says so."""

    end: asyncio.Event = field(default_factory=asyncio.Event)
    fault: type[Exception] | None = None

    def slow(self, read: Any) -> Any:
        """Return a look-up that waits, then reads or fails."""

        async def slowly(**given: Any) -> Any:
            await self.end.wait()
            if self.fault is not None:
                raise self.fault
            return await read(**given)

        return slowly


@pytest.fixture
async def store(database: Database, monkeypatch: pytest.MonkeyPatch) -> SlowStore:
    slow = SlowStore()
    for holder, name in ((database.tallies, "published"), (database.pledges, "standing")):
        monkeypatch.setattr(holder, name, slow.slow(getattr(holder, name)))
    monkeypatch.setattr("bot.interactions.response.PATIENCE", 0.01)
    return slow


@pytest.fixture
async def connected(
    services: Services, configuration: Configuration, online: Online
) -> AsyncIterator[None]:
    """Let the real bot serve, in this process and over real sockets."""
    bot = OutreachBot(services, Messages(configuration.messages))
    async with online(bot):
        await bot.wait_until_ready()
        yield


def posted(loopback: Discord, guild: Guild, custom_id: str) -> Message:
    """Put a card for everyone into the channel, with one button."""
    button: Json = {"type": 2, "style": 2, "label": "Button", "custom_id": custom_id}
    parts: list[Json] = [{"type": 10, "content": "As it was"}]
    return loopback.post(
        guild.channel, [*parts, {"type": 1, "components": [button]}], flags=COMPONENTS_V2
    )


def requests_about(loopback: Discord, press: Exchange) -> list[tuple[str, str]]:
    """Return by which requests a press was answered, without its token."""
    about = [one for one in loopback.state.requests if press.token in one.path]
    return [(one.method, one.path.partition(press.token)[2]) for one in about]


@POSTED
@pytest.mark.usefixtures("connected")
async def test_a_posted_number_is_deferred_as_an_update_and_changed_in_its_place(
    loopback: Discord, guild: Guild, member: User, store: SlowStore, feature: str
) -> None:
    card = posted(loopback, guild, f"amh:{feature}:refresh:1")
    press = await (await loopback.press(f"amh:{feature}:refresh:1", member, card)).answered()
    assert press.callback == {"type": Answer.SILENT}
    assert card.text.startswith("As it was"), "it stays meanwhile"
    store.end.set()
    await press.finished()
    assert requests_about(loopback, press) == [
        ("POST", "/callback"),
        ("PATCH", "/messages/@original"),
    ]
    assert "Shared by <@1>" in card.text
    assert not press.followups
    assert not card.ephemeral


@POSTED
@pytest.mark.usefixtures("connected")
async def test_a_fault_behind_a_posted_number_is_told_to_the_presser_alone(
    loopback: Discord, guild: Guild, member: User, store: SlowStore, feature: str
) -> None:
    store.fault = StoreUnreadable
    card = posted(loopback, guild, f"amh:{feature}:refresh:1")
    press = await (await loopback.press(f"amh:{feature}:refresh:1", member, card)).answered()
    store.end.set()
    await press.finished()
    assert press.callback == {"type": Answer.SILENT}
    (told,) = press.followups
    assert told.ephemeral
    assert "cannot be looked up just now" in told.text
    assert card.text.startswith("As it was")
    assert card.edited is None


@pytest.mark.usefixtures("connected")
async def test_what_a_posted_card_answers_to_one_person_is_deferred_for_that_person(
    loopback: Discord, guild: Guild, member: User, store: SlowStore
) -> None:
    card = posted(loopback, guild, "amh:pledge:sign")
    press = await (await loopback.press("amh:pledge:sign", member, card)).answered()
    assert press.callback == {"type": Answer.THINKING, "data": {"flags": EPHEMERAL}}
    store.end.set()
    await press.finished()
    assert press.private
    assert "Who sees what" in press.text
    assert card.edited is None


@pytest.mark.usefixtures("connected")
async def test_what_changes_a_private_card_is_deferred_as_an_update_too(
    loopback: Discord, guild: Guild, member: User, store: SlowStore
) -> None:
    policy = await (await loopback.slash("privacy policy", member, guild.channel)).finished()
    card = policy.original
    assert card is not None
    button = posted(loopback, guild, "amh:pledge:mine")
    card.components = button.components
    press = await (await loopback.press("amh:pledge:mine", member, card)).answered()
    assert press.callback == {"type": Answer.SILENT}
    store.end.set()
    await press.finished()
    assert press.original is card
    assert not press.followups
    assert "Nothing is stored" in card.text
