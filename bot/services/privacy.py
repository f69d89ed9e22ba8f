"""Export and erasure of all that is stored about a person."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from bot.db.repositories.pledges import PledgeRepository
from bot.db.repositories.withdrawal import Erase
from bot.domain.clock import Clock
from bot.domain.identity import SignerKeys
from bot.domain.pledges import Standing, Visibility
from bot.services.campaign import CampaignService
from bot.services.letter import LetterService


class PrivacyService:
    """Works from any place, also in a DM and after leaving every server."""

    def __init__(
        self,
        pledges: PledgeRepository,
        campaign: CampaignService,
        keys: SignerKeys,
        clock: Clock,
        *,
        letter: LetterService,
    ) -> None:
        self._pledges = pledges
        self._letter = letter
        self._campaign = campaign
        self._keys = keys
        self._clock = clock

    async def holds_anything(self, *, user_id: int) -> bool:
        """Return whether anything at all is stored about a person."""
        for keys in await self._all_keys():
            if await self._pledge(keys, user_id) or await self._deck(keys, user_id):
                return True
        return False

    async def export(self, *, user_id: int) -> bytes:
        """Return all that is stored about a person as JSON (UTF-8; times in ISO 8601, UTC)."""
        pledges: dict[str, Any] = {}
        letters: dict[str, Any] = {}
        for keys in await self._all_keys():
            if pledge := await self._pledge(keys, user_id):
                pledges[keys.campaign_id] = pledge
            if deck := await self._deck(keys, user_id):
                letters[keys.campaign_id] = deck
        document = {
            "format": "campaign-bot personal data, version 1",
            "campaign": self._campaign.id,
            "exported_at": _iso(self._clock()),
            "pledge": pledges.pop(self._campaign.id, None),
            "pledges_to_other_campaigns": pledges,
            "letter": letters.pop(self._campaign.id, None),
            "letters_of_other_campaigns": letters,
        }
        return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"

    async def erase(self, *, user_id: int) -> bool:
        """Erase a person everywhere; returns whether there was something. Twice is harmless."""
        erased = False
        for keys in await self._all_keys():
            erased |= await self._letter.forget(user_id=user_id, campaign_id=keys.campaign_id)
            key = keys.signer_key(user_id)
            erased |= await self._pledges.erase(
                Erase(
                    campaign_id=keys.campaign_id,
                    signer_key=key,
                    mark=keys.erasure_mark(key),
                    at=self._clock(),
                )
            )
        return erased

    async def _all_keys(self) -> list[SignerKeys]:
        """Return the keys of this campaign and of every earlier one in the same store."""
        known = {self._campaign.id, *await self._pledges.campaign_ids()}
        return [self._keys.of(campaign_id) for campaign_id in sorted(known)]

    async def _pledge(self, keys: SignerKeys, user_id: int) -> dict[str, Any] | None:
        key = keys.signer_key(user_id)
        standing = await self._pledges.standing(campaign_id=keys.campaign_id, signer_key=key)
        return self._exported(standing, key, user_id)

    async def _deck(self, keys: SignerKeys, user_id: int) -> dict[str, Any] | None:
        return await self._letter.holds(user_id=user_id, campaign_id=keys.campaign_id)

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
