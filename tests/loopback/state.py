"""All that the imitated Discord remembers while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.loopback.exchange import Exchange
from tests.loopback.messages import Message
from tests.loopback.replies import DiscordError, PageError, RateLimitError
from tests.loopback.world import Channel, Guild, Json, User, bot_token, snowflake


@dataclass(frozen=True, slots=True)
class Request:
    """One request of the bot and the status that it was answered with."""

    method: str
    path: str
    json: object
    status: int


@dataclass(frozen=True, slots=True)
class InjectedError:
    """An error that one coming request meets; `path` may hold `*`."""

    method: str
    path: str
    error: DiscordError | RateLimitError | PageError


@dataclass(eq=False)
class State:
    """The world and what was said in it.

    Attributes:
        checks: whether payloads are held against Discord's description, when it is at hand.
        records: whether requests and messages are remembered (a long run would fill the memory).
        faults: what Discord would not have taken, and requests it does not know.
        shards: how many connections it asks a bot for.
        session_starts: how many sessions may be begun yet.
    """

    checks: bool = True
    records: bool = True
    bot: User = field(default_factory=lambda: User("campaign", bot=True))
    owner: User = field(default_factory=lambda: User("operator"))
    token: str = ""
    shards: int = 1
    session_starts: int = 999
    guilds: dict[int, Guild] = field(default_factory=dict[int, Guild])
    private: dict[int, Channel] = field(default_factory=dict[int, Channel])
    messages: dict[int, Message] = field(default_factory=dict[int, Message])
    exchanges: dict[str, Exchange] = field(default_factory=dict[str, Exchange])
    commands: list[Json] = field(default_factory=list[Json])
    requests: list[Request] = field(default_factory=list[Request])
    injected: list[InjectedError] = field(default_factory=list[InjectedError])
    faults: list[str] = field(default_factory=list[str])

    def __post_init__(self) -> None:
        self.token = self.token or bot_token(self.bot.id)

    def channels(self) -> Iterator[Channel]:
        """Yield every channel there is, of guilds and of people."""
        for guild in self.guilds.values():
            yield from guild.channels
        yield from self.private.values()

    def channel(self, channel_id: str) -> Channel | None:
        """Return a channel by its id."""
        return next((one for one in self.channels() if str(one.id) == channel_id), None)

    def private_channel(self, user: User) -> Channel:
        """Return the direct messages of a person with the bot."""
        return self.private.setdefault(user.id, Channel("", recipient=user))

    def open_thread(self, parent: Channel, asked: Json) -> Channel:
        """Open a thread in a channel and return it."""
        assert parent.guild is not None, "a thread is opened in a server"
        thread = Channel(asked["name"], guild=parent.guild, type=asked["type"], parent=parent)
        parent.guild.channels.append(thread)
        return thread

    def close_thread(self, thread: Channel) -> None:
        """Delete a thread, and what stands in it."""
        assert thread.guild is not None
        thread.guild.channels.remove(thread)
        for message in self.messages.values():
            message.deleted |= message.channel is thread

    def keep(self, message: Message) -> Message:
        """Remember a message and return it."""
        if self.records:
            self.messages[message.id] = message
        message.channel.last_message_id = message.id
        return message

    def register(self, commands: list[Json]) -> list[Json]:
        """Replace the global commands and return them as Discord writes them."""
        known = {(one["name"], one["type"]): one["id"] for one in self.commands}
        self.commands = [
            {
                "id": known.get((one["name"], one.get("type", 1)), str(snowflake())),
                "application_id": str(self.bot.id),
                "version": str(snowflake()),
                "type": one.get("type", 1),
                "default_member_permissions": None,
                "dm_permission": True,
                "nsfw": False,
                "description": "",
                "integration_types": [0],
                "contexts": None,
            }
            | {key: _as_answered(key, value) for key, value in one.items() if value is not None}
            for one in commands
        ]
        return self.commands


def _as_answered(key: str, value: object) -> object:
    """Return a field of a command as Discord answers with it: rights are sent as a number."""
    return str(value) if key == "default_member_permissions" else value
