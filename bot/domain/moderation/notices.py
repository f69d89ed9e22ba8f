"""When moderators are told that signatures are being checked: once a raid, in coarse steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

STEPS: Final = (10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000)
"""What a notice says at least; between two of them it stays as it is."""
_BEGINS_WITHIN: Final = 1
_ENDS_AFTER: Final = 24
"""Hours without growth after which a further raid is another one."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a server's moderators were told, or are to be told.

    Attributes:
        since: the hour (from 1970) in which the raid began.
        latest: the hour in which it last grew.
        step: how many it is said to be at least.
        message_id: the message that says so; 0 before it is sent.
    """

    guild_id: int
    channel_id: int
    since: int
    latest: int
    step: int
    message_id: int = 0


def step_of(held: int) -> int:
    """Return the largest step that a number reaches; 0 for none."""
    return max((one for one in STEPS if one <= held), default=0)


def due(
    before: Notice | None, held: Mapping[int, int], *, guild_id: int, channel_id: int, hour: int
) -> Notice | None:
    """Return what is to be told now, or None where nothing new is.

    `held` is how many are held, by the hour (from 1970) in which they signed. The same raid grows
    in the same message.
    """
    if before is not None and hour - before.latest <= _ENDS_AFTER:
        step = step_of(sum(held[one] for one in held if one >= before.since))
        return replace(before, step=step, latest=hour) if step > before.step else None
    recent = {one: held[one] for one in held if one >= hour - _BEGINS_WITHIN and held[one]}
    step = step_of(sum(recent.values()))
    if not step:
        return None
    return Notice(guild_id, channel_id, min(recent), hour, step)
