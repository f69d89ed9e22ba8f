"""Every change of a number: live ones move with their rows, and published ones on a clock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.repositories.meta import numbers_differ
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run, run_for_rows
from bot.db.transactions.work import Work
from bot.domain.clock import HOURS_A_DAY
from bot.domain.pledges import Standing, campaign_counts, server_counts
from bot.domain.tallies import NOTHING, Counts, SignatureChange

# An upsert offers the change as a new row first, which the CHECK refuses where it is negative: what
# falls is updated by a statement of its own.
_SCOPES = """
    INSERT INTO numbers (campaign, scope, counted, held,
        published_counted, published_held, published_minute) VALUES {rows}
    ON CONFLICT (campaign, scope) DO UPDATE SET
        counted = numbers.counted + excluded.counted, held = numbers.held + excluded.held
"""
_FALL = """
    UPDATE numbers SET counted = counted + $3, held = held + $4
    WHERE campaign = $1 AND scope = $2 RETURNING scope
"""
_DAYS = """
    INSERT INTO days (campaign, day, kind, reason, acts, counted, held) VALUES {rows}
    ON CONFLICT (campaign, day, kind, reason) DO UPDATE SET acts = days.acts + excluded.acts,
        counted = days.counted + excluded.counted, held = days.held + excluded.held
"""

_PUBLISH = """
    UPDATE numbers SET
        published_counted = CASE WHEN abs(counted - published_counted) >= $3
            THEN counted ELSE published_counted END,
        published_held = CASE WHEN abs(held - published_held) >= $3
            THEN held ELSE published_held END,
        published_minute = $4
    WHERE campaign = $1 AND scope {scopes} $2
        AND (abs(counted - published_counted) >= $3 OR abs(held - published_held) >= $3)
"""
_WAITS = """
    SELECT 1 FROM numbers WHERE campaign = $1 AND scope = $2
        AND (counted <> published_counted OR held <> published_held)
"""
_KEEP_THE_DAY = """
    INSERT INTO published_days (campaign, scope, day, counted, held)
    SELECT campaign, scope, CAST($3 AS INTEGER), published_counted, published_held FROM numbers
    WHERE campaign = $1 AND scope {scopes} $2 AND published_minute = $4
    ON CONFLICT (campaign, scope, day) DO UPDATE SET
        counted = excluded.counted, held = excluded.held
"""
_MINUTES_A_DAY = 24 * 60


class NumberChanges:
    """Gathers the changes of a batch and writes them in key order, in a few statements."""

    def __init__(self) -> None:
        self._totals: defaultdict[tuple[int, bytes], Counts] = defaultdict(Counts)
        self._acts: defaultdict[tuple[int, int, int, int], int] = defaultdict(int)
        self._days: defaultdict[tuple[int, int, int, int], Counts] = defaultdict(Counts)

    def add(
        self,
        kind: SignatureChange,
        before: Standing,
        after: Standing,
        *,
        campaign: int,
        hour: int,
        reason: int = 0,
    ) -> None:
        """Note what one act made of one person's pledge: in the campaign, and in each server."""
        delta = campaign_counts(after) - campaign_counts(before)
        day = (campaign, hour // HOURS_A_DAY, int(kind), reason)
        self._acts[day] += 1
        self._days[day] += delta
        self._totals[campaign, CAMPAIGN_WIDE] += delta
        self.add_to_servers(before, after, campaign=campaign)

    def add_to_servers(self, before: Standing, after: Standing, *, campaign: int) -> None:
        """Note what became of one person's pledge in each server, where nobody acted."""
        for server in _servers(before, after):
            self._totals[campaign, server] += server_counts(after, server) - server_counts(
                before, server
            )

    def write(self, connection: Connection) -> None:
        """Write all changes."""
        moved = {key: delta for key, delta in self._totals.items() if delta != NOTHING}
        growing = {key for key, delta in moved.items() if delta.counted >= 0 and delta.held >= 0}
        if growing:
            rows = [(*key, moved[key].counted, moved[key].held, 0, 0, 0) for key in sorted(growing)]
            run_for_rows(connection, _SCOPES, rows)
        for key in sorted(moved.keys() - growing):
            if not run(connection, _FALL, [*key, moved[key].counted, moved[key].held]):
                raise LookupError("a pledge was counted in a scope that has no number")
        if self._acts:
            days = [
                (*key, self._acts[key], self._days[key].counted, self._days[key].held)
                for key in sorted(self._acts)
            ]
            run_for_rows(connection, _DAYS, days)


def waits(connection: Connection, campaign: int, scope: bytes) -> bool:
    """Return whether a scope's number differs from what is published of it."""
    return bool(run(connection, _WAITS, [campaign, scope]))


def _servers(before: Standing, after: Standing) -> Iterable[bytes]:
    return {one.server for one in (*before.attributions, *after.attributions)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Publish(Work[None]):
    """One publication: of the campaign's numbers, or of those of all its servers.

    `minute` is when it happens, counted from 1970.
    """

    campaign_id: str
    servers: bool
    at_least: int
    minute: int

    def perform(self, connection: Connection) -> None:
        """Publish what differs by `at_least`, and keep it as the day's last.

        Nothing is published while numbers are known to differ from the rows they count.
        """
        campaign = campaign_number(connection, self.campaign_id)
        if campaign is None or numbers_differ(connection):
            return
        scopes = "<>" if self.servers else "="
        at_least, minute = self.at_least, self.minute
        values = [campaign, CAMPAIGN_WIDE, at_least, minute]
        run(connection, _PUBLISH.format(scopes=scopes), values)
        values = [campaign, CAMPAIGN_WIDE, minute // _MINUTES_A_DAY, minute]
        run(connection, _KEEP_THE_DAY.format(scopes=scopes), values)
