"""A signature that is checked first: what its signer reads, and what the tally says."""

from __future__ import annotations

from bot.domain.clock import hour_of
from bot.domain.moderation.holding import AsideReason
from bot.domain.pledges import State
from bot.domain.tallies import Counts
from bot.services.pledges import DIGEST_SHOWN
from tests.cogs.moderating import set_state
from tests.db.states import SetState
from tests.simulated import World, clock, ids, press, said


async def test_a_new_account_is_thanked_told_why_it_waits_and_what_comes_next(
    world: World,
) -> None:
    with world.newcomers():
        zoe = world.guild.add_member(world.env.create_user("zoe"))
    signed = await world.sign(zoe)
    assert "Thank you. Your signature was stored on" in said(signed)
    assert "does not count yet, for this server checks it first: the account is new." in said(
        signed
    )
    assert "after seven days it counts by itself" in said(signed)
    assert "amh:pledge:mine" in ids(signed)
    assert await world.counts() == Counts(held=1)
    again = await zoe.slash(world.channel, "pledge sign")
    assert "does not count it yet: the account is new." in said(again)
    mine = await press(zoe, signed, "amh:pledge:mine")
    assert "does not count it yet: the account is new." in said(mine)
    assert "one of four rough ages of your account is stored too" in said(mine)


async def test_who_joins_and_signs_at_once_waits_and_who_stays_a_while_does_not(
    world: World,
) -> None:
    old = [world.env.create_user(name) for name in ("joiner", "stayer")]
    with world.newcomers():
        joiner, stayer = (world.guild.add_member(one) for one in old)
    assert "it was signed moments after joining" in said(await world.sign(joiner))
    await world.env.advance_time(30)
    assert "It counts." in said(await world.sign(stayer))


async def test_a_server_that_does_not_check_counts_everyone_at_once(world: World) -> None:
    await world.choose(holding=False)
    with world.newcomers():
        zoe = world.guild.add_member(world.env.create_user("zoe"))
    assert "It counts." in said(await world.sign(zoe))


async def test_far_above_the_rate_of_an_hour_further_ones_wait_until_the_next(
    world: World,
) -> None:
    await world.choose(holding_rate=50)
    await world.let_sign(50, world.guild)
    await world.sign(world.alice)
    assert await world.counts() == Counts(50, 1)
    standing = await world.standing(world.alice)
    assert standing.held_here
    assert "many signed within the same hour" in said(
        await world.alice.slash(world.channel, "pledge mine")
    )
    await world.pass_time(3_600)
    assert "It counts." in said(await world.sign(world.bob))


async def test_pressing_again_does_not_raise_the_rate(world: World) -> None:
    await world.choose(holding_rate=50)
    await world.let_sign(49, world.guild)
    signed = world.services.campaign.signing_text("en")
    named = f"{signed.version}:{signed.locale}:{signed.digest[:DIGEST_SHOWN]}"
    old = await world.post_control(world.channel, f"amh:pledge:confirm:{named}")
    for person in (world.bob, world.bob, world.bob, world.alice):
        await person.click(old, label="Old")
    assert await world.counts() == Counts(50, 1), "bob was the fiftieth, and counted once"


async def test_who_was_set_aside_reads_the_reason_and_how_to_object(world: World) -> None:
    await world.sign(world.alice)
    work = SetState(
        keys=world.keys,
        signer=world.keys.signer(world.alice.id),
        server=world.keys.server(world.guild.id),
        state=State.SET_ASIDE,
        hour=hour_of(clock()),
        reason=int(AsideReason.RAID),
        case=1,
    )
    assert await world.database.writer.submit(work)
    mine = said(await world.alice.slash(world.channel, "pledge mine"))
    assert "Their reason: many accounts signed at once, and it looked like a raid." in mine
    assert "tell the moderators here: they can undo it within 30 days" in mine
    refused = said(await world.alice.slash(world.channel, "pledge sign"))
    assert "/pledge mine says why" in refused


async def test_what_a_moderator_holds_or_sets_aside_is_said_plainly(world: World) -> None:
    await world.sign(world.alice)
    await world.sign(world.bob)
    await set_state(world, world.alice, State.HELD)
    held = await world.alice.slash(world.channel, "pledge sign")
    assert "This server is checking your signature" in said(held)
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "This server is checking your signature" in said(mine)
    await set_state(world, world.bob, State.SET_ASIDE)
    refused = await world.bob.slash(world.channel, "pledge sign")
    assert "set a group of signatures aside" in said(refused)
    mine = await world.bob.slash(world.channel, "pledge mine")
    assert "set a group of signatures aside" in said(mine)
    assert "0 servers" not in said(mine)
    assert ids(mine) == ["amh:pledge:withdraw"]


async def test_what_one_server_sets_aside_another_does_not_see(world: World) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    await world.sign(there, world.other_channel)
    await set_state(world, world.alice, State.SET_ASIDE)

    mine = await there.slash(world.other_channel, "pledge mine")
    assert "signatures aside" not in said(mine)
    assert "you are not listed" in said(mine)
    assert ids(mine) == ["amh:pledge:list", "amh:pledge:withdraw"]
    assert (await world.counts()).counted == 1


async def test_who_withdrew_where_it_was_set_aside_is_not_asked_to_sign_again(
    world: World,
) -> None:
    await world.sign(world.alice)
    await set_state(world, world.alice, State.SET_ASIDE)
    mine = await world.alice.slash(world.channel, "pledge mine")
    ask = await press(world.alice, mine, "amh:pledge:withdraw")
    answer = await press(world.alice, ask, "amh:pledge:leave")
    assert "Your pledge is withdrawn" in said(answer)
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "You withdrew on" in said(mine)
    assert "set a group of signatures aside" in said(mine)
    assert ids(mine) == ["amh:privacy:erase"]


async def test_held_here_says_nothing_of_other_servers(world: World) -> None:
    await world.sign(world.alice)
    there = world.elsewhere(world.alice)
    await world.sign(there, world.other_channel)
    await set_state(world, world.alice, State.HELD)
    here = await world.alice.slash(world.channel, "pledge mine")
    assert "This server is checking your signature and does not count it yet" in said(here)
    elsewhere = await there.slash(world.other_channel, "pledge mine")
    assert "checking" not in said(elsewhere)
    assert (await world.counts()).counted == 1


async def test_a_card_from_before_it_was_set_aside_signs_nothing(world: World) -> None:
    older = await world.bob.slash(world.channel, "pledge sign")
    await world.sign(world.bob)
    await set_state(world, world.bob, State.SET_ASIDE)
    answer = await press(world.bob, older, "amh:pledge:confirm")
    assert "set a group of signatures aside" in said(answer)
    assert (await world.counts()).counted == 0
