"""Turns rows of pledges and attributions into the domain's objects."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import Connection, bindparam, select

from bot.db.repositories.statements import AnyRow
from bot.db.schema import attributions, pledges
from bot.domain.pledges import Attribution, Pledge, Standing, Status, Visibility

_STANDING = (
    select(
        pledges.c.signer_key,
        pledges.c.id,
        pledges.c.status,
        pledges.c.text_version,
        pledges.c.text_digest,
        pledges.c.locale,
        pledges.c.signed_at,
        pledges.c.changed_at,
        pledges.c.created_at,
        attributions.c.guild_id,
        attributions.c.visibility,
        attributions.c.attributed_at,
        attributions.c.listed_at,
    )
    .select_from(pledges.outerjoin(attributions, attributions.c.pledge_id == pledges.c.id))
    .where(
        pledges.c.campaign_id == bindparam("campaign_id"),
        pledges.c.signer_key.in_(bindparam("signer_keys", expanding=True)),
    )
    .order_by(attributions.c.attributed_at, attributions.c.guild_id)
)


def standings(
    connection: Connection, *, campaign_id: str, signer_keys: Iterable[bytes]
) -> defaultdict[bytes, Standing]:
    """Return what is stored about signers of one campaign, in one statement."""
    found = connection.execute(
        _STANDING, {"campaign_id": campaign_id, "signer_keys": list(signer_keys)}
    )
    rows: defaultdict[bytes, list[AnyRow]] = defaultdict(list)
    for row in found:
        rows[bytes(row[0])].append(row)
    return defaultdict(Standing, {key: _standing(of_key) for key, of_key in rows.items()})


def standing(connection: Connection, *, campaign_id: str, signer_key: bytes) -> Standing:
    """Return what is stored about one signer."""
    found = standings(connection, campaign_id=campaign_id, signer_keys=[signer_key])
    return found[signer_key]


def _standing(rows: list[AnyRow]) -> Standing:
    first = rows[0]
    return Standing(
        Pledge(
            id=first.id,
            status=Status(first.status),
            text_version=first.text_version,
            text_digest=first.text_digest,
            locale=first.locale,
            signed_at=first.signed_at,
            changed_at=first.changed_at,
            created_at=first.created_at,
        ),
        tuple(_attribution(row) for row in rows if row.guild_id is not None),
    )


def _attribution(row: AnyRow) -> Attribution:
    return Attribution(
        row.guild_id, Visibility(row.visibility), row.attributed_at, listed_at=row.listed_at
    )
