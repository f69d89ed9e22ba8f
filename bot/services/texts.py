"""A changed pledge text is a new version: the same version never stands for two texts."""

from __future__ import annotations

from typing import Final, Protocol

from bot.domain.pledges import digest_of
from bot.domain.refusals import NothingRecorded, OutcomeUnknown, StoreUnreadable
from bot.exits import CannotStart, Exit
from bot.services.campaign import CampaignService
from bot.services.tallies import TallyService

_KEY: Final = "pledge_text:{campaign}:{version}:{locale}"


class Facts(Protocol):
    """Where the digests of the texts are kept."""

    async def get(self, key: str) -> str | None:
        """Return a value, or None."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Store a value."""
        ...


async def hold_texts(campaign: CampaignService, tallies: TallyService, facts: Facts) -> None:
    """Remember the digest of each language's text under its version, and hold later ones to it.

    As long as nobody has signed, a text may still change under its version.

    Raises:
        CannotStart: with `Exit.CONFIGURATION` when a text was changed after people signed it.
    """
    try:
        for locale in campaign.campaign.pledge.texts.locales:
            await _hold(locale, campaign, tallies, facts)
    except (StoreUnreadable, NothingRecorded, OutcomeUnknown):
        return  # the store is away: what is signed meanwhile is not kept either


async def _hold(
    locale: str, campaign: CampaignService, tallies: TallyService, facts: Facts
) -> None:
    pledge = campaign.campaign.pledge
    key = _KEY.format(campaign=campaign.id, version=pledge.version, locale=locale)
    digest = digest_of(pledge.texts.best(locale)[1])
    known = await facts.get(key)
    if known == digest:
        return
    if known is not None:
        counts = (await tallies.show(guild_id=None)).campaign
        if counts.counted or counts.held:
            raise CannotStart(
                f"The pledge text ({locale}) was changed, but people have signed version "
                f"{pledge.version}. Give the new text a new version in campaign.yaml, or put the "
                "old text back.",
                Exit.CONFIGURATION,
            )
    await facts.set(key, digest)
