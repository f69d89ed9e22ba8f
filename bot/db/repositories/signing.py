"""Stores signatures, a whole batch in a few statements, and one pledge a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from bot.db.repositories.counting import NumberChanges
from bot.db.repositories.dictionary import numbers_of_text
from bot.db.repositories.standings import standings, with_listings
from bot.db.sql import run, run_for_rows
from bot.db.transactions.work import Work
from bot.domain.clock import hour_of, start_of
from bot.domain.identity import Keys
from bot.domain.moderation.holding import Hold
from bot.domain.pledges import (
    Action,
    Attribution,
    Pledge,
    Signed,
    Signing,
    SigningText,
    Standing,
    State,
    sign_action,
)
from bot.domain.tallies import SignatureChange

_SIGN = """
    INSERT INTO pledges (campaign, signer, stands, text, signed_hour, changed_hour, epoch)
    VALUES {rows} ON CONFLICT (campaign, signer) DO NOTHING RETURNING signer, epoch
"""
_SIGNED = "({}, {}, 1, {}, {}, {}, coalesce((SELECT times FROM erasures WHERE mark = {}), 0))"
"""A pledge as it is first stored: its epoch is how often its signer had been erased."""
_SIGN_AGAIN = """
    UPDATE pledges SET stands = 1, text = $3, signed_hour = $4, changed_hour = $5
    WHERE campaign = $1 AND signer = $2
"""
_ATTRIBUTE = """
    INSERT INTO attributions (campaign, signer, server, state, reason, age_band, hour)
    VALUES {rows}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Work[Signed]):
    """One press of "I pledge", in one server or (None) outside of any.

    `hour` is the hour it happened in, counted from 1970; no finer time is stored. With a `hold` it
    is held in this server, unless the server knows of it already.
    """

    keys: Keys
    signer: bytes
    server: bytes | None
    text: SigningText
    hour: int
    hold: Hold | None = None

    def perform(self, connection: Connection) -> Signed:
        """Sign alone."""
        return self.perform_all(connection, [self])[0]

    @classmethod
    def perform_all(cls, connection: Connection, works: Sequence[Sign]) -> list[Signed]:
        """Sign all, each signer once a wave, so that a second press meets the first one's row."""
        results: dict[int, Signed] = {}
        changes = NumberChanges()
        for wave in _waves(works):
            signing = _Wave(connection, [works[place] for place in wave], changes)
            results.update(zip(wave, signing.run(), strict=True))
        changes.write(connection)
        return [results[place] for place in range(len(works))]


def _waves(works: Sequence[Sign]) -> Iterable[list[int]]:
    """Return the places of the works in waves: in one wave no signer, and one campaign."""
    waves: list[list[int]] = []
    campaigns: list[str] = []
    seen: dict[bytes, int] = {}
    for place, work in enumerate(works):
        nth = seen.get(work.signer, -1) + 1
        while nth < len(waves) and campaigns[nth] != work.keys.campaign_id:
            nth += 1
        if nth == len(waves):
            waves.append([])
            campaigns.append(work.keys.campaign_id)
        seen[work.signer] = nth
        waves[nth].append(place)
    return waves


