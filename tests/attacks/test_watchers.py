"""Who watches the numbers: had a visitor signed elsewhere before, did someone sign in this hour?

The watcher has two accounts and a server, and knows the very moment. Everybody reads the same
published numbers, so a member, an organiser and who takes the export read no more than this.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median

import pytest

from bot.db import Database
from bot.domain.tallies import Tally
from tests.attacks.scores import FEW, better_than_chance, scored
from tests.attacks.watching import ELSEWHERE, OWN, Seen, Watched
from tests.services.published import LIVE, Rules

pytestmark = pytest.mark.long

DEFAULTS: Rules = {}
AT_ONCE = "the number moves at once"
Guesses = dict[str, bool]


def moves(seen: list[Seen]) -> list[int]:
    """Return by how much the campaign's number changed from each look to the next."""
    counted = [one.counted for one in seen]
    return [after - before for before, after in pairwise(counted)]


def grew(before: Tally, after: Tally) -> bool:
    """Whether a server's line shows more, or shows at all what it did not."""
    shown = [0 if one.server is None else one.server.counts.counted for one in (before, after)]
    return shown[1] > shown[0]


def guesses(usual: list[Seen], before: Seen, after: Seen, later: list[Seen]) -> Guesses:
    """Return whether the number rose for the act between `before` and `after`, by each way.

    `usual` was read at the points of the clock before, `later` at those afterwards, where the
    watcher's accounts came and went.
    """
    first, last = later[0], later[-1]
    rises = moves(usual)
    return {
        AT_ONCE: after.counted > before.counted,
        "it moves when the clock strikes": first.counted != before.counted,
        "it rises by more than usual": first.counted - before.counted > median(rises),
        "it rises by more until the end": last.counted - before.counted
        > median(rises) * len(later) / 2,
        "an odd number came": bool((last.counted - before.counted) % 2),
        "own accounts push it over the edge": later[-1].counted - later[-2].counted >= 3,
        "it stands still for own accounts": 0 in moves([later[2], later[4], later[-1]]),
        "own server's line rises": grew(before.own, last.own),
        "the other server's line rises": grew(before.elsewhere, last.elsewhere),
        "the change since yesterday": (last.own.since_yesterday or 0) % 2 == 1,
    }


async def a_visitor(database: Database, seed: int, rules: Rules) -> tuple[Guesses, bool]:
    """Let a visitor sign in the watcher's server; was it the first time?"""
    played = await Watched.begin(database, seed, rules)
    visitor, is_new = played.numbers.someone(), played.chooser.random() < 0.5
    if not is_new:
        await visitor.sign(ELSEWHERE)
    usual = [await played.ten_minutes() for _ in range(5)]
    before = await played.look()
    await visitor.sign(OWN)
    after = await played.look()
    later = [await played.ten_minutes(), *await played.probe()]
    return guesses(usual, before, after, later), is_new


async def an_hour(database: Database, seed: int, rules: Rules) -> tuple[Guesses, bool]:
    """Let a member sign elsewhere in this hour, or not; did they?"""
    played = await Watched.begin(database, seed, rules)
    member, signs = played.numbers.someone(), played.chooser.random() < 0.5
    usual = [await played.ten_minutes() for _ in range(5)]
    before = await played.look()
    if signs:
        await member.sign(ELSEWHERE)
    after = await played.look()
    later = [await played.ten_minutes(), *await played.probe()]
    return guesses(usual, before, after, later), signs


ATTACKS = pytest.mark.parametrize("attack", [a_visitor, an_hour], ids=["elsewhere", "this hour"])


@ATTACKS
async def test_whoever_watches_the_numbers_guesses_at_chance(
    sqlite_database: Database, seeds: range, attack: type
) -> None:
    hits = [scored(*await attack(sqlite_database, seed, DEFAULTS)) for seed in seeds]
    assert {len(one) for one in hits} == {10}
    assert better_than_chance(hits) == {}


@ATTACKS
async def test_the_same_watcher_knows_it_where_the_numbers_are_live(
    sqlite_database: Database, attack: type
) -> None:
    """So the scores above mean something."""
    for seed in range(2 * FEW):
        found, truth = await attack(sqlite_database, seed, LIVE)
        assert found[AT_ONCE] == truth


@pytest.mark.parametrize("is_new", [True, False])
async def test_who_knows_that_nobody_else_signed_still_learns_it(
    sqlite_database: Database, is_new: bool
) -> None:
    """The README says so: with two accounts, which make three with the visitor."""
    played = await Watched.begin(sqlite_database, int(is_new), DEFAULTS)
    visitor = played.numbers.someone()
    await played.accounts_leave()
    if not is_new:
        await visitor.sign(ELSEWHERE)
    await played.numbers.sign(10, ELSEWHERE)
    await played.numbers.strike()
    before = await played.look()
    await visitor.sign(OWN)
    await played.accounts_sign()
    await played.numbers.strike()
    assert ((await played.look()).counted > before.counted) == is_new
