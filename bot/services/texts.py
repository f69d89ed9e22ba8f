"""Holds a pledge text to its version: one version never stands for two texts."""

from __future__ import annotations

from hashlib import sha256
from typing import Final

from bot.db.repositories.meta import MetaRepository
from bot.db.repositories.pledges import PledgeRepository
from bot.domain.pledges import SigningText
from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.exits import CannotStart, Exit
from bot.services.campaign import CampaignService

_KEY_DIGITS: Final = 32


class TextService:
    """Compares the texts of the campaign with those that people signed."""

    def __init__(
        self, campaign: CampaignService, pledges: PledgeRepository, meta: MetaRepository
    ) -> None:
        self._campaign = campaign
        self._pledges = pledges
        self._meta = meta

    async def hold(self) -> None:
        """Check each language's text against what was signed under its version, and remember it.

        As long as nobody has signed a version, its text may still change.

        Raises:
            CannotStart: with `Exit.CONFIGURATION` when a text was changed after people signed it.
        """
        try:
            await self._meta.note_campaign(self._campaign.id)
            for locale in self._campaign.campaign.pledge.texts.locales:
                await self._hold(self._campaign.signing_text(locale))
        except (StoreUnreadable, NothingRecorded, OutcomeUnknown):
            return  # the store is away: what is signed meanwhile is not kept either

    async def _hold(self, text: SigningText) -> None:
        key = _key(self._campaign.id, text)
        if await self._meta.get(key) == text.digest:
            return
        if await self._pledges.signed_with_another_text(campaign_id=self._campaign.id, text=text):
            raise CannotStart(
                f"The pledge text ({text.locale}) was changed, but people have signed version "
                f"{text.version}. Give the new text a new version in campaign.yaml, or put the "
                "old text back.",
                Exit.CONFIGURATION,
            )
        await self._meta.set(key, text.digest)


def _key(campaign_id: str, text: SigningText) -> str:
    """Return the key of a text's digest; a digest itself, as long names would not fit."""
    named = "\0".join((campaign_id, text.version, text.locale))
    return f"text:{sha256(named.encode()).hexdigest()[:_KEY_DIGITS]}"
