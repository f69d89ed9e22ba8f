"""The phrases of the card by which moderators decide about signatures."""

from __future__ import annotations

from bot.domain.moderation.cases import CaseState
from bot.domain.moderation.holding import AgeBand, AsideReason, HoldReason
from bot.domain.moderation.wall import WallReason
from bot.domain.phrases import LABEL, OPTION, Phrase, phrase
from bot.services import Doing

TITLE = phrase("moderation.title")
WAITING = phrase("moderation.waiting", plural="count")
WAITING_NONE = phrase("moderation.waiting_none")
OPEN = phrase("moderation.open")
PAUSED = phrase("moderation.paused")
NOTE = phrase("moderation.note")
CHECKED_BUTTON = phrase("moderation.checked_button", limit=LABEL)
COUNTED_BUTTON = phrase("moderation.counted_button", limit=LABEL)
CASES_BUTTON = phrase("moderation.cases_button", limit=LABEL)
LOG_BUTTON = phrase("moderation.log_button", limit=LABEL)
PAUSE_BUTTON = phrase("moderation.pause_button", limit=LABEL)
RESUME_BUTTON = phrase("moderation.resume_button", limit=LABEL)
BACK_BUTTON = phrase("moderation.back_button", limit=LABEL)
GROUP_LINE = phrase("moderation.group_line", "number", "moment", "why", "age", "size")
AT_LEAST = phrase("moderation.at_least", plural="count")
FEW = phrase("moderation.few", plural="count")
WHY_NEW = phrase("moderation.why_new")
WHY_JOINED = phrase("moderation.why_joined")
WHY_MANY = phrase("moderation.why_many")
WHY_UNKNOWN = phrase("moderation.why_unknown")
AGE_DAY = phrase("moderation.age_day")
AGE_WEEK = phrase("moderation.age_week")
AGE_MONTH = phrase("moderation.age_month")
AGE_OLDER = phrase("moderation.age_older")
SMALL_BUTTON = phrase("moderation.small_button", limit=LABEL)
SMALL_NOTE = phrase("moderation.small_note", small=SMALL_BUTTON)
GROUPS_MENU = phrase("moderation.groups_menu", limit=OPTION)
KINDS_MENU = phrase("moderation.kinds_menu", limit=OPTION)
GROUP_OPTION = phrase("moderation.group_option", "number", "why", limit=OPTION)
CHOICE_TITLE = phrase("moderation.choice_title")
CHOICE_SIZE = phrase("moderation.choice_size", plural="count")
CHOICE_GONE = phrase("moderation.choice_gone")
CHOICE_NOTE = phrase("moderation.choice_note")
RELEASE_BUTTON = phrase("moderation.release_button", limit=LABEL)
ASIDE_BUTTON = phrase("moderation.aside_button", limit=LABEL)
SURE_RELEASE = phrase("moderation.sure_release", plural="count")
SURE_ASIDE = phrase("moderation.sure_aside", "why", plural="count")
RELEASE_YES_BUTTON = phrase("moderation.release_yes_button", limit=LABEL)
ASIDE_YES_BUTTON = phrase("moderation.aside_yes_button", limit=LABEL)
NOT_NOW_BUTTON = phrase("moderation.not_now_button", limit=LABEL)
REASON_ASK = phrase("moderation.reason_ask")
REASON_MENU = phrase("moderation.reason_menu", limit=OPTION)
REASON_RAID = phrase("moderation.reason_raid", limit=OPTION)
REASON_SEVERAL = phrase("moderation.reason_several", limit=OPTION)
REASON_AUTOMATED = phrase("moderation.reason_automated", limit=OPTION)
REASON_OTHER = phrase("moderation.reason_other", limit=OPTION)
DOING_RELEASE = phrase("moderation.doing_release")
DOING_ASIDE = phrase("moderation.doing_aside")
DOING_UNDO = phrase("moderation.doing_undo")
AT_WORK = phrase("moderation.at_work")
PROGRESS = phrase("moderation.progress", "done", "total")
DONE = phrase("moderation.done")
ENDED = phrase("moderation.ended", cases=CASES_BUTTON)
FAILED = phrase("moderation.failed", cases=CASES_BUTTON)
IDLE = phrase("moderation.idle")
LOOK_BUTTON = phrase("moderation.look_button", limit=LABEL)
STOP_BUTTON = phrase("moderation.stop_button", limit=LABEL)
UNDO_BUTTON = phrase("moderation.undo_button", limit=LABEL)
GO_ON_BUTTON = phrase("moderation.go_on_button", limit=LABEL)
COUNTED_TITLE = phrase("moderation.counted_title")
COUNTED_LEAD = phrase("moderation.counted_lead")
COUNTED_NONE = phrase("moderation.counted_none")
DAY_MENU = phrase("moderation.day_menu", limit=OPTION)
HOURS_MENU = phrase("moderation.hours_menu", limit=OPTION)
DAY_OPTION = phrase("moderation.day_option", "day", limit=OPTION)
HOUR_OPTION = phrase("moderation.hour_option", "start", "end", limit=OPTION)
CASES_NONE = phrase("moderation.cases_none")
CASE_LINE = phrase("moderation.case_line", "number", "day", "why", "size", "state")
STATE_WORKING = phrase("moderation.state_working")
STATE_DONE = phrase("moderation.state_done")
STATE_STOPPED = phrase("moderation.state_stopped")
STATE_UNDOING = phrase("moderation.state_undoing")
STATE_UNDONE = phrase("moderation.state_undone")
WALL_BUTTON = phrase("moderation.wall_button", limit=LABEL)
WALL_TITLE = phrase("moderation.wall_title")
WALL_EMPTY = phrase("moderation.wall_empty")
WALL_NOTE = phrase("moderation.wall_note")
WALL_MENU = phrase("moderation.wall_menu", limit=OPTION)
WALL_OPTION = phrase("moderation.wall_option", "number", limit=OPTION)
OFF_TITLE = phrase("moderation.off_title")
OFF_ASK = phrase("moderation.off_ask", "member")
OFF_NOTE = phrase("moderation.off_note")
OFF_DONE = phrase("moderation.off_done", "member", "why")
OFF_NAME = phrase("moderation.off_name", limit=OPTION)
OFF_IMPERSONATION = phrase("moderation.off_impersonation", limit=OPTION)
OFF_CONDUCT = phrase("moderation.off_conduct", limit=OPTION)
OFF_SAFETY = phrase("moderation.off_safety", limit=OPTION)
OFF_OTHER = phrase("moderation.off_other", limit=OPTION)
LET_MENU = phrase("moderation.let_menu", limit=OPTION)
LET_BUTTON = phrase("moderation.let_button", limit=LABEL)
LET_DONE = phrase("moderation.let_done", "member")
LOG_TITLE = phrase("moderation.log_title")
LOG_MENU = phrase("moderation.log_menu", limit=OPTION)
PART_ALL = phrase("moderation.part_all", limit=OPTION)
PART_DECISIONS = phrase("moderation.part_decisions", limit=OPTION)
PART_WALL = phrase("moderation.part_wall", limit=OPTION)
PART_PAUSES = phrase("moderation.part_pauses", limit=OPTION)
LOG_RELEASED = phrase("moderation.log_released")
LOG_ASIDE = phrase("moderation.log_aside", "why")
LOG_UNDONE = phrase("moderation.log_undone", "why")
LOG_STOPPED = phrase("moderation.log_stopped", "why")
LOG_OFF = phrase("moderation.log_off", "why")
LOG_LET = phrase("moderation.log_let")
LOG_PAUSED = phrase("moderation.log_paused")
LOG_RESUMED = phrase("moderation.log_resumed")
LOG_BY = phrase("moderation.log_by", "member", "moment")
LOG_EMPTY = phrase("moderation.log_empty")
FORMER_MODERATOR = phrase("moderation.former_moderator")
PAGE = phrase("moderation.page", "page", "pages")
PREVIOUS_BUTTON = phrase("moderation.previous_button", limit=LABEL)
NEXT_BUTTON = phrase("moderation.next_button", limit=LABEL)
NOTICE_TITLE = phrase("moderation.notice_title")
NOTICE = phrase("moderation.notice", "moment", plural="count")
NOTICE_BUTTON = phrase("moderation.notice_button", limit=LABEL)


