"""Whether Discord holds the commands that the bot sent, with all that is in them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from pydantic import BaseModel

from bot.exits import typed
from bot.services.doctor.findings import Finding, mend, ok, unseen

COMMANDS_HELD: Final = "commands_held"
"""Under this key the command tree remembers `digest_of` what Discord held after it was sent."""


class _Choice(BaseModel):
    name: str


class _Part(BaseModel):
    name: str
    options: list[_Part] | None = None
    choices: list[_Choice] | None = None


class HeldCommand(_Part):
    """A command as Discord answers it: of its words the names."""

    id: int


def digest_of(commands: Iterable[Any]) -> str:
    """Return a digest of the names of commands, of their subcommands, options and choices.

    The commands are those of this module or discord.py's, which have the same attributes.
    """
    names = sorted(path for one in commands for path in _paths(one))
    return hashlib.sha256(json.dumps(names).encode()).hexdigest()


def _paths(part: Any) -> Iterator[list[str]]:
    """Yield the names that lead to each part of a command, itself first."""
    yield [part.name]
    within = (getattr(part, one, None) or () for one in ("options", "choices"))
    yield from ([part.name, *path] for parts in within for one in parts for path in _paths(one))


def compared(held: list[HeldCommand], sent: dict[str, int] | None, digest: str | None) -> Finding:
    """Compare what Discord holds with the ids and the digest of what was sent, where known."""
    if sent is None:
        return unseen("commands", "none were sent yet: the first start sends them")
    if {one.name: one.id for one in held} != sent or digest not in (None, digest_of(held)):
        return mend(
            "commands",
            f"Discord holds others than the bot sent: start it with {typed('run --sync')}",
        )
    return ok("commands", f"Discord holds the {len(held)} that the bot sent")
