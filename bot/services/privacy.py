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

    async def campaign_ids(self) -> list[str]:
        """Return every campaign that the store knows pledges of, also earlier ones."""
        ...

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
        if await self._pledges(user_id):
            return True
        return await self._letter.holds(user_id=user_id) is not None

    async def export(self, *, user_id: int) -> bytes:
        """Return all that is stored about a person as JSON (UTF-8; times in ISO 8601, UTC)."""
        held = await self._pledges(user_id)
        document = {
            "format": "campaign-bot personal data, version 1",
            "campaign": self._campaign.id,
            "exported_at": _iso(self._clock()),
            "pledge": held.pop(self._campaign.id, None),
            "pledges_to_other_campaigns": held,
            "letter": await self._letter.holds(user_id=user_id),
        }
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"

    async def erase(self, *, user_id: int) -> bool:
        """Erase a person everywhere; returns whether there was something. Twice is harmless."""
        erased = await self._letter.forget(user_id=user_id)
        for keys in await self._all_keys():
            key = keys.signer_key(user_id)
            erased |= await self._store.erase(
                campaign_id=keys.campaign_id,
                signer_key=key,
                erasure_mark=keys.erasure_mark(key),
                at=self._clock(),
            )
        return erased

    async def _all_keys(self) -> list[SignerKeys]:
        """Return the keys of this campaign and of every earlier one in the same store."""
        known = {self._campaign.id, *await self._store.campaign_ids()}
        return [self._keys.of(campaign_id) for campaign_id in sorted(known)]

    async def _pledges(self, user_id: int) -> dict[str, Any]:
        """Return what is stored of a person's pledges, by campaign."""
        found: dict[str, Any] = {}
        for keys in await self._all_keys():
            key = keys.signer_key(user_id)
            standing = await self._store.standing(campaign_id=keys.campaign_id, signer_key=key)
            if standing.pledge is not None:
                found[keys.campaign_id] = self._exported(standing, key, user_id)
        return found

    def _exported(self, standing: Standing, key: bytes, user_id: int) -> dict[str, Any] | None:
        pledge = standing.pledge
        if pledge is None:
            return None
        return {
            "signer_key": key.hex(),
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
