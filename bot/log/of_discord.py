"""What discord.py writes into the log needlessly or falsely, and is left out of ours."""

# It is known by the logger and the function that write it: no setting of discord.py leaves it out,
# and no paper of discord.py's promises these names. A test of each fails by name when they move;
# until then the line is merely told.

from __future__ import annotations

import logging
from typing import Final

SPARED: Final = 600.0
"""Seconds for which what discord.py says with every attempt to connect is not said again."""

_SHARD: Final = "discord.shard"
_ANSWERING: Final = ("discord.http", "discord.webhook")
_TOLD_IN_OUR_WORDS: Final = (_SHARD, "launch_shard")
_OF_VOICE: Final = ("discord.client", "__init__")
_LATE_ANSWER: Final = ("discord.gateway", "ack")
_HEARTBEAT: Final = 41.25
"""Seconds between two heartbeats, as Discord asks for them."""
_BLOCKED: Final = 10.0
"""Seconds after which discord.py says that a heartbeat cannot be sent."""


def least_level(record: logging.LogRecord) -> int:
    """Return from which level on a record of another library is told.

    discord.py warns of each rate limit it waits for. Such a line may follow a single look at the
    support page, of which nothing is written down, so only its errors are told.
    """
    return logging.ERROR if record.name.startswith(_ANSWERING) else logging.WARNING


def is_needless(record: logging.LogRecord) -> bool:
    """Return whether a record says nothing, something false, or what our own words say.

    While a client is made, discord.py warns that voice lacks its libraries; the campaign has no
    voice channel. Why a shard cannot be connected at the start is told in our words.
    """
    place = record.name, record.funcName
    return place in (_OF_VOICE, _TOLD_IN_OUR_WORDS) or _is_false_delay(record)


def repeated(record: logging.LogRecord) -> tuple[str, str] | None:
    """Return the place of a record that is written with each attempt to connect, or None."""
    return (record.name, record.funcName or "") if record.name == _SHARD else None


def _is_false_delay(record: logging.LogRecord) -> bool:
    """Return whether discord.py tells of a late answer to a heartbeat that was not late.

    It notes when a heartbeat was sent in a thread of its own. Where the answer is sooner than that
    thread, as on a short way, it counts from the heartbeat before: an interval too many. A true
    delay is never told as that long: it is counted from the latest heartbeat, which is younger,
    unless the process could send none, and then its own line says so (`heartbeat blocked`).
    """
    if (record.name, record.funcName) != _LATE_ANSWER:
        return False
    seconds = record.args[-1] if isinstance(record.args, tuple) and record.args else None
    return isinstance(seconds, float) and _HEARTBEAT <= seconds < _HEARTBEAT + _BLOCKED
