"""The page that `/resources` opens with, made before anyone asks, so that it comes at once."""

from __future__ import annotations

from bot.domain.resources import Choice
from bot.interactions.cards import Card
from bot.messages import Messages, Voice
from bot.services import SupportService
from cogs.resources.cards import support_card
from cogs.resources.entries import SupportPage


class OpeningPages:
    """Holds the first page in every language.

    It is whole from the start and nothing is ever added, so it cannot tell who asked for what; the
    names of languages are looked up here for the same reason.
    """

    def __init__(self, support: SupportService, messages: Messages) -> None:
        self._support = support
        self._until = support.unchanged_until()
        self._cards: dict[str, Card] = {}
        for locale in messages.locales:
            say = messages.voice(locale)
            self._look_names_up(say)
            self._cards[locale] = self._made(say)

    def card(self, say: Voice, *, may_share: bool = False) -> Card:
        """Return the first page in a reader's language; for the few who may share it, made anew."""
        if not may_share and self._support.today < self._until and say.locale in self._cards:
            return self._cards[say.locale]
        return self._made(say, may_share=may_share)

    def _made(self, say: Voice, *, may_share: bool = False) -> Card:
        page = self._support.page(Choice(), locale=say.locale)
        shown = SupportPage(page, self._support.directory, self._support.today)
        return support_card(shown, say, may_share=may_share)

    def _look_names_up(self, say: Voice) -> None:
        for resource in self._support.directory.resources:
            for language in resource.languages:
                say.language(language)
