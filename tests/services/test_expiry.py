"""What nobody decides counts, and what a case kept goes, each on its day, in every campaign."""

from __future__ import annotations

import pytest

from bot.db import Database
from bot.domain.moderation.holding import AsideReason
from bot.domain.pledges import State
from bot.domain.refusals import (
    NoSuchCase,
)
from bot.domain.tallies import Counts
from bot.services import Expiry
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, choice, counts
from tests.db.reading import everything
from tests.services.deciding import STEWARD, Deciding


@pytest.fixture
def deciding(database: Database, clock: TickingClock) -> Deciding:
    return Deciding(database, clock)


async def test_what_nobody_decides_counts_after_seven_days(deciding: Deciding) -> None:
    await deciding.raid(6)
    deciding.clock.advance(hours=7 * 24 - 2)
    await deciding.expiry.expire()
    assert await counts(deciding.database, HERE) == Counts(held=6)
    deciding.clock.advance(hours=1)
    await deciding.expiry.expire()
    assert await counts(deciding.database, HERE) == Counts(6)
    here = (await deciding.standing("r0")).here
    assert here is not None
    assert (here.reason, here.age_band) == (0, 0)
    assert await deciding.agrees()
    assert await deciding.kinds() == [], "nobody decided it"


async def test_where_the_pledge_is_off_nothing_is_held(deciding: Deciding) -> None:
    await deciding.raid(6)
    await deciding.database.settings.change(choice("features_off", '["pledge"]'))
    await deciding.expiry.expire()
    assert await counts(deciding.database, HERE) == Counts(6)


async def test_after_thirty_days_only_the_reason_stays(deciding: Deciding) -> None:
    cell = await deciding.raid(6)
    number = await deciding.set_aside(cell, reason=AsideReason.AUTOMATED)
    deciding.clock.advance(days=29)
    await deciding.expiry.expire()
    here = (await deciding.standing("r0")).here
    assert here is not None
    assert (here.case, here.reason_before, here.age_band) == (number, 1, 1)
    deciding.clock.advance(days=1)
    with pytest.raises(NoSuchCase):
        await deciding.moderation.undo(guild_id=HERE, actor=STEWARD, number=number)
    await deciding.expiry.expire()
    here = (await deciding.standing("r0")).here
    assert here is not None
    assert (here.state, here.reason) == (State.SET_ASIDE, AsideReason.AUTOMATED)
    assert (here.case, here.state_before, here.reason_before, here.age_band) == (None,) * 3 + (0,)
    assert await deciding.moderation.cases(guild_id=HERE) == ()
    assert (await deciding.database.reader.read(everything))["cases"] == []
    assert await deciding.agrees()


async def test_an_earlier_campaign_s_signatures_are_dated_out_too(deciding: Deciding) -> None:
    await deciding.raid(6)
    number = await deciding.set_aside(await deciding.raid(6, name="s"))
    later = Expiry(
        deciding.database.moderation,
        deciding.database.pledges,
        deciding.database.servers,
        deciding.servers,
        KEYS.of("the-next-one"),
        deciding.clock,
    )
    deciding.clock.advance(days=29)
    await later.expire()
    assert await counts(deciding.database, HERE) == Counts(6)
    held, aside = (await deciding.standing("r0")).here, (await deciding.standing("s0")).here
    assert held is not None
    assert aside is not None
    assert (held.state, held.reason, held.age_band) == (State.COUNTED, 0, 0)
    assert (aside.case, aside.age_band) == (number, 1)
    deciding.clock.advance(days=1)
    await later.expire()
    aside = (await deciding.standing("s0")).here
    assert aside is not None
    assert (aside.state, aside.reason, aside.case) == (State.SET_ASIDE, AsideReason.RAID, None)
    assert (aside.reason_before, aside.age_band) == (None, 0)
    assert (await deciding.database.reader.read(everything))["cases"] == []
    assert await deciding.agrees()


async def test_where_the_campaign_has_no_pledge_nothing_is_held(
    database: Database, clock: TickingClock
) -> None:
    """Nobody chose anything in this server; the campaign's file switches it off for all."""
    deciding = Deciding(database, clock, {"features_off": ["pledge"]})
    await database.servers.join([HERE], day=1)
    await deciding.raid(6)
    await deciding.expiry.expire()
    assert await counts(database, HERE) == Counts(6)