class _Wave:
    """Signatures of different people under one campaign, run together."""

    def __init__(self, connection: Connection, works: list[Sign], changes: NumberChanges) -> None:
        self._connection = connection
        self._works = works
        self._changes = changes
        self._texts: dict[SigningText, int] = {}
        for text in {work.text for work in works}:
            self._campaign, self._texts[text] = numbers_of_text(
                connection,
                campaign_id=works[0].keys.campaign_id,
                version=text.version,
                locale=text.locale,
                digest=text.digest,
            )
        self._again: list[tuple[bytes, int, int, int]] = []
        self._rows: list[tuple[int | bytes, ...]] = []

    def run(self) -> list[Signed]:
        """Store the signatures and return what each came to, in order."""
        new = self._insert()
        known = [work.signer for work in self._works if work.signer not in new]
        before = (
            standings(self._connection, campaign=self._campaign, signers=known) if known else {}
        )
        results = [
            self._new(work, new[work.signer])
            if work.signer in new
            else self._known(work, before[work.signer])
            for work in self._works
        ]
        for signer, text, signed, changed in sorted(self._again):
            values = [self._campaign, signer, text, signed, changed]
            run(self._connection, _SIGN_AGAIN, values)
        run_for_rows(self._connection, _ATTRIBUTE, sorted(self._rows))
        return results

    def _insert(self) -> dict[bytes, int]:
        """Insert the pledges that are not there yet, in key order; return their epochs."""
        rows = [
            (
                self._campaign,
                work.signer,
                self._texts[work.text],
                work.hour,
                work.hour,
                work.keys.mark(work.signer),
            )
            for work in sorted(self._works, key=lambda work: work.signer)
        ]
        inserted = run_for_rows(self._connection, _SIGN, rows, row=_SIGNED)
        return {bytes(signer): epoch for signer, epoch in inserted}

    def _new(self, work: Sign, epoch: int) -> Signed:
        hour = start_of(work.hour)
        text = work.text
        pledge = Pledge(True, text.version, text.digest, text.locale, hour, hour, epoch)
        after = self._attributed(work, Standing(pledge, server=work.server))
        self._note(SignatureChange.SIGNED, work, Standing(), after)
        return Signed(Signing.SIGNED, after)

    def _known(self, work: Sign, found: Standing) -> Signed:
        """Sign for someone who is stored already."""
        seen = replace(found, server=work.server)
        before = with_listings(self._connection, seen, signer=work.signer, keys=work.keys)
        match sign_action(before, text_version=work.text.version):
            case Action.REFUSE:
                return Signed(Signing.SET_ASIDE, before)
            case Action.REVIVE | Action.INSERT:
                after = self._attributed(work, self._signed_again(work, before))
                self._note(SignatureChange.SIGNED, work, before, after)
                return Signed(Signing.SIGNED, after)
            case Action.RENEW:
                after = self._attributed(work, self._signed_again(work, before))
                self._note(SignatureChange.RENEWED, work, before, after)
                return Signed(Signing.RENEWED, after)
            case Action.KEEP:
                after = self._attributed(work, before)
                if after == before:
                    return Signed(Signing.ALREADY, before)
                self._note(SignatureChange.ATTRIBUTED, work, before, after)
                return Signed(Signing.ATTRIBUTED, after)

    def _attributed(self, work: Sign, standing: Standing) -> Standing:
        """Let the server of the press count or hold the pledge, unless it knows of it already."""
        if work.server is None or standing.here is not None:
            return standing
        hold = work.hold
        state = State.HELD if hold else State.COUNTED
        why = (int(hold.reason), int(hold.age_band)) if hold else (0, 0)
        row = (self._campaign, work.signer, work.server, int(state), *why, work.hour)
        self._rows.append(row)
        here = Attribution(work.server, state, start_of(work.hour), *why)
        together = sorted((*standing.attributions, here), key=lambda one: one.server)
        return replace(standing, attributions=tuple(together))

    def _signed_again(self, work: Sign, standing: Standing) -> Standing:
        """Put a known pledge under the text of this signature, and let it stand."""
        pledge, text, hour = standing.pledge, work.text, start_of(work.hour)
        if pledge is None:
            raise LookupError("a pledge is neither new nor there")
        changed = pledge.changed if pledge.stands else hour
        again = Pledge(True, text.version, text.digest, text.locale, hour, changed, pledge.epoch)
        number = self._texts[text]
        self._again.append((work.signer, number, work.hour, hour_of(changed)))
        return replace(standing, pledge=again)

    def _note(self, kind: SignatureChange, work: Sign, before: Standing, after: Standing) -> None:
        new_here = before.here is None
        reason = int(work.hold.reason) if work.hold and new_here else 0
        changes, campaign = self._changes, self._campaign
        changes.add(kind, before, after, campaign=campaign, hour=work.hour, reason=reason)
