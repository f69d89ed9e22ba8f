"""What Discord says of a message that another one is sent in answer to."""

from __future__ import annotations

from tests.loopback.messages import Message
from tests.loopback.replies import DiscordError
from tests.loopback.world import Channel, Json

_ANSWERABLE = (0, 19, 20, 23)
"""Types of messages that people, replies and commands make; all others are Discord's own."""


def referred_to(sent: Json, channel: Channel, messages: dict[int, Message]) -> Message | None:
    """Return the message that a new one answers; None where it answers none, or may do without.

    Raises:
        DiscordError: when Discord lets nobody reply to it, or it is gone and must be there.
    """
    reference: Json | None = sent.get("message_reference")
    if reference is None:
        return None
    found = messages.get(int(reference["message_id"]))
    if found is None or found.deleted or found.channel is not channel:
        if reference.get("fail_if_not_exists", True):
            raise _refused("REPLIES_UNKNOWN_MESSAGE", "Unknown message")
        return None
    if found.extra.get("type", 0) not in _ANSWERABLE:
        raise _refused("REPLIES_CANNOT_REPLY_TO_SYSTEM_MESSAGE", "Cannot reply to a system message")
    return found


def _refused(code: str, message: str) -> DiscordError:
    errors = {"message_reference": {"_errors": [{"code": code, "message": message}]}}
    return DiscordError(400, 50035, "Invalid Form Body", errors=errors)
