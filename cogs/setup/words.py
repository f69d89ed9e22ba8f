"""The phrases of the card by which moderators set up their server."""

from __future__ import annotations

from bot.config import NO_SUPPORT, ONE_LANGUAGE, SEVERAL_LANGUAGES
from bot.domain import sentences
from bot.domain.phrases import LABEL, OPTION, menu_name, phrase
from bot.domain.settings import ChangeKind, Feature, Posters, SettingsGroup, Source
from cogs.setup.panel.shown import PanelOutcome

TITLE = phrase("setup.title")
GROUP_TITLE = phrase("setup.group_title", "group")
STEP_TITLE = phrase("setup.step_title", "step", "steps", "group")
GROUPS_MENU = phrase("setup.groups_menu", limit=OPTION)
GROUP_FEATURES = phrase("setup.group_features", limit=OPTION)
GROUP_FEATURES_ABOUT = phrase("setup.group_features_about", limit=OPTION)
GROUP_PLEDGE = phrase("setup.group_pledge", limit=OPTION)
GROUP_PLEDGE_ABOUT = phrase("setup.group_pledge_about", limit=OPTION)
GROUP_CHECKING = phrase("setup.group_checking", limit=OPTION)
GROUP_CHECKING_ABOUT = phrase("setup.group_checking_about", limit=OPTION)
GROUP_LETTER = phrase("setup.group_letter", limit=OPTION, needs="letter")
GROUP_LETTER_ABOUT = phrase("setup.group_letter_about", limit=OPTION, needs="letter")
GROUP_TALLY = phrase("setup.group_tally", limit=OPTION)
GROUP_TALLY_ABOUT = phrase("setup.group_tally_about", limit=OPTION)
GROUP_SUPPORT = phrase("setup.group_support", limit=OPTION, needs="resources")
GROUP_SUPPORT_ABOUT = phrase("setup.group_support_about", limit=OPTION, needs="resources")
GROUP_WHO = phrase("setup.group_who", limit=OPTION)
GROUP_WHO_ABOUT = phrase("setup.group_who_about", limit=OPTION)
GROUP_WHERE = phrase("setup.group_where", limit=OPTION)
GROUP_WHERE_ABOUT = phrase("setup.group_where_about", limit=OPTION)
GROUP_LANGUAGE = phrase("setup.group_language", limit=OPTION)
GROUP_LANGUAGE_ABOUT = phrase("setup.group_language_about", limit=OPTION)
GROUP_WORDS = phrase("setup.group_words", limit=OPTION)
GROUP_WORDS_ABOUT = phrase("setup.group_words_about", limit=OPTION)
GROUP_PREVIEW = phrase("setup.group_preview", limit=OPTION)
GROUP_PREVIEW_ABOUT = phrase("setup.group_preview_about", limit=OPTION)
PREVIEW_LEAD = phrase("setup.preview_lead")
PREVIEW_FEATURES_MENU = phrase("setup.preview_features_menu", limit=OPTION)
PREVIEW_CARDS_MENU = phrase("setup.preview_cards_menu", limit=OPTION)
PREVIEW_LANGUAGES_MENU = phrase("setup.preview_languages_menu", limit=OPTION)
PREVIEW_SHOW_BUTTON = phrase("setup.preview_show_button", limit=LABEL)
GROUP_PANEL = phrase("setup.group_panel", limit=OPTION)
GROUP_PANEL_ABOUT = phrase("setup.group_panel_about", limit=OPTION)
GROUP_CHECK = phrase("setup.group_check", limit=OPTION)
GROUP_CHECK_ABOUT = phrase("setup.group_check_about", limit=OPTION)
GROUP_LOG = phrase("setup.group_log", limit=OPTION)
GROUP_LOG_ABOUT = phrase("setup.group_log_about", limit=OPTION)
NOW_LANGUAGE = phrase("setup.now_language", "language")
NOW_FEATURES = phrase("setup.now_features", "features")
NOW_PAUSED = phrase("setup.now_paused")
NOW_ORGANISERS = phrase("setup.now_organisers", "roles")
NOW_MANAGERS = phrase("setup.now_managers")
NOW_POSTING = phrase("setup.now_posting", "who")
NOW_SILENT = phrase("setup.now_silent", "channels")
FIRST_LEAD = phrase("setup.first_lead", needs=SEVERAL_LANGUAGES)
FIRST_LEAD_ONE_LANGUAGE = phrase("setup.first_lead_one_language", needs=ONE_LANGUAGE)
UNFINISHED = phrase("setup.unfinished", "step", "steps")
GO_ON_BUTTON = phrase("setup.go_on_button", limit=LABEL)
NEXT_STEP_BUTTON = phrase("setup.next_step_button", limit=LABEL)
FINISH_BUTTON = phrase("setup.finish_button", limit=LABEL)
LATER_BUTTON = phrase("setup.later_button", limit=LABEL)
FINISHED = phrase("setup.finished")
BACK_BUTTON = phrase("setup.back_button", limit=LABEL)
ON = phrase("setup.on")
OFF = phrase("setup.off")
SWITCH_ON_BUTTON = phrase("setup.switch_on_button", limit=LABEL)
SWITCH_OFF_BUTTON = phrase("setup.switch_off_button", limit=LABEL)
DEFAULT_BUTTON = phrase("setup.default_button", limit=LABEL)
UNDO_BUTTON = phrase("setup.undo_button", limit=LABEL)
TIDY_BUTTON = phrase("setup.tidy_button", limit=LABEL)
SOURCE_DEFAULT = phrase("setup.source_default")
SOURCE_CAMPAIGN = phrase("setup.source_campaign")
SOURCE_SERVER = phrase("setup.source_server")
SETTING_LINE = phrase("setup.setting_line", "setting", "value")
CHANGED = phrase("setup.changed", "setting", "before", "after")
UNDONE = phrase("setup.undone", "setting", "before", "after")
ALREADY = phrase("setup.already")
MEANWHILE = phrase("setup.meanwhile", "setting")
AS_DEFAULT = phrase("setup.as_default", "value")
LOG_TITLE = phrase("setup.log_title")
LOG_EMPTY = phrase("setup.log_empty")
LOG_CHANGE = phrase("setup.log_change", "setting", "before", "after")
LOG_UNDO = phrase("setup.log_undo", "setting", "before", "after")
LOG_EXPORT = phrase("setup.log_export", "days", "members")
LOG_BY = phrase("setup.log_by", "member", "moment")
LOG_PANEL_POSTED = phrase("setup.log_panel_posted", "channel")
LOG_PANEL_GONE = phrase("setup.log_panel_gone", "channel")
LOG_NOTICED = phrase("setup.log_noticed", "moment")
FORMER_MODERATOR = phrase("setup.former_moderator")
LOG_NOTE = phrase("setup.log_note")
PAGE = phrase("setup.page", "page", "pages")
PREVIOUS_BUTTON = phrase("setup.previous_button", limit=LABEL)
NEXT_BUTTON = phrase("setup.next_button", limit=LABEL)
AND_MORE = phrase("setup.and_more", plural="count")
DELETED_ROLES = phrase("setup.deleted_roles", plural="count")
DELETED_CHANNELS = phrase("setup.deleted_channels", plural="count")
NO_ROLE = phrase("setup.no_role")
NO_CHANNEL = phrase("setup.no_channel")
ROLES_MENU = phrase("setup.roles_menu", limit=OPTION)
CHANNEL_MENU = phrase("setup.channel_menu", limit=OPTION)
CHANNELS_MENU = phrase("setup.channels_menu", limit=OPTION)
FEATURES_MENU = phrase("setup.features_menu", limit=OPTION)
LANGUAGES_MENU = phrase("setup.languages_menu", limit=OPTION)
OWN_LANGUAGE = phrase("setup.own_language", "language")
ALL_ON = phrase("setup.all_on")
FEATURES_OFF_LIST = phrase("setup.features_off_list", "features")
UNKNOWN_SETTING = phrase("setup.unknown_setting")
NO_REST = phrase("setup.no_rest")
REST_SECONDS = phrase("setup.rest_seconds", plural="count")
REST_MINUTES = phrase("setup.rest_minutes", plural="count")
POSTERS_GENERAL = phrase("setup.posters_general")
POSTERS_NOBODY = phrase("setup.posters_nobody")
POSTERS_ORGANISERS = phrase("setup.posters_organisers")
POSTERS_MEMBERS = phrase("setup.posters_members")
FEATURE_PLEDGE = phrase("setup.feature_pledge", limit=OPTION)
FEATURE_PLEDGE_ABOUT = phrase("setup.feature_pledge_about", limit=OPTION)
FEATURE_WALL = phrase("setup.feature_wall", limit=OPTION)
FEATURE_WALL_ABOUT = phrase("setup.feature_wall_about", limit=OPTION)
FEATURE_LETTER = phrase("setup.feature_letter", limit=OPTION, needs="letter")
FEATURE_LETTER_ABOUT = phrase("setup.feature_letter_about", limit=OPTION, needs="letter")
FEATURE_QUOTING = phrase("setup.feature_quoting", limit=OPTION, needs="letter")
FEATURE_QUOTING_ABOUT = phrase("setup.feature_quoting_about", limit=OPTION, needs="letter")
FEATURE_PICTURES = phrase("setup.feature_pictures", limit=OPTION, needs="letter")
FEATURE_PICTURES_ABOUT = phrase("setup.feature_pictures_about", limit=OPTION, needs="letter")
ABOUT_PICTURES = phrase("setup.about_pictures", needs="letter", features=GROUP_FEATURES)
FEATURE_TALLY = phrase("setup.feature_tally", limit=OPTION)
FEATURE_TALLY_ABOUT = phrase("setup.feature_tally_about", limit=OPTION)
FEATURE_SHARING = phrase("setup.feature_sharing", limit=OPTION, needs="resources")
FEATURE_SHARING_ABOUT = phrase("setup.feature_sharing_about", limit=OPTION, needs="resources")
NAME_FEATURES_OFF = phrase("setup.name_features_off", limit=OPTION)
ABOUT_FEATURES_OFF = phrase("setup.about_features_off", needs="resources")
ABOUT_FEATURES_OFF_NO_SUPPORT = phrase("setup.about_features_off_no_help", needs=NO_SUPPORT)
NAME_LISTING_OFFERED = phrase("setup.name_listing_offered", limit=OPTION)
ABOUT_LISTING_OFFERED = phrase("setup.about_listing_offered")
NAME_SIGNING_PAUSED = phrase("setup.name_signing_paused", limit=OPTION)
ABOUT_SIGNING_PAUSED = phrase("setup.about_signing_paused")
NAME_HOLDING = phrase("setup.name_holding", limit=OPTION)
ABOUT_HOLDING = phrase("setup.about_holding")
NAME_HOLDING_AGE = phrase("setup.name_holding_age", limit=OPTION)
ABOUT_HOLDING_AGE = phrase("setup.about_holding_age")
NAME_HOLDING_RATE = phrase("setup.name_holding_rate", limit=OPTION)
ABOUT_HOLDING_RATE = phrase("setup.about_holding_rate")
NAME_STEWARD_ROLES = phrase("setup.name_steward_roles", limit=OPTION)
ABOUT_STEWARD_ROLES = phrase("setup.about_steward_roles")
AGE_NONE = phrase("setup.age_none", limit=OPTION)
AGE_DAYS = phrase("setup.age_days", limit=OPTION, plural="count")
RATE_NONE = phrase("setup.rate_none", limit=OPTION)
RATE_HOUR = phrase("setup.rate_hour", limit=OPTION, plural="count")
NAME_LETTER_POSTING = phrase("setup.name_letter_posting", limit=OPTION, needs="letter")
ABOUT_LETTER_POSTING = phrase("setup.about_letter_posting", needs="letter")
NAME_CHANNEL_REST = phrase("setup.name_channel_rest", limit=OPTION, needs="letter")
ABOUT_CHANNEL_REST = phrase("setup.about_channel_rest", needs="letter")
NAME_SHARING = phrase("setup.name_sharing", limit=OPTION, needs="resources")
ABOUT_SHARING = phrase("setup.about_sharing", needs="resources")
NAME_BOARDS = phrase("setup.name_boards", limit=OPTION)
ABOUT_BOARDS = phrase("setup.about_boards")
NAME_MILESTONES = phrase("setup.name_milestones", limit=OPTION)
ABOUT_MILESTONES = phrase("setup.about_milestones")
NAME_ANNOUNCEMENTS = phrase("setup.name_announcements", limit=OPTION)
ABOUT_ANNOUNCEMENTS = phrase("setup.about_announcements")
NAME_LOG_CHANNEL = phrase("setup.name_log_channel", limit=OPTION)
ABOUT_LOG_CHANNEL = phrase("setup.about_log_channel")
NAME_ORGANISER_ROLES = phrase("setup.name_organiser_roles", limit=OPTION)
ABOUT_ORGANISER_ROLES = phrase("setup.about_organiser_roles")
NAME_MEMBERS_MAY_POST = phrase("setup.name_members_may_post", limit=OPTION)
ABOUT_MEMBERS_MAY_POST = phrase("setup.about_members_may_post")
NAME_SILENT_CHANNELS = phrase("setup.name_silent_channels", limit=OPTION)
ABOUT_SILENT_CHANNELS = phrase("setup.about_silent_channels")
NAME_LOCALE = phrase("setup.name_locale", limit=OPTION)
ABOUT_LOCALE = phrase("setup.about_locale", needs=SEVERAL_LANGUAGES)
ABOUT_ONE_LANGUAGE = phrase("setup.about_one_language", needs=ONE_LANGUAGE)
PANEL_TITLE = sentences.PANEL_TITLE
PANEL_TEXT = sentences.PANEL_TEXT
PANEL_SIGN = phrase("campaign.sign_button", limit=LABEL)
PANEL_READ = phrase("campaign.read_button", limit=LABEL, needs="letter")
PANEL_SUPPORT = menu_name("command_names.find_help", needs="resources")
PANEL_NOT_OPEN = phrase("campaign.not_open", "opens_on")
PANEL_CLOSED = phrase("campaign.closed", "closed_on")
PANEL_PRIVATE = phrase("setup.panel_private")
PANEL_LEAD = phrase("setup.panel_lead")
PANEL_STANDING = phrase("setup.panel_standing", "places")
PANEL_MENU = phrase("setup.panel_menu", limit=OPTION)
PANEL_PREVIEW = phrase("setup.panel_preview")
PANEL_ASK = phrase("setup.panel_ask", "channel")
PANEL_POST_BUTTON = phrase("setup.panel_post_button", limit=LABEL)
PANEL_MADE = phrase("setup.panel_made", "channel", "link")
PANEL_THERE = phrase("setup.panel_there", "channel", "link")
PANEL_LATER = phrase("setup.panel_later", "channel")
PANEL_CHANNEL_GONE = phrase("setup.panel_channel_gone")
PANEL_NO_RIGHT = phrase("setup.panel_no_right", "channel")
PANEL_BLOCKED = phrase("setup.panel_blocked", "channel")
PANEL_REFUSED = phrase("setup.panel_refused", "channel")
PANEL_SILENT = phrase("setup.panel_silent", "channel", where=GROUP_WHERE)


