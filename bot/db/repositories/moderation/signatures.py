"""Reads and writes some signatures of one server together, with the numbers they change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection

from bot.db.repositories.counting import NumberChanges
from bot.db.repositories.standings import standings
from bot.db.repositories.withdrawal import UNLIST
from bot.db.sql import run, run_for_keys
from bot.domain.identity import Keys
from bot.domain.moderation.cases import Cell
from bot.domain.pledges import Attribution, Standing, State
from bot.domain.tallies import SignatureChange

PART: Final = 200
"""Signatures of one part: a press waits for one part at most."""

_OF_CELL = """
    SELECT signer FROM attributions
    WHERE campaign = $1 AND server = $2 AND state = $3 AND hour = $4 AND reason = $5
        AND age_band = $6 LIMIT $7
"""
_OF_CASE = """
    SELECT signer FROM attributions
    WHERE campaign = $1 AND server = $2 AND state = $3 AND "case" = $4 LIMIT $5
"""
_UNDECIDED = """
    SELECT signer FROM attributions
    WHERE campaign = $1 AND server = $2 AND state = $3 AND hour <= $4 LIMIT $5
"""
# Where statistics are missing or old, PostgreSQL takes a server for a handful of rows, and reads
# all of a large one for each part instead of looking for the signers: so these do not ask for the
# server in a way that an index could answer.
_SET = """
    UPDATE attributions SET state = $3, reason = $4, age_band = $5, state_before = $6, "case" = $7,
        reason_before = $8
    WHERE campaign = $1 AND coalesce(server, $2) = $2 AND signer IN ({keys})
"""
LEAVE = """
    DELETE FROM attributions
    WHERE campaign = $1 AND coalesce(server, $2) = $2 AND signer IN ({keys})
"""


class ServerSignatures:
    """Some signatures of one server, changed together in a transaction."""

    def __init__(
        self, connection: Connection, keys: Keys, campaign: int, server: bytes, hour: int
    ) -> None:
        self._connection = connection
        self._keys = keys
        self._campaign = campaign
        self._server = server
        self._hour = hour

    def of_cell(self, cell: Cell) -> list[bytes]:
        """Return some signers of a cell, in order."""
        values = [int(cell.state), cell.hour, cell.reason, cell.age_band, PART]
        return self._signers(_OF_CELL, values)

    def undecided(self, since: int) -> list[bytes]:
        """Return some signers who are held since an hour or longer, in order."""
        return self._signers(_UNDECIDED, [int(State.HELD), since, PART])

    def of_case(self, case: int) -> list[bytes]:
        """Return some signers whom a case set aside, in order."""
        return self._signers(_OF_CASE, [int(State.SET_ASIDE), case, PART])

    def _signers(self, sql: str, values: Sequence[int]) -> list[bytes]:
        rows = run(self._connection, sql, [self._campaign, self._server, *values])
        return sorted(bytes(row[0]) for row in rows)

    def unlist(self, signers: Sequence[bytes]) -> None:
        """Take signers off the wall of this server."""
        listing, server = self._keys.listing, self._server
        places = sorted(listing(signer=signer, server=server) for signer in signers)
        run_for_keys(self._connection, UNLIST, places)

    def known(self, signers: Sequence[bytes]) -> dict[bytes, tuple[Standing, Attribution]]:
        """Return the standings of signers as they are seen from this server, in order."""
        found = standings(self._connection, campaign=self._campaign, signers=signers)
        seen = {one: replace(found[one], server=self._server) for one in sorted(found)}
        return {one: (each, each.here) for one, each in seen.items() if each.here is not None}

    def release(self, signers: Sequence[bytes]) -> int:
        """Let signatures that are held count; return how many there were."""
        self.change(signers, SignatureChange.RELEASED, None, _released)
        return len(signers)

    def change(
        self,
        signers: Sequence[bytes],
        kind: SignatureChange,
        reason: int | None,
        changed: Callable[[Attribution], Attribution | None],
    ) -> None:
        """Give each signature what `changed` makes of it (None: it goes), and note the changes.

        The day's sums have them under `reason`, or under the one that each had.
        """
        changes = NumberChanges()
        new: dict[bytes, Attribution] = {}
        gone: list[bytes] = []
        for signer, (before, here) in self.known(signers).items():
            others = tuple(one for one in before.attributions if one is not here)
            made = changed(here) if before.signed else None
            if made is None:
                gone.append(signer)
            else:
                new[signer] = made
                others = (*others, made)
            changes.add(
                kind,
                before,
                replace(before, attributions=others),
                campaign=self._campaign,
                hour=self._hour,
                reason=here.reason if reason is None else reason,
            )
        self.store(new)
        run_for_keys(self._connection, LEAVE, gone, before=[self._campaign, self._server])
        changes.write(self._connection)

    def store(self, new: Mapping[bytes, Attribution]) -> None:
        """Write signatures, those that became the same by one statement."""
        alike: defaultdict[tuple[int | None, ...], list[bytes]] = defaultdict(list)
        for signer, one in new.items():
            before = None if one.state_before is None else int(one.state_before)
            values = (int(one.state), one.reason, one.age_band, before, one.case, one.reason_before)
            alike[values].append(signer)
        for values, signers in alike.items():
            before = [self._campaign, self._server, *values]
            run_for_keys(self._connection, _SET, sorted(signers), before=before)


def _released(here: Attribution) -> Attribution:
    return replace(
        here,
        state=State.COUNTED,
        reason=0,
        age_band=0,
        state_before=None,
        case=None,
        reason_before=None,
    )
