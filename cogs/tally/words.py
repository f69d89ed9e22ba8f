"""The phrases of the tally."""

from __future__ import annotations

from bot.domain import sentences
from bot.domain.phrases import LABEL, OPTION, Phrase, phrase
from bot.domain.tallies.boards import Parked
from bot.interactions.posts import PostOutcome

TITLE = sentences.TALLY_TITLE
COUNTED = phrase("tally.counted", plural="count")
COUNTED_FEW = phrase("tally.counted_few", "count")
INVITE = sentences.TALLY_INVITE
NONE_YET = phrase("tally.none_yet")
HELD = phrase("tally.held", plural="count")
HELD_FEW = phrase("tally.held_few", "count")
UP = phrase("tally.up", plural="count")
DOWN = phrase("tally.down", plural="count")
SAME = phrase("tally.same")
MILESTONE = phrase("tally.milestone", "milestone", "goal")
GOAL = phrase("tally.goal", "goal")
BEYOND = phrase("tally.beyond", "milestone", "goal")
SERVER = phrase("tally.server", "moment", plural="count")
RECOUNTING = phrase("tally.recounting")
AS_OF = phrase("tally.as_of", "moment")
TOGETHER = phrase("tally.together")
LAST = phrase("tally.last")
ONCE = phrase("tally.once")
SIGN_BUTTON = phrase("campaign.sign_button", limit=LABEL)
REFRESH_BUTTON = phrase("campaign.refresh_button", limit=LABEL)
POST_BUTTON = phrase("campaign.post_button", limit=LABEL)
SHARED_BY = phrase("campaign.shared_by", "member")

