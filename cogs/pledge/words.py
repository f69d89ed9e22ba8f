"""The phrases of signing, looking, listing and withdrawing."""

from __future__ import annotations

from bot.config import NO_LETTER
from bot.domain import sentences
from bot.domain.moderation.holding import AsideReason, HoldReason
from bot.domain.moderation.wall import WallReason
from bot.domain.phrases import LABEL, Phrase, menu_name, phrase

SIGN_TITLE = phrase("pledge.sign_title")
SIGN_RENEW = phrase("pledge.sign_renew", "signed_at")
SIGN_ELSEWHERE = phrase("pledge.sign_elsewhere", "signed_at")
SIGN_LANGUAGE = phrase("pledge.sign_language")
SIGN_TEXT_VERSION = phrase("pledge.sign_text_version", "version", "digest")
WHO_SEES = phrase("pledge.who_sees")
PLEDGE_BUTTON = phrase("pledge.pledge_button", limit=LABEL)
NOT_NOW_BUTTON = phrase("pledge.not_now_button", limit=LABEL)
NOT_NOW = phrase("pledge.not_now")

MINE_BUTTON = phrase("campaign.mine_button", limit=LABEL)

SIGNED_TITLE = phrase("pledge.signed_title")
SIGNED = phrase("pledge.signed", "signed_at")
RENEWED = phrase("pledge.renewed", "signed_at")
ATTRIBUTED = phrase("pledge.attributed", "signed_at")
SIGNED_LATER = phrase("pledge.signed_later")
SIGNED_HELD = phrase("pledge.signed_held", "signed_at", "why")
HELD_NEXT = phrase("pledge.held_next")
HELD_NEW = phrase("pledge.held_new")
HELD_JOINED = phrase("pledge.held_joined")
HELD_MANY = phrase("pledge.held_many")
HELD_UNKNOWN = phrase("pledge.held_unknown")
ASIDE_RAID = phrase("pledge.aside_raid")
ASIDE_SEVERAL = phrase("pledge.aside_several")
ASIDE_AUTOMATED = phrase("pledge.aside_automated")
ASIDE_OTHER = phrase("pledge.aside_other")
OFF_NAME = phrase("pledge.off_name")
OFF_IMPERSONATION = phrase("pledge.off_impersonation")
OFF_CONDUCT = phrase("pledge.off_conduct")
OFF_SAFETY = phrase("pledge.off_safety")
OFF_OTHER = phrase("pledge.off_other")
TALLY_LATER = phrase("pledge.tally_later")
SIGNED_NEXT = phrase("pledge.signed_next", mine=MINE_BUTTON)
SIGNED_NEXT_UNLISTED = phrase("pledge.signed_next_unlisted", mine=MINE_BUTTON)
SIGNED_LAST = sentences.SIGNED_LAST
SUPPORT_BUTTON = menu_name("command_names.find_help", needs="resources")

ALREADY_TITLE = phrase("pledge.already_title")
ALREADY = phrase("pledge.already", "signed_at")
HELD = phrase("pledge.held", "signed_at", "why")
WITHDRAW_BUTTON = phrase("pledge.withdraw_button", limit=LABEL)

MINE_NONE = phrase("pledge.mine_none")
MINE_WITHDRAWN = phrase("pledge.mine_withdrawn", "changed_at")
MINE_SET_ASIDE = phrase("pledge.mine_set_aside", "why")
MINE_TAKEN_OFF = phrase("pledge.mine_taken_off", "why")
MINE_SIGNED = phrase("pledge.mine_signed", "signed_at", "version")
MINE_NEWER = phrase("pledge.mine_newer", "version")
MINE_SERVERS = phrase("pledge.mine_servers", plural="count")
MINE_NOT_HERE = phrase("pledge.mine_not_here")
MINE_UNLISTED = phrase("pledge.mine_unlisted")
MINE_LISTED = phrase("pledge.mine_listed")
MINE_WALLS = phrase("pledge.mine_walls", plural="count")
MINE_NO_WALL = phrase("pledge.mine_no_wall")
MINE_STORED = phrase("pledge.mine_stored")
MINE_STORED_LISTED = phrase("pledge.mine_stored_listed")
MINE_STORED_AGE = phrase("pledge.mine_stored_age")
SIGN_BUTTON = phrase("pledge.sign_button", limit=LABEL)
SIGN_HERE_BUTTON = phrase("pledge.sign_here_button", limit=LABEL)
NEWER_BUTTON = phrase("pledge.newer_button", limit=LABEL)
ERASE_BUTTON = phrase("privacy.erase_button", limit=LABEL)

