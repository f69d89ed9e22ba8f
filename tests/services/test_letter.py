"""The letter answers with the store, without it, and when it is slow; channels rest."""
# pyright: reportPrivateUsage=false

from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.db import DeckRepository
from bot.domain.clock import Soon
from bot.domain.identity import Keys
from bot.domain.letter import Signatory
from bot.domain.refusals import (
    ChannelResting,
    NothingRecorded,
    NotInCampaign,
    OutcomeUnknown,
    OutdatedControl,
)
from bot.domain.verify import Comparison, Verdict
from bot.services import letter as module
from bot.services.letter import ChannelRest, LetterService
from tests.domain.letters import letter_of

KEYS = Keys(b"s" * 32, "campaign")
LETTER = letter_of(*(f"Passage number {one} says this." for one in range(9)))
IDS = [passage.id for passage in LETTER.passages]


class Store(DeckRepository):
    """Decks in memory that can be taken away."""

    def __init__(self) -> None:
        self.states: dict[bytes, bytes] = {}
        self.refusal: BaseException | None = None
        self.undone = 0
        self.refusal_after: BaseException | None = None
        self.drawn: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def draw(self, *, keys: tuple[bytes, ...], change: Any) -> str:
        await self.gate.wait()
        if self.refusal:
            raise self.refusal
        while True:
            drawn, after = change(tuple(self.states.get(key) for key in keys))
            self.drawn.append(drawn)
            if not self.undone:
                self.states.update(zip(keys, after, strict=True))
                return drawn
            self.undone -= 1
            if self.refusal_after:
                raise self.refusal_after

    async def state(self, *, key: bytes) -> bytes | None:
        return self.states.get(key)

    async def forget(self, *, key: bytes) -> bool:
        return self.states.pop(key, None) is not None


async def drawn(service: LetterService, times: int, user_id: int = 1) -> list[str]:
    return [(await service.draw(user_id=user_id, guild_id=2, theme=None)).id for _ in range(times)]


async def test_a_store_that_goes_away_midway_does_not_repeat_a_passage() -> None:
    store = Store()
    service = LetterService(LETTER, store, KEYS)
    first = await drawn(service, 4)
    store.refusal = NothingRecorded()
    rest = await drawn(service, 5)
    assert sorted(first + rest) == IDS


@pytest.mark.parametrize("refusal", [NothingRecorded(), OutcomeUnknown()])
async def test_without_a_store_all_come_before_one_repeats(refusal: BaseException) -> None:
    store = Store()
    store.refusal = refusal
    service = LetterService(LETTER, store, KEYS)
    assert sorted(await drawn(service, 9)) == IDS
    assert sorted(await drawn(service, 9)) == IDS


async def test_without_a_store_each_start_begins_somewhere_else() -> None:
    store = Store()
    store.refusal = NothingRecorded()
    firsts = {(await drawn(LetterService(LETTER, store, KEYS), 1))[0] for _ in range(60)}
    assert len(firsts) > 3


async def test_a_slow_store_does_not_make_the_answer_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_PATIENCE", 0.01)
    store = Store()
    store.gate.clear()
    service = LetterService(LETTER, store, KEYS)
    seen = await drawn(service, 3)
    assert len(set(seen)) == 3
    assert store.states == {}
    late = list(service._late)
    assert len(late) == 3
    store.gate.set()
    await asyncio.gather(*late)
    assert len(store.states) == 2
    assert not service._late
    assert sorted(seen + await drawn(service, 6)) == IDS, "what was shown meanwhile was kept"


async def test_a_draw_that_the_store_begins_again_draws_the_same() -> None:
    store = Store()
    service = LetterService(LETTER, store, KEYS)
    store.undone = 1
    first = await drawn(service, 1)
    assert sorted(first + await drawn(service, 8)) == IDS
    assert store.drawn[0] == store.drawn[1] == first[0]


async def test_what_the_store_had_drawn_before_it_failed_is_shown() -> None:
    store = Store()
    service = LetterService(LETTER, store, KEYS)
    store.undone, store.refusal_after = 1, NothingRecorded()
    assert await drawn(service, 1) == store.drawn


