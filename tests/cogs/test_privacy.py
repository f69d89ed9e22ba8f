"""One's own data: the policy, the file, erasing; in a server and in a DM."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from bot.outreach import build_services
from tests.simulated import SECRET, World, clock, ids, message_of, press, said


async def test_the_policy_says_what_is_kept_and_offers_both_ways(world: World) -> None:
    policy = await world.alice.slash(world.channel, "privacy policy")
    assert policy.ephemeral
    assert "What is kept, and why" in said(policy)
    ways = ["listed", "export", "erase", "exports"]
    assert ids(policy) == [f"amh:privacy:{one}" for one in ways]


async def test_the_file_holds_everything_and_only_mine(world: World) -> None:
    await world.services.server_records.here([world.guild.id])
    await world.sign(world.alice)
    await world.sign(world.bob)
    await world.services.pledges.list_here(user_id=world.alice.id, guild_id=world.guild.id)
    answer = await world.alice.slash(world.channel, "privacy export")
    assert answer.ephemeral
    document = json.loads(await world.services.privacy.export(user_id=world.alice.id))
    text = world.services.campaign.signing_text("en")
    pledge = document["pledge"]
    assert document["campaign"] == world.configuration.campaign.id
    assert pledge["text_version"] == text.version
    assert pledge["text_sha256"] == text.digest
    assert pledge["servers"][0]["server_id"] == str(world.guild.id)
    assert pledge["servers"][0]["listed_there_by_user_id"] is True
    assert str(world.bob.id) not in json.dumps(document)
    (attachment,) = message_of(answer).attachments
    assert attachment.filename == "my-data.json"


async def test_without_a_pledge_the_file_says_so(world: World) -> None:
    await world.alice.slash(world.channel, "privacy export")
    document = json.loads(await world.services.privacy.export(user_id=world.alice.id))
    assert document["pledge"] is None


async def test_erasing_asks_once_and_then_everything_is_gone(world: World) -> None:
    await world.sign(world.alice)
    ask = await world.alice.slash(world.channel, "privacy erase")
    assert "This cannot be undone" in said(ask)
    assert ids(ask) == ["amh:privacy:erase_yes", "amh:privacy:keep"]
    answer = await press(world.alice, ask, "amh:privacy:erase_yes")
    assert "Everything stored about you is erased" in said(answer)
    assert (await world.counts()).counted == 0
    standing = await world.standing(world.alice)
    assert standing.pledge is None


async def test_keeping_erases_nothing(world: World) -> None:
    await world.sign(world.alice)
    ask = await world.alice.slash(world.channel, "privacy erase")
    answer = await press(world.alice, ask, "amh:privacy:keep")
    assert "Nothing was erased" in said(answer)
    assert (await world.counts()).counted == 1


async def test_erasing_twice_is_harmless(world: World) -> None:
    await world.sign(world.alice)
    first = await world.alice.slash(world.channel, "privacy erase")
    second = await world.alice.slash(world.channel, "privacy erase")
    await press(world.alice, first, "amh:privacy:erase_yes")
    answer = await press(world.alice, second, "amh:privacy:erase_yes")
    assert "nothing to erase" in said(answer)


async def test_with_nothing_stored_nothing_is_asked(world: World) -> None:
    answer = await world.alice.slash(world.channel, "privacy erase")
    assert "nothing to erase" in said(answer)
    assert ids(answer) == []


async def test_erased_and_signed_again_is_a_new_pledge(world: World) -> None:
    await world.sign(world.alice)
    await world.services.privacy.erase(user_id=world.alice.id)
    answer = await world.sign(world.alice)
    assert "You have signed" in said(answer)
    assert (await world.counts()).counted == 1


@pytest.mark.parametrize("command", ["privacy policy", "privacy export", "privacy erase", "help"])
async def test_in_a_dm_too(world: World, command: str) -> None:
    await world.sign(world.alice)
    answer = await world.alice.user.slash(command)
    assert answer.ephemeral
    assert said(answer)


@pytest.mark.parametrize(
    ("locale", "untrue"),
    [
        ("en-US", ("this server", "can see it here")),
        ("de", ("diesem Server nicht", "dieses Servers", "hier sehen")),
        ("fr", ("conversations de ce serveur", "mur de ce serveur", "voir ici")),
        ("es-ES", ("este servidor", "verlo aquí")),
        ("pt-BR", ("deste servidor", "ver isso aqui")),
    ],
)
async def test_the_policy_is_true_in_a_dm_and_in_a_server(
    world: World, locale: str, untrue: tuple[str, ...]
) -> None:
    world.locale = locale
    in_dm = said(await world.alice.user.slash("privacy policy"))
    in_server = said(await world.alice.slash(world.channel, "privacy policy"))
    assert len(in_dm) > 1_000
    for told in (in_dm, in_server):
        assert [one for one in untrue if one in told] == []


async def test_erasing_in_a_dm_after_leaving_the_server(world: World) -> None:
    await world.sign(world.alice)
    world.guild.remove_member(world.alice)
    ask = await world.alice.user.slash("privacy erase")
    answer = await press(world.alice.user, ask, "amh:privacy:erase_yes")
    assert "is erased" in said(answer)
    assert (await world.counts()).counted == 0


async def test_erasing_reaches_an_earlier_campaign_in_the_same_store(world: World) -> None:
    await world.sign(world.alice)
    await world.services.pledges.list_here(user_id=world.alice.id, guild_id=world.guild.id)
    earlier = world.configuration.campaign
    renamed = earlier.model_copy(update={"id": "the-next-one"})
    world.configuration = replace(world.configuration, campaign=renamed)
    world.services = build_services(world.configuration, world.database, secret=SECRET, clock=clock)
    await world.restart()
    document = json.loads(await world.services.privacy.export(user_id=world.alice.id))
    assert document["pledge"] is None
    assert document["pledges_to_other_campaigns"][earlier.id]["stands"] is True
    ask = await world.alice.slash(world.channel, "privacy erase")
    await press(world.alice, ask, "amh:privacy:erase_yes")
    document = json.loads(await world.services.privacy.export(user_id=world.alice.id))
    assert document["pledges_to_other_campaigns"] == {}


async def test_the_attachment_is_the_document(world: World) -> None:
    await world.sign(world.alice)
    answer = await world.alice.slash(world.channel, "privacy export")
    (attachment,) = message_of(answer).attachments
    stored = world.env.backend.cdn.get(attachment.url)
    assert stored is not None
    assert json.loads(stored)["pledge"]["stands"] is True