CHART_BUTTON = phrase("tally.chart_button", limit=LABEL)
CHART_TITLE = phrase("tally.chart_title", "name", drawn=True)
CHART_TITLE_SERVER = phrase("tally.chart_title_server", "name", drawn=True)
CHART_NOTE = phrase("tally.chart_note", drawn=True)
CHART_AS_OF = phrase("tally.chart_as_of", "time", "day", limit=80, drawn=True)
CHART_MILESTONE = phrase("tally.chart_milestone", "number", limit=60, drawn=True)
CHART_TOTAL = phrase("tally.chart_total", drawn=True)
CHART_CHANGE = phrase("tally.chart_change", drawn=True)
CHART_HEADING = phrase("tally.chart_heading")
CHART_HEADING_SERVER = phrase("tally.chart_heading_server")
CHART_DAYS_BUTTON = phrase("tally.chart_days_button", limit=LABEL, plural="days")
CHART_SERVER_BUTTON = phrase("tally.chart_server_button", limit=LABEL)
CHART_CAMPAIGN_BUTTON = phrase("tally.chart_campaign_button", limit=LABEL)
NOT_DRAWN = phrase("tally.not_drawn")
STORY_NOTHING = phrase("tally.story_nothing")
STORY_NOTHING_SERVER = phrase("tally.story_nothing_server")
STORY_ONE_DAY = phrase("tally.story_one_day", "day", "count")
STORY_UP = phrase("tally.story_up", "first", "last", "before", "now")
STORY_DOWN = phrase("tally.story_down", "first", "last", "before", "now")
STORY_SAME = phrase("tally.story_same", "first", "last", "count")
STORY_MOST = phrase("tally.story_most", "day", "count")
STORY_LEAST = phrase("tally.story_least", "day", "count")
STORY_MILESTONE = phrase("tally.story_milestone", "number", "day")
STORY_GAP = phrase("tally.story_gap")
BRIEF_BUTTON = phrase("tally.brief_button", limit=LABEL)
BRIEF_TITLE = phrase("tally.brief_title")
BRIEF_SENTENCE = phrase("tally.brief_sentence", "time", "day", "name", plural="count")
BRIEF_SERVERS = phrase("tally.brief_servers", "time", "day", "name", "servers", plural="count")
BRIEF_FEW = phrase("tally.brief_few", "time", "day", "name", "count")
BRIEF_NONE = phrase("tally.brief_none")
BRIEF_SINCE = phrase("tally.brief_since", "day", "change")
BRIEF_SAME = phrase("tally.brief_same", "day")
BRIEF_FIRST = phrase("tally.brief_first")
BRIEF_COPY = phrase("tally.brief_copy")
BRIEF_MENU = phrase("tally.brief_menu", limit=OPTION)
BOARD_NOTE = phrase("tally.board_note")
BOARD_OFF = phrase("tally.board_off")
BOARD_TITLE = phrase("tally.board_title")
BOARD_MADE = phrase("tally.board_made")
BOARD_THERE = phrase("tally.board_there")
BOARD_LATER = phrase("tally.board_later")
BOARD_PINNED = phrase("tally.board_pinned")
BOARD_UNPINNED = phrase("tally.board_unpinned")
BOARD_PINS_FULL = phrase("tally.board_pins_full")
BOARD_PIN_LATER = phrase("tally.board_pin_later")
BOARD_END = phrase("tally.board_end")
BOARD_LINK = phrase("tally.board_link", limit=LABEL)
BOARD_CHANNEL_GONE = phrase("tally.board_channel_gone", "channel")
BOARD_NO_RIGHT = phrase("tally.board_no_right", "channel")
BOARD_REFUSED = phrase("tally.board_refused", "channel")
BOARD_THREAD_CLOSED = phrase("tally.board_thread_closed", "channel")
BOARD_BLOCKED = phrase("tally.board_blocked", "channel")
MILESTONE_TITLE = sentences.MILESTONE_TITLE
MILESTONE_CAMPAIGN = phrase("tally.milestone_campaign", "name", plural="count")
MILESTONE_SERVER = phrase("tally.milestone_server", "name", plural="count")
MILESTONE_GOAL = sentences.MILESTONE_GOAL
MILESTONE_LOST = phrase("tally.milestone_lost", "milestone", "channel")
MILESTONE_BLOCKED = phrase("tally.milestone_blocked", "milestone", "channel")
MILESTONE_REFUSED = phrase("tally.milestone_refused", "milestone", "channel")
EXPORT_TITLE = phrase("tally.export_title")
EXPORT_DAYS = phrase("tally.export_days", plural="count")
EXPORT_NO_DAYS = phrase("tally.export_no_days")
EXPORT_CHANGES = phrase("tally.export_changes", "count")
EXPORT_CHANGES_ABOUT = phrase("tally.export_changes_about", "count")
EXPORT_MEMBERS = phrase("tally.export_members", plural="count")
EXPORT_NO_MEMBERS = phrase("tally.export_no_members")
EXPORT_NO_WALL = phrase("tally.export_no_wall")
EXPORT_CARE = phrase("tally.export_care")
EXPORT_KEPT = phrase("tally.export_kept")
EXPORT_PART = phrase("tally.export_part", "part")
EXPORT_LAST_PART = phrase("tally.export_last_part", "part")
EXPORT_REST_NONE = phrase("tally.export_rest_none")
EXPORT_REST_BUTTON = phrase("tally.export_rest_button", limit=LABEL)
EXPORT_WAITING = phrase("tally.export_waiting", plural="count")
EXPORT_WAITING_PARTS = phrase("tally.export_waiting_parts", plural="count")
EXPORT_WAITING_NEXT = phrase("tally.export_waiting_next")
EXPORT_WAITING_END = phrase("tally.export_waiting_end")
EXPORT_MORE = phrase("tally.export_more", "number", "messages")
EXPORT_DAY = phrase("tally.export_day")
EXPORT_CAMPAIGN_TOTAL = phrase("tally.export_campaign_total")
EXPORT_CAMPAIGN_CHANGE = phrase("tally.export_campaign_change")
EXPORT_SERVER_TOTAL = phrase("tally.export_server_total")
EXPORT_SERVER_CHANGE = phrase("tally.export_server_change")
EXPORT_USER_ID = phrase("tally.export_user_id")
EXPORT_USER_NAME = phrase("tally.export_user_name")
EXPORT_DISPLAY_NAME = phrase("tally.export_display_name")
WEEK = phrase("tally.week", "now", "before")


PARKED: dict[Parked, Phrase] = {
    Parked.CHANNEL_GONE: BOARD_CHANNEL_GONE,
    Parked.NO_RIGHT: BOARD_NO_RIGHT,
    Parked.THREAD_CLOSED: BOARD_THREAD_CLOSED,
    Parked.BLOCKED: BOARD_BLOCKED,
    Parked.REFUSED: BOARD_REFUSED,
}
"""What is said of a board that is not kept current any more, by why."""

PINS: dict[PostOutcome | None, Phrase] = {
    PostOutcome.DONE: BOARD_PINNED,
    PostOutcome.NO_RIGHT: BOARD_UNPINNED,
    PostOutcome.PINS_FULL: BOARD_PINS_FULL,
}
"""What is said of pinning a board; of anything else, that it can be tried again."""

LOST: dict[PostOutcome, Phrase] = {
    PostOutcome.CHANNEL_GONE: MILESTONE_LOST,
    PostOutcome.NO_RIGHT: MILESTONE_LOST,
    PostOutcome.BLOCKED: MILESTONE_BLOCKED,
}
"""Why a milestone could not be announced; of anything else, that Discord refused it."""