async def test_a_bug_in_the_store_is_not_hidden() -> None:
    store = Store()
    store.refusal = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await drawn(LetterService(LETTER, store, KEYS), 1)


async def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    store = Store()
    store.refusal = NothingRecorded()
    service = LetterService(LETTER, store, KEYS)
    for user_id in range(30):
        await drawn(service, 1, user_id)
    assert len(service._memory) == 10


async def test_forgetting_reaches_memory_too() -> None:
    store = Store()
    service = LetterService(LETTER, store, KEYS)
    await drawn(service, 1)
    key = KEYS.deck("reader", 1).stored
    assert key in service._memory
    assert await service.forget(user_id=1)
    assert key not in service._memory
    assert not await service.forget(user_id=1)


async def test_a_theme_nobody_declared_is_refused() -> None:
    with pytest.raises(OutdatedControl):
        await LetterService(LETTER, Store(), KEYS).draw(user_id=1, guild_id=2, theme="none")


def test_a_page_past_the_end_is_the_last() -> None:
    one = Signatory("Ana", None, ())
    letter = replace(LETTER, signatories=(one,))
    page = LetterService(letter, Store(), KEYS).signatories(page=99)
    assert (page.page, page.pages, page.signatories) == (0, 1, (one,))


def test_a_letter_that_names_nobody_has_no_list_of_signatories() -> None:
    with pytest.raises(NotInCampaign):
        LetterService(LETTER, Store(), KEYS).signatories(page=0)


class Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


def test_a_channel_rests_alone_and_says_until_when() -> None:
    clock = Hands()
    rest = ChannelRest(clock)
    rest.begin(channel_id=1, seconds=30)
    rest.begin(channel_id=2, seconds=30)
    clock.now += timedelta(seconds=29)
    with pytest.raises(ChannelResting) as refused:
        rest.begin(channel_id=1, seconds=30)
    assert refused.value.values["until"] == Soon(datetime(2026, 3, 2, 0, 0, 30, tzinfo=UTC))
    clock.now += timedelta(seconds=1)
    rest.begin(channel_id=1, seconds=30)
    rest.undo(channel_id=1)
    rest.begin(channel_id=1, seconds=30)


def test_how_long_a_channel_rests_is_asked_at_the_next_quotation() -> None:
    rest = ChannelRest(Hands())
    rest.begin(channel_id=1, seconds=3_600)
    rest.begin(channel_id=1, seconds=0)
    with pytest.raises(ChannelResting):
        rest.begin(channel_id=1, seconds=10)


def test_resting_channels_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REMEMBERED", 10)
    rest = ChannelRest(Hands())
    for channel_id in range(30):
        rest.begin(channel_id=channel_id, seconds=30)
    assert len(rest._last) == 10


async def test_while_a_text_is_compared_everyone_else_is_answered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = LetterService(LETTER, Store(), KEYS)
    others, compared = threading.Event(), service._verifier.verify

    def slowly(text: str) -> Comparison:
        assert others.wait(30), "nothing else ran meanwhile"
        return compared(text)

    monkeypatch.setattr(service._verifier, "verify", slowly)
    asked = [asyncio.ensure_future(service.verify(LETTER.passages[one].text)) for one in (3, 4)]
    await asyncio.sleep(0)
    others.set()
    assert [one.matches[0].passage.id for one in await asyncio.gather(*asked)] == ["p3", "p4"]
    service.close()


async def test_what_waits_to_be_compared_does_not_keep_the_process_from_ending(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service = LetterService(LETTER, Store(), KEYS)
    begun, go_on, compared = threading.Event(), threading.Event(), service._verifier.verify

    def slowly(text: str) -> Comparison:
        begun.set()
        go_on.wait(30)
        return compared(text)

    monkeypatch.setattr(service._verifier, "verify", slowly)
    first, second = (asyncio.ensure_future(service.verify("Passage number")) for _ in range(2))
    await asyncio.to_thread(begun.wait, 30)
    service.close()
    go_on.set()
    assert (await first).verdict is Verdict.EXACT
    await asyncio.wait({second}, timeout=30)
    assert second.cancelled()
    assert (await service.verify("Passage number")).verdict is Verdict.EXACT
    service.close()
