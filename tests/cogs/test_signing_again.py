"""Signing again and again waits for a while; taking it back never does."""

from __future__ import annotations

from bot.services.limits import SIGNATURES
from bot.services.pledges import DIGEST_SHOWN
from tests.simulated import World, clock, press, said


async def take_back(world: World) -> str:
    ask = await world.alice.slash(world.channel, "pledge withdraw")
    return said(await press(world.alice, ask, "amh:pledge:leave:everywhere"))


async def test_the_sixth_signature_in_an_hour_waits_and_withdrawing_does_not(world: World) -> None:
    for _ in range(SIGNATURES):
        assert "You have signed" in said(await world.sign(world.alice))
        assert "Your pledge is withdrawn" in await take_back(world)
    refused = said(await world.sign(world.alice))
    assert "several times within the hour" in refused
    assert f"you can sign again <t:{int(clock().timestamp()) + 3600}:R>" in refused
    assert "Nothing was recorded" in refused
    assert (await world.counts()).counted == 0
    withdrawn = await world.alice.slash(world.channel, "pledge withdraw")
    assert "You withdrew on" in said(withdrawn), "withdrawing is answered as ever"
    assert "Thank you" in said(await world.sign(world.bob)), "others sign as ever"


async def test_after_the_hour_one_signs_again(world: World) -> None:
    for _ in range(SIGNATURES):
        await world.sign(world.alice)
        await take_back(world)
    await world.env.advance_time(3600)
    assert "Thank you" in said(await world.sign(world.alice))


async def test_pressing_again_where_it_stands_is_never_refused(world: World) -> None:
    text = world.services.campaign.signing_text("en-US")
    custom_id = f"amh:pledge:confirm:{text.version}:{text.locale}:{text.digest[:DIGEST_SHOWN]}"
    card = await world.post_control(world.channel, custom_id)
    answers = [
        said(await world.alice.click(card, custom_id=custom_id)) for _ in range(SIGNATURES * 2)
    ]
    assert "Thank you" in answers[0]
    assert all("Signing again changes nothing" in one for one in answers[1:])
    there = world.elsewhere(world.alice)
    assert "Your one pledge now counts" in said(await world.sign(there, world.other_channel))
