"""The phrases of what is kept and how to have it back or gone."""

from __future__ import annotations

from bot.config import NO_SUPPORT
from bot.domain.phrases import LABEL, TEXT, phrase

POLICY_TITLE = phrase("privacy.policy_title")
POLICY_KEPT = phrase(
    "privacy.policy_kept", limit=TEXT, sign=phrase("campaign.sign_button", limit=LABEL)
)
POLICY_HELD = phrase("privacy.policy_held")
POLICY_PASSAGES = phrase("privacy.policy_passages", limit=TEXT, needs="letter")
POLICY_LISTED = phrase("privacy.policy_listed", limit=TEXT)
POLICY_EXPORTS = phrase("privacy.policy_exports", limit=TEXT)
POLICY_NOT_KEPT = phrase("privacy.policy_not_kept", limit=TEXT, needs="resources")
POLICY_NOT_KEPT_NO_SUPPORT = phrase("privacy.policy_not_kept_no_help", limit=TEXT, needs=NO_SUPPORT)
POLICY_WHO = phrase("privacy.policy_who", "numbers", limit=TEXT)
POLICY_NUMBERS = phrase("privacy.policy_numbers")
POLICY_NUMBERS_EXACT = phrase("privacy.policy_numbers_exact")
POLICY_RIGHTS = phrase("privacy.policy_rights", limit=TEXT)
EXPORT_BUTTON = phrase("privacy.export_button", limit=LABEL)
ERASE_BUTTON = phrase("privacy.erase_button", limit=LABEL)

LISTED_BUTTON = phrase("privacy.listed_button", limit=LABEL)
LISTED_TITLE = phrase("privacy.listed_title")
LISTED_COUNT = phrase("privacy.listed_count", plural="count")
LISTED_NONE = phrase("privacy.listed_none")
LISTED_OFF = phrase("privacy.listed_off")
OFF_BUTTON = phrase("privacy.off_button", "server", limit=LABEL)
OFF_ALL_BUTTON = phrase("privacy.off_all_button", limit=LABEL)
SERVER_LEFT = phrase("privacy.server_left", limit=60)
SERVER_UNKNOWN = phrase("privacy.server_unknown", limit=60)
LISTED_PAGE = phrase("privacy.listed_page", "page", "pages")
PREVIOUS_BUTTON = phrase("privacy.previous_button", limit=LABEL)
NEXT_BUTTON = phrase("privacy.next_button", limit=LABEL)

EXPORT_TITLE = phrase("privacy.export_title")
EXPORT_DONE = phrase("privacy.export_done")

ERASE_TITLE = phrase("privacy.erase_title")
ERASE_ASK = phrase("privacy.erase_ask")
ERASE_YES_BUTTON = phrase("privacy.erase_yes_button", limit=LABEL)
ERASE_NO_BUTTON = phrase("privacy.erase_no_button", limit=LABEL)
ERASE_KEPT = phrase("privacy.erase_kept")
ERASED = phrase("privacy.erased")
NOTHING = phrase("privacy.nothing")

EXPORTS_BUTTON = phrase("privacy.exports_button", limit=LABEL)
EXPORTS_TITLE = phrase("privacy.exports_title")
EXPORTS_LINE = phrase("privacy.exports_line", "member", "moment", "members", "days")
EXPORTS_NONE = phrase("privacy.exports_none")
EXPORTS_NOTE = phrase("privacy.exports_note")
EXPORTS_FORMER = phrase("privacy.exports_former")
