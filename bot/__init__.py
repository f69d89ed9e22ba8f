"""The campaign bot: everything below the commands that people see."""

from __future__ import annotations

from typing import Final

RELEASE: Final = "0.1.0"
"""This release, as `pyproject.toml` names it; a test holds the two equal."""
