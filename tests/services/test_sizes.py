"""What moderators read of sizes tells nobody apart: neither looking again nor adding them up."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.db import Database
from bot.domain.moderation.cases import Group
from bot.domain.moderation.holding import AgeBand, AsideReason, Hold, HoldReason
from bot.domain.pledges import State
from tests.db.fixtures import TickingClock
from tests.db.people import HERE
from tests.services.deciding import STEWARD, Deciding

JOINED = Hold(HoldReason.JUST_JOINED, AgeBand.OLDER)


@pytest.fixture
def deciding(database: Database, clock: TickingClock) -> Deciding:
    return Deciding(database, clock)


async def test_groups_of_ones_own_do_not_measure_another(deciding: Deciding) -> None:
    """Whoever knows the true size of one group reads nothing from the sum with another."""
    raid = await deciding.raid(18)
    for own in range(5, 10):
        known = await deciding.raid(own, JOINED, name=f"own{own}-")
        done = await deciding.moderation.set_aside(
            guild_id=HERE, actor=STEWARD, choice=(raid, known), reason=AsideReason.RAID
        )
        assert (done.done, done.total) == (20, 20)
        (case, *_) = await deciding.moderation.cases(guild_id=HERE)
        assert case.at_least == 20
        assert done.case is not None
        await deciding.undo(done.case)
        await deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(known,))


async def test_who_withdraws_meanwhile_does_not_make_it_a_part(
    deciding: Deciding, monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [await deciding.raid(5), await deciding.raid(5, JOINED, name="j")]
    part = deciding.database.moderation.part

    async def withdrawing(work: Any) -> int:
        await deciding.person("j0").withdraw(everywhere=True)
        return await part(work)

    monkeypatch.setattr(deciding.database.moderation, "part", withdrawing)
    done = await deciding.moderation.set_aside(
        guild_id=HERE, actor=STEWARD, choice=tuple(cells), reason=AsideReason.RAID
    )
    assert (done.done, done.total, done.over, done.whole) == (5, 10, True, True)


async def test_a_second_look_within_the_hour_tells_nobody_s_minute(deciding: Deciding) -> None:
    """Brought to the edge of a step by accounts of one's own, a size would tell the next one."""
    cell = await deciding.raid(15)
    look = deciding.moderation.groups
    assert await look(guild_id=HERE) == (Group(cell, 15),)
    await deciding.person("r0").withdraw(everywhere=True)
    assert await look(guild_id=HERE) == (Group(cell, 15),)
    deciding.clock.advance(hours=1)
    assert await look(guild_id=HERE) == (Group(cell, 10),)
    await deciding.person("r1").erase()
    await deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(cell,))
    assert await look(guild_id=HERE) == (), "what was decided is seen at once"
    (counted,) = await look(guild_id=HERE, state=State.COUNTED)
    await deciding.set_aside(counted.cell)
    assert await look(guild_id=HERE, state=State.COUNTED) == ()


async def test_a_look_while_a_decision_is_carried_out_is_not_kept(
    deciding: Deciding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.db.repositories.moderation.signatures.PART", 5)
    monkeypatch.setattr("bot.services.moderation.jobs.PATIENCE", 0)
    cell = await deciding.raid(20)
    part, gate = deciding.database.moderation.part, asyncio.Event()

    async def waiting(work: Any) -> int:
        await gate.wait()
        return await part(work)

    monkeypatch.setattr(deciding.database.moderation, "part", waiting)
    moderation = deciding.moderation
    begun = await moderation.set_aside(
        guild_id=HERE, actor=STEWARD, choice=(cell,), reason=AsideReason.RAID
    )
    assert not begun.over
    assert await moderation.groups(guild_id=HERE) == (Group(cell, 20),)
    gate.set()
    async with asyncio.timeout(10):
        while not (now := moderation.progress(guild_id=HERE)) or not now.over:
            await asyncio.sleep(0)
    assert now.whole
    assert await moderation.groups(guild_id=HERE) == ()
