"""Each group is chosen with menus and buttons alone, at once holds, and can be undone."""

from __future__ import annotations

import discord
import pytest

from bot.domain.settings import Feature
from tests.cogs.setup.using import choose, chosen, menu, numbers, opened, put
from tests.components import text_of, walk
from tests.simulated import World, ids, message_of, press, said


async def test_the_card_is_private_and_says_where_the_server_stands(world: World) -> None:
    shown = await opened(world)
    assert message_of(shown).ephemeral
    for words in (
        "Language of public posts: the server’s own, English.",
        "Features: everything on.",
        "Organisers: those who manage the server.",
        "Cards are posted by: organisers.",
    ):
        assert words in said(shown)
    groups = [one["value"] for one in menu(shown, "amh:setup:open")["options"]]
    assert groups == [
        *("features", "pledge", "checking", "letter", "tally", "support"),
        *("who", "where", "language", "words"),
        *("preview", "panel", "check", "log"),
    ]


async def test_the_first_setup_leads_and_can_be_left_and_resumed(world: World) -> None:
    shown = await world.organiser.slash(world.channel, "setup")
    assert "step 1 of 5: Language" in said(shown)
    shown = await choose(world.organiser, shown, "amh:setup:put:locale:s", "fr")
    assert "step 1 of 5" in said(shown)
    assert "Changed. Language of public posts" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:step:1")
    assert "step 2 of 5: Who" in said(shown)
    await press(world.organiser, shown, "amh:setup:home")

    await world.restart()
    shown = await world.organiser.slash(world.channel, "setup")
    assert "step 2 of 5 comes next" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:step:1")
    shown = await press(world.organiser, shown, "amh:setup:step:0")
    assert "step 1 of 5: Language" in said(shown), "back is possible and loses nothing"
    shown = await press(world.organiser, shown, "amh:setup:step:1")
    shown = await press(world.organiser, shown, "amh:setup:step:2")
    assert "step 3 of 5: Where" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:step:3")
    assert "step 4 of 5: Panel" in said(shown)
    shown = await choose(world.organiser, shown, "amh:setup:panel:", world.channel)
    assert "step 4 of 5: Panel" in said(shown)
    await world.restart()
    shown = await press(world.organiser, shown, "amh:setup:panel_post")
    assert "The panel stands in" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:step:4")
    assert "step 5 of 5: Check-up" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:check")
    assert "step 5 of 5: Check-up" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:step:3:back")
    assert "step 4 of 5: Panel" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:step:4")
    shown = await press(world.organiser, shown, "amh:setup:step:5")
    assert "The first setup is done." in said(shown)
    assert "comes next" not in said(await world.organiser.slash(world.channel, "setup"))
    assert await chosen(world) == {"locale": "fr", "setup_step": 5}


async def test_features_are_switched_off_for_old_buttons_and_on_again_by_undo(
    world: World,
) -> None:
    old = await world.alice.slash(world.channel, "letter quote")
    shown = await opened(world, "features")
    on = [one for one in Feature if one is not Feature.LETTER]
    shown = await put(world, shown, "features_off", *map(str, on))
    assert "Changed. What runs here: everything on (default) → all but The letter" in said(shown)
    assert "chosen in this server" in said(shown)
    for answer in (
        await press(world.alice, old, "amh:letter:another"),
        await world.alice.slash(world.channel, "letter read"),
    ):
        assert "switched this off" in said(answer)
    shown = await press(world.organiser, shown, "amh:setup:undo:1")
    assert "Undone. What runs here: all but The letter → everything on (default)" in said(shown)
    answer = await press(world.alice, old, "amh:letter:another")
    assert "switched this off" not in said(answer)
    assert await chosen(world) == {}
    assert await numbers(world) == [(1, "features_off"), (2, "features_off")]


async def test_a_pause_is_told_and_nothing_is_signed_meanwhile(world: World) -> None:
    card = await world.bob.slash(world.channel, "pledge sign")
    await world.sign(world.alice)
    shown = await press(
        world.organiser, await opened(world, "pledge"), "amh:setup:put:signing_paused"
    )
    for answer in (
        await world.bob.slash(world.channel, "pledge sign"),
        await press(world.bob, card, "amh:pledge:confirm"),
    ):
        assert "Signing is paused in this server" in said(answer)
    assert (await world.counts()).counted == 1
    mine = await world.alice.slash(world.channel, "pledge mine")
    ask = await press(world.alice, mine, "amh:pledge:withdraw")
    await press(world.alice, ask, "amh:pledge:leave")
    assert (await world.counts()).counted == 0
    shown = await press(world.organiser, shown, "amh:setup:put:signing_paused")
    await press(world.bob, card, "amh:pledge:confirm")
    assert (await world.counts()).counted == 1


