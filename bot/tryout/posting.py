"""Posts cards one message after another, notes what Discord refuses, and deletes each again."""

from __future__ import annotations

import asyncio
from collections import Counter, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

import discord

from bot.interactions.connection.refusals import final, from_discord, retry_after, token_refused
from bot.interactions.sync import fields_of
from bot.pictures import Pictures
from bot.tryout.cards import Trial
from bot.tryout.packing import Batch
from bot.tryout.place import Place
from bot.tryout.requests import (
    LONGEST_WAIT,
    NO_ANSWER,
    asks_for_a_pause,
    gave_no_answer,
    uncancelled,
)

A_MESSAGE: Final = 1.0
"""Seconds for one message: Discord takes five in five seconds from a bot in a channel or thread."""
_NOBODY: Final = discord.AllowedMentions.none()
_HOLDS_FOR_ALL: Final = (50001, 50013, 10003, 40001, 20028)
"""Codes of a channel that is gone, may not be seen or may not be written in: so will the next."""
_A_WORD: Final = 250
"""After so many cards it is said how far it is."""


class Ended(Exception):
    """Nothing more can be posted; the sentence says why."""


@dataclass(slots=True)  # not frozen: it grows with every card
class Outcome:
    """What became of the cards.

    Attributes:
        taken: how many Discord took, by feature.
        refused: a line for each card that Discord did not take, with the fields it names.
        left: what may still stand.
    """

    taken: Counter[str] = field(default_factory=Counter[str])
    refused: list[str] = field(default_factory=list[str])
    left: list[str] = field(default_factory=list[str])


class Posting:
    """Posts into channels and threads, in each by itself, and deletes each message at once.

    No request is cancelled: who interrupts waits for those under way. A message that is refused
    tells little of its cards, so each of them is then posted alone.
    """

    def __init__(self, pictures: Pictures, say: Callable[[str], None]) -> None:
        self._pictures = pictures
        self._say = say
        self._waiting: deque[Batch] = deque()
        self._ended: Ended | None = None
        self._deleting: set[asyncio.Task[None]] = set()
        self.outcome = Outcome()

    async def all(self, batches: Sequence[Batch], places: Sequence[Place]) -> None:
        """Post every card.

        Raises:
            Ended: when it makes no sense to go on.
        """
        self._waiting.extend(batches)
        async with asyncio.TaskGroup() as posting:
            for place in places:
                posting.create_task(self._post_into(place))
        if self._ended is not None:
            raise self._ended

    async def end(self) -> None:
        """Wait until what was posted is deleted."""
        while self._deleting:
            await asyncio.wait(self._deleting)

    async def _post_into(self, place: Place) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting and self._ended is None:
            next_at = loop.time() + A_MESSAGE
            try:
                await self._try(place, self._waiting.popleft())
            except Ended as ended:
                self._ended = self._ended or ended
            if self._waiting:
                await asyncio.sleep(next_at - loop.time())

    async def _try(self, place: Place, batch: Batch) -> None:
        """Post a message; of one that is refused, note why or let its cards be tried alone."""
        try:
            await uncancelled(self._post(place, batch))
        except discord.RateLimited as limit:
            raise Ended(asks_for_a_pause(limit.retry_after)) from None
        except discord.HTTPException as refusal:
            if refusal.status == 429:
                raise Ended(asks_for_a_pause(retry_after(refusal))) from None
            if token_refused(refusal):
                raise Ended(str(final(refusal))) from None
            if refusal.status >= 500:
                self.outcome.left.append(batch.title)  # it may have been taken all the same
            if len(batch.trials) > 1:
                self._waiting.extendleft(reversed(batch.split()))
            else:
                await self._refused(batch, refusal)
        except NO_ANSWER as error:
            self.outcome.left.append(batch.title)
            raise Ended(gave_no_answer(error)) from None
        else:
            self._taken(batch.trials)

    async def _post(self, place: Place, batch: Batch) -> None:
        """Post a message, and begin to delete it; a limit that discord.py leaves is waited for."""
        for last in (False, True):
            view, files = await batch.ready(self._pictures)
            try:
                with from_discord():
                    message = await place.send(
                        view=view, files=files, allowed_mentions=_NOBODY, silent=True
                    )
            except discord.HTTPException as refusal:
                wait = retry_after(refusal)
                if last or refusal.status != 429 or not 0 < wait <= LONGEST_WAIT:
                    raise
                await asyncio.sleep(wait)
                continue
            deleting = asyncio.create_task(self._delete(message, batch.title))
            self._deleting.add(deleting)
            deleting.add_done_callback(self._deleting.discard)
            return

    async def _delete(self, message: discord.Message, title: str) -> None:
        try:
            await message.delete()
        except discord.NotFound:
            return  # somebody else did
        except (discord.DiscordException, *NO_ANSWER):
            self.outcome.left.append(title)

    def _taken(self, trials: Sequence[Trial]) -> None:
        before = self.outcome.taken.total()
        self.outcome.taken.update(one.feature for one in trials)
        now = self.outcome.taken.total()
        if now // _A_WORD > before // _A_WORD:
            self._say(f"{now:,} taken")

    async def _refused(self, batch: Batch, refusal: discord.HTTPException) -> None:
        fields = [f"{' '.join(path)}: {reason}" for path, reason in await fields_of(refusal)]
        why = "; ".join(fields) or f"status {refusal.status}"
        line = f"{batch.title}: refused with {refusal.code}: {why}"
        self.outcome.refused.append(line)
        self._say(line)
        if refusal.code in _HOLDS_FOR_ALL and not batch.with_file:
            raise Ended("So it would refuse every other card here.")
