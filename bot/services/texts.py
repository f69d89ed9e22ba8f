"""Holds a pledge text to its version: one version never stands for two texts."""

from __future__ import annotations

import asyncio
import logging
from hashlib import sha256
from typing import Final

from bot.config import Configuration, ConfigurationFaults, at_pledge_texts
from bot.db.maintenance.signed_texts import signed_otherwise
from bot.db.repositories.meta import MetaRepository
from bot.db.repositories.pledges import PledgeRepository
from bot.domain.pledges import SigningText
from bot.domain.refusals import (
    NothingRecorded,
    OutcomeUnknown,
    StoreUnreadable,
    TextUnderOldVersion,
)
from bot.exits import CannotStart, Exit
from bot.services.campaign import CampaignService
from bot.settings import Settings

_log = logging.getLogger(__name__)

_KEY_DIGITS: Final = 32
_CHANGED: Final = (
    "was changed, but people have signed version {version}. Give the new text a new version in "
    "campaign.yaml, or put the old text back"
)


class TextService:
    """Compares the texts of the campaign with those that people signed."""

    def __init__(
        self, campaign: CampaignService, pledges: PledgeRepository, meta: MetaRepository
    ) -> None:
        self._campaign = campaign
        self._pledges = pledges
        self._meta = meta
        self._held = False
        self._changed = False
        self._looking: asyncio.Task[None] | None = None

    async def hold(self) -> None:
        """Check each language's text against what was signed under its version, and remember it.

        As long as nobody has signed a version, its text may still change. Where the store is away,
        the bot starts all the same: `must_be_held` then looks before anyone signs.

        Raises:
            CannotStart: with `Exit.CONFIGURATION` when a text was changed after people signed it.
        """
        try:
            await self._look()
        except (StoreUnreadable, NothingRecorded, OutcomeUnknown):
            return

    async def must_be_held(self) -> None:
        """Let nobody sign before each text was checked, however the store was at the start.

        All who ask meanwhile wait for one look. Texts that were found changed stay so: what was
        signed does not change any more, and a text only with a new start.

        Raises:
            TextUnderOldVersion: when a text was changed after people signed it; the log says so.
            NothingRecorded: when the store is still away.
        """
        if self._held:
            return
        if not self._changed:
            if self._looking is None or self._looking.done():
                self._looking = asyncio.ensure_future(self._look_again())
            await asyncio.shield(self._looking)
        if self._changed:
            raise TextUnderOldVersion
        if not self._held:
            raise NothingRecorded

    async def _look_again(self) -> None:
        """Look once more; what comes of it stands in the attributes, for all who wait."""
        try:
            await self._look()
        except CannotStart as refusal:
            self._changed = True
            _log.error("nobody can sign: %s", refusal.sentence)
        except (StoreUnreadable, NothingRecorded, OutcomeUnknown):
            return

    async def _look(self) -> None:
        await self._pledges.carry(campaign_id=self._campaign.id)
        for locale in self._campaign.campaign.pledge.texts.locales:
            await self._hold(self._campaign.signing_text(locale))
        self._held = True

    async def _hold(self, text: SigningText) -> None:
        key = _key(self._campaign.id, text)
        if await self._meta.get(key) == text.digest:
            return
        if await self._pledges.signed_with_another_text(campaign_id=self._campaign.id, text=text):
            sentence = f"The pledge text ({text.locale}) {_CHANGED.format(version=text.version)}."
            raise CannotStart(sentence, Exit.CONFIGURATION)
        await self._meta.set(key, text.digest)


async def refuse_changed_texts(settings: Settings, configuration: Configuration) -> str:
    """Check, without the lock, that a start would take the texts; return why that is not known.

    Raises:
        ConfigurationFaults: for each text that people signed in other words.
    """
    pledge = configuration.campaign.pledge
    texts = [SigningText(pledge.version, *pledge.texts.best(one)) for one in pledge.texts.locales]
    url = settings.database_url.get_secret_value()
    try:
        changed = await signed_otherwise(url, campaign_id=configuration.campaign.id, texts=texts)
    except CannotStart as refusal:
        return f"It is not known whether people signed another text: {refusal.sentence}"
    found = [(one.locale, _CHANGED.format(version=one.version)) for one in changed]
    if found:
        raise ConfigurationFaults(at_pledge_texts(configuration.root, found))
    return ""


def _key(campaign_id: str, text: SigningText) -> str:
    """Return the key of a text's digest; a digest itself, as long names would not fit."""
    named = "\0".join((campaign_id, text.version, text.locale))
    return f"text:{sha256(named.encode()).hexdigest()[:_KEY_DIGITS]}"
