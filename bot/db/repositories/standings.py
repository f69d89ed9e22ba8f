"""Reads rows of pledges, their servers and listings as what they mean."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import Connection

from bot.db.sql import run, run_for_keys
from bot.domain.clock import start_of
from bot.domain.identity import Keys
from bot.domain.pledges import Attribution, Pledge, Standing, State

_PLEDGES = """
    SELECT signer, stands, version, digest, locale, signed_hour, changed_hour, epoch
    FROM pledges JOIN texts ON texts.number = pledges.text
    WHERE pledges.campaign = $1 AND signer IN ({keys})
"""
_ATTRIBUTIONS = """
    SELECT signer, server, state, hour, reason, age_band, state_before, "case", reason_before
    FROM attributions WHERE campaign = $1 AND signer IN ({keys}) ORDER BY signer, server
"""
_LISTINGS = "SELECT key, reason FROM listings WHERE key IN ({keys})"
_SERVERS = "SELECT guild_id FROM servers ORDER BY guild_id"


def standings(
    connection: Connection, *, campaign: int, signers: Iterable[bytes]
) -> dict[bytes, Standing]:
    """Return the pledges of signers of one campaign and where they signed, without listings."""
    signers = list(signers)
    servers: defaultdict[bytes, list[Attribution]] = defaultdict(list)
    for row in run_for_keys(connection, _ATTRIBUTIONS, signers, before=[campaign]):
        servers[bytes(row[0])].append(_attribution(row))
    return {
        bytes(row[0]): Standing(_pledge(row), tuple(servers[bytes(row[0])]))
        for row in run_for_keys(connection, _PLEDGES, signers, before=[campaign])
    }


def standing(
    connection: Connection,
    *,
    campaign: int | None,
    signer: bytes,
    server: bytes | None,
    keys: Keys,
) -> Standing:
    """Return all that is stored about one signer, seen from a server."""
    if campaign is None:
        return Standing(server=server)
    found = standings(connection, campaign=campaign, signers=[signer]).get(signer, Standing())
    return with_listings(connection, replace(found, server=server), signer=signer, keys=keys)


class SignerChange(Protocol):
    """A change that one signer makes, or that is made of theirs, in a server or outside of all."""

    @property
    def keys(self) -> Keys:
        """The keys under which the store knows people and servers."""
        ...

    @property
    def signer(self) -> bytes:
        """The signer's key."""
        ...

    @property
    def server(self) -> bytes | None:
        """The server's key."""
        ...


def standing_before(connection: Connection, work: SignerChange, campaign: int | None) -> Standing:
    """Return all that is stored about the one whom a change is about, seen from its server."""
    return standing(
        connection, campaign=campaign, signer=work.signer, server=work.server, keys=work.keys
    )


def with_listings(
    connection: Connection, standing: Standing, *, signer: bytes, keys: Keys
) -> Standing:
    """Return a standing with the walls that a signer stands on, or was taken off."""
    servers = {one.server for one in standing.attributions}
    if standing.server is not None:
        servers.add(standing.server)
    found = _listings(connection, servers, signer=signer, keys=keys)
    listed = frozenset(server for server, why in found.items() if why is None)
    off = sorted((server, why) for server, why in found.items() if why is not None)
    return replace(standing, listed=listed, taken_off=tuple(off))


def taken_off(connection: Connection, *, signer: bytes, keys: Keys) -> dict[int, int]:
    """Return off the walls of which servers a signer was taken, and why, wherever they signed.

    What was taken off a wall stays so when the signature there is withdrawn; then nothing but the
    ids of the servers leads to it.
    """
    servers = {keys.server(row[0]): row[0] for row in run(connection, _SERVERS)}
    found = _listings(connection, servers, signer=signer, keys=keys)
    return {servers[server]: why for server, why in found.items() if why is not None}


def _listings(
    connection: Connection, servers: Iterable[bytes], *, signer: bytes, keys: Keys
) -> dict[bytes, int | None]:
    places = {keys.listing(signer=signer, server=server): server for server in servers}
    rows = run_for_keys(connection, _LISTINGS, places)
    return {places[bytes(key)]: why for key, why in rows}


def _pledge(row: Sequence[Any]) -> Pledge:
    return Pledge(
        stands=bool(row[1]),
        text_version=row[2],
        text_digest=bytes(row[3]).hex(),
        locale=row[4],
        signed=start_of(row[5]),
        changed=start_of(row[6]),
        epoch=row[7],
    )


def _attribution(row: Sequence[Any]) -> Attribution:
    before, case, reason_before = row[6:9]
    return Attribution(
        server=bytes(row[1]),
        state=State(row[2]),
        hour=start_of(row[3]),
        reason=row[4],
        age_band=row[5],
        state_before=None if before is None else State(before),
        case=case,
        reason_before=reason_before,
    )
