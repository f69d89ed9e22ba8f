"""Every test of this folder may ask for the real bot in the simulator."""

from __future__ import annotations

from tests.simulated import configuration, database, env, services, world

__all__ = ["configuration", "database", "env", "services", "world"]
