"""The writer when the store fails: every answer is in time and true."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from bot.db.engine.problems import Problem, StoreFailure
from bot.db.engine.sqlite_engines import BUSY_MS
from bot.db.repositories.meta import Remember
from bot.db.transactions import scrubbing
from bot.db.transactions.work import Work
from bot.db.transactions.writer import Writer
from bot.domain.pledges import Signed, Signing, Withdrawing
from bot.domain.refusals import NothingRecorded, OutcomeUnknown
from tests.db.faults import Fault, until
from tests.db.people import THERE
from tests.db.store import Poison, Store, made, sign, withdraw


async def test_losing_patience_in_the_queue_means_not_recorded(database_url: str) -> None:
    async with made(database_url, patience=0.02) as store:
        store.engine.hold()
        first = asyncio.create_task(store.writer.submit(sign("ada"), patience=30))
        await until(lambda: store.engine.waiting == 1)
        with pytest.raises(NothingRecorded):
            await store.writer.submit(Remember(key="late", value="never"))
        store.engine.release()

        assert (await first).outcome is Signing.SIGNED
        assert await store.value("late") is None


async def test_losing_patience_in_flight_means_unknown(database_url: str) -> None:
    async with made(database_url, patience=0.01, in_flight=0.01) as store:
        store.engine.hold()
        with pytest.raises(OutcomeUnknown):
            await store.writer.submit(sign("ada"))
        store.engine.release()

        again = await store.writer.submit(sign("ada"), patience=30)
        assert again.outcome is Signing.ALREADY
        assert await store.counted() == 1


async def test_a_stuck_store_gives_its_word_within_ten_seconds(
    sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    timers: list[tuple[float, Callable[[], None]]] = []
    loop = asyncio.get_running_loop()

    def call_later(delay: float, callback: Callable[..., None], *args: Any) -> asyncio.TimerHandle:
        timers.append((delay, partial(callback, *args)))
        return asyncio.TimerHandle(0, callback, args, loop)

    writer = Writer(sqlite_store.engine)
    sqlite_store.engine.hold()
    with monkeypatch.context() as patch:
        patch.setattr(loop, "call_later", call_later)
        in_flight = asyncio.create_task(writer.submit(sign("ada")))
        while sqlite_store.engine.waiting < 1:
            await asyncio.sleep(0)
        queued = asyncio.create_task(writer.submit(sign("ben")))
        while len(timers) < 2:
            await asyncio.sleep(0)
        (its_turn, first), (also, second) = timers
        first()
        second()
        (taken, third) = timers[2]
        third()

    with pytest.raises(OutcomeUnknown):
        await in_flight
    with pytest.raises(NothingRecorded):
        await queued
    assert max(its_turn, also) + taken <= 10
    # Another program's lock ends the wait earlier, and with the certain word.
    assert taken > BUSY_MS / 1_000
    sqlite_store.engine.release()
    await writer.close()


async def test_an_answer_does_not_wait_for_scrubbing(store: Store) -> None:
    await store.writer.submit(sign("ada"))
    store.engine.scrubbing_hangs = True
    answers = await asyncio.gather(
        store.writer.submit(withdraw("ada")), store.writer.submit(sign("ben"))
    )

    assert [one.outcome.value for one in answers] == ["everywhere", "signed"]
    assert store.engine.scrubs <= 1  # begun after the answer, and not over
    assert store.engine.scrubbed == []


async def test_what_is_erased_during_an_attempt_is_scrubbed_by_another(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "AGAIN", 3_600)
    await asyncio.gather(*(store.writer.submit(sign(n)) for n in range(2)))
    store.engine.hold_scrubs()
    await store.writer.submit(withdraw(0))
    await until(lambda: store.engine.scrubs == 1)
    await store.writer.submit(withdraw(1))
    store.engine.release_scrubs()

    await until(lambda: len(store.engine.scrubbed) == 2)
    assert store.engine.scrubbed == [True, True]


async def test_a_lost_connection_is_tried_again(store: Store) -> None:
    await store.writer.submit(sign("ben"))
    store.engine.faults = [Fault.LOST]

    answers = await asyncio.gather(
        store.writer.submit(sign("eve")),
        store.writer.submit(sign("eve", THERE)),
        store.writer.submit(withdraw("ben")),
    )

    assert [one.outcome.value for one in answers] == ["signed", "attributed", "everywhere"]
    assert await store.counted() == 1
    assert await store.agrees()


@pytest.mark.parametrize("fault", [Fault.KEPT_UNKNOWN, Fault.GONE_UNKNOWN])
async def test_asking_again_after_an_unknown_outcome_is_harmless(
    store: Store, fault: Fault
) -> None:
    store.engine.faults = [fault]

    with pytest.raises(OutcomeUnknown):
        await store.writer.submit(sign("ada"))

    assert (await store.writer.submit(sign("ada"))).standing.signed
    assert await store.counted() == 1
    assert await store.agrees()


@pytest.mark.parametrize(
    ("faults", "refusal"),
    [
        ([Fault.KEPT_UNKNOWN], OutcomeUnknown),
        ([Fault.GONE_UNKNOWN], OutcomeUnknown),
        ([Fault.LOST, Fault.KEPT_UNKNOWN], OutcomeUnknown),
        ([Fault.LOST, Fault.FULL], NothingRecorded),
        ([Fault.LOST, Fault.LOST], NothingRecorded),
        ([Fault.FULL], NothingRecorded),
    ],
)
async def test_a_store_that_stays_unwell_gets_the_honest_word(
    store: Store, faults: list[Fault], refusal: type[Exception]
) -> None:
    store.engine.faults = list(faults)

    answers = await asyncio.gather(
        *(store.writer.submit(sign(n)) for n in range(3)), return_exceptions=True
    )

    assert [type(answer) for answer in answers] == [refusal] * 3
    signed = [(await store.writer.submit(sign(n))).standing.signed for n in range(3)]
    assert signed == [True, True, True]
    assert await store.counted() == 3
    assert await store.agrees()


async def test_a_problem_in_the_middle_of_one_by_one_spares_what_was_kept(store: Store) -> None:
    # The batch fails by its bad work; then, one by one, the disk fills up at the third.
    works: list[Work[Any]] = [sign(0), sign(1), Poison(), sign(3)]
    tasks = [asyncio.create_task(store.writer.submit(work)) for work in works]

    def fill_up(transaction: int) -> None:
        if transaction == 4:
            store.engine.faults = [Fault.FULL]

    store.engine.watch = fill_up
    answers = await asyncio.gather(*tasks, return_exceptions=True)

    kept, refused = answers[:2], answers[2:]
    assert all(isinstance(one, Signed) for one in kept)
    assert all(isinstance(one, NothingRecorded) for one in refused)
    assert await store.counted() == 2


async def test_closing_finishes_what_is_there(store: Store) -> None:
    tasks = [asyncio.create_task(store.writer.submit(sign(n))) for n in range(700)]
    await asyncio.sleep(0)
    await store.writer.close()

    assert {(await task).outcome for task in tasks} == {Signing.SIGNED}
    with pytest.raises(NothingRecorded):
        await store.writer.submit(sign("late"))
    assert await store.counted() == 700


async def test_closing_does_not_wait_for_ever(store: Store) -> None:
    store.engine.hold()
    in_flight = asyncio.create_task(store.writer.submit(sign("ada")))
    await until(lambda: store.engine.waiting == 1)
    queued = asyncio.create_task(store.writer.submit(sign("ben")))
    await asyncio.sleep(0)

    await store.writer.close(limit=0.01)

    with pytest.raises(OutcomeUnknown):
        await in_flight
    with pytest.raises(NothingRecorded):
        await queued


async def test_a_quiet_store_is_scrubbed_without_a_next_write(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scrubbing, "AGAIN", 0)
    store.engine.hindered_scrubs = 2
    await store.writer.submit(withdraw("ada"))

    await until(lambda: store.engine.scrubs == 3)
    await until(
        lambda: not any(task.get_name().startswith("store-") for task in asyncio.all_tasks())
    )
    assert store.engine.transactions == 1


async def test_closing_scrubs_what_is_due(store: Store) -> None:
    store.engine.hindered_scrubs = 1
    await store.writer.submit(withdraw("ada"))
    await store.writer.close()

    assert store.engine.scrubs == 2


async def test_a_batch_rescued_one_by_one_ends_the_problem(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    store.engine.faults = [Fault.FULL]
    with pytest.raises(NothingRecorded):
        await store.writer.submit(sign("ada"))
    works: list[Work[Any]] = [sign("ada"), Poison()]
    await asyncio.gather(*map(store.writer.submit, works), return_exceptions=True)

    assert caplog.messages[-1] == "writing: works again"


@pytest.mark.parametrize("error", [StoreFailure(Problem.FAILING), OSError(), RuntimeError()])
async def test_what_was_kept_is_answered_as_kept_whatever_scrubbing_does(
    store: Store,
    error: Exception,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(scrubbing, "AGAIN", 0)
    await asyncio.gather(*(store.writer.submit(sign(n)) for n in range(3)))
    transactions = store.engine.transactions
    store.engine.scrub_errors = [error, error]

    answers = await asyncio.gather(*(store.writer.submit(withdraw(n)) for n in range(3)))

    assert [one.outcome for one in answers] == [Withdrawing.EVERYWHERE] * 3
    assert store.engine.transactions == transactions + 1
    await until(lambda: store.engine.scrubs == 3)
    assert caplog.messages == [
        "what was erased is not scrubbed from the disk yet: it is tried again"
    ]


async def test_scrubbing_that_hangs_holds_up_no_answer(
    store: Store,
) -> None:
    await store.writer.submit(sign("ada"))
    store.engine.scrubbing_hangs = True

    answer = await asyncio.wait_for(store.writer.submit(withdraw("ada")), 5)

    assert answer.outcome is Withdrawing.EVERYWHERE
    assert (await store.writer.submit(sign("ben"))).outcome is Signing.SIGNED
    assert store.engine.scrubs == 1
