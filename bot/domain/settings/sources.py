"""The settings that hold in a server, and where each of them comes from."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from bot.domain.sentences import literal, sentence_of, unfit, version_of
from bot.domain.settings.log import Change
from bot.domain.settings.registry import Kind, can_hold, setting
from bot.domain.settings.server import ServerSettings


class Source(StrEnum):
    """Where a value comes from."""

    DEFAULT = "default"
    CAMPAIGN = "campaign"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class StoredSettings:
    """What a server chose, and the settings that follow from it and from the campaign.

    Attributes:
        settings: what holds.
        chosen: the keys that this server chose.
        of_campaign: the keys for which the campaign says what holds where nobody chose.
        kept_words: what this server chose to say in its own words, by key, as it was written.
        words: of those what fits, by language and sentence, so that it is shown as written.
        unchosen: what would hold if nobody had chosen anything in this server.
    """

    settings: ServerSettings
    chosen: frozenset[str] = frozenset()
    of_campaign: frozenset[str] = frozenset()
    kept_words: Mapping[str, str] = field(default_factory=dict[str, str])
    words: Mapping[str, str] = field(default_factory=dict[str, str])
    unchosen: ServerSettings = field(default_factory=ServerSettings)

    @classmethod
    def merged(
        cls,
        campaign: Mapping[str, Any],
        chosen: Mapping[str, Any],
        *,
        absent: frozenset[str] = frozenset(),
    ) -> StoredSettings:
        """Return what holds: what the server chose, else what the campaign says, else defaults.

        Words that do not fit their sentence, as after a release that changed it, do not hold.
        `absent` are the cogs that the campaign does not have.
        """
        settings = ServerSettings.model_validate({**campaign, **chosen, "absent": absent})
        unchosen = ServerSettings.model_validate({**campaign, "absent": absent})
        kept: dict[str, str] = {}
        words: dict[str, str] = {}
        for key, value in chosen.items():
            if named := sentence_of(key):
                locale, sentence = named
                kept[key] = text = str(value)
                if not unfit(text, sentence):
                    words[f"{locale}.{sentence.key}"] = literal(text)
        return cls(settings, frozenset(chosen), frozenset(campaign), kept, words, unchosen)

    @property
    def unfit_words(self) -> tuple[str, ...]:
        """The keys of words that this server chose, and that do not fit their sentence any more."""
        return tuple(key for key in self.kept_words if not can_hold(key, self.spelled(key)))

    def spelled(self, key: str) -> str | None:
        """Return what this server chose for a setting, as it is stored; None where nothing is."""
        if key not in self.chosen:
            return None
        one = setting(key)
        if one.kind is Kind.WORDS:
            return json.dumps(self.kept_words[key])
        return one.stored(getattr(self.settings, key))

    def version(self, key: str) -> str:
        """Return what tells a setting as it is from what it was before, and will be after."""
        return version_of(self.spelled(key))

    def still_is(self, change: Change) -> bool:
        """Return whether a change can be undone: its setting is what it was made, by this server.

        A change that led to what was there before is none.
        """
        return change.can_be_undone and self.spelled(change.key) == change.after

    def source(self, key: str) -> Source:
        """Return where the value of a setting comes from."""
        if key in self.chosen:
            return Source.SERVER
        return Source.CAMPAIGN if key in self.of_campaign else Source.DEFAULT
