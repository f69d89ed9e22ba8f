"""Changes what many signatures of one server are, each part in a transaction of its own."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.moderation.signatures import ServerSignatures
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.identity import Keys
from bot.domain.moderation.cases import Case, CaseState, Cell
from bot.domain.pledges import Attribution, State
from bot.domain.tallies import SignatureChange

_GROW = """
    UPDATE cases SET people = people + $4 WHERE campaign = $1 AND server = $2 AND number = $3
"""
_STATE = """
    SELECT state FROM cases WHERE campaign = $1 AND server = $2 AND number = $3
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAsidePart(Work[int]):
    """A part of a case's cell is set aside; returns how many that were, 0 when it is done.

    What each was before stays with it, so that the case can be undone. Nothing happens once the
    case was stopped, or is being undone.
    """

    keys: Keys
    server: bytes
    case: int
    cell: Cell
    reason: int
    hour: int

    @property
    def scrubs(self) -> bool:
        """User ids go with the listings."""
        return True

    def perform(self, connection: Connection) -> int:
        """Set a part aside."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        where = [campaign, self.server, self.case]
        found = run(connection, _STATE, where)
        if campaign is None or not found or found[0][0] != CaseState.WORKING:
            return 0
        part = ServerSignatures(connection, self.keys, campaign, self.server, self.hour)
        signers = part.of_cell(self.cell)
        part.unlist(signers)

        def aside(here: Attribution) -> Attribution:
            return replace(
                here,
                state=State.SET_ASIDE,
                reason=self.reason,
                state_before=here.state,
                case=self.case,
                reason_before=here.reason,
            )

        part.change(signers, SignatureChange.SET_ASIDE, self.reason, aside)
        run(connection, _GROW, [*where, len(signers)])
        return len(signers)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangePart(Work[int]):
    """A part of one server's signatures is changed; returns how many that were, 0 at the end."""

    keys: Keys
    server: bytes
    hour: int

    def perform(self, connection: Connection) -> int:
        """Change a part; of a campaign that nobody has signed there is none."""
        campaign = campaign_number(connection, self.keys.campaign_id)
        if campaign is None:
            return 0
        part = ServerSignatures(connection, self.keys, campaign, self.server, self.hour)
        return self.change(part)

    @abstractmethod
    def change(self, signatures: ServerSignatures) -> int:
        """Change some of the signatures."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePart(ChangePart):
    """A part of a cell that is held counts from now on; returns how many that were."""

    cell: Cell

    def change(self, signatures: ServerSignatures) -> int:
        """Let a part count."""
        if self.cell.state is not State.HELD:
            return 0
        return signatures.release(signatures.of_cell(self.cell))


@dataclass(frozen=True, slots=True, kw_only=True)
class CountPart(ChangePart):
    """A part of what is held since an hour or longer counts: nobody decided in time."""

    since: int

    def change(self, signatures: ServerSignatures) -> int:
        """Let a part count."""
        return signatures.release(signatures.undecided(self.since))


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoPart(ChangePart):
    """A part of a case is undone.

    Who withdrew since stays withdrawn, and is free to sign again.
    """

    case: Case

    def change(self, signatures: ServerSignatures) -> int:
        """Give a part back what it was."""
        signers = signatures.of_case(self.case.number)
        signatures.change(signers, SignatureChange.REINSTATED, self.case.reason, _as_before)
        return len(signers)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePart(ChangePart):
    """A part of a case that cannot be undone any more forgets what it was."""

    case: int
    hour: int = 0  # no number moves in it

    def change(self, signatures: ServerSignatures) -> int:
        """Forget a part: the reason that its person may read stays."""
        signers = signatures.of_case(self.case)
        known = signatures.known(signers)
        signatures.store(
            {
                signer: replace(here, age_band=0, state_before=None, case=None, reason_before=None)
                for signer, (_, here) in known.items()
            }
        )
        return len(signers)


def _as_before(here: Attribution) -> Attribution | None:
    """Return what a signature was before its case; None where nothing comes back."""
    if here.state_before in (None, State.SET_ASIDE):
        return None
    held = here.state_before is State.HELD
    return replace(
        here,
        state=here.state_before,
        reason=here.reason_before or 0,
        age_band=here.age_band if held else 0,
        state_before=None,
        case=None,
        reason_before=None,
    )