GROUPS = {
    SettingsGroup.FEATURES: (GROUP_FEATURES, GROUP_FEATURES_ABOUT),
    SettingsGroup.PLEDGE: (GROUP_PLEDGE, GROUP_PLEDGE_ABOUT),
    SettingsGroup.CHECKING: (GROUP_CHECKING, GROUP_CHECKING_ABOUT),
    SettingsGroup.LETTER: (GROUP_LETTER, GROUP_LETTER_ABOUT),
    SettingsGroup.TALLY: (GROUP_TALLY, GROUP_TALLY_ABOUT),
    SettingsGroup.SUPPORT: (GROUP_SUPPORT, GROUP_SUPPORT_ABOUT),
    SettingsGroup.WHO: (GROUP_WHO, GROUP_WHO_ABOUT),
    SettingsGroup.WHERE: (GROUP_WHERE, GROUP_WHERE_ABOUT),
    SettingsGroup.LANGUAGE: (GROUP_LANGUAGE, GROUP_LANGUAGE_ABOUT),
    SettingsGroup.WORDS: (GROUP_WORDS, GROUP_WORDS_ABOUT),
}

FEATURES = {
    Feature.PLEDGE: (FEATURE_PLEDGE, FEATURE_PLEDGE_ABOUT),
    Feature.WALL: (FEATURE_WALL, FEATURE_WALL_ABOUT),
    Feature.LETTER: (FEATURE_LETTER, FEATURE_LETTER_ABOUT),
    Feature.QUOTING: (FEATURE_QUOTING, FEATURE_QUOTING_ABOUT),
    Feature.PICTURES: (FEATURE_PICTURES, FEATURE_PICTURES_ABOUT),
    Feature.TALLY: (FEATURE_TALLY, FEATURE_TALLY_ABOUT),
    Feature.SHARING: (FEATURE_SHARING, FEATURE_SHARING_ABOUT),
}

