"""What the log of a server says: who changed what, from which value to which, and who exported."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import Enum, IntEnum
from typing import Any, Final

from bot.domain.clock import start_of
from bot.domain.settings.registry import can_hold

PANEL: Final = "panel"
"""The key under which the log says where a panel was posted, and where one is gone: before and
after are channels. It is no setting, and there is no way back in the log."""


class ChangeKind(IntEnum):
    """What was done; the values are stored, and never change."""

    CHANGED = 0
    UNDONE = 1
    EXPORTED = 2
    RELEASED = 10
    SET_ASIDE = 11
    REINSTATED = 12
    STOPPED = 13
    TAKEN_OFF_WALL = 20
    LET_BACK_ON_WALL = 21


class LogSection(Enum):
    """A section of the log: kinds from the lowest to the highest, and pauses in signing or not."""

    SETTINGS = (0, 9, False)
    MODERATION = (10, 29, True)
    DECISIONS = (10, 19, False)
    WALL = (20, 29, False)
    PAUSES = (-1, -1, True)

    def __init__(self, lowest: int, highest: int, pauses: bool) -> None:
        self.lowest = lowest
        self.highest = highest
        self.pauses = pauses


SIGNATURES: Final = "signatures"
"""Stands in the log for what moderators decided about; the reason stands after it."""
WALL: Final = "wall"
"""Stands in the log for the wall."""


EXPORT: Final = "export"
"""What stands in the log where a change has its setting."""


@dataclass(frozen=True, slots=True)
class RowCounts:
    """How many rows somebody has in files: days of the numbers, and listed members."""

    days: int
    members: int

    def stored(self) -> str:
        """Return the one spelling under which the log holds it."""
        return json.dumps(asdict(self))

    @classmethod
    def read(cls, text: str | None) -> RowCounts:
        """Return what the log holds; what nobody understands is nothing."""
        try:
            held: Any = json.loads(text or "")
            return cls(int(held["days"]), int(held["members"]))
        except (ValueError, TypeError, KeyError):
            return cls(0, 0)


@dataclass(frozen=True, slots=True)
class Exported:
    """Somebody (nobody any more, after their erasure) had files, in which hour, with how much."""

    actor: int | None
    hour: int
    rows: RowCounts

    @property
    def at(self) -> datetime:
        """The beginning of the hour in which it was."""
        return start_of(self.hour)


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a setting; values are as they are stored, None is "nothing chosen".

    Of what moderators did otherwise, `key` says what it was about, and `after` the reason.
    """

    number: int
    kind: ChangeKind
    key: str
    before: str | None
    after: str | None

    @property
    def can_be_undone(self) -> bool:
        """Whether this release knows the setting and what it was before."""
        return can_hold(self.key, self.before)


@dataclass(frozen=True, slots=True)
class LogEntry:
    """A change as the log holds it: by whom (None after their erasure), and in which hour."""

    guild_id: int
    actor: int | None
    hour: int
    change: Change

    @property
    def key(self) -> str:
        """The setting that was changed."""
        return self.change.key

    @property
    def before(self) -> str | None:
        """What was stored before."""
        return self.change.before

    @property
    def after(self) -> str | None:
        """What was stored after."""
        return self.change.after

    @property
    def at(self) -> datetime:
        """The beginning of the hour in which it was done."""
        return start_of(self.hour)
