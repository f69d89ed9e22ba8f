"""Withdraws a pledge here or everywhere, or erases it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.db.repositories.counting import NumberChanges
from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.records.erasures import count_erasure
from bot.db.repositories.standings import standing, standing_before, taken_off
from bot.db.sql import run, run_for_keys
from bot.db.transactions.work import Work
from bot.domain.clock import start_of
from bot.domain.identity import Keys
from bot.domain.pledges import Standing, State, Withdrawing, Withdrawn, leaves_everywhere
from bot.domain.tallies import SignatureChange

_WITHDRAW = """
    UPDATE pledges SET stands = 0, changed_hour = $3 WHERE campaign = $1 AND signer = $2
"""
_LEAVE = """
    DELETE FROM attributions WHERE campaign = $1 AND signer = $2 AND server IN ({keys})
"""
_CUT_LOOSE = """
    UPDATE attributions SET state_before = $3
    WHERE campaign = $1 AND signer = $2 AND "case" IS NOT NULL
"""
UNLIST = "DELETE FROM listings WHERE user_id IS NOT NULL AND key IN ({keys})"
_ERASE_LISTINGS = "DELETE FROM listings WHERE key IN ({keys})"
_ERASE_SERVERS = "DELETE FROM attributions WHERE campaign = $1 AND signer = $2"
_ERASE = "DELETE FROM pledges WHERE campaign = $1 AND signer = $2"


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Work[Withdrawn]):
    """One withdrawal: of the pledge (`everywhere`), or of one server's part in it.

    The last server's part takes the pledge with it. What a moderator set aside stays set aside: it
    would otherwise be signed again at once. Undoing that brings nothing back.
    """

    keys: Keys
    signer: bytes
    server: bytes | None
    everywhere: bool
    hour: int

    @property
    def scrubs(self) -> bool:
        """A user id may go with the listing."""
        return True

    def perform(self, connection: Connection) -> Withdrawn:
        """Withdraw, and say what that came to."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        before = standing_before(connection, self, campaign)
        if campaign is None or before.pledge is None:
            return Withdrawn(Withdrawing.NOT_SIGNED, before)
        if not before.signed:
            return Withdrawn(Withdrawing.ALREADY, before)
        if leaves_everywhere(before, everywhere=self.everywhere):
            return self._everywhere(connection, campaign, before)
        if not before.signed_here:
            return Withdrawn(Withdrawing.NOT_SIGNED, before)
        return self._here(connection, campaign, before)

    def _everywhere(self, connection: Connection, campaign: int, before: Standing) -> Withdrawn:
        if before.pledge is None:
            raise LookupError("a pledge that stands is not there")
        run(connection, _WITHDRAW, [campaign, self.signer, self.hour])
        kept = tuple(one.withdrawn for one in before.attributions if one.state is State.SET_ASIDE)
        if any(one.case is not None for one in kept):
            run(connection, _CUT_LOOSE, [campaign, self.signer, int(State.SET_ASIDE)])
        pledge = replace(before.pledge, stands=False, changed=start_of(self.hour))
        after = Standing(pledge, kept, server=self.server, taken_off=before.taken_off)
        self._take_back(connection, campaign, before, after)
        _note(
            connection, SignatureChange.WITHDRAWN, before, after, campaign=campaign, hour=self.hour
        )
        return Withdrawn(Withdrawing.EVERYWHERE, after)

    def _here(self, connection: Connection, campaign: int, before: Standing) -> Withdrawn:
        rest = tuple(one for one in before.attributions if one.server != self.server)
        listed = frozenset(before.listed - {self.server})
        after = replace(before, attributions=rest, listed=listed)
        self._take_back(connection, campaign, before, after)
        _note(
            connection, SignatureChange.DETACHED, before, after, campaign=campaign, hour=self.hour
        )
        return Withdrawn(Withdrawing.HERE, after)

    def _take_back(
        self, connection: Connection, campaign: int, before: Standing, after: Standing
    ) -> None:
        """Delete the rows of the servers that are in one standing and not in the other."""
        kept = {one.server for one in after.attributions}
        gone = sorted({one.server for one in before.attributions} - kept)
        run_for_keys(connection, _LEAVE, gone, before=[campaign, self.signer])
        unlist(connection, before.listed - after.listed, signer=self.signer, keys=self.keys)


@dataclass(frozen=True, slots=True, kw_only=True)
class Erase(Work[bool]):
    """One erasure: all under a signer's key goes, and a count keeps backups from undoing it."""

    keys: Keys
    signer: bytes
    hour: int

    @property
    def scrubs(self) -> bool:
        """The person's rows must go from the write-ahead log too."""
        return True

    def perform(self, connection: Connection) -> bool:
        """Erase, and say whether there was anything; where there was nothing, nothing is stored."""
        if not erase_rows(connection, signer=self.signer, keys=self.keys, hour=self.hour):
            return False
        count_erasure(connection, self.keys.mark(self.signer))
        return True


def erase_rows(connection: Connection, *, signer: bytes, keys: Keys, hour: int) -> bool:
    """Delete a signer's pledge with all that hangs on it; return whether there was one."""
    campaign = campaign_number(connection, keys.campaign_id)
    before = standing(connection, campaign=campaign, signer=signer, server=None, keys=keys)
    if campaign is None or before.pledge is None:
        return False
    off = {keys.server(guild_id) for guild_id in taken_off(connection, signer=signer, keys=keys)}
    walls = off | before.listed | {server for server, _ in before.taken_off}
    places = sorted(keys.listing(signer=signer, server=server) for server in walls)
    run_for_keys(connection, _ERASE_LISTINGS, places)
    run(connection, _ERASE_SERVERS, [campaign, signer])
    run(connection, _ERASE, [campaign, signer])
    _note(connection, SignatureChange.ERASED, before, Standing(), campaign=campaign, hour=hour)
    return True


def unlist(connection: Connection, servers: frozenset[bytes], *, signer: bytes, keys: Keys) -> None:
    """Take a signer off the walls of some servers, and forget the user id with each.

    Where moderators did that before, their reason stays: else coming off would undo it.
    """
    places = sorted(keys.listing(signer=signer, server=server) for server in servers)
    run_for_keys(connection, UNLIST, places)


def _note(
    connection: Connection,
    kind: SignatureChange,
    before: Standing,
    after: Standing,
    *,
    campaign: int,
    hour: int,
) -> None:
    changes = NumberChanges()
    changes.add(kind, before, after, campaign=campaign, hour=hour)
    changes.write(connection)
