"""What organisers can have as a file: published days, and the members who chose to be listed."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from bot.db.repositories.records.exports import ExportLog, NoteExport
from bot.db.repositories.records.noting import Actor
from bot.domain.clock import Clock, day_of, hour_of
from bot.domain.identity import Keys
from bot.domain.refusals import MembersUnknown
from bot.domain.settings.log import Exported, RowCounts
from bot.domain.tallies.changes import Record
from bot.services.campaign import CampaignService
from bot.services.pledges import PEOPLE_A_QUESTION, PledgeService
from bot.services.tallies.numbers import TallyService

LATEST: Final = 10
"""Exports that a server's members can see, the newest first."""


class Member(Protocol):
    """A member, as Discord names them."""

    @property
    def id(self) -> int:
        """The Discord user id."""
        ...

    @property
    def name(self) -> str:
        """The user's own name."""
        ...

    @property
    def display_name(self) -> str:
        """The name that the server sees."""
        ...


Find = Callable[[int, Sequence[int]], Awaitable[Sequence[Member] | None]]
"""Finds members of a server among some people; None when nobody can tell."""


@dataclass(frozen=True, slots=True)
class Present:
    """Who stood on a wall at one moment, by their ids in order."""

    user_ids: array[int]

    def after(self, user_id: int) -> int:
        """Return how many of them come after an id."""
        return len(self.user_ids) - bisect_right(self.user_ids, user_id)

    def __contains__(self, user_id: int) -> bool:
        place = bisect_left(self.user_ids, user_id)
        return place < len(self.user_ids) and self.user_ids[place] == user_id


class ExportService:
    """Gives what everybody could read here anyway, and keeps who had it as a file.

    Every call may raise `StoreUnreadable`.
    """

    def __init__(
        self,
        tallies: TallyService,
        pledges: PledgeService,
        log: ExportLog,
        campaign: CampaignService,
        keys: Keys,
        clock: Clock,
    ) -> None:
        self._tallies = tallies
        self._pledges = pledges
        self._log = log
        self._campaign = campaign
        self._keys = keys
        self._clock = clock

    @property
    def campaign_id(self) -> str:
        """The campaign's id, as files carry it in their names."""
        return self._campaign.id

    @property
    def today(self) -> date:
        """The UTC day."""
        return day_of(self._clock())

    async def days(self, *, guild_id: int) -> Record | None:
        """Return every day since the first number was published; None where none was yet.

        Raises:
            BeingRecounted: while the numbers may be wrong.
        """
        return await self._tallies.record(guild_id=guild_id)

    async def members(
        self, *, guild_id: int, find: Find, after: int = 0
    ) -> AsyncGenerator[list[Member]]:
        """Yield who stands on this server's wall and is a member now, in the order of their ids.

        Those who are asked about together come together, and it begins after an id. As when the
        wall is opened, whoever left the server comes off.

        Raises:
            MembersUnknown: when Discord does not say who is a member.
        """
        async for people in self._pledges.wall_in_parts(
            guild_id=guild_id, people=PEOPLE_A_QUESTION, after=after
        ):
            found = await find(guild_id, people)
            if found is None:
                raise MembersUnknown
            there = {one.id: one for one in found}
            gone = [one for one in people if one not in there]
            await self._pledges.take_off(gone, guild_id=guild_id)
            yield [there[user_id] for user_id in people if user_id in there]

    async def on_the_wall(self, *, guild_id: int) -> Present:
        """Return who stands on this server's wall at this moment."""
        user_ids: array[int] = array("q")
        async for people in self._pledges.wall_in_parts(guild_id=guild_id, people=5_000):
            user_ids.extend(people)
        return Present(user_ids)

    async def note(self, *, guild_id: int, user_id: int, rows: RowCounts) -> None:
        """Keep who has files of this server, in which hour, with how many rows.

        Raises:
            NothingRecorded, OutcomeUnknown: when the store could not confirm it.
        """
        actor = Actor.of(user_id, self._keys)
        hour = hour_of(self._clock())
        await self._log.note(NoteExport(guild_id=guild_id, actor=actor, rows=rows, hour=hour))

    async def latest(self, *, guild_id: int) -> tuple[Exported, ...]:
        """Return the latest exports of a server, the newest first."""
        return await self._log.latest(guild_id=guild_id, most=LATEST)
