"""Tells what a text is to the letter, and where exactly it differs."""

from __future__ import annotations

from bot.domain.verify.alignment import Difference, Edit
from bot.domain.verify.verifier import LONGEST, SHORTEST, Comparison, Match, Verdict, Verifier

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Comparison",
    "Difference",
    "Edit",
    "Match",
    "Verdict",
    "Verifier",
]
