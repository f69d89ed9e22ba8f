"""The hub: seen first, then posted, by those who may; where it leads, and back."""

from __future__ import annotations

import discord
import pytest
from simcord.results import InteractionResult

from bot.domain.refusals import StoreUnreadable
from tests.components import text_of, walk
from tests.simulated import World, ids, message_of, press, said


async def test_the_hub_says_what_this_is_and_offers_four_ways_on(world: World) -> None:
    hub = await world.alice.slash(world.channel, "campaign")
    campaign = world.configuration.campaign
    assert hub.ephemeral
    assert campaign.name in said(hub)
    assert campaign.about.best("en")[1].strip() in said(hub)
    assert "Every signature counts here. Yours can be one of them." in said(hub)
    assert "people have signed" not in said(hub)
    assert {"amh:pledge:sign:+campaign", "amh:pledge:mine:+campaign"} <= set(ids(hub))
    labels = [part.get("label") for part in walk(message_of(hub).components) if part["type"] == 2]
    assert labels[:4] == ["Sign", "Read the letter", "Find help", "My pledge"]
    assert labels[4:] == [link.label.best("en")[1] for link in campaign.links]
    assert f"{campaign.hashtag} began on 2 March 2018." in said(hub)


async def test_only_an_organiser_sees_post_here_by_default(world: World) -> None:
    member = await world.alice.slash(world.channel, "campaign")
    organiser = await world.organiser.slash(world.channel, "campaign")
    assert "amh:campaign:post" not in ids(member)
    assert "amh:campaign:post" in ids(organiser)


async def test_the_post_says_who_shared_it_and_offers_no_post_button(world: World) -> None:
    hub = await world.organiser.slash(world.channel, "campaign")
    await press(world.organiser, hub, "amh:campaign:post")
    (post,) = world.channel.history()
    payload = {"components": [part.to_dict() for part in post.components]}
    assert f"Shared by <@{world.organiser.id}>" in text_of(payload)
    controls = [part.get("custom_id") for part in walk(payload["components"])]
    assert "amh:campaign:post" not in controls
    assert "amh:pledge:sign" in controls


async def test_members_may_post_where_the_server_allows_it(world: World) -> None:
    await world.choose(members_may_post=True)
    hub = await world.alice.slash(world.channel, "campaign")
    await press(world.alice, hub, "amh:campaign:post")
    assert len(world.channel.history()) == 1


async def test_a_role_can_make_an_organiser(world: World) -> None:
    role = world.guild.create_role("Campaigners")
    carol = world.guild.add_member(world.env.create_user("carol"), roles=[role])
    await world.choose(organiser_roles=[role.id])
    tally = await carol.slash(world.channel, "tally show")
    assert "amh:tally:post" in ids(tally)


async def test_the_right_to_post_is_looked_up_at_the_press(world: World) -> None:
    await world.choose(members_may_post=True)
    hub = await world.alice.slash(world.channel, "campaign")
    await world.choose(members_may_post=None)
    answer = await press(world.alice, hub, "amh:campaign:post")
    assert "You cannot do that here" in said(answer)
    assert answer.ephemeral
    assert world.channel.history() == []


async def test_who_may_not_write_in_a_channel_cannot_post_through_the_bot(world: World) -> None:
    quiet = world.guild.create_text_channel(
        "announcements",
        overwrites={world.organisers: discord.PermissionOverwrite(send_messages=False)},
    )
    hub = await world.organiser.slash(quiet, "campaign")
    assert "amh:campaign:post" not in ids(hub)
    message = await world.post_control(quiet, "amh:campaign:post")
    answer = await world.organiser.click(message, custom_id="amh:campaign:post")
    assert "You cannot do that here: you may not write in this channel." in said(answer)
    assert len(quiet.history()) == 1


async def test_a_switched_off_feature_answers_commands_and_buttons_alike(world: World) -> None:
    hub = await world.alice.slash(world.channel, "campaign")
    await world.choose(features_off=["pledge"])
    command = await world.alice.slash(world.channel, "pledge sign")
    button = await press(world.alice, hub, "amh:pledge:sign")
    for answer in (command, button):
        assert "switched this off" in said(answer)
        assert answer.ephemeral
    policy = await world.alice.slash(world.channel, "privacy policy")
    assert "What is kept" in said(policy)
    listed = await world.alice.slash(world.channel, "help")
    assert "/pledge sign" not in said(listed)
    assert "/pledge wall" not in said(listed)
    assert "/pledge withdraw" in said(listed)
    assert "/privacy erase" in said(listed)


async def test_where_the_tally_is_off_the_hub_tells_no_number(world: World) -> None:
    await world.let_sign(9, world.guild)
    await world.pass_time()
    shown = await world.organiser.slash(world.channel, "campaign")
    assert "9 people** have signed" in said(shown)
    await world.choose(features_off=["tally"])
    hub = await world.organiser.slash(world.channel, "campaign")
    await press(world.organiser, hub, "amh:campaign:post")
    (post,) = world.channel.history()
    posted = text_of({"components": [part.to_dict() for part in post.components]})
    for words in (said(hub), posted):
        assert "have signed" not in words
        assert "milestone" not in words
        assert "As of" not in words
        assert "Every signature counts here. Yours can be one of them." in words


