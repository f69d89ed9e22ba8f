"""Why moderators take somebody's name off the wall of their server."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class WallReason(IntEnum):
    """Why a name came off a wall; the numbers are stored, and never change.

    No other reason is stored: what cannot be chosen from a menu could tell of the person.
    """

    NAME = 21
    IMPERSONATION = 22
    CONDUCT = 23
    SAFETY = 24
    OTHER = 25


WALL_REASONS: Final = {int(one): one.name.lower() for one in WallReason}
"""What a person's own file says for a stored number."""
