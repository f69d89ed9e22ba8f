"""What one member or one moderator can do to the numbers and to others, by what they may do."""

from __future__ import annotations

import random
from contextlib import suppress

import pytest
from sqlalchemy import Connection

from bot.db import Database
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.pledges import Signing, State
from bot.domain.refusals import SignedTooOften
from bot.domain.tallies import Counts, SignatureChange
from bot.services import PledgeService
from bot.services.limits import SIGNATURES
from bot.services.pledges import DIGEST_SHOWN
from tests.db.days import Sum, sums_of
from tests.db.fixtures import TickingClock
from tests.db.people import CAMPAIGN, HERE, KEYS, THERE, Person, counts
from tests.services.campaigns import campaign_of

TABLES = ("pledges", "attributions", "listings", "numbers", "days", "erasures")


class CountRows(Work[dict[str, int]]):
    """How many rows each table has."""

    def perform(self, connection: Connection) -> dict[str, int]:
        return {
            table: run(connection, f"SELECT count(*) FROM {table}")[0][0]  # noqa: S608
            for table in TABLES
        }


class Member:
    """One member, who signs through the service as any other does."""

    def __init__(self, database: Database, clock: TickingClock) -> None:
        campaign = campaign_of(CAMPAIGN, clock)
        self.pledges = PledgeService(database.pledges, campaign, KEYS, clock)
        self._text = campaign.signing_text("en")

    async def sign(self, guild_id: int) -> Signing:
        signed = await self.pledges.sign(
            user_id=1,
            guild_id=guild_id,
            version=self._text.version,
            locale=self._text.locale,
            digest=self._text.digest[:DIGEST_SHOWN],
        )
        return signed.outcome


async def test_one_member_moves_the_number_of_one_server_five_times_an_hour(
    database: Database, clock: TickingClock
) -> None:
    member = Member(database, clock)
    assert await member.sign(THERE) is Signing.SIGNED
    for _ in range(SIGNATURES):
        assert await member.sign(HERE) is Signing.ATTRIBUTED
        await member.pledges.withdraw(user_id=1, guild_id=HERE, everywhere=False)
    with pytest.raises(SignedTooOften):
        await member.sign(HERE)
    for another in range(100, 100 + SIGNATURES + 1):
        assert await member.sign(another) is Signing.ATTRIBUTED, "each server once is no toggling"
    clock.advance(minutes=60)
    assert await member.sign(HERE) is Signing.ATTRIBUTED


async def test_one_member_who_signs_and_withdraws_without_end_leaves_what_five_times_leave(
    database: Database, clock: TickingClock
) -> None:
    member = Member(database, clock)
    for _ in range(500):
        with suppress(SignedTooOften):
            await member.sign(HERE)
        await member.pledges.withdraw(user_id=1, guild_id=HERE, everywhere=True)

    assert await database.writer.submit(CountRows()) == {
        "pledges": 1,
        "attributions": 0,
        "listings": 0,
        "numbers": 2,
        "days": 2,
        "erasures": 0,
    }
    assert await sums_of(database, clock().date()) == {
        SignatureChange.SIGNED: Sum(SIGNATURES, Counts(SIGNATURES)),
        SignatureChange.WITHDRAWN: Sum(SIGNATURES, Counts(-SIGNATURES)),
    }


@pytest.mark.parametrize("seed", range(3))
async def test_moderators_of_one_server_change_nothing_that_another_counts(
    database: Database, clock: TickingClock, seed: int
) -> None:
    chooser = random.Random(seed)  # noqa: S311
    people = [Person(database, clock, KEYS.signer(one), user_id=one) for one in range(1, 9)]
    for person in people:
        await person.sign(THERE)
        if chooser.random() < 0.5:
            await person.sign(HERE)
        if chooser.random() < 0.5:
            await person.list(THERE)
    before = [await person.standing(THERE) for person in people]
    shown = [await counts(database, guild_id) for guild_id in (None, THERE)]

    for _ in range(40):
        case = chooser.choice([None, 1])
        await chooser.choice(people).judged(chooser.choice(list(State)), HERE, case=case)

    assert [await counts(database, guild_id) for guild_id in (None, THERE)] == shown
    for person, was in zip(people, before, strict=True):
        now = await person.standing(THERE)
        assert (now.pledge, now.here, now.listed_here) == (was.pledge, was.here, was.listed_here)
    assert await database.reconciliation.differences(campaign_id=CAMPAIGN) == []
