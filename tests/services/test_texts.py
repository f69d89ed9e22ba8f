"""A version stands for one text: who signed it is asked of the store, not guessed from totals."""

from __future__ import annotations

import asyncio

import pytest

from bot.db import Database
from bot.domain.identity import Keys
from bot.domain.pledges import Signed, Signing
from bot.domain.refusals import NothingRecorded, StoreUnreadable, TextChanged, TextUnderOldVersion
from bot.exits import CannotStart, Exit
from bot.services import PledgeService, TextService
from bot.services.pledges import DIGEST_SHOWN
from tests.db.fixtures import TickingClock
from tests.services.campaigns import campaign_of

CAMPAIGN = "ask-more"


async def start(
    database: Database,
    clock: TickingClock,
    version: str,
    text: str,
    *,
    campaign_id: str = CAMPAIGN,
) -> PledgeService:
    """Hold a campaign's text as a start does, and return what its members use."""
    campaign = campaign_of(campaign_id, clock, version=version, text=text)
    texts = TextService(campaign, database.pledges, database.meta)
    await texts.hold()
    keys = Keys(b"s" * 32, campaign_id)
    return PledgeService(database.pledges, campaign, keys, clock, texts=texts)


async def sign(pledges: PledgeService, version: str, text: str, user_id: int = 1) -> Signed:
    digest = campaign_of(CAMPAIGN, TickingClock(), version=version, text=text).signing_text("en")
    return await pledges.sign(
        user_id=user_id,
        guild_id=5,
        version=version,
        locale="en",
        digest=digest.digest[:DIGEST_SHOWN],
    )


async def assert_refused(database: Database, clock: TickingClock, version: str, text: str) -> None:
    with pytest.raises(CannotStart, match=f"people have signed version {version}") as refusal:
        await start(database, clock, version, text)
    assert refusal.value.code is Exit.CONFIGURATION


async def test_a_typo_in_a_version_nobody_signed_may_be_mended(
    database: Database, clock: TickingClock
) -> None:
    first = await start(database, clock, "1", "I pledge to ask more.")
    await sign(first, "1", "I pledge to ask more.")
    await start(database, clock, "2", "I plege to ask more, and to listen.")

    mended = await start(database, clock, "2", "I pledge to ask more, and to listen.")
    with pytest.raises(TextChanged):
        await sign(mended, "2", "I plege to ask more, and to listen.")
    signed = await sign(mended, "2", "I pledge to ask more, and to listen.")
    assert signed.outcome is Signing.RENEWED


async def test_a_text_that_was_signed_may_not_change(
    database: Database, clock: TickingClock
) -> None:
    first = await start(database, clock, "1", "I pledge to ask more.")
    await sign(first, "1", "I pledge to ask more.")

    await assert_refused(database, clock, "1", "I pledge to ask less.")
    await start(database, clock, "1", "I pledge to ask more.")


async def test_a_withdrawn_pledge_still_names_its_text(
    database: Database, clock: TickingClock
) -> None:
    first = await start(database, clock, "1", "I pledge to ask more.")
    await sign(first, "1", "I pledge to ask more.")
    await first.withdraw(user_id=1, guild_id=None, everywhere=True)

    await assert_refused(database, clock, "1", "I pledge to ask less.")


async def test_a_store_that_remembers_no_text_is_asked_for_its_pledges(
    database: Database, clock: TickingClock
) -> None:
    campaign = campaign_of(CAMPAIGN, clock, text="I pledge to ask more.")
    keys = Keys(b"s" * 32, CAMPAIGN)
    await sign(PledgeService(database.pledges, campaign, keys, clock), "1", "I pledge to ask more.")

    await assert_refused(database, clock, "1", "I pledge to ask less.")


async def _unreadable(**_: object) -> bool:
    raise StoreUnreadable


async def test_a_start_without_the_store_lets_nobody_sign_other_words(
    database: Database,
    clock: TickingClock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first = await start(database, clock, "1", "I pledge to ask more.")
    await sign(first, "1", "I pledge to ask more.")
    with monkeypatch.context() as away:
        away.setattr(database.pledges, "signed_with_another_text", _unreadable)
        changed = await start(database, clock, "1", "I pledge to ask less.")
        with pytest.raises(NothingRecorded):
            await sign(changed, "1", "I pledge to ask less.", user_id=2)

    for user_id in (2, 3):
        with pytest.raises(TextUnderOldVersion):
            await sign(changed, "1", "I pledge to ask less.", user_id=user_id)
    assert caplog.text.count("nobody can sign: The pledge text (en) was changed") == 1


async def test_all_who_sign_meanwhile_wait_for_one_look(
    database: Database, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks, answered = 0, asyncio.Event()

    async def stalled(**_: object) -> bool:
        nonlocal looks
        looks += 1
        await answered.wait()
        raise StoreUnreadable

    with monkeypatch.context() as away:
        away.setattr(database.pledges, "signed_with_another_text", _unreadable)
        pledges = await start(database, clock, "1", "I pledge to ask more.")
        away.setattr(database.pledges, "signed_with_another_text", stalled)
        signing = [
            asyncio.ensure_future(sign(pledges, "1", "I pledge to ask more.", user_id=one))
            for one in range(1, 9)
        ]
        while not looks:
            await asyncio.sleep(0)
        signing[0].cancel()
        answered.set()
        found = await asyncio.gather(*signing, return_exceptions=True)
    assert looks == 1
    assert [type(one) for one in found] == [asyncio.CancelledError, *[NothingRecorded] * 7]


async def test_after_a_start_without_the_store_the_right_words_can_be_signed(
    database: Database, clock: TickingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as away:
        away.setattr(database.pledges, "signed_with_another_text", _unreadable)
        pledges = await start(database, clock, "1", "I pledge to ask more.")

    signed = await sign(pledges, "1", "I pledge to ask more.")
    assert signed.outcome is Signing.SIGNED


async def test_the_longest_names_can_start(database: Database, clock: TickingClock) -> None:
    longest = "c" * 40
    await start(database, clock, "2026-11-26", "I pledge.", campaign_id=longest)
    await start(database, clock, "v" * 20, "I pledge again.", campaign_id=longest)

    assert longest in await database.pledges.campaign_ids()


async def test_a_campaign_is_known_before_anyone_signs(
    database: Database, clock: TickingClock
) -> None:
    await start(database, clock, "1", "I pledge.", campaign_id="an-earlier-one")
    await start(database, clock, "1", "I pledge.")

    assert await database.pledges.campaign_ids() == ["an-earlier-one", CAMPAIGN]
