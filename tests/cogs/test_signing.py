"""Signing, twice, elsewhere, after a change of text, and with the store gone."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from simcord.results import InteractionResult

from bot.db.repositories.signing import Sign
from bot.domain.pledges import Signed
from bot.domain.refusals import (
    NothingRecorded,
    OutcomeUnknown,
    StoreUnreadable,
)
from bot.exits import CannotStart, Exit
from bot.outreach import build_services
from tests.components import text_of
from tests.simulated import SECRET, World, clock, ids, message_of, press, said


async def test_the_card_shows_the_whole_text_and_a_no_beside_the_yes(world: World) -> None:
    shown = await world.alice.slash(world.channel, "pledge sign")
    text = world.services.campaign.signing_text("en-US")
    card = said(shown)
    assert shown.ephemeral
    for line in text.text.strip().splitlines():
        assert line in card
    assert text.version in card
    assert text.digest[:12] in card
    assert [one.split(":")[2] for one in ids(shown)] == ["confirm", "later"]


async def test_nothing_is_stored_before_the_press(world: World) -> None:
    await world.alice.slash(world.channel, "pledge sign")
    assert (await world.counts()).counted == 0


async def test_not_now_records_nothing_and_says_so(world: World) -> None:
    shown = await world.alice.slash(world.channel, "pledge sign")
    answer = await press(world.alice, shown, "amh:pledge:later")
    assert "Nothing was recorded" in said(answer)
    assert (await world.counts()).counted == 0


async def test_a_signature_counts_is_thanked_for_and_nobody_else_sees_it(world: World) -> None:
    answer = await world.sign(world.alice)
    assert message_of(answer).ephemeral
    assert "You have signed" in said(answer)
    assert ids(answer) == ["amh:pledge:mine", "amh:resources:open"]
    assert (await world.counts()).counted == 1
    assert world.channel.history() == []


async def test_the_thanks_lead_to_being_listed_only_where_that_is_offered(world: World) -> None:
    told = "Under *My pledge* you see what is stored; there you can also "
    await world.choose(features_off=["tally"])
    answer = await world.sign(world.alice)
    assert f"{told}be listed by name, or withdraw." in said(answer)
    await world.choose(features_off=["wall"])
    answer = await world.sign(world.bob)
    assert f"{told}withdraw." in said(answer)
    mine = await press(world.bob, answer, "amh:pledge:mine")
    assert "amh:pledge:list" not in ids(mine)


async def test_the_signature_names_the_text_that_was_shown(world: World) -> None:
    await world.sign(world.alice)
    standing = await world.standing(world.alice)
    text = world.services.campaign.signing_text("en-US")
    assert standing.pledge is not None
    assert standing.pledge.text_version == text.version
    assert standing.pledge.text_digest == text.digest
    assert standing.pledge.locale == text.locale


async def test_signing_twice_says_when_and_offers_the_way_back(world: World) -> None:
    await world.sign(world.alice)
    again = await world.alice.slash(world.channel, "pledge sign")
    assert "You have signed already" in said(again)
    assert ids(again) == ["amh:pledge:mine", "amh:pledge:withdraw"]
    assert (await world.counts()).counted == 1


async def test_pressing_i_pledge_twice_on_two_open_cards_makes_one_pledge(world: World) -> None:
    first = await world.alice.slash(world.channel, "pledge sign")
    second = await world.alice.slash(world.channel, "pledge sign")
    await press(world.alice, first, "amh:pledge:confirm")
    answer = await press(world.alice, second, "amh:pledge:confirm")
    assert "You have signed already" in said(answer)
    assert (await world.counts()).counted == 1


async def test_one_person_in_two_servers_is_one_pledge(world: World) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    shown = await there.slash(world.other_channel, "pledge sign")
    assert "in another server" in said(shown)
    answer = await press(there, shown, "amh:pledge:confirm")
    assert "counts in this server’s number as well" in said(answer)
    assert (await world.counts()).counted == 1
    standing = await world.standing(world.alice)
    assert len(standing.attributions) == 2


async def test_signing_again_after_withdrawing_is_signing(world: World) -> None:
    await world.sign(world.alice)
    ask = await world.alice.slash(world.channel, "pledge withdraw")
    await press(world.alice, ask, "amh:pledge:leave")
    answer = await world.sign(world.alice)
    assert "You have signed" in said(answer)
    assert (await world.counts()).counted == 1


async def with_new_text(world: World, version: str = "2027-1") -> None:
    """Restart the bot on a configuration whose pledge text has changed."""
    campaign = world.configuration.campaign
    texts = type(campaign.pledge.texts).model_validate({"en": "A newer text, all of it."})
    pledge = campaign.pledge.model_copy(update={"version": version, "texts": texts})
    world.configuration = replace(
        world.configuration, campaign=campaign.model_copy(update={"pledge": pledge})
    )
    world.services = build_services(world.configuration, world.database, secret=SECRET, clock=clock)
    await world.restart()


def _texts(result: InteractionResult) -> str:
    return "\n".join(text_of({"components": one.components}) for one in result.followups)


async def test_nobody_is_moved_to_a_new_text_silently(world: World) -> None:
    await world.sign(world.alice)
    old = (await world.standing(world.alice)).pledge
    await with_new_text(world)
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert old is not None
    assert f"version {old.text_version} of the text" in said(mine)
    assert "There is a newer text, version 2027-1." in said(mine)
    shown = await press(world.alice, mine, "amh:pledge:sign")
    assert "You signed an earlier text" in said(shown)
    assert "A newer text, all of it." in said(shown)
    unchanged = (await world.standing(world.alice)).pledge
    assert unchanged == old
    answer = await press(world.alice, shown, "amh:pledge:confirm")
    assert "stands on the new text" in said(answer)
    new = (await world.standing(world.alice)).pledge
    assert new is not None
    assert new.text_version == "2027-1"
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "version 2027-1 of the text" in said(mine)
    assert "newer text" not in said(mine)
    assert (await world.counts()).counted == 1


async def test_a_card_with_an_old_text_cannot_be_signed(world: World) -> None:
    shown = await world.alice.slash(world.channel, "pledge sign")
    await with_new_text(world)
    answer = await press(world.alice, shown, "amh:pledge:confirm")
    assert "A newer text, all of it." in said(answer)
    assert "has changed since that card" in _texts(answer)
    assert (await world.counts()).counted == 0


async def test_a_sign_button_posted_before_a_restart_works_after_it(world: World) -> None:
    hub = await world.organiser.slash(world.channel, "campaign")
    await press(world.organiser, hub, "amh:campaign:post")
    (posted,) = world.channel.history()
    await world.restart()
    shown = await world.alice.click(posted, custom_id="amh:pledge:sign")
    assert shown.ephemeral
    await world.restart()
    answer = await press(world.alice, shown, "amh:pledge:confirm")
    assert "You have signed" in said(answer)
    await world.restart()
    again = await world.alice.click(posted, custom_id="amh:pledge:sign")
    assert "You have signed already" in said(again)


@pytest.mark.parametrize(
    ("refusal", "words"),
    [
        (NothingRecorded, "Nothing was recorded"),
        (OutcomeUnknown, "Trying again is harmless"),
    ],
)
async def test_a_store_that_fails_is_never_called_signed(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    refusal: type[Exception],
    words: str,
) -> None:
    shown = await world.alice.slash(world.channel, "pledge sign")

    async def fails(_: Sign) -> None:
        raise refusal

    monkeypatch.setattr(world.database.pledges, "sign", fails)
    answer = await press(world.alice, shown, "amh:pledge:confirm")
    assert words in said(answer)
    assert "You have signed" not in said(answer)


async def test_an_unreadable_store_is_said_and_the_texts_go_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(**_: object) -> None:
        raise StoreUnreadable

    monkeypatch.setattr(world.database.pledges, "standing", fails)
    monkeypatch.setattr(world.database.tallies, "published", fails)
    for command in (
        "pledge sign",
        "pledge mine",
        "pledge withdraw",
        "privacy export",
        "tally show",
    ):
        answer = await world.alice.slash(world.channel, command)
        assert "cannot be looked up just now" in said(answer), command
    for command in ("campaign", "privacy policy", "help"):
        answer = await world.alice.slash(world.channel, command)
        assert "cannot be looked up" not in said(answer), command
    hub = await world.alice.slash(world.channel, "campaign")
    assert "The tally cannot be read just now" in said(hub)


async def test_a_slow_store_is_deferred_privately_and_then_answered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.interactions.response.PATIENCE", 0.01)
    sign = world.database.pledges.sign

    async def slowly(signature: Sign) -> Signed:
        await asyncio.sleep(0.1)
        return await sign(signature)

    shown = await world.alice.slash(world.channel, "pledge sign")
    monkeypatch.setattr(world.database.pledges, "sign", slowly)
    answer = await press(world.alice, shown, "amh:pledge:confirm")
    assert "You have signed" in said(answer)
    assert message_of(answer).ephemeral
    assert {"type": 6} in [request.json for request in world.env.http_requests]


async def test_a_slow_store_behind_a_command_is_deferred_privately_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.interactions.response.PATIENCE", 0.01)
    standing = world.database.pledges.standing

    async def slowly(**given: object) -> object:
        await asyncio.sleep(0.1)
        return await standing(**given)  # type: ignore[arg-type]

    monkeypatch.setattr(world.database.pledges, "standing", slowly)
    answer = await world.alice.slash(world.channel, "pledge mine")
    deferred = {"type": 5, "data": {"flags": 64}}
    assert deferred in [request.json for request in world.env.http_requests]
    assert message_of(answer).ephemeral
    assert "Nothing is stored" in said(answer)


async def test_a_changed_text_under_an_unchanged_version_stops_the_start(world: World) -> None:
    await world.sign(world.alice)
    with pytest.raises(CannotStart, match="Give the new text a new version") as refused:
        await with_new_text(world, version=world.configuration.campaign.pledge.version)
    assert refused.value.code is Exit.CONFIGURATION


async def test_before_anyone_signed_a_text_may_change_under_its_version(world: World) -> None:
    await with_new_text(world, version=world.configuration.campaign.pledge.version)
    shown = await world.alice.slash(world.channel, "pledge sign")
    assert "A newer text, all of it." in said(shown)
