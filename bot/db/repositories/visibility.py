"""Lists a member by name in one server, or unlists them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.standings import standing_before
from bot.db.repositories.withdrawal import unlist
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.identity import Keys
from bot.domain.pledges import Standing
from bot.domain.refusals import NotSigned, PledgeSetAside, Refusal

_LIST = """
    INSERT INTO listings (key, wall, user_id) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class List(Work[Standing | Refusal]):
    """A member's own second choice: to stand on one server's wall, by their user id."""

    keys: Keys
    signer: bytes
    server: bytes
    wall: bytes
    user_id: int

    def perform(self, connection: Connection) -> Standing | Refusal:
        """List the member, or return why that cannot be."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        before = standing_before(connection, self, campaign)
        if before.set_aside_here:
            return PledgeSetAside()
        if not before.signed_here:
            return NotSigned()
        key = self.keys.listing(signer=self.signer, server=self.server)
        run(connection, _LIST, [key, self.wall, self.user_id])
        return replace(before, listed=before.listed | {self.server})


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlist(Work[Standing]):
    """A member comes off one server's wall; it always works, whatever became of the pledge."""

    keys: Keys
    signer: bytes
    server: bytes

    @property
    def scrubs(self) -> bool:
        """The user id goes."""
        return True

    def perform(self, connection: Connection) -> Standing:
        """Take the member off, and return the standing."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        unlist(connection, frozenset({self.server}), signer=self.signer, keys=self.keys)
        return standing_before(connection, self, campaign)
