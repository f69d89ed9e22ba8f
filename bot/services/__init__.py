"""The use cases, named by verbs; each asks the rules, then the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol

from bot.pictures import Pictures, Quotation
from bot.services.campaign import CampaignService
from bot.services.letter import ChannelRest, LetterService
from bot.services.pledges import PledgeService
from bot.services.privacy import PrivacyService
from bot.services.servers import ServerService
from bot.services.support import SupportService
from bot.services.tallies import TallyService

__all__ = [
    "CampaignService",
    "ChannelRest",
    "LetterService",
    "Meta",
    "Pictures",
    "PledgeService",
    "PrivacyService",
    "Quotation",
    "ServerService",
    "Services",
    "TallyService",
]


COMMAND_IDS: Final = "command_ids"
"""Under this key the command tree remembers what it last sent to Discord, for the doctor too."""


class Meta(Protocol):
    """Small facts the bot keeps beside the pledges."""

    async def get(self, key: str) -> str | None:
        """Return a value, or None."""
        ...

    async def set(self, key: str, value: str) -> None:
        """Store a value."""
        ...

    async def set_first(self, key: str, value: str) -> str:
        """Store a value unless there is one; return the one that is stored."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the cogs may ask for."""

    campaign: CampaignService
    letter: LetterService
    rest: ChannelRest
    pictures: Pictures
    pledges: PledgeService
    tallies: TallyService
    privacy: PrivacyService
    servers: ServerService
    support: SupportService
    meta: Meta
