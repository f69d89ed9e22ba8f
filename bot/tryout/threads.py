"""Opens threads in which cards are tried at once, for Discord's limits hold in each; ends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import discord

from bot.interactions.connection.refusals import from_discord, reason_of
from bot.tryout.place import Place
from bot.tryout.requests import NO_ANSWER, asks_for_a_pause, uncancelled

A_THREAD: Final = 50
"""Messages that are worth a thread of their own: fifty seconds, at five in five."""
_MOST: Final = 20
_AN_HOUR: Final = 60
_NAME: Final = "tryout {}"


def threads_for(messages: int) -> int:
    """Return in how many threads so many messages are done within a minute; 0 is the channel."""
    wanted = -(-messages // A_THREAD)
    return min(wanted, _MOST) if wanted > 1 else 0


class Threads:
    """Private threads of a channel: nobody is told of them, and no line of the channel is."""

    def __init__(self, place: Place, say: Callable[[str], None]) -> None:
        self._place = place
        self._say = say
        self._open: list[discord.Thread] = []

    async def places(self, count: int) -> list[Place]:
        """Open so many threads and return where to post: in them, or in the channel without any."""
        if isinstance(self._place, discord.TextChannel):
            for number in range(1, count + 1):
                if not await uncancelled(self._opened(self._place, _NAME.format(number))):
                    break
        return list(self._open) or [self._place]

    async def _opened(self, channel: discord.TextChannel, name: str) -> bool:
        try:
            with from_discord():
                thread = await channel.create_thread(
                    name=name, invitable=False, auto_archive_duration=_AN_HOUR
                )
        except discord.RateLimited as limit:
            why = asks_for_a_pause(limit.retry_after)
        except discord.HTTPException as refusal:
            why = f"refused with {refusal.code}, status {refusal.status}"
        except NO_ANSWER as error:
            why = reason_of(error)
        else:
            self._open.append(thread)
            return True
        self._say(f"threads: {len(self._open)} opened, which takes longer: {why}")
        return False

    async def close(self) -> list[str]:
        """Delete the threads, with all that stands in them; return those that may be left."""
        left: list[str] = []
        while self._open:
            thread = self._open.pop()
            try:
                await uncancelled(thread.delete())
            except discord.NotFound:
                continue  # somebody else did
            except (discord.DiscordException, *NO_ANSWER):
                left.append(f"the thread “{thread.name}”")
        return left