SETTINGS = {
    "features_off": (NAME_FEATURES_OFF, ABOUT_FEATURES_OFF),
    "listing_offered": (NAME_LISTING_OFFERED, ABOUT_LISTING_OFFERED),
    "signing_paused": (NAME_SIGNING_PAUSED, ABOUT_SIGNING_PAUSED),
    "holding": (NAME_HOLDING, ABOUT_HOLDING),
    "holding_age": (NAME_HOLDING_AGE, ABOUT_HOLDING_AGE),
    "holding_rate": (NAME_HOLDING_RATE, ABOUT_HOLDING_RATE),
    "letter_posting": (NAME_LETTER_POSTING, ABOUT_LETTER_POSTING),
    "channel_rest": (NAME_CHANNEL_REST, ABOUT_CHANNEL_REST),
    "boards": (NAME_BOARDS, ABOUT_BOARDS),
    "milestones": (NAME_MILESTONES, ABOUT_MILESTONES),
    "announcements": (NAME_ANNOUNCEMENTS, ABOUT_ANNOUNCEMENTS),
    "log_channel": (NAME_LOG_CHANNEL, ABOUT_LOG_CHANNEL),
    "sharing": (NAME_SHARING, ABOUT_SHARING),
    "organiser_roles": (NAME_ORGANISER_ROLES, ABOUT_ORGANISER_ROLES),
    "steward_roles": (NAME_STEWARD_ROLES, ABOUT_STEWARD_ROLES),
    "members_may_post": (NAME_MEMBERS_MAY_POST, ABOUT_MEMBERS_MAY_POST),
    "silent_channels": (NAME_SILENT_CHANNELS, ABOUT_SILENT_CHANNELS),
    "locale": (NAME_LOCALE, ABOUT_LOCALE),
}

