"""Live numbers are what is stored: they wait for nobody, and the store keeps no minute of them."""

from __future__ import annotations

import pytest

from bot.db import Database
from bot.db.repositories.counting import Publish
from bot.db.repositories.tallies import TallyRepository
from bot.domain.tallies import Counts
from tests.db.fixtures import TickingClock
from tests.db.people import HERE, KEYS, THERE
from tests.services.campaigns import campaign_of
from tests.services.published import LIVE, NOON, Numbers


async def test_live_numbers_are_published_whenever_someone_looks(
    database: Database, clock: TickingClock
) -> None:
    numbers = Numbers(database, clock, LIVE)
    await numbers.start()
    await numbers.sign(9, THERE)
    for one in range(1, 8):
        await numbers.sign(1, HERE)
        assert await numbers.counted() == 9 + one
        assert await numbers.here() == (one if one >= 5 else None)
    assert (await numbers.show()).as_of == clock.now.replace(second=0, microsecond=0)


async def test_a_look_at_live_numbers_writes_only_what_is_new(
    database: Database, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = Numbers(database, clock, LIVE)
    await numbers.start()
    await numbers.sign(9)
    publications: list[Publish] = []

    async def noted(work: Publish) -> None:
        publications.append(work)
        await TallyRepository.publish(database.tallies, work)

    monkeypatch.setattr(database.tallies, "publish", noted)
    for _ in range(3):
        assert await numbers.counted() == 9
    assert [one.servers for one in publications] == [False, True]
    await numbers.sign(1, THERE)
    assert (await numbers.show(None)).campaign == Counts(10)
    assert [one.servers for one in publications] == [False, True, False], "nobody looked at one"


async def test_live_numbers_do_not_wait_for_others(database: Database, clock: TickingClock) -> None:
    assert (await Numbers(database, clock).show()).together
    for scope in ("publish", "servers"):
        for minutes in (0, 60):
            rules = {scope: {"at_least": 1, "every_minutes": minutes}}
            shown = await Numbers(database, clock, rules).show()
            assert not shown.together, "the note is about both numbers of the card"


async def test_the_store_keeps_no_minute_of_a_live_number(
    database: Database, clock: TickingClock
) -> None:
    numbers = Numbers(database, clock, LIVE)
    await numbers.start()
    clock.advance(minutes=37)
    await numbers.sign(1)
    assert (await numbers.show()).as_of == NOON.replace(minute=37)
    clock.advance(minutes=5)
    assert (await numbers.show()).as_of == NOON.replace(minute=42), "it is live"
    whole, here, _ = await database.tallies.published(
        campaign_id=KEYS.campaign_id, server=KEYS.server(HERE)
    )
    assert whole.as_of == here.as_of == NOON


async def test_only_what_the_campaign_chose_is_live(
    database: Database, clock: TickingClock
) -> None:
    numbers = Numbers(database, clock, {"publish": LIVE["publish"]})
    await numbers.start()
    await numbers.sign(9, THERE)
    await numbers.sign(9, HERE)
    assert (await numbers.counted(), await numbers.here()) == (18, None)
    await numbers.strike(every_minutes=60)
    assert await numbers.here() == 9


async def test_what_is_live_may_be_another_at_any_time(
    database: Database, clock: TickingClock
) -> None:
    numbers = Numbers(database, clock, LIVE)
    assert await numbers.tallies.edition() != await numbers.tallies.edition()
    await numbers.sign(12)
    tally = await numbers.show()
    clock.advance(minutes=1)
    later = await numbers.show()
    assert later != tally
    still = numbers.tallies.without_moments
    assert still(later) == still(tally)


@pytest.mark.parametrize("live", ["publish", "servers"])
def test_what_is_live_is_not_said_to_show_later(clock: TickingClock, live: str) -> None:
    campaign = campaign_of("campaign", clock, tally={live: LIVE[live]})
    assert campaign.shows_later() == (live == "servers")
    assert campaign.shows_later(server_alone=True) == (live == "publish")
