"""Changes what one signature is in one server at once: moderators change groups, part by part."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection

from bot.db.repositories.counting import NumberChanges
from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.standings import standing_before
from bot.db.repositories.withdrawal import unlist
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.identity import Keys
from bot.domain.pledges import Attribution, State
from bot.domain.tallies import SignatureChange

_SET_STATE = """
    UPDATE attributions SET state = $4, reason = $5, age_band = $6, state_before = $7, "case" = $8,
        reason_before = $9
    WHERE campaign = $1 AND signer = $2 AND server = $3
"""
_LEAVE = "DELETE FROM attributions WHERE campaign = $1 AND signer = $2 AND server = $3"
_KINDS: Final = {
    State.HELD: SignatureChange.HELD,
    State.SET_ASIDE: SignatureChange.SET_ASIDE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SetState(Work[bool]):
    """One signature in one server gets another state; no other server is touched.

    With a `case` the state before is kept, so that the case can be undone.
    """

    keys: Keys
    signer: bytes
    server: bytes
    state: State
    hour: int
    reason: int = 0
    age_band: int = 0
    case: int | None = None

    @property
    def scrubs(self) -> bool:
        """Setting aside takes the signer off the wall."""
        return self.state is State.SET_ASIDE

    def perform(self, connection: Connection) -> bool:
        """Set the state; return False where there is no such signature or it has that state."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        before = standing_before(connection, self, campaign)
        here = before.here
        if campaign is None or here is None or here.state is self.state:
            return False
        others = tuple(one for one in before.attributions if one is not here)
        if before.signed:
            new = self._changed(here)
            self._store(connection, campaign, new)
            after = replace(before, attributions=(*others, new))
        elif self.state is State.COUNTED:
            # the pledge was withdrawn meanwhile: there is nothing here that could count again
            run(connection, _LEAVE, [campaign, self.signer, self.server])
            after = replace(before, attributions=others)
        else:
            return False
        if self.state is State.SET_ASIDE:
            unlist(connection, frozenset({self.server}), signer=self.signer, keys=self.keys)
        changes = NumberChanges()
        changes.add(
            self._kind(here.state),
            before,
            after,
            campaign=campaign,
            hour=self.hour,
            reason=self.reason,
        )
        changes.write(connection)
        return True

    def _changed(self, here: Attribution) -> Attribution:
        return replace(
            here,
            state=self.state,
            reason=self.reason,
            age_band=self.age_band,
            state_before=None if self.case is None else here.state,
            case=self.case,
            reason_before=None if self.case is None else here.reason,
        )

    def _store(self, connection: Connection, campaign: int, new: Attribution) -> None:
        before = None if new.state_before is None else int(new.state_before)
        values = [campaign, self.signer, self.server, int(new.state), new.reason, new.age_band]
        run(connection, _SET_STATE, [*values, before, new.case, new.reason_before])

    def _kind(self, state: State) -> SignatureChange:
        if self.state is not State.COUNTED:
            return _KINDS[self.state]
        return SignatureChange.RELEASED if state is State.HELD else SignatureChange.REINSTATED
