"""A thief of the file: in which order people signed, and which rows were written one after another.

Where the rows of one page lie tells an hour's order while it is fresh: that the attacks find it
then shows that they work. Nothing of it is left once the file was put in key order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from pathlib import Path

import pytest

from bot.db import backup
from bot.db.engine import sqlite
from bot.db.transactions import scrubbing
from tests.attacks.history import PEOPLE, History, history
from tests.attacks.scores import concordance, is_chance_of_order
from tests.attacks.stolen import StolenFile
from tests.db.faults import until
from tests.db.people import KEYS

pytestmark = pytest.mark.long

Places = dict[str, list[Hashable]]
"""Of each table: what names each person in it, one after another."""

COLUMNS = {"pledges": 1, "letter_decks": 0, "listings": 2}
ATTACKS = (*COLUMNS, "pledges beside letter_decks", "pledges beside listings")


async def an_hour(played: History) -> Places:
    """Let people sign, read a passage and be listed at once; return their rows in that order."""
    truth: Places = {table: [] for table in COLUMNS}
    for _ in range(PEOPLE):
        person = await played.anyone_signs()
        truth["pledges"].append(person.key)
        truth["letter_decks"].append(await played.read_a_passage(person))
        await person.list(played.servers[person.key][0])
        truth["listings"].append(person.user_id)
    return truth


def guessed(stolen: StolenFile, truth: Places) -> Places:
    """Return in which order a thief thinks that the rows were written."""
    return {
        table: [
            row[column]
            for row in reversed(stolen.newest_first(table))
            if row[column] in set(truth[table])
        ]
        for table, column in COLUMNS.items()
    }


def scores_of(stolen: StolenFile, truth: Places) -> dict[str, float]:
    """Return how well orders are guessed, and how well rows of one person in two tables."""
    found = guessed(stolen, truth)
    scores: dict[str, float] = {}
    for table, rows in found.items():
        if not rows:  # no backup holds decks
            continue
        scores[table] = concordance(rows, truth[table])
        if table != "pledges":
            owner = dict(zip(truth[table], truth["pledges"], strict=True))
            owners = [owner[row] for row in rows]
            scores[f"pledges beside {table}"] = concordance(owners, found["pledges"])
    return scores


def better_than_chance(scores: dict[str, list[float]]) -> dict[str, list[float]]:
    return {
        name: found
        for name, found in scores.items()
        if not is_chance_of_order(found, things=PEOPLE)
    }


async def test_where_rows_lie_tells_no_order(
    sqlite_template: Path, tmp_path: Path, seeds: range, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither while the bot runs, once it has tidied, nor in a backup, nor after its end."""
    monkeypatch.setattr(scrubbing, "VACUUM_AFTER", 0.02)
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for seed in seeds:
        kept = tmp_path / f"backup-{seed}"
        async with history(sqlite_template, tmp_path, seed) as played:
            truth = await an_hour(played)
            await until(lambda: not played.log().commits())
            running = played.stolen()
            await backup(f"sqlite:///{played.path}", kept, secret=KEYS.secret)
        files = {"running": running, "backup": StolenFile.of(kept), "ended": played.stolen()}
        for file, stolen in files.items():
            for name, score in scores_of(stolen, truth).items():
                scores[f"{file}: {name}"].append(score)
    assert {name for name in scores if not name.startswith("backup")} == {
        f"{file}: {name}" for file in ("running", "ended") for name in ATTACKS
    }
    assert {"backup: pledges", "backup: listings"} <= scores.keys()
    assert better_than_chance(scores) == {}


async def test_these_attacks_find_an_order_that_is_there(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the vacuum a thief knows the hour; so the scores above mean something."""
    monkeypatch.setattr(sqlite, "SMALL", 0)
    async with history(sqlite_template, tmp_path, 0) as played:
        truth = await an_hour(played)
        commits = played.log().commits()
    assert len(commits) > 2 * PEOPLE, "the log shows the last commits until it is emptied"
    scores = scores_of(played.stolen(), truth)
    assert scores.keys() == set(ATTACKS)
    assert min(scores.values()) > 0.9
