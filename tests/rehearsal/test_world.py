"""The stage has everyone it needs, and each keeps their id from one rehearsal to the next."""

from __future__ import annotations

import discord
import simcord

from bot.rehearsal.world import PLANS, World, build


def made() -> World:
    return build(environment(), bot_name="#Bot")


def environment() -> simcord.Env:
    return simcord.Env(discord.Client(intents=discord.Intents(guilds=True)))


_FIRST = 1456074443980800000
_KNOWN = {
    "room riverside-campaign": 15,
    "room riverside-reading-room": 16,
    "room riverside-moderators": 17,
    "room night-shift-campaign": 23,
    "room night-shift-break-room": 24,
    "server riverside": 11,
    "organisers riverside": 14,
    "server night-shift": 19,
    "organisers night-shift": 22,
    "person maya": 2,
    "person jonas": 3,
    "person elif": 4,
    "person tomas": 5,
    "person sam": 6,
    "person priya": 7,
    "person aiko": 8,
    "person leo": 9,
}
"""What pledges and settings of rehearsals in the past are stored under, less `_FIRST`."""


def ids(world: World) -> dict[str, int]:
    """Return every id that a pledge or a setting could be stored under."""
    found = {f"room {key}": room.channel.id for key, room in world.rooms.items()}
    for server in world.servers:
        found[f"server {server.plan.key}"] = server.guild.id
        found[f"organisers {server.plan.key}"] = server.organisers.id
    for room in world.rooms.values():
        found |= {f"person {key}": actor.id for key, actor in room.actors.items()}
    return found


def test_everyone_has_the_same_id_in_every_rehearsal() -> None:
    first, second = ids(made()), ids(made())
    assert first == second
    assert len(set(first.values())) == len(first)


def test_nobody_who_was_on_the_stage_before_gets_another_id() -> None:
    found = ids(made())
    assert {key: found[key] - _FIRST for key in _KNOWN} == _KNOWN


def test_sample_members_are_half_in_each_server_and_nobody_one_can_be() -> None:
    world = made()
    actors = {actor.id for room in world.rooms.values() for actor in room.actors.values()}
    samples = [member.id for member, _ in world.samples]
    assert len(set(samples)) == len(samples) == 24
    assert actors.isdisjoint(samples)
    first = [room.server for _, room in world.samples[:8]]
    assert first == ["riverside", "night-shift"] * 4


def test_one_person_is_in_both_servers() -> None:
    here, there = PLANS
    assert set(here.members) & set(there.members) == {"jonas"}


def test_the_moderators_room_is_closed_to_the_others() -> None:
    rooms = made().rooms
    assert set(rooms["riverside-moderators"].actors) == {"priya"}
    assert set(rooms["riverside-campaign"].actors) > {"priya", "maya", "sam"}


def test_the_bot_may_write_in_every_room() -> None:
    env = environment()
    for server in build(env, bot_name="Bot").servers:
        for room in server.rooms:
            rights = env.backend.compute_permissions(
                server.guild.id, env.backend.bot_user.id, room.channel.id
            )
            may = discord.Permissions(rights)
            assert (may.view_channel, may.send_messages) == (True, True), room.key


def test_moderators_manage_their_server_and_nobody_else_does() -> None:
    env = environment()
    for server in build(env, bot_name="Bot").servers:
        managing = {
            key
            for key, actor in server.rooms[0].actors.items()
            if discord.Permissions(
                env.backend.compute_permissions(server.guild.id, actor.id)
            ).manage_guild
        }
        assert managing == {key for key, role in server.plan.members.items() if role == "Moderator"}


def test_everyone_has_direct_messages_of_their_own() -> None:
    world = made()
    assert [set(room.actors) for room in world.direct] == [{key} for key in world.people]
