"""Lists a member by name in one server, or unlists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, update

from bot.db.repositories.rows import standing
from bot.db.schema import attributions
from bot.db.transactions.work import Work
from bot.domain.pledges import Standing, Status, Visibility
from bot.domain.refusals import NotSigned, PledgeInvalidated, Refusal

_SHOW = (
    update(attributions)
    .where(
        attributions.c.pledge_id == bindparam("of_id"),
        attributions.c.guild_id == bindparam("of_guild"),
    )
    .values(
        visibility=bindparam("to_visibility"),
        listed_user_id=bindparam("to_user"),
        listed_at=bindparam("to_at"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class SetVisibility(Work[Standing | Refusal]):
    """One choice of who may see that a member signed here.

    The user id is stored only while the member is listed. Going off the list always works, whatever
    became of the pledge.
    """

    campaign_id: str
    signer_key: bytes
    guild_id: int
    user_id: int
    visibility: Visibility
    at: datetime

    @property
    def scrubs(self) -> bool:
        """Going off the list takes the user id away."""
        return self.visibility is not Visibility.LISTED

    def perform(self, connection: Connection) -> Standing | Refusal:
        """Make the choice true, and return the standing or why it cannot be."""
        before = self._standing(connection)
        here = before.here(self.guild_id)
        listed = self.visibility is Visibility.LISTED
        if listed and before.pledge and before.pledge.status is Status.INVALIDATED:
            return PledgeInvalidated()
        if here is None or before.pledge is None:
            return NotSigned()  # a withdrawn pledge has no server that counts it, either
        if here.visibility is self.visibility:
            return before
        connection.execute(
            _SHOW,
            {
                "of_id": before.pledge.id,
                "of_guild": self.guild_id,
                "to_visibility": self.visibility.value,
                "to_user": self.user_id if listed else None,
                "to_at": self.at if listed else None,
            },
        )
        return self._standing(connection)

    def _standing(self, connection: Connection) -> Standing:
        return standing(connection, campaign_id=self.campaign_id, signer_key=self.signer_key)
