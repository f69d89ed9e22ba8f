"""Opens, stops, undoes and closes the cases of a server, and says which groups there are."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.moderation.groups import sizes_of
from bot.db.repositories.records.noting import Actor, note
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.clock import day_number, start_of
from bot.domain.identity import Keys
from bot.domain.moderation.cases import Case, CaseState, Cell, Sizes, in_steps, to_set_aside
from bot.domain.pledges import State
from bot.domain.refusals import CaseUnderWay, NoSuchCase, Refusal, TooFewChosen
from bot.domain.settings import Change, ChangeKind
from bot.domain.settings.log import SIGNATURES

COLUMNS = "number, day, state, reason, people, cells"
_ONE = f"""
    SELECT {COLUMNS} FROM cases WHERE campaign = $1 AND server = $2 AND number = $3
"""  # noqa: S608
_OPEN = """
    SELECT 1 FROM cases WHERE campaign = $1 AND server = $2 AND state IN ($3, $4)
"""
_LAST = """
    SELECT max(last) FROM (
        SELECT max(number) AS last FROM cases WHERE campaign = $1 AND server = $2
        UNION ALL
        SELECT max("case") AS last FROM attributions WHERE campaign = $1 AND server = $2
    ) AS known
"""
_BEGIN = """
    INSERT INTO cases (campaign, server, number, day, state, reason, people, cells)
    VALUES ($1, $2, $3, $4, $5, $6, 0, $7)
"""
_MOVE = """
    UPDATE cases SET state = $4 WHERE campaign = $1 AND server = $2 AND number = $3
"""
_OF_A_CELL = 3
"""Numbers of a cell in the list that a case keeps; its size follows them."""
_END = "DELETE FROM cases WHERE campaign = $1 AND server = $2 AND number = $3"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase(Work["Case | Refusal"]):
    """Moderators set groups aside: the case begins, and the log says who did it and why.

    Which groups they are is found in the same transaction, so that two who press at once do not
    both set them aside. The rows follow in parts.
    """

    keys: Keys
    guild_id: int
    actor: Actor
    choice: tuple[Cell, ...]
    reason: int
    hour: int

    def perform(self, connection: Connection) -> Case | Refusal:
        """Begin the case, or return why it cannot be."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        server = self.keys.server(self.guild_id)
        if campaign is None:
            return TooFewChosen()
        busy = [int(CaseState.WORKING), int(CaseState.UNDOING)]
        if run(connection, _OPEN, [campaign, server, *busy]):
            return CaseUnderWay()
        held = self._sizes(connection, campaign, State.HELD)
        counted: Sizes = {}
        if any(one.state is State.COUNTED for one in self.choice):
            counted = self._sizes(connection, campaign, State.COUNTED)
        try:
            cells = to_set_aside(self.choice, held, counted)
        except Refusal as refusal:
            return refusal
        number = (run(connection, _LAST, [campaign, server])[0][0] or 0) + 1
        day = day_number(start_of(self.hour).date())
        sizes = tuple(in_steps((held if one.reason else counted)[one]) for one in cells)
        case = Case(number, day, CaseState.WORKING, self.reason, 0, cells, sizes)
        stored = json.dumps([(*cell, size) for cell, size in zip(cells, sizes, strict=True)])
        values = [number, day, int(case.state), self.reason, stored]
        run(connection, _BEGIN, [campaign, server, *values])
        change = Change(0, ChangeKind.SET_ASIDE, SIGNATURES, None, str(self.reason))
        note(connection, self.guild_id, change, actor=self.actor, hour=self.hour)
        return case

    def _sizes(self, connection: Connection, campaign: int, state: State) -> Sizes:
        server = self.keys.server(self.guild_id)
        return sizes_of(connection, campaign=campaign, server=server, state=state, before=self.hour)


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCase(Work["Case | Refusal"]):
    """A case is done, stopped, goes on or is being undone; with an actor, the log says so."""

    keys: Keys
    guild_id: int
    number: int
    wanted: CaseState
    hour: int
    actor: Actor | None = None

    def perform(self, connection: Connection) -> Case | Refusal:
        """Move it; where it is there already nothing is noted."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        where = [campaign, self.keys.server(self.guild_id), self.number]
        rows = run(connection, _ONE, where)
        case = case_of(rows[0]) if rows else None
        if case is None or day_number(start_of(self.hour).date()) >= case.ends:
            return NoSuchCase()
        if case.state is self.wanted:
            return case
        if case.state not in _BEFORE[self.wanted]:
            return NoSuchCase()
        run(connection, _MOVE, [*where, int(self.wanted)])
        kind = _NOTED.get(self.wanted)
        if self.actor is not None and kind is not None:
            change = Change(0, kind, SIGNATURES, None, str(case.reason))
            note(connection, self.guild_id, change, actor=self.actor, hour=self.hour)
        return case


_BEFORE = {
    CaseState.WORKING: (CaseState.STOPPED,),
    CaseState.DONE: (CaseState.WORKING,),
    CaseState.STOPPED: (CaseState.WORKING,),
    CaseState.UNDOING: (CaseState.WORKING, CaseState.DONE, CaseState.STOPPED),
    CaseState.UNDONE: (CaseState.UNDOING,),
}
"""From where a case gets to a state."""
_NOTED = {
    CaseState.STOPPED: ChangeKind.STOPPED,
    CaseState.UNDOING: ChangeKind.REINSTATED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCase(Work[None]):
    """A case that cannot be undone any more is forgotten."""

    keys: Keys
    server: bytes
    number: int

    def perform(self, connection: Connection) -> None:
        """Forget it."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        run(connection, _END, [campaign, self.server, self.number])


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRelease(Work[None]):
    """Moderators release groups: the log says who did it."""

    guild_id: int
    actor: Actor
    hour: int

    def perform(self, connection: Connection) -> None:
        """Note it."""
        change = Change(0, ChangeKind.RELEASED, SIGNATURES, None, None)
        note(connection, self.guild_id, change, actor=self.actor, hour=self.hour)


def case_of(row: Any) -> Case:
    """Return what a row of the cases says."""
    number, day, state, reason, people, cells = row
    found = json.loads(cells)
    chosen = tuple(Cell(*one[:_OF_A_CELL]) for one in found)
    sizes = tuple(size for one in found for size in one[_OF_A_CELL:])  # none in earlier releases
    return Case(number, day, CaseState(state), reason, people, chosen, sizes)
