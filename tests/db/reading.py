"""Reads from a store what tests compare and no use case asks for."""

from __future__ import annotations

from bot.db.maintenance.inspect import inspect_store


async def problems_of(url: str) -> list[str]:
    """Return what the doctor finds wrong with a database of this release."""
    found = await inspect_store(url)
    assert found is not None
    assert found.current
    return [*found.damage, *found.wrong_numbers, *found.schema_differences]
