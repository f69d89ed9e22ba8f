"""What a panel shows in a server, and what posting one can come to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from bot.config import Campaign
from bot.domain.panels import Panel


class PanelOutcome(StrEnum):
    """What posting a panel came to."""

    MADE = "made"
    THERE = "there"
    LATER = "later"
    CHANNEL_GONE = "channel_gone"
    NO_RIGHT = "no_right"
    BLOCKED = "blocked"
    REFUSED = "refused"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class PanelContent:
    """The campaign for readers of `locale`, and whether signing, reading and help are offered.

    `opens` is the first day of signing where that is yet to come; `closed` the last, where it is
    over.
    """

    campaign: Campaign
    locale: str
    signs: bool = True
    reads: bool = True
    has_support: bool = True
    opens: date | None = None
    closed: date | None = None


@dataclass(frozen=True, slots=True)
class PlacedPanel:
    """What posting a panel in a channel came to, and the panel where one stands there."""

    outcome: PanelOutcome
    channel_id: int
    panel: Panel | None = None
