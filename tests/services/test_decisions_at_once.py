"""Of decisions made at once in one server, one is noted and carried out."""

from __future__ import annotations

import asyncio

import pytest

from bot.db import Database
from bot.domain.moderation.cases import CaseState
from bot.domain.moderation.holding import AsideReason
from bot.domain.refusals import (
    CaseUnderWay,
    NoSuchCase,
    NothingRecorded,
    TooFewChosen,
)
from bot.domain.settings import ChangeKind
from bot.domain.tallies import Counts
from bot.services import Progress
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, counts
from tests.services.deciding import STEWARD, Deciding


@pytest.fixture
def deciding(database: Database, clock: TickingClock) -> Deciding:
    return Deciding(database, clock)


async def test_two_who_decide_about_one_group_do_it_once(deciding: Deciding) -> None:
    cell = await deciding.raid(18)
    both = await asyncio.gather(
        *(deciding.set_aside(cell) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in both)[1] == "int"
    refused = [one for one in both if isinstance(one, BaseException)]
    assert isinstance(refused[0], CaseUnderWay | TooFewChosen)
    assert await deciding.kinds() == [ChangeKind.SET_ASIDE]
    assert len(await deciding.moderation.cases(guild_id=HERE)) == 1


async def test_the_log_says_of_two_who_release_at_once_only_the_one_who_did(
    deciding: Deciding,
) -> None:
    cell = await deciding.raid(18)
    releasing = deciding.moderation.release
    both = await asyncio.gather(
        *(releasing(guild_id=HERE, actor=STEWARD, choice=(cell,)) for _ in range(2)),
        deciding.moderation.release_small(guild_id=HERE, actor=STEWARD),
        return_exceptions=True,
    )
    assert sum(isinstance(one, Progress) for one in both) == 1
    assert sum(isinstance(one, CaseUnderWay) for one in both) == 2
    assert await deciding.kinds() == [ChangeKind.RELEASED]


@pytest.mark.parametrize("release_first", [True, False])
async def test_of_a_release_and_a_case_at_once_one_is_carried_out_and_noted(
    deciding: Deciding, *, release_first: bool
) -> None:
    cell = await deciding.raid(18)
    await deciding.moderation.groups(guild_id=HERE)
    release = deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(cell,))
    wanted = [release, deciding.set_aside(cell)]
    done = await asyncio.gather(
        *(wanted if release_first else reversed(wanted)), return_exceptions=True
    )
    assert sum(isinstance(one, CaseUnderWay) for one in done) == 1
    (kind,) = await deciding.kinds()
    cases = await deciding.moderation.cases(guild_id=HERE)
    assert kind is (ChangeKind.RELEASED if release_first else ChangeKind.SET_ASIDE)
    assert [one.state for one in cases] == ([] if release_first else [CaseState.DONE])


async def test_what_could_not_be_noted_holds_nobody_up(
    deciding: Deciding, monkeypatch: pytest.MonkeyPatch
) -> None:
    cell = await deciding.raid(18)

    async def failing(self: object, work: object) -> None:
        raise NothingRecorded

    with monkeypatch.context() as patch:
        for name in ("note", "open"):
            patch.setattr(type(deciding.database.moderation), name, failing)
        for act in (
            deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(cell,)),
            deciding.set_aside(cell),
        ):
            with pytest.raises(NothingRecorded):
                await act
    assert deciding.moderation.progress(guild_id=HERE) is None
    number = await deciding.set_aside(cell)
    done = deciding.moderation.progress(guild_id=HERE)
    with pytest.raises(NoSuchCase):
        await deciding.moderation.go_on(guild_id=HERE, actor=STEWARD, number=number + 1)
    assert deciding.moderation.progress(guild_id=HERE) == done, "how far the last one came"
    await deciding.undo(number)
    assert await deciding.kinds() == [ChangeKind.SET_ASIDE, ChangeKind.REINSTATED]


async def test_two_who_undo_at_once_or_undo_and_release_do_one(deciding: Deciding) -> None:
    number = await deciding.set_aside(await deciding.raid(18))
    other = await deciding.raid(18, name="s")
    await deciding.moderation.groups(guild_id=HERE)
    done = await asyncio.gather(
        *(deciding.moderation.undo(guild_id=HERE, actor=STEWARD, number=number) for _ in range(2)),
        deciding.moderation.release(guild_id=HERE, actor=STEWARD, choice=(other,)),
        return_exceptions=True,
    )
    assert isinstance(done[0], Progress)
    assert done[0].whole
    assert [type(one) for one in done[1:]] == [CaseUnderWay, CaseUnderWay]
    assert await deciding.kinds() == [ChangeKind.SET_ASIDE, ChangeKind.REINSTATED]


async def test_a_case_is_undone_while_it_is_set_aside(
    deciding: Deciding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.db.repositories.moderation.signatures.PART", 5)
    monkeypatch.setattr("bot.services.moderation.jobs.PATIENCE", 0)
    cell = await deciding.raid(60)
    begun = await deciding.moderation.set_aside(
        guild_id=HERE, actor=STEWARD, choice=(cell,), reason=AsideReason.OTHER
    )
    assert begun.case is not None
    assert not begun.over
    monkeypatch.setattr("bot.services.moderation.jobs.PATIENCE", 30)
    await deciding.undo(begun.case)
    assert await counts(deciding.database, HERE) == Counts(held=60)
