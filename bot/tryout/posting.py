"""Posts cards one after another, notes what Discord refuses, and deletes each again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Final, TypeVar

import aiohttp
import discord

from bot.interactions.connection.refusals import reason_of, retry_after
from bot.interactions.sync import fields_of
from bot.pictures import Pictures
from bot.tryout.cards import Trial
from bot.tryout.place import Place

T = TypeVar("T")

LONGEST_WAIT: Final = 60.0
"""Seconds that a limit is waited for; one that is longer ends the tryout."""
_NOBODY: Final = discord.AllowedMentions.none()
_HOLDS_FOR_ALL: Final = (50001, 50013, 10003, 40001, 20028)
"""Codes of a channel that is gone, may not be seen or may not be written in: so will the next."""
_NO_ANSWER: Final = (aiohttp.ClientError, OSError)


class Ended(Exception):
    """Nothing more can be posted; the sentence says why."""


@dataclass(slots=True)
class Outcome:
    """What became of the cards.

    Attributes:
        refused: a line for each card that Discord did not take, with the fields it names.
        left: the titles of cards whose message may still stand.
    """

    taken: int = 0
    refused: list[str] = field(default_factory=list[str])
    left: list[str] = field(default_factory=list[str])


class Posting:
    """Posts into one channel. No request is cancelled: who interrupts waits for the one under way.

    Each message is deleted as soon as it stands, so that little is left to delete in the end.
    """

    def __init__(self, place: Place, pictures: Pictures, say: Callable[[str], None]) -> None:
        self._place = place
        self._pictures = pictures
        self._say = say
        self._posted: dict[asyncio.Task[None], str] = {}
        self.outcome = Outcome()

    async def all(self, trials: Iterable[Trial]) -> None:
        """Post every card.

        Raises:
            Ended: when it makes no sense to go on.
        """
        feature, taken = "", 0
        for trial in trials:
            if feature and trial.feature != feature:
                self._say(f"{feature}: {taken} taken")
                taken = 0
            feature = trial.feature
            taken += await self._try(trial)
        if feature:
            self._say(f"{feature}: {taken} taken")

    async def end(self) -> None:
        """Wait until what was posted is deleted."""
        while self._posted:
            await asyncio.wait(self._posted)

    async def _try(self, trial: Trial) -> bool:
        """Post a card; return whether Discord took it."""
        file = await trial.ready(self._pictures)
        try:
            await _uncancelled(self._post(trial, file))
        except discord.RateLimited as limit:
            raise Ended(_asks_for_a_pause(limit.retry_after)) from None
        except discord.HTTPException as refusal:
            await self._refused(trial, refusal, with_file=file is not None)
            return False
        except _NO_ANSWER as error:
            self.outcome.left.append(trial.title)
            raise Ended(f"Discord cannot be reached: {reason_of(error)}.") from None
        self.outcome.taken += 1
        return True

    async def _post(self, trial: Trial, file: discord.File | None) -> None:
        """Post a card, and begin to delete it; a limit that discord.py leaves is waited for."""
        files = [file] if file else []
        for last in (False, True):
            try:
                message = await self._place.send(
                    view=trial.view, files=files, allowed_mentions=_NOBODY, silent=True
                )
            except discord.HTTPException as refusal:
                wait = retry_after(refusal)
                if last or refusal.status != 429 or not 0 < wait <= LONGEST_WAIT:
                    raise
                await asyncio.sleep(wait)
                continue
            self._begin_to_delete(message, trial.title)
            return

    def _begin_to_delete(self, message: discord.Message, title: str) -> None:
        deleting = asyncio.create_task(self._delete(message, title))
        self._posted[deleting] = title
        deleting.add_done_callback(self._posted.pop)

    async def _delete(self, message: discord.Message, title: str) -> None:
        try:
            await message.delete()
        except discord.NotFound:
            return  # somebody else did
        except (discord.DiscordException, *_NO_ANSWER):
            self.outcome.left.append(title)

    async def _refused(
        self, trial: Trial, refusal: discord.HTTPException, *, with_file: bool
    ) -> None:
        if refusal.status == 429:
            raise Ended(_asks_for_a_pause(retry_after(refusal)))
        if refusal.status >= 500:
            self.outcome.left.append(trial.title)  # it may have been taken all the same
        fields = [f"{' '.join(path)}: {reason}" for path, reason in await fields_of(refusal)]
        why = "; ".join(fields) or f"status {refusal.status}"
        line = f"{trial.title}: refused with {refusal.code}: {why}"
        self.outcome.refused.append(line)
        self._say(line)
        if refusal.code in _HOLDS_FOR_ALL and not with_file:
            raise Ended("So it would refuse every other card here.")


def _asks_for_a_pause(seconds: float) -> str:
    return f"Discord asks for a pause of {seconds:,.0f} seconds: try again later."


async def _uncancelled(work: Awaitable[T]) -> T:
    """Return what a request comes to, also where the wait for it is cancelled meanwhile."""
    working = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        await asyncio.wait({working})
        if not working.cancelled():
            working.exception()
        raise
