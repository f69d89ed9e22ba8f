"""What moderators of one server do about names on its wall; who may was asked before."""

from __future__ import annotations

from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.records.noting import Actor
from bot.db.repositories.visibility import LetBack, TakeOff
from bot.domain.clock import Clock, hour_of
from bot.domain.identity import Keys
from bot.domain.moderation.wall import WallReason
from bot.domain.refusals import NotOnWall


class WallService:
    """Takes names off a wall that everyone there can see, and puts none on it.

    Every call may raise `NothingRecorded` or `OutcomeUnknown`.
    """

    def __init__(self, pledges: PledgeRepository, keys: Keys, clock: Clock) -> None:
        self._pledges = pledges
        self._keys = keys
        self._clock = clock

    async def take_off(
        self, *, guild_id: int, actor: int, user_id: int, reason: WallReason
    ) -> None:
        """Take somebody off a server's wall; their pledge stays as it is.

        Raises:
            NotOnWall: they do not stand on it, or not any more.
        """
        work = TakeOff(
            keys=self._keys,
            signer=self._keys.signer(user_id),
            guild_id=guild_id,
            actor=Actor.of(actor, self._keys),
            reason=int(reason),
            hour=hour_of(self._clock()),
        )
        if not await self._pledges.take_off(work):
            raise NotOnWall

    async def let_back(self, *, guild_id: int, actor: int, user_id: int) -> None:
        """Let somebody be listed again, should they choose it. It tells nothing about them."""
        work = LetBack(
            keys=self._keys,
            signer=self._keys.signer(user_id),
            guild_id=guild_id,
            actor=Actor.of(actor, self._keys),
            hour=hour_of(self._clock()),
        )
        await self._pledges.let_back(work)
