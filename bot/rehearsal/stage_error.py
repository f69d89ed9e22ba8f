"""What the stage says when it cannot do what was asked of it."""

from __future__ import annotations

from bot.domain.languages import ENGLISH
from bot.rehearsal.words import words_in


class StageError(Exception):
    """Something that was asked of the stage could not be done; its text says what and why.

    `key` and `values` are what `bot.rehearsal.words` says it by in another language.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(words_in(ENGLISH)(key, **values))
        self.key = key
        self.values = values
