"""Nobody reads a number as it is at this moment but signing, publishing and reconciling."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house import papers

READERS = {
    "bot/db/maintenance/integrity.py": "tells whoever runs the bot how many a copy holds",
    "bot/db/maintenance/mending.py": "sets the numbers of a restored copy right",
    "bot/db/maintenance/reconcile.py": "compares the numbers with their rows",
    "bot/db/repositories/records/changes.py": "tells large sums of past days, no signatures",
    "bot/db/repositories/counting.py": "moves and publishes them",
}
"""The modules whose SQL names the live numbers, or the sums of days that add up to them."""

ASKED_BY = {"bot/services/tallies/numbers.py", "bot/services/tallies/publishing.py"}
"""Who outside the store asks for a number."""
ROOMS = {
    "bot.db.maintenance.mending",
    "bot.db.maintenance.reconcile",
    "bot.db.repositories.counting",
    "bot.db.repositories.records.changes",
    "bot.db.repositories.tallies",
}

_SCHEMA = "bot.db.schema"
_TABLES = {"numbers", "days"}
_READ = re.compile(
    r"""
    (?: \b (?: from | into | update (?:\s+or\s+\w+)? | join | using ) [\s(]+ (?: only \s+ )?
      | \) \s* (?:as\s+)? \w* \s* , \s*                          # a query in brackets, in a list
    )
    (?: (?:[\w?]+\.)? ["`\[]? [\w?]+ ["`\]]? (?:\s+(?:as\s+)?\w+)? \s* , \s* )*  # others before it
    (?:[\w?]+\.)? ["`\[]? (?: numbers | days ) \b
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""Where SQL names a table of live numbers, alone or in a list, quoted or with its schema."""
_LIVE = re.compile(r"\b(?:counted|held|acts)\b|\*", re.IGNORECASE)
_OLD = "bot/db/migrations/"


def texts(tree: ast.AST) -> Iterator[str]:
    """Yield every text of a module, also those with values in them or put together, whole."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif isinstance(node, ast.JoinedStr):
            parts = [one.value for one in node.values if isinstance(one, ast.Constant)]
            yield " ? ".join(str(one) for one in parts)
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            yield "".join(_added(node))


def _added(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.BinOp):
        yield from _added(node.left)
        yield from _added(node.right)
    else:
        yield str(node.value) if isinstance(node, ast.Constant) else " ? "


def takes_their_tables(node: ast.AST) -> bool:
    """Whether a piece of code reaches the tables of live numbers, or all tables at once."""
    if isinstance(node, ast.Import):
        return any(one.name == _SCHEMA for one in node.names)
    if isinstance(node, ast.ImportFrom):
        names = {one.name for one in node.names}
        if node.module == _SCHEMA or (node.level and node.module == "schema"):
            return bool(names & {*_TABLES, "*"})
        return "schema" in names and (node.module == "bot.db" or bool(node.level))
    if isinstance(node, ast.Attribute):
        return node.attr in _TABLES and getattr(node.value, "attr", None) == "schema"
    if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
        return node.slice.value in _TABLES and getattr(node.value, "attr", None) == "tables"
    return False


def reads_live_numbers(source: str) -> bool:
    """Whether a module holds SQL about the live numbers, or takes their tables from the schema."""
    tree = ast.parse(source)
    written = any(_READ.search(one) and _LIVE.search(one) for one in texts(tree))
    return written or any(takes_their_tables(node) for node in ast.walk(tree))


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


@pytest.mark.parametrize(
    "source",
    [
        "X = 'SELECT counted FROM numbers'",
        "X = 'SELECT sum(held)\\n FROM days WHERE campaign = $1'",
        "X = 'SELECT * FROM numbers'",
        "X = f'SELECT {what}, counted FROM numbers WHERE {where}'",
        "X = 'select max(n.counted) from pledges join numbers n using (campaign)'",
        "X = 'SELECT counted FROM pledges, numbers'",
        "X = 'SELECT n.counted FROM pledges AS p, texts t,\\n numbers n'",
        "X = 'SELECT counted FROM pledges LEFT OUTER JOIN numbers ON true'",
        "X = 'SELECT counted FROM (pledges CROSS JOIN numbers)'",
        "X = 'SELECT counted FROM (numbers)'",
        "X = 'SELECT counted FROM (SELECT 1) AS one, numbers'",
        "X = 'SELECT counted FROM main.numbers'",
        "X = 'SELECT counted FROM \"numbers\"'",
        "X = 'SELECT counted FROM ONLY public.\"days\"'",
        "X = f'SELECT counted FROM {table}, numbers'",
        "X = 'SELECT counted ' + 'FROM ' + 'numbers'",
        "X = 'DELETE FROM pledges USING numbers RETURNING counted'",
        "X = 'UPDATE OR IGNORE numbers SET counted = 1'",
        "X = 'WITH now AS (SELECT counted FROM numbers) SELECT 1'",
        "def f(): return run('UPDATE numbers SET counted = 1 RETURNING counted')",
        "from bot.db.schema import meta, numbers",
        "from bot.db.schema import days as sums",
        "from bot.db.schema import *",
        "from bot.db import schema",
        "from bot.db import open_database, schema as tables",
        "import bot.db.schema",
        "import bot.db.schema as tables",
        "def f():\n    import bot.db.schema",
        "from . import schema",
        "from .schema import numbers",
        "from bot import db\nX = db.schema.numbers",
        "from bot.db.schema import metadata\nX = metadata.tables['numbers']",
    ],
)
def test_the_check_finds_each_way_to_a_live_number(source: str) -> None:
    assert reads_live_numbers(source)


@pytest.mark.parametrize(
    "source",
    [
        "X = 'SELECT published_counted, published_held FROM numbers'",
        "X = 'SELECT counted, held FROM published_days'",
        "X = 'SELECT counted FROM pledges, published_days'",
        "X = 'The days of the campaign, from which numbers are counted.'",
        "from bot.db.schema import pledges",
        "from bot.db.schema import CAMPAIGN_WIDE, metadata",
        "from bot.db.schema_check import schema_differences",
        "from bot.config import schemas",
        "X = period.days",
        "X = metadata.tables['pledges']",
    ],
)
def test_the_check_leaves_published_numbers_and_other_tables_alone(source: str) -> None:
    assert not reads_live_numbers(source)
