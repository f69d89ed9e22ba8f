"""Signing again and again waits, withdrawing never does, and it is known in memory only."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.db import Database
from bot.domain.clock import Soon
from bot.domain.moderation.holding import AgeBand, Hold, HoldReason
from bot.domain.refusals import NothingRecorded, SignedTooOften
from bot.services import ServerService, limits
from bot.services.limits import SIGNATURES, SigningLimit
from bot.services.moderation.holding import Arrived, Holding
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS

ADA, BEN = b"a" * 16, b"b" * 16
MEMBER = 333_333_333_333_333_333
BEGIN = datetime(2026, 11, 26, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = BEGIN

    def __call__(self) -> datetime:
        return self.now


async def sign(limit: SigningLimit, signer: bytes, *, counts: bool = True) -> None:
    async with limit.signing(signer) as count:
        await asyncio.sleep(0)
        if counts:
            count()


async def test_the_sixth_signature_within_the_hour_waits() -> None:
    clock = Clock()
    limit = SigningLimit(clock)
    for _ in range(SIGNATURES):
        await sign(limit, ADA)
        clock.now += timedelta(minutes=5)
    with pytest.raises(SignedTooOften) as refused:
        await sign(limit, ADA)
    assert refused.value.values == {"until": Soon(BEGIN + timedelta(hours=1))}
    await sign(limit, BEN)
    clock.now = BEGIN + timedelta(hours=1)
    await sign(limit, ADA)
    with pytest.raises(SignedTooOften):
        await sign(limit, ADA)


async def test_what_signed_nothing_new_is_not_counted() -> None:
    limit = SigningLimit(Clock())
    for _ in range(SIGNATURES * 3):
        await sign(limit, ADA, counts=False)
    for _ in range(SIGNATURES):
        await sign(limit, ADA)
    with pytest.raises(SignedTooOften):
        await sign(limit, ADA)


async def test_a_press_doubled_many_times_is_one_signature_and_never_refused() -> None:
    limit = SigningLimit(Clock())
    presses = (sign(limit, ADA, counts=one == 0) for one in range(30))
    assert await asyncio.gather(*presses) == [None] * 30
    for _ in range(SIGNATURES - 1):
        await sign(limit, ADA)
    with pytest.raises(SignedTooOften):
        await sign(limit, ADA)


async def test_at_the_same_time_no_more_are_signed_than_one_after_another() -> None:
    limit = SigningLimit(Clock())
    outcomes = await asyncio.gather(*(sign(limit, ADA) for _ in range(50)), return_exceptions=True)
    assert outcomes.count(None) == SIGNATURES
    assert all(isinstance(one, SignedTooOften) for one in outcomes if one is not None)


async def test_a_signature_that_failed_holds_up_nobody() -> None:
    limit = SigningLimit(Clock())
    with pytest.raises(NothingRecorded):
        async with limit.signing(ADA):
            raise NothingRecorded
    await asyncio.gather(*(sign(limit, ADA) for _ in range(SIGNATURES)))


async def test_everyone_is_forgotten_after_the_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "_REMEMBERED", 3)
    clock = Clock()
    limit = SigningLimit(clock)
    for number in range(10):
        await sign(limit, bytes([number]) * 16)
    known = vars(limit)["_signed"]
    assert len(known) == 3
    clock.now += timedelta(hours=1)
    await sign(limit, BEN)
    assert list(known) == [BEN]
    assert not vars(limit)["_under_way"]


async def test_what_is_forgotten_after_its_hour_makes_no_room_in_the_next(
    sqlite_database: Database, clock: TickingClock
) -> None:
    """A signature that was on its way when the hour struck, and could not be stored."""
    campaign = {"holding_rate": 50}
    servers = ServerService(
        sqlite_database.settings, KEYS, clock, campaign=campaign, languages=("en",)
    )
    holding = Holding(servers, clock, joined_seconds=0)

    async def arrive() -> Arrived:
        return await holding.arrive(user_id=MEMBER, guild_id=HERE, joined_at=None)

    clock.now = BEGIN - timedelta(minutes=1)
    early = await arrive()
    clock.now = BEGIN
    assert {(await arrive()).hold for _ in range(50)} == {None}
    holding.forget(early, guild_id=HERE)
    assert (await arrive()).hold == Hold(HoldReason.MANY_AT_ONCE, AgeBand.OLDER)
