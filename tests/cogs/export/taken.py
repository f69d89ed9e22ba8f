"""The files of an answer, as whoever took them reads them."""

from __future__ import annotations

import csv
import io
from typing import Any

from simcord.results import InteractionResult

from tests.simulated import World, message_of

BOM = b"\xef\xbb\xbf"


def files(world: World, answer: InteractionResult) -> dict[str, bytes]:
    """Return the files of an answer and of what followed it, by the middle of their names."""
    found: dict[str, bytes] = {}
    for message in (message_of(answer), *answer.followups):
        assert message.ephemeral
        for attachment in message.attachments:
            content: Any = world.env.backend.cdn.get(attachment.url)
            assert content is not None
            found[attachment.filename] = content
    return found


def file(world: World, answer: InteractionResult, what: str) -> bytes:
    """Return the one file whose name says what it is."""
    (found,) = [one for name, one in files(world, answer).items() if f"-{what}-" in name]
    return found


def rows(content: bytes) -> list[list[str]]:
    """Return the rows of a CSV file, the headings first."""
    assert content.startswith(BOM)
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
