"""Finds once what a process is always given the same: no test can tell it from finding it again."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from discord.ext.commands import bot  # pyright: ignore[reportMissingTypeStubs]

from bot.config.yaml import document
from bot.domain import signer_secret
from bot.domain.verify import passages
from bot.interactions import commands


def find_once() -> None:
    """Remember texts that were parsed, words of passages and commands, slow digests."""
    document.compose = lru_cache(maxsize=64)(document.compose)
    passages.tokenize = lru_cache(maxsize=1_024)(passages.tokenize)
    signer_secret.slow_digest = lru_cache(maxsize=64)(signer_secret.slow_digest)
    commands.phrase = lru_cache(maxsize=1_024)(commands.phrase)
    commands.command_name = lru_cache(maxsize=1_024)(commands.command_name)
    # discord.py asks it of every module of the process, for every cog that it lets go
    assert hasattr(bot, "_is_submodule"), "discord.py changed: look at what letting go costs again"
    remembered: Any = bot
    remembered._is_submodule = lru_cache(65_536)(remembered._is_submodule)