LIMITS = {
    "holding_age": (AGE_DAYS, AGE_NONE),
    "holding_rate": (RATE_HOUR, RATE_NONE),
}
"""What the numbers of a setting are called, and what its nought is."""

POSTERS = {
    Posters.GENERAL: POSTERS_GENERAL,
    Posters.NOBODY: POSTERS_NOBODY,
    Posters.ORGANISERS: POSTERS_ORGANISERS,
    Posters.MEMBERS: POSTERS_MEMBERS,
}

SOURCES = {
    Source.DEFAULT: SOURCE_DEFAULT,
    Source.CAMPAIGN: SOURCE_CAMPAIGN,
    Source.SERVER: SOURCE_SERVER,
}

DONE = {ChangeKind.CHANGED: CHANGED, ChangeKind.UNDONE: UNDONE}

LOGGED = {
    ChangeKind.CHANGED: LOG_CHANGE,
    ChangeKind.UNDONE: LOG_UNDO,
}

PANEL_OUTCOMES = {
    PanelOutcome.MADE: PANEL_MADE,
    PanelOutcome.THERE: PANEL_THERE,
    PanelOutcome.LATER: PANEL_LATER,
    PanelOutcome.CHANNEL_GONE: PANEL_CHANNEL_GONE,
    PanelOutcome.NO_RIGHT: PANEL_NO_RIGHT,
    PanelOutcome.BLOCKED: PANEL_BLOCKED,
    PanelOutcome.REFUSED: PANEL_REFUSED,
    PanelOutcome.SILENT: PANEL_SILENT,
}
