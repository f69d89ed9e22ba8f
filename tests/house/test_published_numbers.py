"""Nobody reads a number as it is at this moment but signing, publishing and reconciling."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.house import papers

READERS = {
    "bot/db/maintenance/integrity.py": "tells whoever runs the bot how many a copy holds",
    "bot/db/maintenance/mending.py": "sets the numbers of a restored copy right",
    "bot/db/maintenance/reconcile.py": "compares the numbers with their rows",
    "bot/db/repositories/counting.py": "moves and publishes them",
}
"""The modules whose SQL names the live numbers, or the sums of days that add up to them."""

ASKED_BY = {"bot/services/tallies.py"}
"""Who outside the store asks for a number."""
ROOMS = {
    "bot.db.maintenance.mending",
    "bot.db.maintenance.reconcile",
    "bot.db.repositories.counting",
    "bot.db.repositories.tallies",
}

_TABLE = re.compile(r"\b(?:from|into|update|join)\s+(?:numbers|days)\b", re.IGNORECASE)
_LIVE = re.compile(r"\b(?:counted|held|acts)\b|\*", re.IGNORECASE)
_OLD = "bot/db/migrations/"


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield every text of a module, also those with values in them, whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [one.value for one in node.values if isinstance(one, ast.Constant)]
            yield " ? ".join(str(one) for one in parts)


def reads_live_numbers(source: str) -> bool:
    """Whether a module holds SQL about the live numbers, or takes their tables from the schema."""
    tree = ast.parse(source)
    written = any(_TABLE.search(one) and _LIVE.search(one) for one in texts(tree))
    return written or any(
        isinstance(node, ast.ImportFrom)
        and node.module == "bot.db.schema"
        and {"numbers", "days"} & {one.name for one in node.names}
        for node in ast.walk(tree)
    )


def imported(source: str) -> set[str]:
    """Return the modules that a module imports, by either way of writing it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{one.name}" for one in node.names)}
        elif isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
    return found


def test_only_these_modules_read_a_live_number() -> None:
    found = {
        name
        for name, source in papers.modules(*papers.CODE)
        if not name.startswith(_OLD) and reads_live_numbers(source)
    }
    assert found == READERS.keys()


def test_one_service_alone_asks_the_store_for_a_number() -> None:
    found = {
        name
        for name, source in papers.modules(*papers.CODE)
        if not name.startswith("bot/db/") and imported(source) & ROOMS
    }
    assert found == ASKED_BY


def test_the_check_finds_each_way_to_a_live_number() -> None:
    for source in (
        "X = 'SELECT counted FROM numbers'",
        "X = 'SELECT sum(held)\\n FROM days WHERE campaign = $1'",
        "X = 'SELECT * FROM numbers'",
        "X = f'SELECT {what}, counted FROM numbers WHERE {where}'",
        "X = 'select max(n.counted) from pledges join numbers n using (campaign)'",
        "def f(): return run('UPDATE numbers SET counted = 1 RETURNING counted')",
        "from bot.db.schema import meta, numbers",
    ):
        assert reads_live_numbers(source), source


def test_the_check_leaves_published_numbers_and_other_tables_alone() -> None:
    for source in (
        "X = 'SELECT published_counted, published_held FROM numbers'",
        "X = 'SELECT counted, held FROM published_days'",
        "from bot.db.schema import pledges",
    ):
        assert not reads_live_numbers(source), source
