"""What holds for every test: how often a property is tried is fixed, how long it takes is not."""

from __future__ import annotations

from hypothesis import settings

# Machines are shared: a slow moment is not a fault of the code.
settings.register_profile("suite", deadline=None)
settings.load_profile("suite")