async def test_where_being_listed_is_not_offered_nobody_new_is_listed(world: World) -> None:
    await world.sign(world.alice)
    mine = await world.alice.slash(world.channel, "pledge mine")
    asked = await press(world.alice, mine, "amh:pledge:list")
    await press(world.organiser, await opened(world, "pledge"), "amh:setup:put:listing_offered")
    answer = await press(world.alice, asked, "amh:pledge:list_yes")
    assert "Being listed is not offered in this server" in said(answer)
    assert not (await world.standing(world.alice)).listed_here


async def test_who_may_post_from_the_letter_and_how_soon_again(world: World) -> None:
    quote = await world.alice.slash(world.channel, "letter quote")
    assert "amh:letter:post" not in " ".join(ids(quote))
    shown = await put(world, await opened(world, "letter"), "letter_posting", "members")
    await put(world, shown, "channel_rest", "0")
    for _ in range(2):
        quote = await world.alice.slash(world.channel, "letter quote")
        await press(world.alice, quote, "amh:letter:post")
    assert len(world.channel.history()) == 2
    hub = await world.alice.slash(world.channel, "campaign")
    assert "amh:campaign:post" not in ids(hub), "other cards are as in general"


async def test_sharing_help_can_be_for_nobody_and_looking_is_always_possible(
    world: World,
) -> None:
    await put(world, await opened(world, "support"), "sharing", "nobody")
    page = await world.organiser.slash(world.channel, "resources")
    assert "amh:resources:share" not in ids(page)
    old = await world.post_control(world.channel, "amh:resources:share")
    answer = await world.organiser.click(old, label="Old")
    assert "You cannot do that here" in said(answer)
    assert "amh:resources:close" in ids(page)


async def test_a_role_organises_once_it_is_chosen(world: World) -> None:
    role = world.guild.create_role("Campaigners")
    carol = world.guild.add_member(world.env.create_user("carol"), roles=[role])
    shown = await put(world, await opened(world, "who"), "organiser_roles", role)
    assert f"no further role (default) → <@&{role.id}>" in said(shown)
    preset = menu(shown, "amh:setup:put:organiser_roles")["default_values"]
    assert [one["id"] for one in preset] in ([role.id], [str(role.id)])
    tally = await carol.slash(world.channel, "tally show")
    assert "amh:tally:post" in ids(tally)
    shown = await press(world.organiser, shown, "amh:setup:reset:organiser_roles")
    assert "amh:tally:post" not in ids(await carol.slash(world.channel, "tally show"))


async def test_members_may_post_once_it_is_switched_on(world: World) -> None:
    await press(world.organiser, await opened(world, "who"), "amh:setup:put:members_may_post")
    hub = await world.alice.slash(world.channel, "campaign")
    assert "amh:campaign:post" in ids(hub)


async def test_nothing_is_posted_in_a_silent_channel_and_private_answers_come(
    world: World,
) -> None:
    hub = await world.organiser.slash(world.channel, "campaign")
    await put(world, await opened(world, "where"), "silent_channels", world.channel)
    answer = await press(world.organiser, hub, "amh:campaign:post")
    assert "posts nothing in this channel" in said(answer)
    assert world.channel.history() == []
    for command in ("campaign", "tally show", "letter quote", "resources"):
        answer = await world.organiser.slash(world.channel, command)
        assert message_of(answer).ephemeral
        assert not any(":post" in one or ":share" in one for one in ids(answer)), command
    elsewhere = world.guild.create_text_channel("elsewhere")
    hub = await world.organiser.slash(elsewhere, "campaign")
    await press(world.organiser, hub, "amh:campaign:post")
    assert len(elsewhere.history()) == 1


async def test_posts_speak_the_chosen_language_and_private_answers_the_readers(
    world: World,
) -> None:
    shown = await put(world, await opened(world, "language"), "locale", "de")
    assert "Changed. Language of public posts" in said(shown)
    hub = await world.organiser.slash(world.channel, "campaign")
    assert "Shared by" not in said(hub)
    await press(world.organiser, hub, "amh:campaign:post")
    (post,) = world.channel.history()
    assert "Geteilt von" in text_of({"components": [part.to_dict() for part in post.components]})
    await put(world, shown, "locale", "own")
    assert await chosen(world) == {}


