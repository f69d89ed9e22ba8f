"""Every setting that a moderator can choose: its key, its group and how it is chosen."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from pydantic import ValidationError

from bot.domain.refusals import NoSuchChoice
from bot.domain.sentences import cleaned, kept_words, sentence_of, unfit
from bot.domain.settings.features import Feature
from bot.domain.settings.server import Posters, ServerSettings


class SettingsGroup(StrEnum):
    """Settings that are shown together, in this order; the values stand in custom_ids."""

    FEATURES = "features"
    PLEDGE = "pledge"
    CHECKING = "checking"
    LETTER = "letter"
    TALLY = "tally"
    SUPPORT = "support"
    WHO = "who"
    WHERE = "where"
    LANGUAGE = "language"
    WORDS = "words"


class Kind(StrEnum):
    """How a setting is chosen."""

    SWITCH = "switch"
    CHOICE = "choice"
    FEATURES = "features"
    ROLES = "roles"
    CHANNEL = "channel"
    CHANNELS = "channels"
    LANGUAGE = "language"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting; `options` are those of a choice, as they are stored."""

    key: str
    group: SettingsGroup
    kind: Kind
    options: tuple[str | int, ...] = ()

    def read(self, value: Any) -> Any:
        """Return a value as the settings hold it.

        Raises:
            NoSuchChoice: it is none that this setting can have.
        """
        if self.kind is Kind.WORDS:
            return self._words(value)
        try:
            return getattr(ServerSettings.model_validate({self.key: value}), self.key)
        except ValidationError:
            raise NoSuchChoice from None

    def _words(self, value: Any) -> str:
        named = sentence_of(self.key)
        text = cleaned(value, named[1]) if named and isinstance(value, str) else ""
        if named is None or unfit(text, named[1]):
            raise NoSuchChoice
        return text

    def stored(self, value: Any) -> str:
        """Return a value as it is stored: each has one spelling.

        Raises:
            NoSuchChoice: it is none that this setting can have.
        """
        return self._spelled(self.read(value))

    def _spelled(self, value: Any) -> str:
        several = self.kind in (Kind.FEATURES, Kind.ROLES, Kind.CHANNELS)
        return json.dumps(sorted(value) if several else value)

    def from_store(self, text: str | None) -> Any:
        """Return what a stored text says; None where it says nothing that can be understood."""
        if text is None:
            return None
        try:
            return self.read(json.loads(text))
        except (ValueError, NoSuchChoice):
            return None

    def respelled(self, text: str | None) -> str | None:
        """Return a stored text in its one spelling; None for one that nobody understands.

        Words that do not fit their sentence any more are still what is stored.
        """
        value = self.from_store(text)
        if value is None and text is not None and self.kind is Kind.WORDS:
            value = kept_words(text)
        return None if value is None else self._spelled(value)


_SETTINGS: Final = (
    Setting("features_off", SettingsGroup.FEATURES, Kind.FEATURES, tuple(Feature)),
    Setting("listing_offered", SettingsGroup.PLEDGE, Kind.SWITCH),
    Setting("signing_paused", SettingsGroup.PLEDGE, Kind.SWITCH),
    Setting("holding", SettingsGroup.CHECKING, Kind.SWITCH),
    Setting("holding_age", SettingsGroup.CHECKING, Kind.CHOICE, (0, 1, 3, 7, 14, 30)),
    Setting("holding_rate", SettingsGroup.CHECKING, Kind.CHOICE, (0, 50, 100, 200, 500, 1000)),
    Setting(
        "letter_posting",
        SettingsGroup.LETTER,
        Kind.CHOICE,
        (Posters.GENERAL, Posters.ORGANISERS, Posters.MEMBERS),
    ),
    Setting("channel_rest", SettingsGroup.LETTER, Kind.CHOICE, (0, 10, 30, 60, 300, 900, 3600)),
    Setting("boards", SettingsGroup.TALLY, Kind.SWITCH),
    Setting("milestones", SettingsGroup.TALLY, Kind.SWITCH),
    Setting(
        "sharing",
        SettingsGroup.SUPPORT,
        Kind.CHOICE,
        (Posters.GENERAL, Posters.NOBODY, Posters.ORGANISERS, Posters.MEMBERS),
    ),
    Setting("organiser_roles", SettingsGroup.WHO, Kind.ROLES),
    Setting("steward_roles", SettingsGroup.WHO, Kind.ROLES),
    Setting("members_may_post", SettingsGroup.WHO, Kind.SWITCH),
    Setting("silent_channels", SettingsGroup.WHERE, Kind.CHANNELS),
    Setting("announcements", SettingsGroup.WHERE, Kind.CHANNEL),
    Setting("log_channel", SettingsGroup.WHERE, Kind.CHANNEL),
    Setting("locale", SettingsGroup.LANGUAGE, Kind.LANGUAGE),
)
ALSO: Final = {SettingsGroup.TALLY: ("announcements",)}
"""Settings of one group that another shows too, where one looks for them as well."""
_COGS: Final = {SettingsGroup.LETTER: "letter", SettingsGroup.SUPPORT: "resources"}
"""The groups that are about one cog, which a campaign need not have."""

_BY_KEY: Final = {one.key: one for one in _SETTINGS}


def setting(key: str) -> Setting:
    """Return a setting by its key.

    Raises:
        NoSuchChoice: there is none of this name.
    """
    found = _found(key)
    if found is None:
        raise NoSuchChoice
    return found


def _found(key: str) -> Setting | None:
    if key not in _BY_KEY and sentence_of(key):
        return Setting(key, SettingsGroup.WORDS, Kind.WORDS)
    return _BY_KEY.get(key)


def settings_of(group: SettingsGroup | None = None) -> tuple[Setting, ...]:
    """Return the settings of a group, or all of them, in the order in which they are shown.

    The words of sentences are not among them: there is one for each sentence and language.
    """
    return tuple(one for one in _SETTINGS if group in (None, one.group))


def groups_without(absent: Collection[str]) -> tuple[SettingsGroup, ...]:
    """Return the groups that are shown where some cogs are not there."""
    return tuple(one for one in SettingsGroup if _COGS.get(one) not in absent)


def can_hold(key: str, text: str | None) -> bool:
    """Return whether there is a setting of this name that may have a stored value, or none."""
    found = _found(key)
    return found is not None and (text is None or found.from_store(text) is not None)
