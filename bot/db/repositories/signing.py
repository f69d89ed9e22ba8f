"""Signs a batch of pledges in about six statements, one pledge for each person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Insert, bindparam, update

from bot.db.repositories.counters import NOTHING, CounterChanges, Delta, weight_of
from bot.db.repositories.prepared import PreparedInsert
from bot.db.repositories.rows import standings
from bot.db.repositories.statements import insert_into
from bot.db.schema import CAMPAIGN_WIDE, attributions, pledges
from bot.db.transactions.work import Work
from bot.domain.pledges import (
    Action,
    Attribution,
    Pledge,
    Signed,
    Signing,
    SigningText,
    Standing,
    Status,
    Visibility,
    sign_action,
)
from bot.domain.tallies import ChangeKind

_Key = tuple[str, bytes]


def _sign(connection: Connection) -> Insert:
    return (
        insert_into(connection, pledges)
        .on_conflict_do_nothing(index_elements=[pledges.c.campaign_id, pledges.c.signer_key])
        .returning(pledges.c.campaign_id, pledges.c.signer_key, pledges.c.id)
    )


_SIGN = PreparedInsert(
    _sign,
    "campaign_id",
    "signer_key",
    "status",
    "text_version",
    "text_digest",
    "locale",
    "signed_at",
    "changed_at",
    "created_at",
)
_ATTRIBUTE = PreparedInsert(
    lambda connection: insert_into(connection, attributions),
    "pledge_id",
    "guild_id",
    "campaign_id",
    "visibility",
    "attributed_at",
)
_SIGN_AGAIN = (
    update(pledges)
    .where(pledges.c.id == bindparam("of_id"))
    .values(
        status=bindparam("to_status"),
        text_version=bindparam("to_version"),
        text_digest=bindparam("to_digest"),
        locale=bindparam("to_locale"),
        signed_at=bindparam("to_at"),
        changed_at=bindparam("to_changed_at"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign(Work[Signed]):
    """One press of "I pledge", in one server or (None) outside of any."""

    campaign_id: str
    signer_key: bytes
    guild_id: int | None
    text: SigningText
    at: datetime

    def perform(self, connection: Connection) -> Signed:
        """Sign alone."""
        return self.perform_all(connection, [self])[0]

    @classmethod
    def perform_all(cls, connection: Connection, works: Sequence[Sign]) -> list[Signed]:
        """Sign all, each signer once a wave, so that a second press meets the first one's row."""
        results: dict[int, Signed] = {}
        changes = CounterChanges()
        for wave in _waves(works):
            signing = _Wave(connection, [works[place] for place in wave], changes)
            results.update(zip(wave, signing.run(), strict=True))
        changes.write(connection)
        return [results[place] for place in range(len(works))]


def _waves(works: Sequence[Sign]) -> Iterable[list[int]]:
    waves: list[list[int]] = []
    seen: dict[_Key, int] = {}
    for place, work in enumerate(works):
        key = (work.campaign_id, work.signer_key)
        nth = seen[key] = seen.get(key, -1) + 1
        if nth == len(waves):
            waves.append([])
        waves[nth].append(place)
    return waves