WHY: dict[int, Phrase] = {
    HoldReason.NEW_ACCOUNT: WHY_NEW,
    HoldReason.JUST_JOINED: WHY_JOINED,
    HoldReason.MANY_AT_ONCE: WHY_MANY,
}
AGES: dict[int, Phrase] = {
    AgeBand.UNDER_A_DAY: AGE_DAY,
    AgeBand.UNDER_A_WEEK: AGE_WEEK,
    AgeBand.UNDER_A_MONTH: AGE_MONTH,
    AgeBand.OLDER: AGE_OLDER,
}
REASONS: dict[int, Phrase] = {
    AsideReason.RAID: REASON_RAID,
    AsideReason.SEVERAL_ACCOUNTS: REASON_SEVERAL,
    AsideReason.AUTOMATED: REASON_AUTOMATED,
    AsideReason.OTHER: REASON_OTHER,
}
WALL_REASONS: dict[int, Phrase] = {
    WallReason.NAME: OFF_NAME,
    WallReason.IMPERSONATION: OFF_IMPERSONATION,
    WallReason.CONDUCT: OFF_CONDUCT,
    WallReason.SAFETY: OFF_SAFETY,
    WallReason.OTHER: OFF_OTHER,
}
STATES = {
    CaseState.WORKING: STATE_WORKING,
    CaseState.DONE: STATE_DONE,
    CaseState.STOPPED: STATE_STOPPED,
    CaseState.UNDOING: STATE_UNDOING,
    CaseState.UNDONE: STATE_UNDONE,
}
DOING = {
    Doing.RELEASE: DOING_RELEASE,
    Doing.SET_ASIDE: DOING_ASIDE,
    Doing.UNDO: DOING_UNDO,
}
