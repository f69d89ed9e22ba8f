"""The export holds everything and no key of the store; erasing nothing notes nothing."""

from __future__ import annotations

import json
from hashlib import sha256
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, select

from bot.db import Database
from bot.db.repositories.records.noting import Actor
from bot.db.repositories.visibility import TakeOff
from bot.db.schema import metadata
from bot.db.transactions.work import Work
from bot.domain.clock import day_number, day_of, hour_of
from bot.domain.identity import Keys
from bot.domain.moderation.holding import AgeBand, HoldReason
from bot.domain.moderation.wall import WallReason
from bot.domain.pledges import State
from tests.db.fixtures import TickingClock
from tests.db.people import NEWER, Person
from tests.db.states import SetState
from tests.services.test_privacy import ADA, BEN, HERE, SECRET, Campaign

THERE = HERE + 1
KEYS = Keys(SECRET, "current")


class Everything(Work[dict[str, list[Any]]]):
    """Reads every row of every table."""

    def perform(self, connection: Connection) -> dict[str, list[Any]]:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table))]
            for table in metadata.sorted_tables
        }


async def exported(campaign: Campaign, user_id: int = ADA) -> dict[str, Any]:
    return json.loads(await campaign.privacy.export(user_id=user_id))


async def test_what_is_stored_in_each_server_is_told(
    database: Database, clock: TickingClock
) -> None:
    campaign = Campaign(database, clock, "current", now=True)
    await campaign.take_part(ADA)
    await database.servers.join([HERE], day=day_number(day_of(clock())))
    held = SetState(
        keys=KEYS,
        signer=KEYS.signer(ADA),
        server=KEYS.server(HERE),
        state=State.HELD,
        hour=hour_of(clock()),
        reason=HoldReason.JUST_JOINED,
        age_band=AgeBand.OLDER,
    )
    await database.writer.submit(held)
    document = await exported(campaign)
    (server,) = document["pledge"]["servers"]
    assert server["server_id"] == str(HERE)
    assert server["state"] == "held"
    assert (server["reason"], server["account_age_band"]) == ("just_joined", "older")
    assert server["listed_there_by_user_id"] is True
    assert (server["state_before_a_case"], server["reason_before_the_case"]) == (None, None)
    assert server["case"] is None
    assert document["letter"]["shown_in_this_round"]
    assert document["erasures"] == {}


async def test_everything_of_a_pledge_is_told(database: Database, clock: TickingClock) -> None:
    """Erased once, signed again, renewed an hour later, and taken off a wall nobody knows of."""
    campaign = Campaign(database, clock, "current", now=True)
    await database.servers.join([HERE], day=1)
    ada = Person(database, clock, KEYS.signer(ADA), user_id=ADA, keys=KEYS)
    await ada.sign(HERE)
    assert await ada.erase()
    for guild_id in (HERE, THERE):
        await ada.sign(guild_id)
        await ada.list(guild_id)
    off = TakeOff(
        keys=KEYS,
        signer=ada.key,
        guild_id=THERE,
        actor=Actor.of(BEN, KEYS),
        reason=WallReason.CONDUCT,
        hour=hour_of(clock()),
    )
    assert await database.writer.submit(off)
    clock.advance(hours=1)
    await ada.sign(HERE, NEWER)

    signed_there: dict[str, Any] = {
        "signed_there_in_the_hour_from": "2026-03-02T12:00:00+00:00",
        "state": "counted",
        "reason": None,
        "account_age_band": None,
        "state_before_a_case": None,
        "case": None,
        "reason_before_the_case": None,
    }
    document = await exported(campaign)
    document["pledge"]["servers"].sort(key=itemgetter("listed_there_by_user_id"))
    assert document["pledge"] == {
        "stands": True,
        "signed_in_the_hour_from": "2026-03-02T13:00:00+00:00",
        "changed_in_the_hour_from": "2026-03-02T12:00:00+00:00",
        "text_version": "2",
        "text_sha256": sha256(b"I pledge to ask more, and to listen.").hexdigest(),
        "text_language": "en",
        "erased_before_it": 1,
        "servers": [
            {"server_id": None, **signed_there, "listed_there_by_user_id": False},
            {"server_id": str(HERE), **signed_there, "listed_there_by_user_id": True},
        ],
        "taken_off_walls_by_moderators": [{"server_id": None, "reason": "conduct"}],
    }


