"""People of the tests, with one method for each thing they do."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from bot.db import Database
from bot.db.repositories.signing import Sign
from bot.db.repositories.visibility import SetVisibility
from bot.db.repositories.withdrawal import Erase, Withdraw
from bot.domain.clock import Clock
from bot.domain.identity import SignerKeys
from bot.domain.pledges import Signed, SigningText, Standing, Visibility, Withdrawn

CAMPAIGN = "ask-more"
HERE, THERE = 1_111_111_111_111_111_111, 2_222_222_222_222_222_222
TEXT = SigningText("1", "en", "I pledge to ask more.")
NEWER = SigningText("2", "en", "I pledge to ask more, and to listen.")
KEYS = SignerKeys(b"a secret of these tests, 32 bytes", CAMPAIGN)


def key(name: str | int) -> bytes:
    """Return a signer key for a person of a test."""
    return hashlib.sha256(str(name).encode()).digest()


@dataclass(frozen=True, slots=True)
class Person:
    """One person in front of one store."""

    database: Database
    clock: Clock
    key: bytes
    user_id: int = 333_333_333_333_333_333

    async def sign(self, guild_id: int | None = HERE, text: SigningText = TEXT) -> Signed:
        """Press Sign."""
        return await self.database.pledges.sign(
            Sign(
                campaign_id=CAMPAIGN,
                signer_key=self.key,
                guild_id=guild_id,
                text=text,
                at=self.clock(),
            )
        )

    async def withdraw(self, guild_id: int | None = HERE, *, everywhere: bool = False) -> Withdrawn:
        """Take it back."""
        return await self.database.pledges.withdraw(
            Withdraw(
                campaign_id=CAMPAIGN,
                signer_key=self.key,
                guild_id=guild_id,
                everywhere=everywhere,
                at=self.clock(),
            )
        )

    async def show(self, visibility: Visibility, guild_id: int = HERE) -> Standing:
        """Choose who may see it."""
        return await self.database.pledges.set_visibility(
            SetVisibility(
                campaign_id=CAMPAIGN,
                signer_key=self.key,
                guild_id=guild_id,
                user_id=self.user_id,
                visibility=visibility,
                at=self.clock(),
            )
        )

    async def erase(self) -> bool:
        """Be forgotten."""
        return await self.database.pledges.erase(
            Erase(
                campaign_id=CAMPAIGN,
                signer_key=self.key,
                mark=KEYS.erasure_mark(self.key),
                at=self.clock(),
            )
        )

    async def standing(self) -> Standing:
        """Ask what is stored."""
        return await self.database.pledges.standing(campaign_id=CAMPAIGN, signer_key=self.key)
