"""The tests of rights ask the real bot in the simulator."""

from __future__ import annotations

from tests.simulated import configuration, database, env, services, world

__all__ = ["configuration", "database", "env", "services", "world"]
