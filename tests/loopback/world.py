"""Who and what there is in the imitated Discord, and how Discord writes each of them."""

from __future__ import annotations

import base64
import importlib
import itertools
import json
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from tests.loopback.constants import GUILD

Json = dict[str, Any]

DISCORD_EPOCH = 1_420_070_400_000
ADMINISTRATOR = 1 << 3
MANAGE_GUILD = 1 << 5
MEMBER_PERMISSIONS = (1 << 10) | (1 << 11) | (1 << 16) | (1 << 31) | (1 << 38)
"""View channels, send messages (in threads too), read the history, use application commands."""
EPHEMERAL = 1 << 6
LOADING = 1 << 7
COMPONENTS_V2 = 1 << 15
TEXT, DM, VOICE, PRIVATE_THREAD = 0, 1, 2, 12

_serial = itertools.count()


def _coders() -> tuple[Callable[[object], bytes], Callable[[bytes | str], Any]]:
    """Return how JSON is written and read: by orjson where discord.py has it, for speed."""
    try:
        fast: Any = importlib.import_module("orjson")
    except ImportError:
        return lambda value: json.dumps(value, separators=(",", ":")).encode(), json.loads
    return fast.dumps, fast.loads


encode, decode = _coders()


def snowflake() -> int:
    """Return a new id that carries the present time, as every id of Discord does."""
    milliseconds = time.time_ns() // 1_000_000 - DISCORD_EPOCH
    return (milliseconds << 22) | (next(_serial) & 0x3FFFFF)


def bot_token(user_id: int) -> str:
    """Return a token in the form of a bot's: the id, a time and a signature, base64 each."""
    first = base64.urlsafe_b64encode(str(user_id).encode()).decode().rstrip("=")
    return f"{first}.G{secrets.token_hex(3)[:5]}.{secrets.token_urlsafe(29)[:38]}"


def interaction_token(interaction_id: int) -> str:
    """Return a token in the form of an interaction's."""
    plain = f"interaction:{interaction_id}:{secrets.token_urlsafe(96)}"
    return base64.b64encode(plain.encode()).decode().rstrip("=")


_A_YEAR: Final = 365 * 86_400_000


def old_snowflake() -> int:
    """Return a new id that carries a time long ago, as that of an account made then."""
    return snowflake() - (_A_YEAR << 22)


@dataclass(slots=True, eq=False)
class User:
    """A person, or the bot; whose account is a year old, unless the id says otherwise."""

    name: str
    locale: str = "en-US"
    id: int = field(default_factory=old_snowflake)
    bot: bool = False

    def payload(self) -> Json:
        """Write the user as Discord does."""
        return {
            "id": str(self.id),
            "username": self.name,
            "discriminator": "0",
            "global_name": None if self.bot else self.name.title(),
            "avatar": None,
            "bot": self.bot,
            "public_flags": 0,
            "flags": 0,
            "primary_guild": None,
            "collectibles": None,
            "avatar_decoration_data": None,
            "display_name_styles": None,
            "clan": None,
        }

    def own_payload(self) -> Json:
        """Write the bot's own user as `GET /users/@me` does."""
        return self.payload() | {
            "banner": None,
            "accent_color": None,
            "mfa_enabled": False,
            "locale": self.locale,
            "verified": True,
            "email": None,
            "bio": "",
        }