async def test_who_has_signed_is_not_invited_again(world: World) -> None:
    await world.sign(world.alice)
    shown = await world.alice.slash(world.channel, "tally show")
    assert "No number is published yet." in said(shown)
    assert "Newer signatures appear together" in said(shown)
    assert "Every signature counts here" not in said(shown)


@pytest.mark.parametrize("command", ["campaign", "tally show", "letter quote", "letter read"])
async def test_sign_is_offered_to_who_has_not_signed_and_to_nobody_else(
    world: World, command: str
) -> None:
    await world.sign(world.alice)
    assert not _offers_to_sign(await world.alice.slash(world.channel, command))
    assert _offers_to_sign(await world.bob.slash(world.channel, command))
    elsewhere = world.elsewhere(world.alice)
    assert _offers_to_sign(await elsewhere.slash(world.other_channel, command))


async def test_a_store_that_cannot_tell_who_signed_takes_no_button_away(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unreadable(**_: object) -> None:
        raise StoreUnreadable

    await world.sign(world.alice)
    monkeypatch.setattr(world.database.pledges, "standing", unreadable)
    for command in ("campaign", "letter read"):
        assert _offers_to_sign(await world.alice.slash(world.channel, command))


def _offers_to_sign(shown: InteractionResult) -> bool:
    return any(one.startswith("amh:pledge:sign") for one in ids(shown))


async def test_one_finds_back_to_the_campaign_from_wherever_it_led(world: World) -> None:
    hub = await world.bob.slash(world.channel, "campaign")
    letter = await press(world.bob, hub, "amh:letter:open")
    letter = await world.bob.select(
        message_of(letter), ["speak-out"], custom_id="amh:letter:jump:+campaign"
    )
    assert world.configuration.letter.passage("speak-out").text in said(letter)
    text = await press(world.bob, letter, "amh:pledge:sign")
    await world.restart()
    signed = await press(world.bob, text, "amh:pledge:confirm")
    assert "You have signed" in said(signed)
    mine = await press(world.bob, signed, "amh:pledge:mine")
    asked = await press(world.bob, mine, "amh:pledge:list")
    mine = await press(world.bob, asked, "amh:pledge:mine")
    back = await press(world.bob, mine, "amh:campaign:open")
    assert world.configuration.campaign.name in said(back)
    assert not _offers_to_sign(back)


async def test_who_did_not_come_from_the_campaign_is_not_led_back_there(world: World) -> None:
    hub = await world.organiser.slash(world.channel, "campaign")
    await press(world.organiser, hub, "amh:campaign:post")
    (posted,) = world.channel.history()
    for shown in (
        await world.alice.slash(world.channel, "pledge sign"),
        await world.alice.click(posted, custom_id="amh:pledge:mine"),
    ):
        assert "Back to the campaign" not in said(shown)


async def test_a_passage_that_was_posted_leads_its_poster_back_and_nobody_else(
    world: World,
) -> None:
    hub = await world.organiser.slash(world.channel, "campaign")
    letter = await press(world.organiser, hub, "amh:letter:open")
    told = await press(world.organiser, letter, "amh:letter:post")
    assert "Posted in this channel." in said(told)
    (posted,) = world.channel.history()
    assert "+campaign" not in str([part.to_dict() for part in posted.components])
    asked = await press(world.organiser, told, "amh:letter:post")
    assert "Post it once more?" in said(asked)
    back = await press(world.organiser, asked, "amh:campaign:open")
    assert world.configuration.campaign.name in said(back)


async def test_private_cards_are_in_the_members_language_and_posts_in_the_servers(
    world: World,
) -> None:
    world.messages.__init__(  # the words of a second language, for this test
        {
            **world.configuration.messages,
            "fr": {"tally.title": "Où en est la campagne", "campaign.sign_button": "Signer"},
        }
    )
    world.locale = "fr"
    shown = await world.organiser.slash(world.channel, "tally show")
    assert "Où en est la campagne" in said(shown)
    assert "Newer signatures appear" in said(shown), "key by key, English where French has no words"
    await press(world.organiser, shown, "amh:tally:post")
    (post,) = world.channel.history()
    payload = {"components": [part.to_dict() for part in post.components]}
    assert "Where the campaign stands" in text_of(payload)


async def test_where_signing_is_switched_off_one_can_still_look_and_withdraw(world: World) -> None:
    await world.sign(world.alice)
    await world.choose(features_off=["pledge"])
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "You signed on" in said(mine)
    ask = await press(world.alice, mine, "amh:pledge:withdraw")
    await press(world.alice, ask, "amh:pledge:leave")
    assert (await world.counts()).counted == 0


async def test_the_hub_speaks_to_each_reader_also_where_the_catalogue_does_not(
    world: World,
) -> None:
    world.locale = "pl"
    hub = await world.alice.slash(world.channel, "campaign")
    assert world.configuration.campaign.about.best("pl")[1].strip() in said(hub)
    world.locale = "es-419"
    hub = await world.alice.slash(world.channel, "campaign")
    about = world.configuration.campaign.about.best("es-419")[1]
    assert "sobrevivientes" in about
    assert about.strip() in said(hub)
    assert "Firmar" in said(hub)
