"""Your data is yours: take it with you as a file, or have it erased everywhere."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any, Protocol

from bot.domain.clock import Clock
from bot.domain.identity import SignerKeys
from bot.domain.pledges import Standing, Visibility
from bot.services.campaign import CampaignService


class ErasingStore(Protocol):
    """Where everything of a person can be found and erased."""

    async def standing(self, *, campaign_id: str, signer_key: bytes) -> Standing:
        """Return what is stored about a signer."""
        ...

    async def erase(
        self, *, campaign_id: str, signer_key: bytes, erasure_mark: bytes, at: datetime
    ) -> bool:
        """Erase a signer from every table; returns whether there was something to erase."""
        ...


class AlsoHeld(Protocol):
    """Something else that is stored about people, under a key of its own."""

    async def holds(self, *, user_id: int) -> dict[str, Any] | None:
        """Return what is stored about a person, in a form JSON can hold, or None."""
        ...

    async def forget(self, *, user_id: int) -> bool:
        """Erase it; return whether there was anything."""
        ...


class PrivacyService:
    """Works from any place, also in a DM and after leaving every server."""

    def __init__(
        self,
        store: ErasingStore,
        campaign: CampaignService,
        keys: SignerKeys,
        clock: Clock,
        *,
        letter: AlsoHeld,
    ) -> None:
        self._store = store
        self._letter = letter
        self._campaign = campaign
        self._keys = keys
        self._clock = clock

    async def holds_anything(self, *, user_id: int) -> bool:
        """Return whether anything at all is stored about a person."""
        if (await self._standing(user_id)).pledge is not None:
            return True
        return await self._letter.holds(user_id=user_id) is not None

    async def export(self, *, user_id: int) -> bytes:
        """Return all that is stored about a person as JSON (UTF-8; times in ISO 8601, UTC)."""
        standing = await self._standing(user_id)
        held = self._exported(standing, user_id)
        document = {
            "format": "campaign-bot personal data, version 1",
            "campaign": self._campaign.id,
            "exported_at": _iso(self._clock()),
            "pledge": held,
            "letter": await self._letter.holds(user_id=user_id),
        }
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"

    async def erase(self, *, user_id: int) -> bool:
        """Erase a person everywhere; returns whether there was something. Twice is harmless."""
        key = self._keys.signer_key(user_id)
        forgotten = await self._letter.forget(user_id=user_id)
        erased = await self._store.erase(
            campaign_id=self._campaign.id,
            signer_key=key,
            erasure_mark=self._keys.erasure_mark(key),
            at=self._clock(),
        )
        return erased or forgotten

    async def _standing(self, user_id: int) -> Standing:
        return await self._store.standing(
            campaign_id=self._campaign.id, signer_key=self._keys.signer_key(user_id)
        )

    def _exported(self, standing: Standing, user_id: int) -> dict[str, Any] | None:
        pledge = standing.pledge
        if pledge is None:
            return None
        return {
            "signer_key": self._keys.signer_key(user_id).hex(),
            "status": pledge.status.value,
            "first_signed_at": _iso(pledge.created_at),
            "signed_at": _iso(pledge.signed_at),
            "status_changed_at": _iso(pledge.changed_at),
            "text_version": pledge.text_version,
            "text_sha256": pledge.text_digest,
            "text_language": pledge.locale,
            "servers": [
                {
                    "server_id": str(one.guild_id),
                    "signed_there_at": _iso(one.attributed_at),
                    "visibility": one.visibility.value,
                    "listed_at": _iso(one.listed_at) if one.listed_at else None,
                    "listed_user_id": str(user_id) if one.visibility is Visibility.LISTED else None,
                }
                for one in standing.attributions
            ],
        }


def _iso(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
