"""The phrases of the support page."""

from __future__ import annotations

from bot.config import DIRECTORIES
from bot.domain.phrases import LABEL, MENU, OPTION, phrase
from bot.domain.resources.review import Condition

FIRST_LINE = phrase("resources.first_line", limit=150)
EMERGENCY = phrase("resources.emergency", "numbers", limit=200)
EMERGENCY_OR_TEXT = phrase("resources.emergency_or_text", "numbers", "texts", limit=200)
EMERGENCY_ANYWHERE = phrase("resources.emergency_anywhere", limit=300)

EMERGENCY_LISTED = phrase("resources.emergency_listed", limit=120)
EMERGENCY_SEVERAL = phrase("resources.emergency_several", limit=120)

COUNTRY_MENU = phrase("resources.country_menu", limit=MENU)
NO_COUNTRY = phrase("resources.no_country", limit=OPTION)
MORE_COUNTRIES = phrase("resources.more_countries", limit=OPTION)
COUNTRIES_MENU = phrase("resources.countries_menu", limit=MENU)
COUNTRIES_RANGE = phrase("resources.countries_range", "first", "last", limit=20)
WITH_ENTRIES = phrase("resources.with_entries", limit=OPTION)
WITHOUT_ENTRIES = phrase("resources.without_entries", limit=OPTION)
AUDIENCE_MENU = phrase("resources.audience_menu", limit=MENU)
ANYONE = phrase("resources.anyone", limit=OPTION)
NOTHING_HERE = phrase("resources.nothing_here", limit=250)
STANDS_IN = phrase("resources.stands_in", limit=250, needs=DIRECTORIES)
WORLDWIDE_ONLY = phrase("resources.worldwide_only", limit=250)

PHONE = phrase("resources.phone", "number", limit=60)
TEXT_TO = phrase("resources.text_to", "number", limit=60)
TEXT_WORD_TO = phrase("resources.text_word_to", "word", "number", limit=60)
WHATSAPP = phrase("resources.whatsapp", "number", limit=60)
DIAL_CODE = phrase("resources.dial_code", "code", limit=60)
TTY = phrase("resources.tty", "number", limit=60)
EMAIL = phrase("resources.email", "address", limit=60)
CHAT = phrase("resources.chat", limit=60)
ALWAYS_OPEN = phrase("resources.always_open", limit=60)
ONLY_IN = phrase("resources.only_in", "places", limit=60)
LANGUAGES = phrase("resources.languages", "languages", limit=60)
INTERPRETERS = phrase("resources.interpreters", limit=80)
UNCHECKED = phrase("resources.unchecked", limit=100)
CHECKED = phrase("resources.checked", "day", limit=100)
OVERDUE = phrase("resources.overdue", "day", limit=100)
LAPSED = phrase("resources.lapsed", "day", limit=100)

PART = phrase("resources.part", "first", "last", "total", limit=60)
PART_ONE = phrase("resources.part_one", "last", "total", limit=60)
PREVIOUS_BUTTON = phrase("resources.previous_button", limit=LABEL)
MORE_BUTTON = phrase("resources.more_button", limit=LABEL)
CLOSE_BUTTON = phrase("resources.close_button", limit=LABEL)
WHAT_REMAINS = phrase("resources.what_remains", limit=600, close=CLOSE_BUTTON)
BACK_BUTTON = phrase("resources.back_button", limit=LABEL)

DM_BUTTON = phrase("resources.dm_button", limit=LABEL)
DM_WARNING = phrase("resources.dm_warning", limit=700)
DM_YES_BUTTON = phrase("resources.dm_yes_button", limit=LABEL)
DM_NO_BUTTON = phrase("resources.dm_no_button", limit=LABEL)
DM_REFUSED = phrase("resources.dm_refused")
DM_UNKNOWN = phrase("resources.dm_unknown")
DM_REMAINS = phrase("resources.dm_remains", limit=600)
DELETE_BUTTON = phrase("resources.delete_button", limit=LABEL)
DM_SENT = phrase("resources.dm_sent", delete=DELETE_BUTTON)
NOT_REMOVED = phrase("resources.not_removed")

WRONG_BUTTON = phrase("resources.wrong_button", limit=LABEL)
WRONG_ASK = phrase("resources.wrong_ask", limit=600)
WRONG_MENU = phrase("resources.wrong_menu", limit=MENU)
WRONG_SENT = phrase("resources.wrong_sent", "name", "day")
WRONG_LOST = phrase("resources.wrong_lost")

SHARE_BUTTON = phrase("resources.share_button", limit=LABEL)
SHARE_ASK = phrase("resources.share_ask", limit=600)
SHARE_CHOOSE = phrase("resources.share_choose")
SHARE_YES_BUTTON = phrase("resources.share_yes_button", limit=LABEL)
SHARE_NO_BUTTON = phrase("resources.share_no_button", limit=LABEL)
SHARE_NO = phrase("resources.share_no")
SHARED = phrase("resources.shared")
SHARED_NOTE = phrase("resources.shared_note", limit=400)
SHARED_BY = phrase("resources.shared_by", "member", limit=100)
REPLY_ASK = phrase("resources.reply_ask", limit=600)
REPLY_YES_BUTTON = phrase("resources.reply_yes_button", limit=LABEL)

CONDITIONS = {
    Condition.UNCHECKED: UNCHECKED,
    Condition.CURRENT: CHECKED,
    Condition.OVERDUE: OVERDUE,
    Condition.LAPSED: LAPSED,
}
