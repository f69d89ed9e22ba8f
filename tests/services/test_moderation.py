"""Groups are released, set aside and given back, in parts, on both databases."""

from __future__ import annotations

from typing import Any

import pytest

from bot.db import Database
from bot.domain.moderation.cases import ANY_HOUR, CaseState, Cell, Group
from bot.domain.moderation.holding import AgeBand, AsideReason, Hold, HoldReason
from bot.domain.pledges import Signing, State, Withdrawing
from bot.domain.refusals import (
    CaseUnderWay,
    NoSuchCase,
    NoSuchChoice,
    NothingRecorded,
    TooFewChosen,
    TooFewLeft,
)
from bot.domain.settings import ChangeKind
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, THERE, counts
from tests.db.reading import everything
from tests.services.deciding import STEWARD, Deciding

JOINED = Hold(HoldReason.JUST_JOINED, AgeBand.OLDER)


@pytest.fixture
def deciding(database: Database, clock: TickingClock) -> Deciding:
    return Deciding(database, clock)


async def rows(deciding: Deciding) -> dict[str, Any]:
    """Return every row about people and numbers, but what the log and the days add."""
    found = await deciding.database.reader.read(everything)
    return {
        name: sorted(found[name]) for name in ("pledges", "attributions", "numbers", "listings")
    }


async def test_a_held_signature_does_not_count_and_keeps_its_reason(deciding: Deciding) -> None:
    signed = await deciding.sign("ada", JOINED)
    assert signed.outcome is Signing.SIGNED
    here = (await deciding.standing("ada")).here
    assert here is not None
    assert (here.state, here.reason, here.age_band) == (State.HELD, 2, 4)
    assert await counts(deciding.database) == Counts(held=1)
    again = await deciding.sign("ada")
    assert again.outcome is Signing.ALREADY
    assert again.standing.held_here


async def test_what_counts_elsewhere_is_held_here_alone(deciding: Deciding) -> None:
    await deciding.sign("ada", guild_id=THERE)
    assert (await deciding.sign("ada", JOINED)).outcome is Signing.ATTRIBUTED
    assert await counts(deciding.database) == Counts(1)
    assert await counts(deciding.database, HERE) == Counts(held=1)


async def test_a_group_is_seen_when_its_hour_is_over(deciding: Deciding) -> None:
    await deciding.sign("ada", JOINED)
    assert await deciding.moderation.groups(guild_id=HERE) == ()
    cell = await deciding.raid(18)
    groups = await deciding.moderation.groups(guild_id=HERE)
    assert groups == (Group(cell, 15),), "and a small one is not shown"
    assert await deciding.moderation.groups(guild_id=THERE) == ()


async def test_released_they_count_and_nothing_of_why_is_kept(deciding: Deciding) -> None:
    cell = await deciding.raid(7)
    done = await deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(cell,))
    assert (done.over, done.failed, done.done, done.total) == (True, False, 5, 5)
    assert await counts(deciding.database, HERE) == Counts(7)
    here = (await deciding.standing("r0")).here
    assert here is not None
    assert (here.state, here.reason, here.age_band, here.case) == (State.COUNTED, 0, 0, None)
    assert await deciding.kinds() == [ChangeKind.RELEASED]
    with pytest.raises(NoSuchChoice):
        await deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(cell,))
    assert await deciding.kinds() == [ChangeKind.RELEASED], "nothing was done, nothing is noted"
    assert await deciding.agrees()


async def test_a_small_group_can_be_released_only(deciding: Deciding) -> None:
    cell = await deciding.raid(4)
    with pytest.raises(TooFewChosen):
        await deciding.set_aside(cell)
    for one in (cell, Cell(ANY_HOUR, cell.reason, cell.age_band), Cell(cell.hour, 2, 4)):
        with pytest.raises(NoSuchChoice):  # as where there is none
            await deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(one,))
    assert await counts(deciding.database, HERE) == Counts(held=4)
    done = [await deciding.moderation.release_small(guild_id=HERE, actor=STEWARD) for _ in range(2)]
    assert await counts(deciding.database, HERE) == Counts(4)
    assert done[0] == done[1], "nothing tells whether there were any"
    assert await deciding.kinds() == [ChangeKind.RELEASED] * 2


async def test_nobody_is_singled_out_by_being_left(deciding: Deciding) -> None:
    raid = await deciding.raid(18)
    await deciding.raid(2, JOINED, name="true")
    with pytest.raises(TooFewLeft):
        await deciding.set_aside(raid)
    await deciding.moderation.release_small(guild_id=HERE, actor=STEWARD)
    await deciding.set_aside(raid)
    assert await counts(deciding.database, HERE) == Counts(2)


