"""The presses and the modal by which moderators write their server's own words."""

from __future__ import annotations

from typing import ClassVar

from bot.domain.sentences import sentence_of
from bot.interactions.cog import FeatureCog, Modals, Presses, for_moderators
from bot.interactions.response import Response
from bot.services import ServerService
from cogs.setup.cards import Done
from cogs.setup.changing import change
from cogs.setup.own_words.cards import (
    DRAFT,
    FIELD,
    draft_card,
    draft_in,
    sentence_card,
    words_card,
    words_modal,
)
from cogs.setup.own_words.wording import Sentence, Wording
from cogs.setup.place import Place, place_now


class WordsPages:
    """Shows the sentences of a server, for whoever asked for the right to change them."""

    def __init__(self, servers: ServerService, wording: Wording) -> None:
        self._servers = servers
        self.wording = wording

    async def show_all(self, response: Response, locale: str | None = None) -> None:
        """Show all sentences in a language; at first in that of public posts."""
        place = await place_now(response, self._servers)
        locale = locale or place.public_locale
        some = [self.wording.named(locale, key) for key in self.wording.keys]
        written = [self.wording.written(place.stored, one) for one in some]
        await response.show(words_card(written, locale, place.languages, response.say))

    async def show(self, response: Response, one: Sentence, *, done: Done | None = None) -> None:
        """Show what a sentence says, and what was just done to it."""
        changed = done is not None and done.meanwhile is None
        place = await place_now(response, self._servers, changed=changed)
        written = self.wording.written(place.stored, one)
        await response.show(sentence_card(written, place, response.say, done=done))

    async def show_changed(self, response: Response, key: str, done: Done) -> None:
        """Show the sentence of a setting after a change of it."""
        locale, sentence = sentence_of(key) or ("", None)
        await self.show(
            response, self.wording.named(locale, sentence.key if sentence else ""), done=done
        )


@for_moderators
class WordsCog(FeatureCog):
    """Sentences in a server's own words; what is written is seen before anything is kept."""

    def __init__(self, servers: ServerService, pages: WordsPages) -> None:
        self._servers = servers
        self._pages = pages

    async def choose(self, response: Response) -> None:
        """Show the sentence that was chosen in the menu."""
        await self._pages.show(response, self._named(response, key=response.chosen()))

    async def choose_language(self, response: Response) -> None:
        """Show the sentences in the language that was chosen."""
        await self._pages.show_all(response, response.chosen())

    async def turn(self, response: Response) -> None:
        """Show the sentences in the language that the button names."""
        await self._pages.show_all(response, response.arg(0))

    async def show(self, response: Response) -> None:
        """Show the sentence that the button names, as it is; a draft of it goes."""
        await self._pages.show(response, self._named(response))

    async def edit(self, response: Response) -> None:
        """Open the form with what the sentence says, or with the draft on the card.

        Discord takes a form as the first answer only, so what was known last is what it holds. It
        carries on the version of what the card showed, so that a change since then is told.
        """
        one, wording = self._named(response), self._pages.wording
        stored = await self._servers.glance(guild_id=response.guild_id)
        drafted = response.shown(DRAFT) if response.shows(DRAFT) else None
        written = draft_in(drafted) if drafted else wording.written(stored, one).text
        await response.ask(words_modal(one, written, response.arg(2), response.say))

    async def typed(self, response: Response) -> None:
        """Show what was typed as members would read it; nothing is kept yet."""
        text, version = response.typed(FIELD), response.arg(2)
        await self._show_draft(response, text, version)

    async def keep(self, response: Response) -> None:
        """Keep the draft on the card, unless the sentence was changed since."""
        one, text, version = self._named(response), draft_in(response.shown(DRAFT)), response.arg(2)
        place = await place_now(response, self._servers)
        if self._pages.wording.draft(place.stored, one, text, version).why:
            await self._show_draft(response, text, version)
            return
        done = await change(response, self._servers, one.key, text, version=version)
        if done.meanwhile:
            await self._show_draft(response, text, version)
        else:
            await self._pages.show(response, one, done=done)

    async def reset(self, response: Response) -> None:
        """Say the sentence as the bot ships it."""
        one, version = self._named(response), response.arg(2)
        done = await change(response, self._servers, one.key, None, version=version)
        await self._pages.show(response, one, done=done)

    async def _show_draft(self, response: Response, text: str, version: str) -> None:
        one = self._named(response)
        place: Place = await place_now(response, self._servers)
        draft = self._pages.wording.draft(place.stored, one, text, version)
        await response.show(draft_card(draft, response.say))

    def _named(self, response: Response, *, key: str | None = None) -> Sentence:
        """Return the sentence that a control names; it is untrusted.

        Raises:
            OutdatedControl: there is none of that name.
        """
        return self._pages.wording.named(response.arg(0), key or response.arg(1))

    presses: ClassVar[Presses] = {
        "words": choose,
        "words_language": choose_language,
        "words_list": turn,
        "words_show": show,
        "words_edit": edit,
        "words_keep": keep,
        "words_reset": reset,
    }
    modals: ClassVar[Modals] = {"words_typed": typed}
