"""The use cases, named by verbs; each asks the rules, then the store."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.config import Configuration
from bot.db.repositories.meta import MetaRepository
from bot.pictures import Chart, Mark, Pictures, Quotation, Subplot, Tick, sign_without_font
from bot.services.campaign import CampaignService
from bot.services.letter import ChannelRest, LetterService
from bot.services.moderation import (
    Doing,
    Expiry,
    Holding,
    ModerationService,
    NoticeService,
    Progress,
    WallService,
)
from bot.services.panels import PanelService
from bot.services.pledges import PledgeService
from bot.services.privacy import PrivacyService
from bot.services.records import ServerRecords
from bot.services.servers import ServerService
from bot.services.support import SupportService
from bot.services.tallies import BoardService, ExportService, MilestoneService, TallyService
from bot.services.texts import TextService

__all__ = [
    "BoardService",
    "CampaignService",
    "ChannelRest",
    "Chart",
    "Doing",
    "Expiry",
    "ExportService",
    "Holding",
    "LetterService",
    "Mark",
    "MilestoneService",
    "ModerationService",
    "NoticeService",
    "PanelService",
    "Pictures",
    "PledgeService",
    "PrivacyService",
    "Progress",
    "Quotation",
    "ServerRecords",
    "ServerService",
    "Services",
    "Subplot",
    "TallyService",
    "TextService",
    "Tick",
    "WallService",
    "sign_without_font",
]


COMMAND_IDS: Final = "command_ids"
"""Under this key the command tree remembers what it last sent to Discord, for the doctor too."""


@dataclass(frozen=True, slots=True)
class Services:
    """Everything the cogs may ask for."""

    configuration: Configuration
    campaign: CampaignService
    letter: LetterService
    rest: ChannelRest
    pictures: Pictures
    pledges: PledgeService
    tallies: TallyService
    boards: BoardService
    milestones: MilestoneService
    exports: ExportService
    privacy: PrivacyService
    servers: ServerService
    server_records: ServerRecords
    moderation: ModerationService
    expiry: Expiry
    notices: NoticeService
    wall: WallService
    panels: PanelService
    texts: TextService
    support: SupportService
    meta: MetaRepository
