"""The phrases of the pages on which moderators write their own words."""

from __future__ import annotations

from typing import Final

from bot.domain import sentences
from bot.domain.phrases import LABEL, MODAL, OPTION, phrase
from bot.domain.sentences import UnfitReason

LEAD = phrase("setup.words_lead")
OWN = phrase("setup.words_own", "language", "sentences")
OWN_NONE = phrase("setup.words_own_none", "language")
SENTENCES_MENU = phrase("setup.words_sentences_menu", limit=OPTION)
LANGUAGES_MENU = phrase("setup.words_languages_menu", limit=OPTION)
TITLE = phrase("setup.words_title", "sentence", "language")
NOW = phrase("setup.words_now")
DRAFT = phrase("setup.words_draft")
WRITTEN = phrase("setup.words_written")
FILL = phrase("setup.words_fill", "names", limit=OPTION)
FILL_NONE = phrase("setup.words_fill_none", limit=OPTION)
ROOM = phrase("setup.words_room", "limit")
FIELD = phrase("setup.words_field", limit=MODAL)
EDIT_BUTTON = phrase("setup.words_edit_button", limit=LABEL)
KEEP_BUTTON = phrase("setup.words_keep_button", limit=LABEL)
AGAIN_BUTTON = phrase("setup.words_again_button", limit=LABEL)
NOT_NOW_BUTTON = phrase("setup.words_not_now_button", limit=LABEL)
PAUSE_BUTTON = phrase("setup.words_pause_button", limit=LABEL)
CANNOT = phrase("setup.words_cannot", "why")
EMPTY = phrase("setup.words_empty")
LONG = phrase("setup.words_long", "limit")
BRACES = phrase("setup.words_braces")
REPEATED = phrase("setup.words_repeated")
LINK = phrase("setup.words_link")
MENTION = phrase("setup.words_mention")
MARKDOWN = phrase("setup.words_markdown")
INVISIBLE = phrase("setup.words_invisible")
MEANWHILE = phrase("setup.words_meanwhile", "now", keep=KEEP_BUTTON)
UNFIT = phrase("setup.words_unfit")
SETTING = phrase("setup.words_setting", "sentence", "language")
QUOTED = phrase("setup.words_quoted", "words")
SHIPPED = phrase("setup.words_shipped")
CHECK = phrase("setup.check_words", "setting", "group")
INTRODUCTION = phrase("setup.sentence_introduction", limit=MODAL)
INVITE = phrase("setup.sentence_invite", limit=MODAL)
SINCE = phrase("setup.sentence_since", limit=MODAL)
PANEL_TITLE = phrase("setup.sentence_panel_title", limit=MODAL)
PANEL_TEXT = phrase("setup.sentence_panel_text", limit=MODAL)
SIGNED_LAST = phrase("setup.sentence_signed_last", limit=MODAL)
PAUSED = phrase("setup.sentence_paused", limit=MODAL)
TALLY_TITLE = phrase("setup.sentence_tally_title", limit=MODAL)
TALLY_INVITE = phrase("setup.sentence_tally_invite", limit=MODAL)
MILESTONE_TITLE = phrase("setup.sentence_milestone_title", limit=MODAL)
MILESTONE_GOAL = phrase("setup.sentence_milestone_goal", limit=MODAL)
QUOTE_TITLE = phrase("setup.sentence_quote_title", limit=MODAL, needs="letter")

NAMES: Final = {
    sentences.INTRODUCTION: INTRODUCTION,
    sentences.INVITE: INVITE,
    sentences.SINCE: SINCE,
    sentences.PANEL_TITLE: PANEL_TITLE,
    sentences.PANEL_TEXT: PANEL_TEXT,
    sentences.SIGNED_LAST: SIGNED_LAST,
    sentences.PAUSED: PAUSED,
    sentences.TALLY_TITLE: TALLY_TITLE,
    sentences.TALLY_INVITE: TALLY_INVITE,
    sentences.MILESTONE_TITLE: MILESTONE_TITLE,
    sentences.MILESTONE_GOAL: MILESTONE_GOAL,
    sentences.QUOTE_TITLE: QUOTE_TITLE,
}

WHY: Final = {
    UnfitReason.EMPTY: EMPTY,
    UnfitReason.LONG: LONG,
    UnfitReason.BRACES: BRACES,
    UnfitReason.REPEATED: REPEATED,
    UnfitReason.LINK: LINK,
    UnfitReason.MENTION: MENTION,
    UnfitReason.MARKDOWN: MARKDOWN,
    UnfitReason.INVISIBLE: INVISIBLE,
}