async def test_an_undone_case_leaves_everything_as_it_was(deciding: Deciding) -> None:
    for one in range(3):
        await deciding.sign(f"r{one}", guild_id=THERE)
    cells = [await deciding.raid(9), await deciding.raid(8, JOINED, name="j")]
    counted = await deciding.raid(6, None, name="c")
    before = await rows(deciding)
    number = await deciding.set_aside(*cells, counted)

    assert await counts(deciding.database, HERE) == Counts()
    assert await counts(deciding.database, THERE) == Counts(3)
    assert await counts(deciding.database) == Counts(3), "what another server counts, counts"
    (case,) = await deciding.moderation.cases(guild_id=HERE)
    assert (case.state, case.at_least, case.reason) == (CaseState.DONE, 15, AsideReason.RAID)
    assert await deciding.agrees()
    await deciding.undo(number)
    assert await rows(deciding) == before
    assert await deciding.agrees()
    assert await deciding.kinds() == [ChangeKind.SET_ASIDE, ChangeKind.REINSTATED]
    with pytest.raises(NoSuchCase):
        await deciding.moderation.undo(guild_id=HERE, actor=STEWARD, number=number)


async def test_who_acted_since_stays_as_they_are(deciding: Deciding) -> None:
    for name in ("r0", "r1"):
        await deciding.sign(name, guild_id=THERE)
    cell = await deciding.raid(9)
    number = await deciding.set_aside(cell)
    erased, gone, back = (deciding.person(name) for name in ("r2", "r0", "r1"))
    assert await erased.erase()
    for one in (gone, back):
        assert (await one.withdraw(everywhere=True)).outcome is Withdrawing.EVERYWHERE
    assert (await deciding.sign("r1")).outcome is Signing.SET_ASIDE
    assert (await deciding.sign("r1", guild_id=THERE)).outcome is Signing.SIGNED
    await deciding.undo(number)

    assert (await deciding.standing("r2")).pledge is None
    assert (await deciding.standing("r0")).attributions == ()
    assert not (await deciding.standing("r0")).signed
    assert not (await deciding.standing("r1")).signed_here, "they signed again there alone"
    assert await counts(deciding.database, HERE) == Counts(held=6)
    assert (await deciding.sign("r0")).outcome is Signing.SIGNED
    assert await deciding.agrees()


async def test_set_aside_they_come_off_the_wall(deciding: Deciding) -> None:
    cell = await deciding.raid(6)
    await deciding.person("r0").list()
    await deciding.set_aside(cell)
    assert not (await deciding.standing("r0")).listed_here


async def test_a_long_case_is_stopped_goes_on_and_is_undone(
    deciding: Deciding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.db.repositories.moderation.signatures.PART", 5)
    monkeypatch.setattr("bot.services.moderation.jobs.PATIENCE", 0)
    cell = await deciding.raid(60)
    setting = deciding.moderation
    begun = await setting.set_aside(
        guild_id=HERE, actor=STEWARD, choice=(cell,), reason=AsideReason.OTHER
    )
    assert not begun.over
    with pytest.raises(CaseUnderWay):
        await setting.release(guild_id=HERE, actor=STEWARD, choice=(cell,))
    stopped = await setting.stop(guild_id=HERE, actor=STEWARD)
    assert stopped is not None
    assert stopped.over
    (case,) = await setting.cases(guild_id=HERE)
    assert case.state is CaseState.STOPPED
    assert 0 < case.people < 60
    assert await counts(deciding.database, HERE) == Counts(held=60 - case.people)

    monkeypatch.setattr("bot.services.moderation.jobs.PATIENCE", 30)
    done = await setting.go_on(guild_id=HERE, actor=STEWARD, number=case.number)
    assert (done.over, done.done) == (True, 60)
    assert await counts(deciding.database, HERE) == Counts()
    await deciding.undo(case.number)
    assert await counts(deciding.database, HERE) == Counts(held=60)
    assert await deciding.kinds() == [
        ChangeKind.SET_ASIDE,
        ChangeKind.STOPPED,
        ChangeKind.REINSTATED,
    ]


async def test_what_the_store_does_not_take_is_told_and_goes_on_later(
    deciding: Deciding, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = await deciding.raid(12)
    repository = deciding.database.moderation
    part = repository.part

    async def failing(work: Any) -> int:
        del work
        raise NothingRecorded

    monkeypatch.setattr(type(repository), "part", staticmethod(failing))
    broken = await deciding.moderation.set_aside(
        guild_id=HERE, actor=STEWARD, choice=(cell,), reason=AsideReason.RAID
    )
    assert (broken.over, broken.failed, broken.done) == (True, True, 0)
    monkeypatch.undo()
    assert repository.part.__func__ is part.__func__
    again = Deciding(deciding.database, deciding.clock)  # as after a restart
    with pytest.raises(CaseUnderWay):
        await again.set_aside(cell)
    (case,) = await again.moderation.cases(guild_id=HERE)
    done = await again.moderation.go_on(guild_id=HERE, actor=STEWARD, number=case.number)
    assert (done.failed, done.done) == (False, 10)
    assert await counts(deciding.database, HERE) == Counts()


async def test_every_hour_is_chosen_at_once(deciding: Deciding) -> None:
    for name in "abc":
        await deciding.raid(6, name=name)
    await deciding.set_aside(Cell(ANY_HOUR, 1, 1))
    assert await counts(deciding.database, HERE) == Counts()
