"""Lists a member by name in one server, or unlists them, by their own choice or a moderator's."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.records.noting import Actor, note
from bot.db.repositories.standings import standing_before
from bot.db.repositories.withdrawal import unlist
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.identity import Keys
from bot.domain.pledges import Standing
from bot.domain.refusals import NotSigned, PledgeSetAside, Refusal, TakenOffWall
from bot.domain.settings import Change, ChangeKind
from bot.domain.settings.log import WALL

_LIST = """
    INSERT INTO listings (key, wall, user_id) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING
"""
_TAKE_OFF = """
    UPDATE listings SET user_id = NULL, reason = $2 WHERE key = $1 AND user_id IS NOT NULL
    RETURNING reason
"""
_LET_BACK = "DELETE FROM listings WHERE key = $1 AND user_id IS NULL"


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
        if before.taken_off_here is not None:
            return TakenOffWall()
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


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeOff(Work[bool]):
    """Moderators take somebody off the wall of their server, who may read why.

    The user id goes, as if they had come off themselves; the reason stands in its place, so that
    they cannot be listed again meanwhile. The log says who did it and why, and not to whom.
    """

    keys: Keys
    signer: bytes
    guild_id: int
    actor: Actor
    reason: int
    hour: int

    @property
    def scrubs(self) -> bool:
        """The user id goes."""
        return True

    def perform(self, connection: Connection) -> bool:
        """Take them off; return False, and note nothing, where they do not stand on it."""
        server = self.keys.server(self.guild_id)
        key = self.keys.listing(signer=self.signer, server=server)
        if not run(connection, _TAKE_OFF, [key, self.reason]):
            return False
        change = Change(0, ChangeKind.TAKEN_OFF_WALL, WALL, None, str(self.reason))
        note(connection, self.guild_id, change, actor=self.actor, hour=self.hour)
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class LetBack(Work[None]):
    """Moderators let somebody be listed again; whether that comes about is that person's choice.

    It is noted in any case, and nothing tells whether there was anything to take back: who was
    taken off and erased themselves since would be given away.
    """

    keys: Keys
    signer: bytes
    guild_id: int
    actor: Actor
    hour: int

    def perform(self, connection: Connection) -> None:
        """Let them be listed."""
        server = self.keys.server(self.guild_id)
        run(connection, _LET_BACK, [self.keys.listing(signer=self.signer, server=server)])
        change = Change(0, ChangeKind.LET_BACK_ON_WALL, WALL, None, None)
        note(connection, self.guild_id, change, actor=self.actor, hour=self.hour)
