"""Tells what a text is to the letter, and where exactly it differs."""

from __future__ import annotations

from bot.domain.verify.alignment import Edit
from bot.domain.verify.comparison import Comparison, Difference, Match, Piece, Verdict
from bot.domain.verify.verifier import LONGEST, SHORTEST, Verifier

__all__ = [
    "LONGEST",
    "SHORTEST",
    "Comparison",
    "Difference",
    "Edit",
    "Match",
    "Piece",
    "Verdict",
    "Verifier",
]
