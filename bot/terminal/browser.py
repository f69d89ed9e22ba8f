"""Tells whether opening a browser would show it to the person at this terminal."""

from __future__ import annotations

from collections.abc import Mapping


def browser_is_likely(environment: Mapping[str, str], platform: str, *, interactive: bool) -> bool:
    """Return whether opening a browser would show it to the person at this terminal."""
    if not interactive or environment.get("CI") or environment.get("SSH_CONNECTION"):
        return False
    if platform in ("darwin", "win32"):
        return True
    return bool(environment.get("DISPLAY") or environment.get("WAYLAND_DISPLAY"))
