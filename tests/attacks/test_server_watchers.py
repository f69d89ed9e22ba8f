"""Who watches a server's line with four accounts there: did someone sign, and for the first time?

Four is one account fewer than a server's line needs to move. They come or go each hour, so that it
moves for the first person besides them; the watcher reads the campaign's number as well.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median

import pytest

from bot.db import Database
from tests.attacks.scores import FEW, better_than_chance, scored
from tests.attacks.watching import ELSEWHERE, OWN, Seen, Watched
from tests.services.published import LIVE, Rules

pytestmark = pytest.mark.long

ACCOUNTS = 4
DEFAULTS: Rules = {}
LIVE_LINES: Rules = {"servers": LIVE["servers"]}
AT_ONCE = "at once"
Guesses = dict[str, bool]
Attack = Callable[[Database, int, Rules], Awaitable[tuple[Guesses, bool]]]


@dataclass(frozen=True, slots=True)
class Change:
    """By how much the server's line, and the campaign without it, changed for others."""

    line: int
    rest: int

    @classmethod
    def between(cls, before: Seen, after: Seen, *, own: int = 0) -> Change:
        """Return the change without that of the watcher's own accounts, which is known."""
        return cls(after.line - before.line - own, after.rest - before.rest)

    @property
    def campaign(self) -> int:
        """By how much the campaign's number changed."""
        return self.line + self.rest


@dataclass(frozen=True, slots=True)
class Watch:
    """What the watcher saw: usual hours, the moment itself, its hour and the next one."""

    usual: list[Change]
    at_once: Change
    hour: Change
    next_hour: Change
    since_yesterday: int

    def guesses(self) -> Guesses:
        """Return whether there was one person more, by each way."""
        found = {"the change since yesterday is odd": bool(self.since_yesterday % 2)}
        for name in ("line", "rest", "campaign"):
            usual: float = median(getattr(one, name) for one in self.usual)
            now, then = getattr(self.hour, name), getattr(self.next_hour, name)
            found |= {
                f"own accounts push it over the edge: {name}": now > 0,
                f"it rises by more than usual: {name}": now > usual,
                f"it rises by more until the next hour: {name}": now + then > 2 * usual,
                f"an odd number came: {name}": bool(now % 2),
            }
        return found


async def turn(played: Watched, *, come: bool) -> Change:
    """Let all accounts of the watcher come or go, and an hour pass."""
    before = await played.look()
    await (played.accounts_sign() if come else played.accounts_leave())
    return Change.between(before, await played.hour(), own=ACCOUNTS if come else -ACCOUNTS)


async def watch(played: Watched, act: Callable[[], Awaitable[object]] | None) -> Watch:
    """Watch usual hours, and one in which somebody acts or not; the accounts make it five."""
    usual = [await turn(played, come=hour % 2 == 1) for hour in range(3)]
    before = await played.look()
    if act is not None:
        await act()
    after = await played.look()
    hour = await turn(played, come=True)
    next_hour = await turn(played, come=False)
    today = (await played.look()).own.since_yesterday or 0
    return Watch(usual, Change.between(before, after), hour, next_hour, today)


async def a_visitor(database: Database, seed: int, rules: Rules) -> tuple[Guesses, bool]:
    """Let a visitor sign in the watcher's server; was it the first time?"""
    played = await Watched.begin(database, seed, rules, accounts=ACCOUNTS)
    visitor, is_new = played.numbers.someone(), played.chooser.random() < 0.5
    if not is_new:
        await visitor.sign(ELSEWHERE)
    seen = await watch(played, lambda: visitor.sign(OWN))
    return seen.guesses() | {AT_ONCE: seen.at_once.rest >= 0}, is_new


async def an_hour(database: Database, seed: int, rules: Rules) -> tuple[Guesses, bool]:
    """Let a member sign in the watcher's server in this hour, or not; did they?"""
    played = await Watched.begin(database, seed, rules, accounts=ACCOUNTS)
    member, signs = played.numbers.someone(), played.chooser.random() < 0.5
    seen = await watch(played, (lambda: member.sign(OWN)) if signs else None)
    return seen.guesses() | {AT_ONCE: seen.at_once.line > 0}, signs


@pytest.mark.parametrize("attack", [a_visitor, an_hour], ids=["elsewhere", "this hour"])
async def test_whoever_watches_a_servers_line_guesses_at_chance(
    sqlite_database: Database, seeds: range, attack: Attack
) -> None:
    hits = [scored(*await attack(sqlite_database, seed, DEFAULTS)) for seed in seeds]
    assert {len(one) for one in hits} == {14}
    assert better_than_chance(hits) == {}


@pytest.mark.parametrize(
    ("attack", "rules"),
    [(a_visitor, LIVE), (an_hour, LIVE_LINES)],
    ids=["elsewhere, where all is live", "this hour, where the lines of servers are live"],
)
async def test_the_same_watcher_knows_it_where_the_line_is_live(
    sqlite_database: Database, attack: Attack, rules: Rules
) -> None:
    """So the scores above mean something."""
    truths: set[bool] = set()
    for seed in range(FEW // 2):
        found, truth = await attack(sqlite_database, seed, rules)
        assert found[AT_ONCE] == truth
        truths.add(truth)
    assert truths == {True, False}
