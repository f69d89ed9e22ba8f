"""How files go to Discord: how large they may be, and what is said where it does not take them."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from typing import Any, Final

import discord

from bot.domain.refusals import FilesTooLarge
from cogs.tally.export.files import NamedFile

_TOO_LARGE: Final = 40005
_PAYLOAD_TOO_LARGE: Final = 413


def largest_file(interaction: discord.Interaction[Any]) -> int:
    """Return how many bytes Discord takes here: what it says for this answer, or for the server."""
    of_answer, guild = interaction.filesize_limit, interaction.guild
    return of_answer if guild is None else min(of_answer, guild.filesize_limit)


def attached(files: Sequence[NamedFile]) -> list[discord.File]:
    """Return files as they go with a message."""
    for one in files:
        one.content.seek(0)
    return [discord.File(one.content, one.name) for one in files]


@contextmanager
def taking_files() -> Generator[None]:
    """Say it in words when Discord does not take the files.

    Raises:
        FilesTooLarge: they are larger than it takes.
    """
    try:
        yield
    except discord.HTTPException as refusal:
        if refusal.code == _TOO_LARGE or refusal.status == _PAYLOAD_TOO_LARGE:
            raise FilesTooLarge from refusal
        raise
