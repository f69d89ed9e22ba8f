"""The phrases of the tally."""

from __future__ import annotations

from bot.domain.phrases import LABEL, phrase

TITLE = phrase("tally.title")
COUNTED = phrase("tally.counted", plural="count")
HELD = phrase("tally.held", plural="count")
UP = phrase("tally.up", plural="count")
DOWN = phrase("tally.down", plural="count")
SAME = phrase("tally.same")
STEP = phrase("tally.step", "step", "goal")
GOAL = phrase("tally.goal", "goal")
BEYOND = phrase("tally.beyond", "step", "goal")
SERVER = phrase("tally.server", plural="count")
SERVER_FEW = phrase("tally.server_few", plural="count")
NOTE = phrase("tally.note", "moment")
POST_BUTTON = phrase("tally.post_button", limit=LABEL)
SHARED_BY = phrase("tally.shared_by", "member")
