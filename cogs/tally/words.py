"""The phrases of the tally."""

from __future__ import annotations

from bot.domain.phrases import LABEL, Phrase, phrase
from bot.domain.refusals import CampaignClosed, CampaignNotOpen, Refusal

TITLE = phrase("tally.title")
COUNTED = phrase("tally.counted", plural="count")
COUNTED_FEW = phrase("tally.counted_few", "count")
INVITE = phrase("tally.invite")
NONE_YET = phrase("tally.none_yet")
HELD = phrase("tally.held", plural="count")
HELD_FEW = phrase("tally.held_few", "count")
UP = phrase("tally.up", plural="count")
DOWN = phrase("tally.down", plural="count")
SAME = phrase("tally.same")
MILESTONE = phrase("tally.milestone", "milestone", "goal")
GOAL = phrase("tally.goal", "goal")
CLOSED = phrase("tally.closed", "closed_on")
NOT_OPEN = phrase("tally.not_open", "opens_on")
BEYOND = phrase("tally.beyond", "milestone", "goal")
SERVER = phrase("tally.server", "moment", plural="count")
AS_OF = phrase("tally.as_of", "moment")
TOGETHER = phrase("tally.together")
LAST = phrase("tally.last")
ONCE = phrase("tally.once")
SIGN_BUTTON = phrase("tally.sign_button", limit=LABEL)
REFRESH_BUTTON = phrase("tally.refresh_button", limit=LABEL)
POST_BUTTON = phrase("tally.post_button", limit=LABEL)
SHARED_BY = phrase("tally.shared_by", "member")

STATES: dict[type[Refusal], Phrase] = {CampaignClosed: CLOSED, CampaignNotOpen: NOT_OPEN}
"""What is said where the campaign takes no signatures today, by why."""