async def test_what_was_deleted_is_said_and_taken_out(world: World) -> None:
    role = world.guild.create_role("Old")
    quiet = world.guild.create_text_channel("old")
    await world.choose(organiser_roles=[role.id, world.organisers.id], silent_channels=[quiet.id])
    backend = world.env.backend
    shown = await opened(world, "who")
    backend.delete_role(world.guild.id, role.id)
    backend.delete_channel(quiet.id)
    refused = await put(world, shown, "organiser_roles", world.organisers)
    assert "Changed." in said(refused)
    await press(world.organiser, refused, "amh:setup:undo:3")
    shown = await opened(world, "who")
    assert "and 1 deleted role" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:tidy:organiser_roles")
    assert "amh:setup:tidy:organiser_roles:g" not in ids(shown)
    where = await opened(world, "where")
    assert "1 deleted channel" in said(where)
    assert menu(where, "amh:setup:put:silent_channels").get("default_values", []) == []
    await press(world.organiser, where, "amh:setup:tidy:silent_channels")
    assert await chosen(world) == {
        "organiser_roles": {world.organisers.id},
        "silent_channels": set(),
    }


async def test_the_channel_for_milestones_is_chosen_beside_their_switch_too(world: World) -> None:
    shown = await put(world, await opened(world, "tally"), "announcements", world.channel)
    assert "Setup: Tally" in said(shown)
    assert f"Channel for milestones: no channel (default) → <#{world.channel.id}>" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:undo")
    assert "Setup: Tally" in said(shown), "the way back leads to where one was"
    assert await chosen(world) == {}


async def test_pictures_are_switched_where_one_looks_for_them(world: World) -> None:
    await world.choose(features_off=["wall"])
    shown = await opened(world, "letter")
    assert "**Pictures:** on" in said(shown)
    shown = await press(world.organiser, shown, "amh:setup:feature:pictures")
    assert "**Pictures:** off" in said(shown)
    assert "Changed. What runs here: all but The wall → all but The wall and Pictures" in said(
        shown
    )
    assert (await chosen(world))["features_off"] == {Feature.WALL, Feature.PICTURES}
    shown = await press(world.organiser, shown, "amh:setup:undo")
    assert "**Pictures:** on" in said(shown), "the way back leads to where one was"
    assert (await chosen(world))["features_off"] == {Feature.WALL}


async def test_every_group_opens_in_every_language_within_discords_limits(world: World) -> None:
    titles: dict[str, set[str]] = {}
    for locale in world.messages.locales:
        world.locale = locale
        home = await opened(world)
        for option in menu(home, "amh:setup:open")["options"]:
            shown = await choose(world.organiser, home, "amh:setup:open", option["value"])
            parts = list(walk(message_of(shown).components))
            assert len(parts) <= 40, (locale, option["value"])
            assert len(said(shown)) <= 4_000, (locale, option["value"])
            titles.setdefault(option["value"], set()).add(said(shown))
            home = await press(world.organiser, shown, "amh:setup:home")
    for group, cards in titles.items():
        assert len(cards) == len(world.messages.locales), f"{group} is said in each language"


@pytest.mark.parametrize(
    ("key", "name"),
    [("log_channel", "Channel for moderators"), ("announcements", "Channel for milestones")],
)
async def test_a_channel_that_the_bot_cannot_use_is_told_when_it_is_chosen(
    world: World, key: str, name: str
) -> None:
    hidden = discord.PermissionOverwrite(view_channel=False, send_messages=False)
    seen = discord.PermissionOverwrite(view_channel=True, send_messages=True)
    closed = world.guild.create_text_channel(
        "closed", overwrites={world.guild.default_role: hidden, world.organisers: seen}
    )
    shown = said(await put(world, await opened(world, "where"), key, closed))
    assert f"Changed. {name}: no channel (default) → <#{closed.id}>" in shown
    told = f"{name}: in <#{closed.id}> the bot lacks View Channels and Send Messages."
    assert shown.count(told) == 1
    shown = said(await put(world, await opened(world, "where"), key, world.channel))
    assert "the bot lacks" not in shown


async def test_a_channel_chosen_to_be_silent_too_is_told_at_once(world: World) -> None:
    await world.choose(log_channel=world.channel.id)
    shown = await put(world, await opened(world, "where"), "silent_channels", world.channel)
    told = f"Channel for moderators: <#{world.channel.id}> is among “Channels without posts”"
    assert told in said(shown)
    undone = await press(world.organiser, shown, "amh:setup:undo")
    assert "is among" not in said(undone)
