"""The life of a pledge: what signing, withdrawing and listing do, and what they never do."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache


class Status(StrEnum):
    """Where a pledge stands. Only COUNTED is in the tally; HELD stands apart from it."""

    COUNTED = "counted"
    HELD = "held"
    WITHDRAWN = "withdrawn"
    INVALIDATED = "invalidated"


class Visibility(StrEnum):
    """Who may see that a member signed in one server. COUNTED_ONLY is what nobody has to choose."""

    COUNTED_ONLY = "counted_only"
    LISTED = "listed"


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

    `signed_at` is when the stored text was signed, `changed_at` when the status last changed, and
    `created_at` when the person signed for the first time since anything of them is stored.
    """

    id: int
    status: Status
    text_version: str
    text_digest: str
    locale: str
    signed_at: datetime
    changed_at: datetime
    created_at: datetime

    @property
    def stands(self) -> bool:
        """Whether the person is a signer now (counted, or held while it is checked)."""
        return self.status in (Status.COUNTED, Status.HELD)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One server in which a signer pressed Sign, and who may see it there."""

    guild_id: int
    visibility: Visibility
    attributed_at: datetime
    listed_at: datetime | None = None

    @property
    def listed(self) -> bool:
        """Whether the member chose to stand on this server's wall."""
        return self.visibility is Visibility.LISTED


@dataclass(frozen=True, slots=True)
class Standing:
    """All that is stored about one person's pledge: the answer to "what do you know of me?"."""

    pledge: Pledge | None = None
    attributions: tuple[Attribution, ...] = ()

    @property
    def signed(self) -> bool:
        """Whether a pledge stands (counted or held)."""
        return self.pledge is not None and self.pledge.stands

    @property
    def may_sign(self) -> bool:
        """Whether signing can do anything for this person: not once a moderator set it aside."""
        return self.pledge is None or self.pledge.status is not Status.INVALIDATED

    def here(self, guild_id: int | None) -> Attribution | None:
        """Return the attribution to one server, if the member signed there."""
        return next((one for one in self.attributions if one.guild_id == guild_id), None)


class Signing(StrEnum):
    """What one press of "I pledge" came to."""

    SIGNED = "signed"  # a new pledge, or one withdrawn before and signed again
    RENEWED = "renewed"  # stood on an older text; now on this one, by the member's own act
    ATTRIBUTED = "attributed"  # stood already; this server now counts it too
    ALREADY = "already"  # stood already, here, on this text: nothing changed
    INVALIDATED = "invalidated"  # set aside by a moderator: nothing changed


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


class Action(StrEnum):
    """What the store has to do to a pledge row for one signature."""

    INSERT = "insert"
    REVIVE = "revive"
    RENEW = "renew"
    KEEP = "keep"
    REFUSE = "refuse"


def sign_action(pledge: Pledge | None, *, text_version: str) -> Action:
    """Decide what a signature does to the pledge that is there.

    A text version never moves by itself: RENEW happens only because the member signed again.
    """
    if pledge is None:
        return Action.INSERT
    if pledge.status is Status.INVALIDATED:
        return Action.REFUSE
    if pledge.status is Status.WITHDRAWN:
        return Action.REVIVE
    return Action.KEEP if pledge.text_version == text_version else Action.RENEW
