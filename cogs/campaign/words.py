"""The phrases of the hub card."""

from __future__ import annotations

from bot.domain import sentences
from bot.domain.phrases import LABEL, Phrase, menu_name, phrase
from bot.domain.refusals import CampaignClosed, CampaignNotOpen, Refusal

TALLY = phrase("campaign.tally", plural="count")
TALLY_FEW = phrase("campaign.tally_few", "count")
MILESTONE = phrase("campaign.milestone", "milestone")
INTRODUCTION = sentences.INTRODUCTION
INVITE = sentences.INVITE
TALLY_UNREADABLE = phrase("campaign.tally_unreadable")
RECOUNTING = phrase("campaign.recounting")
AS_OF = phrase("campaign.as_of", "moment")
CLOSED = phrase("campaign.closed", "closed_on")
NOT_OPEN = phrase("campaign.not_open", "opens_on")
SINCE = sentences.SINCE
BEGINS = phrase("campaign.begins", "hashtag", "day")
SHARED_BY = phrase("campaign.shared_by", "member")

SIGN = phrase("campaign.sign_button", limit=LABEL)
READ = phrase("campaign.read_button", limit=LABEL, needs="letter")
SUPPORT = menu_name("command_names.find_help", needs="resources")
MINE = phrase("campaign.mine_button", limit=LABEL)
POST = phrase("campaign.post_button", limit=LABEL)
REFRESH = phrase("campaign.refresh_button", limit=LABEL)

OUTSIDE_ITS_DATES: dict[type[Refusal], Phrase] = {CampaignClosed: CLOSED, CampaignNotOpen: NOT_OPEN}
"""What is said where the campaign takes no signatures today, by why."""
