"""The whole bot beside the one that a team would write instead: cost, rate, and a slow disk.

What one press costs is measured twice. While nobody else waits, each of both bots makes one commit
for one press, and neither gains from others who press at the same moment. While many wait, as
after a post that many read, a commit and a look-up may serve several of them.
"""

from __future__ import annotations

import itertools
import sqlite3
import statistics
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import typical
from tests.benchmarks.commands import Askers
from tests.benchmarks.load import WAITING, Crowd
from tests.benchmarks.slow_disk import COMMIT
from tests.benchmarks.stage import Contestant, campaign_bot, typical_bot
from tests.benchmarks.table import Aim, Row
from tests.benchmarks.usage import Burst, measured_burst

_OURS, _TYPICAL = "ours", "typical"
_OFFERED = 200
_Found = dict[str, list[Burst]]


@dataclass(frozen=True, slots=True)
class _Signing:
    """Two crowds of one bot: those who press *I pledge*, and those who ask for the card."""

    contestant: Contestant
    pid: int
    presses: Crowd
    cards: Crowd

    @classmethod
    async def of(cls, contestant: Contestant, pid: int, command: str, confirm: str) -> _Signing:
        await contestant.take_card(command, confirm)
        cards = Askers(contestant.discord, contestant.channel, command)
        return cls(contestant, pid, contestant.crowd, cards)


async def typical_rows(
    folder: Path, *, rounds: int, burst: int, offered: int, patience: float
) -> list[Row]:
    """Measure both bots turn by turn; return the rows of the table.

    Raises:
        AssertionError: when a press was answered that is not in its bot's file.
    """
    async with (
        campaign_bot(folder / "versus") as ours,
        typical_bot(folder / "versus-typical") as other,
    ):
        async with ours.running() as first, other.running() as second:
            both = {
                _OURS: await _Signing.of(ours, first.pid, "pledge sign", "amh:pledge:confirm:"),
                _TYPICAL: await _Signing.of(other, second.pid, typical.COMMAND, typical.PLEDGE),
            }
            rows = await _burst_rows(both, rounds, burst)
        for one in both.values():
            _assert_all_kept(one.contestant, one.presses.pressed)
    return [*rows, await _slow_disk_row(folder, offered, patience)]


async def _burst_rows(both: Mapping[str, _Signing], rounds: int, burst: int) -> list[Row]:
    crowds: dict[str, dict[str, Crowd]] = {
        "I pledge, stored and answered": {name: one.presses for name, one in both.items()},
        "the card of /pledge sign": {name: one.cards for name, one in both.items()},
    }
    for each in crowds.values():  # connections and caches, before the clock: the same for both
        for crowd in each.values():
            await crowd.burst(WAITING * 2, waiting=WAITING)
    rows: list[Row] = []
    for what, each in crowds.items():
        alone: _Found = {name: [] for name in both}
        together: _Found = {name: [] for name in both}
        for _, (name, crowd) in itertools.product(range(rounds), each.items()):
            pid = both[name].pid
            alone[name].append(await measured_burst(crowd, pid, burst, waiting=1))
            together[name].append(await measured_burst(crowd, pid, burst))
        rows += _rows(what, alone, together)
    return rows


def _rows(what: str, alone: _Found, together: _Found) -> list[Row]:
    """Return the cost of one that nobody waits beside, and cost and rate while many wait."""
    rate = {name: statistics.median(one.rate for one in together[name]) for name in together}
    cost = f"processor time, {what}"
    return [
        _row(f"{cost} / typical bot", _costs(alone), "us", Aim("<=", 1.0)),
        _row(f"{cost}, {WAITING} waiting / typical bot", _costs(together), "us", Aim("<=", 1.0)),
        _row(f"{what} / typical bot", rate, "/s", Aim(">=", 1.0)),
    ]


def _costs(found: _Found) -> dict[str, float]:
    return {name: statistics.median(one.microseconds for one in found[name]) for name in found}


def _row(what: str, found: Mapping[str, float], unit: str, aim: Aim) -> Row:
    return Row(what, found[_OURS], found[_TYPICAL], unit, aim, digits=0)


async def _slow_disk_row(folder: Path, offered: int, patience: float) -> Row:
    """Offer more presses a second than a slow disk can commit one by one."""
    rates: dict[str, float] = {}
    async with (
        campaign_bot(folder / "slow", slow_disk=True) as ours,
        typical_bot(folder / "slow-typical", slow_disk=True) as other,
    ):
        for name, contestant, command, confirm in (
            (_OURS, ours, "pledge sign", "amh:pledge:confirm:"),
            (_TYPICAL, other, typical.COMMAND, typical.PLEDGE),
        ):
            async with contestant.running():
                await contestant.take_card(command, confirm)
                found = await contestant.crowd.in_time(offered, rate=_OFFERED, patience=patience)
            assert min(found.seconds) > COMMIT, "an answer came sooner than its commit"
            _assert_all_kept(contestant, len(found.seconds))
            rates[name] = len(found.seconds) / offered * _OFFERED
    what = f"in time of {_OFFERED}/s, a commit takes {COMMIT * 1_000:.0f} ms longer / typical bot"
    return _row(what, rates, "/s", Aim(">=", 2.0))


def _assert_all_kept(contestant: Contestant, answered: int) -> None:
    """Check that whoever was answered is in the file: an answer alone would be worth nothing."""
    with closing(sqlite3.connect(contestant.database)) as connection:
        (kept,) = connection.execute("SELECT COUNT(*) FROM pledges").fetchone()
    assert kept >= answered, f"{answered} were answered, {kept} are in the file"
