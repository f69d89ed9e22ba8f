"""The stage: two servers and the people in them, with the same ids in every rehearsal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

import discord
import simcord

if TYPE_CHECKING:
    from simcord import Preview

_STRIDE: Final = 3_600.0
"""Seconds of the world's time that pass in one go: each go may take its while to settle."""

MODERATOR: Final = "Moderator"
ORGANISER: Final = "Organiser"
SAMPLE_MEMBERS: Final = 12
"""How many sample members each server has: nobody can be them; they sign when asked to."""

Actor = simcord.MemberActor | simcord.UserHandle
"""Someone who can type and press: a member in a server, a user in direct messages."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone one can be on the stage; `key` names them in addresses and in the script.

    `about` is what they are here: a key of the words of the page.
    """

    key: str
    name: str
    about: str


@dataclass(frozen=True, slots=True)
class ServerPlan:
    """What a server is made of: channels with their topics, people with their role or None."""

    key: str
    name: str
    channels: Mapping[str, str]
    members: Mapping[str, str | None]
    moderators_only: frozenset[str] = frozenset()


PEOPLE: Final = (
    Person("maya", "Maya", "member"),
    Person("jonas", "Jonas", "both"),
    Person("elif", "Elif", "member"),
    Person("tomas", "Tomás", "member"),
    Person("sam", "Sam", "organiser"),
    Person("priya", "Priya", "moderator"),
    Person("aiko", "Aiko", "member"),
    Person("leo", "Leo", "moderator"),
)

PLANS: Final = (
    ServerPlan(
        "riverside",
        "Riverside Book Club",
        channels={
            "campaign": "The pledge, and how far we are",
            "reading-room": "What we are reading this month",
            "moderators": "Only for those who look after the server",
        },
        members={
            "maya": None,
            "jonas": None,
            "elif": None,
            "tomas": None,
            "sam": ORGANISER,
            "priya": MODERATOR,
        },
        moderators_only=frozenset({"moderators"}),
    ),
    ServerPlan(
        "night-shift",
        "Night Shift Crew",
        channels={
            "campaign": "The pledge, and how far we are",
            "break-room": "Coffee, and who covers for whom",
        },
        members={"aiko": None, "jonas": None, "leo": MODERATOR},
    ),
)


@dataclass(frozen=True, slots=True)
class Room:
    """One place to talk in: a channel of a server, or one person's direct messages with the bot.

    `actors` are those who can see it, by the key of the person.
    """

    key: str
    name: str
    channel: simcord.ChannelHandle
    actors: Mapping[str, Actor]
    server: str | None = None

    def preview(self, env: simcord.Env, person: str, *, locale: str) -> Preview:
        """Return the simulator's page for it, seen through one person's eyes.

        Raises:
            KeyError: when that person cannot see it.
        """
        first = self.actors[person]
        others = [actor for actor in self.actors.values() if actor is not first]
        viewers = [first, *others]
        return env.preview(self.channel, viewers=viewers, layout="channel", locale=locale)


@dataclass(frozen=True, slots=True)
class Showing:
    """The room that can be seen now, through whose eyes, and the simulator's page for it.

    `url` is that page's address; whoever has it can act on the stage.
    """

    room: Room
    person: str
    preview: Preview
    url: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Server:
    """One server as it stands on the stage."""

    plan: ServerPlan
    guild: simcord.GuildHandle
    rooms: tuple[Room, ...]
    organisers: simcord.RoleHandle
    samples: tuple[simcord.MemberActor, ...] = ()


@dataclass(frozen=True, slots=True)
class World:
    """Everything that was built."""

    servers: tuple[Server, ...]
    direct: tuple[Room, ...]
    people: Mapping[str, Person]

    @property
    def rooms(self) -> dict[str, Room]:
        """Every room by its key (`riverside-campaign`, `dm-maya`), servers first."""
        in_servers = [room for server in self.servers for room in server.rooms]
        return {room.key: room for room in (*in_servers, *self.direct)}

    @property
    def samples(self) -> list[tuple[simcord.MemberActor, Room]]:
        """Every sample member with the room they sign in, the servers taking turns."""
        each = [[(one, server.rooms[0]) for one in server.samples] for server in self.servers]
        return [one for together in zip(*each, strict=True) for one in together]


def build(env: simcord.Env, *, bot_name: str) -> World:
    """Build the stage in an environment that has not started and whose clock has not moved.

    The simulator numbers things by its clock and by their order: built first and always in this
    order, everyone keeps their id, and a pledge of the last rehearsal is still theirs. Whoever is
    new to the stage comes last.
    """
    env.backend.edit_bot_profile(bot_name.lstrip("#"))  # Discord allows no # in a name
    users = {one.key: env.create_user(one.key, global_name=one.name) for one in PEOPLE}
    servers = tuple(_server(env, plan, users) for plan in PLANS)
    direct = tuple(
        Room(f"dm-{one.key}", one.name, users[one.key].dm_channel, {one.key: users[one.key]})
        for one in PEOPLE
    )
    servers = tuple(replace(one, samples=_samples(env, one)) for one in servers)
    return World(servers, direct, {one.key: one for one in PEOPLE})


def _samples(env: simcord.Env, server: Server) -> tuple[simcord.MemberActor, ...]:
    users = [
        env.create_user(f"{server.plan.key}-sample-{number}", global_name=f"Sample {number}")
        for number in range(1, SAMPLE_MEMBERS + 1)
    ]
    return tuple(server.guild.add_member(one) for one in users)


def _server(env: simcord.Env, plan: ServerPlan, users: Mapping[str, simcord.UserHandle]) -> Server:
    owner = env.create_user(f"{plan.key}-owner", global_name="The owner")
    guild = env.create_guild(plan.name, owner=owner, preferred_locale="en-GB")
    manages = discord.Permissions(manage_guild=True, manage_messages=True)
    roles = {
        MODERATOR: guild.create_role(MODERATOR, permissions=manages),
        ORGANISER: guild.create_role(ORGANISER),
    }
    members = {
        key: guild.add_member(users[key], roles=[roles[role]] if role else [])
        for key, role in plan.members.items()
    }
    looking_after = (roles[MODERATOR], simcord.UserHandle(env, env.backend.bot_user))
    rooms = tuple(_channel(guild, plan, name, members, looking_after) for name in plan.channels)
    return Server(plan, guild, rooms, roles[ORGANISER])


def _channel(
    guild: simcord.GuildHandle,
    plan: ServerPlan,
    name: str,
    members: Mapping[str, simcord.MemberActor],
    looking_after: tuple[simcord.RoleHandle, simcord.UserHandle],
) -> Room:
    """Build one channel; a private one is hidden from all but the moderators and the bot."""
    key, topic = f"{plan.key}-{name}", plan.channels[name]
    if name not in plan.moderators_only:
        channel = guild.create_text_channel(name, topic=topic)
        return Room(key, name, channel, members, plan.key)
    channel = guild.create_text_channel(
        name,
        topic=topic,
        overwrites={
            guild.default_role: discord.PermissionOverwrite(view_channel=False),
            **dict.fromkeys(looking_after, discord.PermissionOverwrite(view_channel=True)),
        },
    )
    inside = {who: member for who, member in members.items() if plan.members[who] == MODERATOR}
    return Room(key, name, channel, inside, plan.key)


async def advance(env: simcord.Env, *, until: datetime) -> None:
    """Bring the world's time to where it should be, in strides that can each settle.

    Raises:
        TimeoutError: when what fell due took too long.
    """
    left = (until - env.now()).total_seconds()
    while left > 0:
        stride = min(left, _STRIDE)
        await env.advance_time(stride)
        left -= stride