LISTED_BUTTON = phrase("privacy.listed_button", limit=LABEL)

LIST_TITLE = phrase("pledge.list_title")
LIST_WALL = phrase("pledge.list_wall")
LIST_WARNING = phrase("pledge.list_warning", needs="letter")
LIST_WARNING_PLEDGE = phrase("pledge.list_warning_pledge", needs=NO_LETTER)
LIST_COPIED = phrase("pledge.list_copied")
LIST_STORED = phrase("pledge.list_stored")
LIST_BUTTON = phrase("pledge.list_button", limit=LABEL)
LIST_YES_BUTTON = phrase("pledge.list_yes_button", limit=LABEL)
LIST_NO_BUTTON = phrase("pledge.list_no_button", limit=LABEL)
UNLIST_BUTTON = phrase("pledge.unlist_button", limit=LABEL)

WITHDRAW_TITLE = phrase("pledge.withdraw_title")
WITHDRAW_ONE = phrase("pledge.withdraw_one")
WITHDRAW_RECORD = phrase("pledge.withdraw_record", erase=ERASE_BUTTON)
SIGN_AGAIN = phrase("pledge.sign_again")
NEVER_AGAIN = phrase("pledge.never_again")
NOT_AGAIN_HERE = phrase("pledge.not_again_here")
WITHDRAW_SEVERAL = phrase("pledge.withdraw_several", plural="count")
WITHDRAW_ELSEWHERE = phrase("pledge.withdraw_elsewhere", plural="count")
WITHDRAW_YES_BUTTON = phrase("pledge.withdraw_yes_button", limit=LABEL)
WITHDRAW_HERE_BUTTON = phrase("pledge.withdraw_here_button", limit=LABEL)
WITHDRAW_EVERYWHERE_BUTTON = phrase("pledge.withdraw_everywhere_button", limit=LABEL)
KEEP_BUTTON = phrase("pledge.keep_button", limit=LABEL)
KEPT = phrase("pledge.kept")
WITHDRAWN = phrase("pledge.withdrawn")
WITHDRAWN_HERE = phrase("pledge.withdrawn_here")
WITHDRAWN_ALREADY = phrase("pledge.withdrawn_already", "changed_at")
WITHDRAWN_NOTHING = phrase("pledge.withdrawn_nothing")

WALL_TITLE = phrase("pledge.wall_title")
WALL_EMPTY = phrase("pledge.wall_empty")
WALL_COUNT = phrase("pledge.wall_count", plural="count")
WALL_PAGE = phrase("pledge.wall_page", "page", "pages")
WALL_NOTE = phrase("pledge.wall_note")
PREVIOUS_BUTTON = phrase("pledge.previous_button", limit=LABEL)
NEXT_BUTTON = phrase("pledge.next_button", limit=LABEL)

WHY: dict[int, Phrase] = {
    HoldReason.NEW_ACCOUNT: HELD_NEW,
    HoldReason.JUST_JOINED: HELD_JOINED,
    HoldReason.MANY_AT_ONCE: HELD_MANY,
    AsideReason.RAID: ASIDE_RAID,
    AsideReason.SEVERAL_ACCOUNTS: ASIDE_SEVERAL,
    AsideReason.AUTOMATED: ASIDE_AUTOMATED,
    AsideReason.OTHER: ASIDE_OTHER,
}
"""Why a signature is held or set aside, by what is stored."""
OFF_THE_WALL: dict[int, Phrase] = {
    WallReason.NAME: OFF_NAME,
    WallReason.IMPERSONATION: OFF_IMPERSONATION,
    WallReason.CONDUCT: OFF_CONDUCT,
    WallReason.SAFETY: OFF_SAFETY,
    WallReason.OTHER: OFF_OTHER,
}
"""Why a name was taken off the wall, by what is stored."""
