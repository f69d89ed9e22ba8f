"""A panel: the campaign's public card, which stays in a channel until somebody deletes it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Panel:
    """One panel; there is one in a channel at most.

    Attributes:
        message_id: the message; 0 while it is being posted.
        shows: which card it shows, as a digest; while it is being posted, the number by which
            Discord tells that message from another.
    """

    guild_id: int
    channel_id: int
    message_id: int
    shows: str

    @property
    def stands(self) -> bool:
        """Whether it was posted."""
        return self.message_id != 0
