"""What a server's moderators may choose, and what each choice opens and closes."""

from __future__ import annotations

from bot.domain.settings.features import ALWAYS_ON, Feature, Use, features_without
from bot.domain.settings.log import Change, ChangeKind, LogEntry, LogSection
from bot.domain.settings.registry import (
    ALSO,
    Kind,
    Setting,
    SettingsGroup,
    groups_without,
    setting,
    settings_of,
)
from bot.domain.settings.server import Posters, Posting, ServerSettings
from bot.domain.settings.sources import Source, StoredSettings

__all__ = [
    "ALSO",
    "ALWAYS_ON",
    "Change",
    "ChangeKind",
    "Feature",
    "Kind",
    "LogEntry",
    "LogSection",
    "Posters",
    "Posting",
    "ServerSettings",
    "Setting",
    "SettingsGroup",
    "Source",
    "StoredSettings",
    "Use",
    "features_without",
    "groups_without",
    "setting",
    "settings_of",
]
