"""The life of a pledge: what signing, withdrawing and listing do, and what they never do."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum, IntEnum, StrEnum
from functools import lru_cache

from bot.domain.tallies import NOTHING, Counts


class State(IntEnum):
    """Where a signature stands in one server; the numbers are stored.

    Holding and setting aside belong to one server: no moderator changes what another one counts.
    """

    COUNTED = 0
    HELD = 1
    SET_ASIDE = 2


@lru_cache(maxsize=256)
def digest_of(text: str) -> str:
    """Return the SHA-256 of a text as 64 hex digits, the same however its editor ended lines.

    The text is brought to NFC, line ends become LF, and spaces at line ends and around go.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return hashlib.sha256("\n".join(line.rstrip() for line in lines).strip().encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SigningText:
    """The text that a member signs, in the language it is shown in."""

    version: str
    locale: str
    text: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the text, stored with every signature."""
        return digest_of(self.text)


@dataclass(frozen=True, slots=True)
class Pledge:
    """One person's pledge to one campaign, as stored.

    Attributes:
        stands: False once it was withdrawn everywhere.
        signed: the hour in which the stored text was signed (its beginning, UTC).
        changed: the hour in which it last began or ceased to stand.
        epoch: how often the person had been erased when it was made.
    """

    stands: bool
    text_version: str
    text_digest: str
    locale: str
    signed: datetime
    changed: datetime
    epoch: int = 0

    @property
    def signed_on(self) -> date:
        """The day (UTC) on which the stored text was signed."""
        return self.signed.date()

    @property
    def changed_on(self) -> date:
        """The day (UTC) on which it last began or ceased to stand."""
        return self.changed.date()


@dataclass(frozen=True, slots=True)
class Attribution:
    """One server in which a signer pressed Sign, by the server's key.

    Attributes:
        hour: the hour in which they did (its beginning, UTC).
        reason, age_band: why it is held or set aside, and how old the account was, as numbers; 0
            where there is nothing to say.
        state_before: what it was before a moderators' case changed it, or None; set aside, where
            its person withdrew since: then nothing comes back with the case.
        case: the number of that case, or None.
        reason_before: the reason before that case, or None.
    """

    server: bytes
    state: State
    hour: datetime
    reason: int = 0
    age_band: int = 0
    state_before: State | None = None
    case: int | None = None
    reason_before: int | None = None

    @property
    def withdrawn(self) -> Attribution:
        """What stays of it when its person withdraws after it was set aside."""
        return self if self.case is None else replace(self, state_before=State.SET_ASIDE)


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is stored about one person's pledge, as it is seen from one server.

    Attributes:
        listed: the keys of the servers on whose walls the person stands.
        server: the key of the server this is seen from; None in a direct message.
        taken_off: the servers off whose walls moderators took the person, and why, as far as they
            are those of the signatures, or the one this is seen from.
    """

    pledge: Pledge | None = None
    attributions: tuple[Attribution, ...] = ()
    listed: frozenset[bytes] = frozenset()
    server: bytes | None = None
    taken_off: tuple[tuple[bytes, int], ...] = ()

    @property
    def signed(self) -> bool:
        """Whether a pledge stands."""
        return self.pledge is not None and self.pledge.stands

    @property
    def here(self) -> Attribution | None:
        """The signature in this server, if there is one."""
        return next((one for one in self.attributions if one.server == self.server), None)

    @property
    def signed_here(self) -> bool:
        """Whether the pledge stands and was signed here, be it held or counted."""
        here = self.here
        return self.signed and here is not None and here.state is not State.SET_ASIDE

    @property
    def held_here(self) -> bool:
        """Whether the signature is being checked here."""
        here = self.here
        return here is not None and here.state is State.HELD

    @property
    def set_aside_here(self) -> bool:
        """Whether a moderator of this server set the signature aside here."""
        here = self.here
        return here is not None and here.state is State.SET_ASIDE

    @property
    def listed_here(self) -> bool:
        """Whether the person stands on this server's wall."""
        return self.server is not None and self.server in self.listed

    @property
    def taken_off_here(self) -> int | None:
        """Why moderators of this server took the person off its wall; None where they did not."""
        return next((why for server, why in self.taken_off if server == self.server), None)

    @property
    def live(self) -> tuple[Attribution, ...]:
        """The signatures that were not set aside: withdrawing takes these back."""
        return tuple(one for one in self.attributions if one.state is not State.SET_ASIDE)


def campaign_counts(standing: Standing) -> Counts:
    """Return what one person adds to the campaign's numbers.

    A standing pledge counts if no server knows of it or one counts it; it is held if only held
    ones remain beside those set aside.
    """
    states = {one.state for one in standing.attributions}
    if not standing.signed:
        return NOTHING
    if not states or State.COUNTED in states:
        return Counts(counted=1)
    return Counts(held=1) if State.HELD in states else NOTHING


def server_counts(standing: Standing, server: bytes) -> Counts:
    """Return what one person adds to a server's numbers."""
    here = next((one for one in standing.attributions if one.server == server), None)
    if here is None or not standing.signed:
        return NOTHING
    return Counts(int(here.state is State.COUNTED), int(here.state is State.HELD))


def without_server(standing: Standing, *, former: bytes) -> Standing:
    """Return a standing without the signature in the server it is seen from, which the bot left.

    The campaign counts it as before. Where that hangs on this very signature (what only this
    server held or set aside would count now, what only this one counted would not), its state
    stays under the key of former servers: with no place, no reason, and no hour but the pledge's.
    """
    gone = standing.here
    if gone is None:
        return standing
    rest = tuple(one for one in standing.attributions if one is not gone)
    after = replace(standing, attributions=rest, listed=standing.listed - {gone.server})
    if standing.pledge is None or campaign_counts(after) == campaign_counts(standing):
        return after
    kept = Attribution(former, gone.state, standing.pledge.signed)
    others = (one for one in rest if one.server != former)
    return replace(after, attributions=(*others, kept))


class Signing(StrEnum):
    """What one press of "I pledge" came to."""

    SIGNED = "signed"  # a new pledge, or one withdrawn before and signed again
    RENEWED = "renewed"  # stood on an older text; now on this one, by the member's own act
    ATTRIBUTED = "attributed"  # stood already; this server now counts it too
    ALREADY = "already"  # stood already, here, on this text: nothing changed
    SET_ASIDE = "set_aside"  # set aside by a moderator of this server: nothing changed


@dataclass(frozen=True, slots=True)
class Signed:
    """The outcome of signing, with the standing after it."""

    outcome: Signing
    standing: Standing


class Withdrawing(StrEnum):
    """What one withdrawal came to."""

    EVERYWHERE = "everywhere"  # the pledge is withdrawn; no server counts it
    HERE = "here"  # this server counts it no more; the pledge stands elsewhere
    ALREADY = "already"  # it was withdrawn before: nothing changed
    NOT_SIGNED = "not_signed"  # there was nothing to withdraw


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """The outcome of withdrawing, with the standing after it."""

    outcome: Withdrawing
    standing: Standing


class Action(Enum):
    """What the store has to do to a pledge row for one signature."""

    INSERT = "insert"
    REVIVE = "revive"
    RENEW = "renew"
    KEEP = "keep"
    REFUSE = "refuse"


def sign_action(standing: Standing, *, text_version: str) -> Action:
    """Decide what a signature does to what is there.

    A text version never moves by itself: RENEW happens only because the member signed again. Where
    a moderator of this server set the signature aside, signing here changes nothing.
    """
    if standing.set_aside_here:
        return Action.REFUSE
    if standing.pledge is None:
        return Action.INSERT
    if not standing.pledge.stands:
        return Action.REVIVE
    return Action.KEEP if standing.pledge.text_version == text_version else Action.RENEW


def leaves_everywhere(standing: Standing, *, everywhere: bool) -> bool:
    """Decide whether a withdrawal takes the whole pledge: asked for, or nothing else would remain.

    The last server's part takes the pledge with it.
    """
    return everywhere or standing.live in ((), (standing.here,))
