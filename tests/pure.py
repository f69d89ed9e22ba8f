"""Finds once what a process is always given the same: no test can tell it from finding it again."""

from __future__ import annotations

from functools import lru_cache

from bot.config.yaml import document
from bot.domain import signer_secret
from bot.domain.verify import passages


def find_once() -> None:
    """Remember the nodes of each text that was parsed, the words of each passage, slow digests."""
    document.compose = lru_cache(maxsize=64)(document.compose)
    passages.tokenize = lru_cache(maxsize=1_024)(passages.tokenize)
    signer_secret.slow_digest = lru_cache(maxsize=64)(signer_secret.slow_digest)
