"""What the private commands and buttons of the letter do: one service call, one card."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Final

from bot.domain.languages import text_in
from bot.domain.refusals import OutdatedControl
from bot.interactions.cards import Card
from bot.interactions.response import Answer
from bot.interactions.router import Handler, Press
from bot.services import LetterService, Pictures
from cogs.letter.cards import (
    ANY,
    PICTURE,
    TEXT,
    quote_card,
    read_card,
    signatories_card,
    themes_card,
)
from cogs.letter.comparison import comparison_card
from cogs.letter.passages import Reading
from cogs.letter.pictures import picture_of

_KEPT_CARDS: Final = 2_048


class LetterViews:
    """Answers the commands and the buttons alike; everything here is seen by one member."""

    def __init__(self, letter: LetterService, pictures: Pictures) -> None:
        self._letter = letter
        self._pictures = pictures
        self._cards: dict[Hashable, Card] = {}

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each action of `amh:letter:…` that posts nothing."""
        return {
            "another": self.another,
            "read": lambda press: self.read(press.answer, press.arg(0)),
            "open": lambda press: self.read(press.answer, None),
            "jump": self.jump,
            "signatories": lambda press: self.signatories(press.answer, page=press.number(0)),
        }

    async def quote(self, answer: Answer, *, theme: str | None, form: str) -> None:
        """Show the next passage in its turn, as text or as a picture."""
        letter = self._letter.letter
        if theme is not None and theme not in letter.themes:
            labels = [text_in(one, answer.locale) for one in letter.themes.values()]
            await answer.show(themes_card(labels, answer.say))
            return
        passage = await answer.wait(
            self._letter.draw(user_id=answer.user_id, guild_id=answer.guild_id, theme=theme)
        )
        reading = Reading.of(letter, passage, answer.locale)
        file = None
        if form == PICTURE:
            file = await answer.wait(picture_of(reading, answer.say, self._pictures))
        may_post, pictured = await answer.may_post(), file is not None
        # The same card for everyone who reads this passage in this language: made once.
        key = (passage.id, answer.locale, answer.say, theme, form, may_post, pictured)
        card = self._cards.get(key)
        if card is None:
            card = quote_card(
                reading,
                answer.say,
                theme=theme,
                form=form,
                may_post=may_post,
                pictured=pictured,
            )
            if len(self._cards) < _KEPT_CARDS:
                self._cards[key] = card
        await answer.show(card, file=file)

    async def another(self, press: Press) -> None:
        """Show one more passage, of the same theme and in the same form."""
        form, theme = press.arg(0), press.arg(1)
        if form not in (TEXT, PICTURE):
            raise OutdatedControl
        await self.quote(press.answer, theme=None if theme == ANY else theme, form=form)

    async def read(self, answer: Answer, passage_id: str | None) -> None:
        """Show the letter at one passage, or at its beginning."""
        letter = self._letter.letter
        passage = letter.passage(passage_id) if passage_id else letter.passages[0]
        reading = Reading.of(letter, passage, answer.locale)
        await answer.show(read_card(reading, answer.say, may_post=await answer.may_post()))

    async def jump(self, press: Press) -> None:
        """Show the letter at the passage chosen from the menu."""
        if len(press.values) != 1:
            raise OutdatedControl
        await self.read(press.answer, press.values[0])

    async def verify(self, answer: Answer, text: str) -> None:
        """Say whether a text is in the letter."""
        card = comparison_card(
            self._letter.verify(text),
            self._letter.letter,
            answer.say,
            locale=answer.locale,
            may_post=await answer.may_post(),
        )
        await answer.show(card)

    async def signatories(self, answer: Answer, *, page: int) -> None:
        """Show who signed the letter in its time."""
        found = self._letter.signatories(page=page)
        letter = self._letter.letter
        await answer.show(signatories_card(letter, found, answer.say, locale=answer.locale))