class _Wave:
    """Signatures of different people, run together."""

    def __init__(self, connection: Connection, works: list[Sign], changes: CounterChanges) -> None:
        self._connection = connection
        self._works = works
        self._changes = changes
        self._again: list[dict[str, Any]] = []
        self._rows: list[dict[str, Any]] = []

    def run(self) -> list[Signed]:
        """Store the signatures and return what each came to, in order."""
        new = self._insert()
        before = self._standings_of([work for work in self._works if _key(work) not in new])
        results = [
            self._signed(work, _new(work, new[_key(work)]))
            if _key(work) in new
            else self._known(work, before[_key(work)])
            for work in self._works
        ]
        if self._again:
            self._connection.execute(_SIGN_AGAIN, self._again)
        if self._rows:
            _ATTRIBUTE.run(self._connection, self._rows)
        return results

    def _insert(self) -> dict[_Key, int]:
        rows = [
            {
                "campaign_id": work.campaign_id,
                "signer_key": work.signer_key,
                "status": Status.COUNTED.value,
                "text_version": work.text.version,
                "text_digest": work.text.digest,
                "locale": work.text.locale,
                "signed_at": work.at,
                "changed_at": work.at,
                "created_at": work.at,
            }
            for work in self._works
        ]
        return {(row[0], bytes(row[1])): row[2] for row in _SIGN.returned(self._connection, rows)}

    def _standings_of(self, works: list[Sign]) -> dict[_Key, Standing]:
        by_campaign: dict[str, list[bytes]] = {}
        for work in works:
            by_campaign.setdefault(work.campaign_id, []).append(work.signer_key)
        return {
            (campaign_id, key): found
            for campaign_id, keys in by_campaign.items()
            for key, found in standings(
                self._connection, campaign_id=campaign_id, signer_keys=keys
            ).items()
        }

    def _known(self, work: Sign, before: Standing) -> Signed:
        pledge = before.pledge
        if pledge is None:
            raise LookupError("a pledge is neither new nor there")
        match sign_action(pledge, text_version=work.text.version):
            case Action.REFUSE:
                return Signed(Signing.INVALIDATED, before)
            case Action.REVIVE | Action.INSERT:
                revived = replace(pledge, status=Status.COUNTED, changed_at=work.at)
                return self._signed(work, self._sign_again(work, revived))
            case Action.RENEW:
                renewed = self._sign_again(work, pledge)
                self._count(ChangeKind.RENEWED, work, CAMPAIGN_WIDE, NOTHING)
                return Signed(Signing.RENEWED, self._attributed(work, renewed, before))
            case Action.KEEP:
                after = self._attributed(work, pledge, before)
                same = after.attributions == before.attributions
                return Signed(Signing.ALREADY if same else Signing.ATTRIBUTED, after)

    def _signed(self, work: Sign, pledge: Pledge) -> Signed:
        """Count a pledge that is new, or new again: it stands in no server yet."""
        self._count(ChangeKind.SIGNED, work, CAMPAIGN_WIDE, weight_of(pledge.status))
        return Signed(Signing.SIGNED, self._attributed(work, pledge, Standing()))

    def _attributed(self, work: Sign, pledge: Pledge, before: Standing) -> Standing:
        """Let the server of the press count the pledge, unless it does already."""
        guild_id = work.guild_id
        if guild_id is None or before.here(guild_id):
            return Standing(pledge, before.attributions)
        self._rows.append(
            {
                "pledge_id": pledge.id,
                "guild_id": guild_id,
                "campaign_id": work.campaign_id,
                "visibility": Visibility.COUNTED_ONLY.value,
                "attributed_at": work.at,
            }
        )
        self._count(ChangeKind.ATTRIBUTED, work, guild_id, weight_of(pledge.status))
        here = Attribution(guild_id, Visibility.COUNTED_ONLY, work.at)
        return Standing(pledge, (*before.attributions, here))

    def _sign_again(self, work: Sign, pledge: Pledge) -> Pledge:
        """Put a known pledge under the text of this signature."""
        self._again.append(
            {
                "of_id": pledge.id,
                "to_status": pledge.status.value,
                "to_version": work.text.version,
                "to_digest": work.text.digest,
                "to_locale": work.text.locale,
                "to_at": work.at,
                "to_changed_at": pledge.changed_at,
            }
        )
        return replace(
            pledge,
            text_version=work.text.version,
            text_digest=work.text.digest,
            locale=work.text.locale,
            signed_at=work.at,
        )

    def _count(self, kind: ChangeKind, work: Sign, guild_id: int, delta: Delta) -> None:
        self._changes.add(kind, delta, campaign_id=work.campaign_id, guild_id=guild_id, at=work.at)


def _key(work: Sign) -> _Key:
    return work.campaign_id, work.signer_key


def _new(work: Sign, pledge_id: int) -> Pledge:
    return Pledge(
        id=pledge_id,
        status=Status.COUNTED,
        text_version=work.text.version,
        text_digest=work.text.digest,
        locale=work.text.locale,
        signed_at=work.at,
        changed_at=work.at,
        created_at=work.at,
    )
