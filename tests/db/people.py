"""People of the tests, with one method for each thing they do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.db import Database
from bot.db.repositories.records.noting import Actor
from bot.db.repositories.settings import ChangeSetting
from bot.db.repositories.signing import Sign
from bot.db.repositories.visibility import List, Unlist
from bot.db.repositories.withdrawal import Erase, Withdraw
from bot.domain.clock import Clock, hour_of
from bot.domain.identity import KEY_BYTES, Keys
from bot.domain.pledges import Signed, SigningText, Standing, State, Withdrawn
from bot.domain.tallies import Counts
from tests.db.reading import live_counts
from tests.db.states import SetState

CAMPAIGN = "ask-more"
HERE, THERE = 1_111_111_111_111_111_111, 2_222_222_222_222_222_222
TEXT = SigningText("1", "en", "I pledge to ask more.")
NEWER = SigningText("2", "en", "I pledge to ask more, and to listen.")
KEYS = Keys(b"a secret of these tests, 32 bytes", CAMPAIGN)


def key(name: str | int) -> bytes:
    """Return a signer key for a person of a test."""
    return hashlib.sha256(str(name).encode()).digest()[:KEY_BYTES]


def server_key(guild_id: int | None, keys: Keys = KEYS) -> bytes | None:
    """Return the key of a server of a test; None for a direct message."""
    return None if guild_id is None else keys.server(guild_id)


MODERATOR = Actor.of(444_444_444_444_444_444, KEYS)


def choice(
    key: str, value: str | None, *, guild_id: int = HERE, actor: Actor = MODERATOR
) -> ChangeSetting:
    """Return what a moderator chooses: a value as it is stored, or (None) the default."""
    return ChangeSetting(guild_id=guild_id, actor=actor, key=key, value=value, hour=500_000)


async def counts(database: Database, guild_id: int | None = None) -> Counts:
    """Return the numbers of a server, or (None) of the campaign."""
    server = server_key(guild_id)
    return await live_counts(database, campaign_id=CAMPAIGN, server=server)


async def wall(
    database: Database, guild_id: int = HERE, *, offset: int = 0, limit: int = 10
) -> tuple[list[int], int]:
    """Return who is listed in a server, and how many."""
    return await database.pledges.wall(wall=KEYS.wall(guild_id), offset=offset, limit=limit)


@dataclass(frozen=True, slots=True)
class Person:
    """One person in front of one store."""

    database: Database
    clock: Clock
    key: bytes
    user_id: int = 333_333_333_333_333_333
    keys: Keys = KEYS

    async def sign(self, guild_id: int | None = HERE, text: SigningText = TEXT) -> Signed:
        """Press Sign."""
        return await self.database.pledges.sign(
            Sign(
                keys=self.keys,
                signer=self.key,
                server=server_key(guild_id, self.keys),
                text=text,
                hour=hour_of(self.clock()),
            )
        )

    async def withdraw(self, guild_id: int | None = HERE, *, everywhere: bool = False) -> Withdrawn:
        """Take it back."""
        return await self.database.pledges.withdraw(
            Withdraw(
                keys=self.keys,
                signer=self.key,
                server=server_key(guild_id, self.keys),
                everywhere=everywhere,
                hour=hour_of(self.clock()),
            )
        )

    async def list(self, guild_id: int = HERE) -> Standing:
        """Choose to be listed."""
        return await self.database.pledges.list(
            List(
                keys=self.keys,
                signer=self.key,
                server=self.keys.server(guild_id),
                wall=self.keys.wall(guild_id),
                user_id=self.user_id,
            )
        )

    async def unlist(self, guild_id: int = HERE) -> Standing:
        """Come off the list."""
        return await self.database.pledges.unlist(
            Unlist(keys=self.keys, signer=self.key, server=self.keys.server(guild_id))
        )

    async def judged(self, state: State, guild_id: int = HERE, *, case: int | None = None) -> bool:
        """Have a moderator of a server change what the signature is there."""
        return await self.database.writer.submit(
            SetState(
                keys=self.keys,
                signer=self.key,
                server=self.keys.server(guild_id),
                state=state,
                hour=hour_of(self.clock()),
                case=case,
            )
        )

    async def erase(self) -> bool:
        """Be forgotten."""
        return await self.database.pledges.erase(
            Erase(keys=self.keys, signer=self.key, hour=hour_of(self.clock()))
        )

    async def standing(self, guild_id: int | None = HERE) -> Standing:
        """Ask what is stored, seen from a server."""
        return await self.database.pledges.standing(
            keys=self.keys, signer=self.key, server=server_key(guild_id, self.keys)
        )


async def log_of(database: Database, guild_id: int = HERE) -> list[tuple[object, ...]]:
    """Return what a server's log says, the oldest first."""
    entries, total = await database.settings.log(guild_id=guild_id, limit=100, offset=0)
    assert total == len(entries)
    return [
        (one.change.number, one.actor, one.change.kind.name, one.key, one.before, one.after)
        for one in reversed(entries)
    ]