async def test_a_server_without_a_record_has_no_id_in_the_file(
    database: Database, clock: TickingClock
) -> None:
    campaign = Campaign(database, clock, "current", now=True)
    await campaign.take_part(ADA)
    (server,) = (await exported(campaign))["pledge"]["servers"]
    assert server["server_id"] is None


async def test_no_key_of_the_store_stands_in_the_file(
    database: Database, clock: TickingClock
) -> None:
    earlier = Campaign(database, clock, "earlier", now=False)
    current = Campaign(database, clock, "current", now=True)
    for campaign in (earlier, current):
        await campaign.take_part(ADA)
    text = (await current.privacy.export(user_id=ADA)).decode()
    for keys in (KEYS, KEYS.of("earlier")):
        signer, server = keys.signer(ADA), keys.server(HERE)
        secret = [
            signer,
            server,
            keys.wall(HERE),
            keys.mark(signer),
            keys.listing(signer=signer, server=server),
            keys.deck("reader", ADA).stored,
        ]
        assert [one.hex() for one in secret if one.hex() in text] == []


async def test_each_file_has_a_code_of_its_own(database: Database, clock: TickingClock) -> None:
    campaign = Campaign(database, clock, "current", now=True)
    codes = {(await exported(campaign))["code_of_this_export"] for _ in range(5)}
    assert len(codes) == 5


async def test_how_often_one_was_erased_is_told_in_words(
    database: Database, clock: TickingClock
) -> None:
    campaign = Campaign(database, clock, "current", now=True)
    for times in (1, 2):
        await campaign.take_part(ADA)
        assert await campaign.privacy.erase(user_id=ADA)
        told = (await exported(campaign))["erasures"]["current"]
        assert told["times"] == times
        assert "a backup from before, once restored, is erased again" in told["meaning"]
    assert (await exported(campaign, BEN))["erasures"] == {}


async def test_erasing_where_nothing_is_stored_stores_nothing(
    database: Database, clock: TickingClock
) -> None:
    campaign = Campaign(database, clock, "current", now=True)
    await campaign.take_part(BEN)
    before = await database.writer.submit(Everything())
    assert not await campaign.privacy.holds_anything(user_id=ADA)
    assert not await campaign.privacy.erase(user_id=ADA)
    assert await database.writer.submit(Everything()) == before
    assert before["erasures"] == []


async def test_looking_and_coming_off_nowhere_stores_nothing(
    database: Database, clock: TickingClock
) -> None:
    campaign = Campaign(database, clock, "current", now=True)
    await campaign.take_part(BEN)
    before = await database.writer.submit(Everything())
    assert (await campaign.privacy.take_off_everywhere(user_id=ADA)).total == 0
    assert (await campaign.privacy.take_off(user_id=ADA, guild_id=HERE)).total == 0
    await exported(campaign)
    assert await database.writer.submit(Everything()) == before


async def test_off_one_wall_leaves_the_others(database: Database, clock: TickingClock) -> None:
    earlier = Campaign(database, clock, "earlier", now=False)
    current = Campaign(database, clock, "current", now=True)
    for campaign in (earlier, current):
        await campaign.take_part(ADA)
    await current.take_part(BEN)
    await database.servers.join([HERE, THERE], day=1)
    left = await current.privacy.take_off(user_id=ADA, guild_id=THERE)
    assert left.guild_ids == (HERE,)
    left = await current.privacy.take_off(user_id=ADA, guild_id=HERE)
    assert left.total == 0
    rows = (await database.writer.submit(Everything()))["listings"]
    assert [row[2] for row in rows] == [BEN]
