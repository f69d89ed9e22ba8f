"""Moderators take a name off a wall for a reason, and nobody but its person puts it back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.db import Database, backup, open_database, restore
from bot.domain.clock import day_number, day_of
from bot.domain.moderation.holding import AsideReason
from bot.domain.moderation.wall import WallReason
from bot.domain.pledges import State
from bot.domain.refusals import NotOnWall, TakenOffWall
from bot.domain.settings import ChangeKind, LogEntry, LogSection
from bot.domain.tallies import Counts
from bot.services import ServerRecords, WallService
from tests.db.fixtures import TickingClock
from tests.db.people import CAMPAIGN, HERE, KEYS, THERE, Person, counts, wall
from tests.db.reading import everything
from tests.services.deciding import STEWARD, Deciding
from tests.services.test_privacy import Campaign

ADA, BEN = 123_456_789_012_345_678, 234_567_890_123_456_789


class Walled:
    """A server with a wall, on which two stand."""

    def __init__(self, database: Database, clock: TickingClock) -> None:
        self.database = database
        self.clock = clock
        self.deciding = Deciding(database, clock)
        self.service = WallService(database.pledges, KEYS, clock)
        self.ada, self.ben = (
            Person(database, clock, KEYS.signer(one), user_id=one) for one in (ADA, BEN)
        )

    async def begin(self) -> None:
        await self.database.servers.join([HERE, THERE], day=day_number(day_of(self.clock())))
        for person in (self.ada, self.ben):
            await person.sign()
            await person.list()

    async def take_off(
        self, reason: WallReason = WallReason.CONDUCT, *, guild_id: int = HERE
    ) -> None:
        await self.service.take_off(guild_id=guild_id, actor=STEWARD, user_id=ADA, reason=reason)

    async def let_back(self, user_id: int = ADA) -> None:
        await self.service.let_back(guild_id=HERE, actor=STEWARD, user_id=user_id)

    async def log(self) -> Sequence[LogEntry]:
        return (
            await self.deciding.servers.log(guild_id=HERE, page=0, section=LogSection.WALL)
        ).entries

    async def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        return await self.database.reader.read(everything)


@pytest.fixture
async def walled(database: Database, clock: TickingClock) -> Walled:
    found = Walled(database, clock)
    await found.begin()
    return found


async def test_the_name_goes_and_the_pledge_stays(walled: Walled) -> None:
    before = await counts(walled.database, HERE)
    await walled.take_off()
    assert await wall(walled.database) == ([BEN], 1)
    assert await walled.database.pledges.wall_after(wall=KEYS.wall(HERE), user_id=0, limit=9) == [
        BEN
    ], "nor in a file"
    standing = await walled.ada.standing()
    assert standing.signed_here
    assert not standing.listed
    assert standing.taken_off_here == WallReason.CONDUCT
    assert (await walled.ben.standing()).taken_off_here is None
    assert await counts(walled.database, HERE) == before == Counts(2)


async def test_the_log_says_who_did_it_and_why_and_not_to_whom(walled: Walled) -> None:
    await walled.take_off()
    (entry,) = await walled.log()
    assert (entry.actor, entry.change.kind) == (STEWARD, ChangeKind.TAKEN_OFF_WALL)
    assert entry.after == str(int(WallReason.CONDUCT))
    rows = await walled.rows()
    assert str(ADA) not in repr(rows), "no row names them any more"
    holding = {name for name in rows if repr(KEYS.signer(ADA)) in repr(rows[name])}
    assert holding == {"pledges", "attributions"}, "and the log has no key of theirs"


@pytest.mark.parametrize("everywhere", [True, False])
async def test_no_act_of_its_own_ends_it(walled: Walled, *, everywhere: bool) -> None:
    """Else four presses would put a name back: it is as with what was set aside."""
    await walled.take_off(WallReason.NAME)
    await walled.ada.unlist()
    await walled.ada.sign(THERE)
    await walled.ada.withdraw(everywhere=everywhere)
    assert (await walled.ada.standing()).taken_off_here == WallReason.NAME
    signed = await walled.ada.sign()
    assert signed.standing.taken_off_here == WallReason.NAME
    with pytest.raises(TakenOffWall):
        await walled.ada.list()
    assert await wall(walled.database) == ([BEN], 1)
    assert (await walled.ada.standing(THERE)).taken_off_here is None, "it is of one server"


async def test_setting_groups_aside_and_undoing_that_leaves_it(walled: Walled) -> None:
    for name in "abc":
        await walled.deciding.sign(name)
    walled.clock.advance(hours=1)
    await walled.take_off()
    (group,) = await walled.deciding.moderation.groups(guild_id=HERE, state=State.COUNTED)
    number = await walled.deciding.set_aside(group.cell, reason=AsideReason.RAID)
    await walled.deciding.undo(number)
    assert (await walled.ada.standing()).taken_off_here == WallReason.CONDUCT
    assert await wall(walled.database) == ([], 0), "nor does an undo list anybody"


async def test_let_back_they_are_listed_when_they_choose_it(walled: Walled) -> None:
    await walled.take_off()
    await walled.let_back()
    assert await wall(walled.database) == ([BEN], 1)
    assert (await walled.ada.standing()).taken_off_here is None
    assert (await walled.ada.list()).listed_here
    await walled.let_back()
    assert await wall(walled.database) == ([ADA, BEN], 2), "who stands there stays"


async def test_letting_back_is_noted_the_same_whoever_it_is(walled: Walled) -> None:
    """Nobody learns by it who erased themselves since, or never signed."""
    await walled.take_off()
    await walled.ada.erase()
    told = [await walled.let_back(one) for one in (ADA, BEN, 3)]
    assert told == [None, None, None]
    done = [(one.change.kind, one.after) for one in await walled.log()]
    assert done[:3] == [(ChangeKind.LET_BACK_ON_WALL, None)] * 3


async def test_who_does_not_stand_there_is_not_taken_off(walled: Walled) -> None:
    await walled.ada.unlist()
    before = await walled.rows()
    with pytest.raises(NotOnWall):
        await walled.take_off()
    with pytest.raises(NotOnWall):
        await walled.take_off(guild_id=THERE)
    assert await walled.rows() == before


async def test_of_two_who_do_it_at_once_one_does(walled: Walled) -> None:
    both = await asyncio.gather(
        *(walled.take_off(one) for one in (WallReason.NAME, WallReason.SAFETY)),
        return_exceptions=True,
    )
    assert [type(one) for one in both if one] == [NotOnWall]
    (entry,) = await walled.log()
    assert (await walled.ada.standing()).taken_off_here == int(entry.after or 0)


async def test_it_is_exported_and_erased_also_after_withdrawing_there(
    walled: Walled, clock: TickingClock
) -> None:
    await walled.take_off(WallReason.SAFETY)
    await walled.ada.sign(THERE)
    await walled.ada.withdraw()
    privacy = Campaign(walled.database, clock, CAMPAIGN, now=True, secret=KEYS.secret).privacy
    document = json.loads(await privacy.export(user_id=ADA))
    off = [{"server_id": str(HERE), "reason": "safety"}]
    assert document["pledge"]["taken_off_walls_by_moderators"] == off
    (done,) = json.loads(await privacy.export(user_id=STEWARD))["done_as_staff"]
    assert (done["what"], done["after"]) == ("taken_off_wall", "safety")
    assert (await privacy.listed(user_id=ADA)).total == 0
    assert await privacy.erase(user_id=ADA)
    assert [row[2:] for row in (await walled.rows())["listings"]] == [(BEN, None)]
    await walled.ada.sign()
    assert (await walled.ada.list()).listed_here


async def test_it_goes_with_the_server(walled: Walled, clock: TickingClock) -> None:
    await walled.take_off()
    await walled.ada.sign(THERE)
    await walled.ada.withdraw()
    records = ServerRecords(walled.database.servers, walled.database.removal, KEYS, clock)
    await records.left(guild_id=HERE)
    clock.advance(days=31)
    await records.remove_overdue()
    assert (await walled.rows())["listings"] == []


async def test_a_backup_keeps_it_and_brings_nobody_back(
    database_url: str, clock: TickingClock, tmp_path: Path
) -> None:
    async with open_database(database_url, migrate=False) as database:
        walled = Walled(database, clock)
        await walled.begin()
        await walled.take_off()
        await walled.service.take_off(
            guild_id=HERE, actor=STEWARD, user_id=BEN, reason=WallReason.OTHER
        )
        await walled.ben.withdraw(everywhere=True)
    await backup(database_url, tmp_path / "kept", secret=KEYS.secret)
    async with open_database(database_url, migrate=False) as database:
        await Walled(database, clock).ben.erase()
    await restore(database_url, tmp_path / "kept", secret=KEYS.secret)
    async with open_database(database_url, migrate=False) as database:
        walled = Walled(database, clock)
        assert (await walled.ada.standing()).taken_off_here == WallReason.CONDUCT
        assert [row[2:] for row in (await walled.rows())["listings"]] == [
            (None, int(WallReason.CONDUCT))
        ]