@dataclass(slots=True, eq=False)
class Channel:
    """A channel of a guild (of text, if it is no other type), or direct messages with the bot.

    A thread has a `parent`, the channel in which it was opened.
    """

    name: str
    guild: Guild | None = None
    recipient: User | None = None
    id: int = field(default_factory=snowflake)
    last_message_id: int | None = None
    type: int = TEXT
    parent: Channel | None = None

    def payload(self) -> Json:
        """Write the channel as Discord does."""
        common: Json = {
            "id": str(self.id),
            "flags": 0,
            "last_message_id": None if self.last_message_id is None else str(self.last_message_id),
        }
        if self.recipient is not None:
            return common | {"type": DM, "recipients": [self.recipient.payload()]}
        if self.parent is not None:
            return common | self._thread(self.parent)
        return common | {
            "type": self.type,
            "guild_id": str(self.guild.id) if self.guild else None,
            "name": self.name,
            "position": 0,
            "permission_overwrites": [],
            "parent_id": None,
            "topic": None,
            "nsfw": False,
            "rate_limit_per_user": 0,
            **({"bitrate": 64_000, "user_limit": 0} if self.type == VOICE else {}),
        }

    def _thread(self, parent: Channel) -> Json:
        return {
            "type": self.type,
            "guild_id": str(self.guild.id) if self.guild else None,
            "parent_id": str(parent.id),
            "owner_id": str(self.id),
            "name": self.name,
            "message_count": 0,
            "total_message_sent": 0,
            "member_count": 1,
            "rate_limit_per_user": 0,
            "thread_metadata": {
                "archived": False,
                "archive_timestamp": timestamp(),
                "auto_archive_duration": 60,
                "locked": False,
                "create_timestamp": timestamp(),
                "invitable": False,
            },
        }


@dataclass(slots=True, eq=False)
class Member:
    """One person in one guild."""

    user: User
    permissions: int = MEMBER_PERMISSIONS
    roles: tuple[int, ...] = ()

    def payload(self, *, resolved: bool = False) -> Json:
        """Write the member as Discord does; `resolved` adds the permissions in a channel."""
        payload: Json = {
            "user": self.user.payload(),
            "roles": [str(role) for role in self.roles],
            "nick": None,
            "avatar": None,
            "banner": None,
            "joined_at": "2024-01-02T03:04:05.678000+00:00",
            "premium_since": None,
            "communication_disabled_until": None,
            "deaf": False,
            "mute": False,
            "pending": False,
            "flags": 0,
        }
        return payload | ({"permissions": str(self.permissions)} if resolved else {})


@dataclass(slots=True, eq=False)
class Guild:
    """A server: its channels, its roles and who is in it."""

    name: str
    locale: str = "en-US"
    id: int = field(default_factory=snowflake)
    channels: list[Channel] = field(default_factory=list[Channel])
    members: dict[int, Member] = field(default_factory=dict[int, Member])
    owner: User = field(default_factory=lambda: User("owner"))
    app_permissions: int = MEMBER_PERMISSIONS

    @property
    def channel(self) -> Channel:
        """The first channel; a guild always has one."""
        return self.channels[0]

    def join(
        self, user: User, *, permissions: int = MEMBER_PERMISSIONS, roles: Iterable[int] = ()
    ) -> Member:
        """Let a person (or the bot) in and return the member."""
        self.members[user.id] = member = Member(user, permissions, tuple(roles))
        return member

    def payload(self, bot: User) -> Json:
        """Write the guild as `GUILD_CREATE` does for a bot without privileged intents."""
        everyone: Json = {
            "id": str(self.id),
            "name": "@everyone",
            "permissions": str(MEMBER_PERMISSIONS),
            "position": 0,
            "color": 0,
            "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
            "hoist": False,
            "managed": False,
            "mentionable": False,
            "flags": 0,
            "icon": None,
            "unicode_emoji": None,
        }
        return GUILD | {
            "id": str(self.id),
            "name": self.name,
            "owner_id": str(self.owner.id),
            "preferred_locale": self.locale,
            "roles": [everyone],
            "channels": [channel.payload() for channel in self.channels],
            "members": [self.members[bot.id].payload()],
            "member_count": len(self.members),
            "unavailable": False,
        }

    def chunk(self, user_ids: Iterable[int]) -> Json:
        """Write who of some people is in the guild, as `GUILD_MEMBERS_CHUNK` does."""
        asked = list(user_ids)
        return {
            "guild_id": str(self.id),
            "members": [self.members[one].payload() for one in asked if one in self.members],
            "not_found": [str(one) for one in asked if one not in self.members],
            "chunk_index": 0,
            "chunk_count": 1,
        }

    def partial(self) -> Json:
        """Write the guild as an interaction carries it."""
        return {"id": str(self.id), "locale": self.locale, "features": []}


def timestamp() -> str:
    """Return the present time as Discord writes it."""
    return datetime.now(UTC).isoformat(timespec="microseconds")
