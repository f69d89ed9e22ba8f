"""`/letter`: quote it, read it, check it, see who signed it; and the menu on a message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import ClassVar

import discord
from discord import app_commands

from bot.config import SIGNATORIES
from bot.domain.languages import text_in
from bot.domain.settings import Posting
from bot.domain.verify import LONGEST, SHORTEST
from bot.interactions.cards import message_link
from bot.interactions.cog import FeatureCog, Menus, Presses, answered
from bot.interactions.commands import CHOICES, NEEDS
from bot.interactions.replies import send_reply
from bot.interactions.response import Interaction, Response
from bot.services import ChannelRest, LetterService, Pictures, PledgeService, Quotation
from cogs.letter.asked import (
    form_wanted,
    offers_signing,
    offers_signing_here,
    offers_under,
    public_reading,
)
from cogs.letter.cards import (
    ANY,
    PICTURE,
    TEXT,
    Offers,
    posted_card,
    quote_card,
    read_card,
    themes_card,
)
from cogs.letter.comparison import ASKED, asked_on, comparison_card
from cogs.letter.passages import Reading, within_letter
from cogs.letter.pictures import every_form, forms_offered, picture_of, quotation_of
from cogs.letter.replies import choice_card, preview_card, replied_card
from cogs.letter.signatories import LONGEST_SEARCH, name_choices, signatories_card
from cogs.letter.themes import theme_choices, theme_meant

Choice = app_commands.Choice[str]


class LetterCog(FeatureCog):
    """What members do with the letter; what they post is seen first, where the server allows."""

    letter = app_commands.Group(name="letter", description="…", guild_only=True)

    def __init__(
        self,
        letter: LetterService,
        pledges: PledgeService,
        rest: ChannelRest,
        pictures: Pictures,
    ) -> None:
        self._letter = letter
        self._pledges = pledges
        self._rest = rest
        self._pictures = pictures

    async def cog_unload(self) -> None:
        """End the thread that compares, and offer every form to the next cog of the class again."""
        app_commands.choices(form=every_form())(self.quote)
        self._letter.close()

    @letter.command(extras={CHOICES: forms_offered})
    @app_commands.rename(form="as")
    @app_commands.choices(form=every_form())
    @answered
    async def quote(
        self, response: Response, theme: str | None = None, form: Choice | None = None
    ) -> None:
        """Show one passage, each in its turn, as text or as a picture."""
        chosen = theme_meant(theme, self._letter.letter, response.locale) if theme else None
        await self._quote(response, theme=chosen, form=form.value if form else TEXT)

    @quote.autocomplete("theme")
    async def themes(self, interaction: Interaction, current: str) -> list[Choice]:
        """Offer the themes in the member's language."""
        return theme_choices(current, self._letter.letter, str(interaction.locale))

    async def another(self, response: Response) -> None:
        """Show one more passage, of the same theme and in the same form."""
        theme = None if response.arg(1) == ANY else response.arg(1)
        await self._quote(response, theme=theme, form=form_wanted(response))

    async def _quote(self, response: Response, *, theme: str | None, form: str) -> None:
        letter = self._letter.letter
        if theme is not None and theme not in letter.themes:
            labels = [text_in(one, response.locale) for one in letter.themes.values()]
            await response.show(themes_card(labels, response.say))
            return
        user_id, guild_id = response.user_id, response.guild_id
        # Together, so that a store that is slow is waited for once.
        passage, may_sign = await response.wait(
            asyncio.gather(
                self._letter.draw(user_id=user_id, guild_id=guild_id, theme=theme),
                offers_signing(response, self._pledges),
            )
        )
        reading = Reading.of(letter, passage, response.locale)
        file, drawable = None, True
        if form == PICTURE:
            quotation = quotation_of(reading, response.say)
            drawable = self._pictures.has_fonts_for(quotation)
            file = await self._picture(response, quotation) if drawable else None
        card = quote_card(
            reading,
            response.say,
            theme=theme,
            form=form,
            offers=await offers_under(response, reading, form=form, may_sign=may_sign),
            pictured=file is not None,
            drawable=drawable,
        )
        await response.show(card, files=[file] if file else [])

    @letter.command()
    @answered
    async def read(self, response: Response) -> None:
        """Show the letter from its beginning."""
        await self._read(response, self._letter.letter.passages[0].id)

    async def read_on(self, response: Response) -> None:
        """Show the letter at the passage that the button names."""
        await self._read(response, response.arg(0))

    async def jump(self, response: Response) -> None:
        """Show the letter at the passage chosen from the menu."""
        await self._read(response, response.chosen())

    async def _read(self, response: Response, passage_id: str) -> None:
        letter = self._letter.letter
        reading = Reading.of(letter, letter.passage(passage_id), response.locale)
        offers = Offers(
            sign=await offers_signing(response, self._pledges),
            post=await response.may_post(Posting.LETTER),
        )
        await response.show(read_card(reading, response.say, offers=offers))

    @letter.command()
    @answered
    async def verify(
        self, response: Response, text: app_commands.Range[str, SHORTEST, LONGEST]
    ) -> None:
        """Say whether a sentence is in the letter."""
        card = comparison_card(
            await response.wait(self._letter.verify(text)),
            self._letter.letter,
            response.say,
            locale=response.locale,
            may_post=await response.may_post(Posting.LETTER),
        )
        await response.show(card)

    @letter.command(extras={NEEDS: SIGNATORIES})
    @answered
    async def signatories(
        self,
        response: Response,
        search: app_commands.Range[str, 1, LONGEST_SEARCH] | None = None,
    ) -> None:
        """Show who signed the letter in its time, or those whose name or role is looked for."""
        letter, locale = self._letter.letter, response.locale
        carried = ":".join(response.args[2:])  # what was looked for may hold the sign itself
        page, wanted = response.number(0, command=0), carried or search or ""
        found = self._letter.signatories(page=page, search=wanted, locale=locale)
        await response.show(signatories_card(letter, found, response.say, locale=locale))

    @signatories.autocomplete("search")
    async def names(self, interaction: Interaction, current: str) -> list[Choice]:
        """Offer the names that fit, or whose role does."""
        locale = str(interaction.locale)
        return name_choices(self._letter.named(current, locale=locale), locale)

    async def post(self, response: Response) -> None:
        """Post a passage in the channel, as text or as a picture."""
        form = form_wanted(response)
        reading, say = await public_reading(response, self._letter.letter, response.arg(1))
        async with self._rested(response):
            file = None
            if form == PICTURE:
                file = await self._picture(response, quotation_of(reading, say))
            card = posted_card(
                reading,
                say,
                shared_by=response.user_id,
                pictured=file is not None,
                signs=await offers_signing_here(response),
            )
            await response.post(card, file=file, what=Posting.LETTER)

    async def post_verdict(self, response: Response) -> None:
        """Post what a sentence is to the letter, with the sentence, which the card quotes."""
        asked = asked_on(response.shown(ASKED))
        comparison = await response.wait(self._letter.verify(asked))
        say = await response.public_voice()
        card = comparison_card(
            comparison,
            self._letter.letter,
            say,
            locale=await response.public_locale() or say.locale,
            shared_by=response.user_id,
        )
        async with self._rested(response):
            await response.post(card, what=Posting.LETTER)

    async def _picture(self, response: Response, quotation: Quotation) -> discord.File | None:
        person = response.user_id
        return await response.wait(picture_of(quotation, self._pictures, person=person))

    async def choose(self, response: Response, message: discord.Message) -> None:
        """Let the member choose the passage to answer a message with."""
        await self._choose(response, message_id=message.id, start=0)

    async def choose_again(self, response: Response) -> None:
        """Let the member choose another passage for the same message, from a place on."""
        start = response.number(1) if len(response.args) > 1 else 0
        await self._choose(response, message_id=response.id_named(0), start=start)

    async def _choose(self, response: Response, *, message_id: int, start: int) -> None:
        await response.must_be_allowed_to_post(Posting.LETTER)
        letter = self._letter.letter
        reading = Reading.of(letter, letter.passages[0], response.locale)
        start = within_letter(letter, start)
        card = choice_card(reading, response.say, message_id=message_id, start=start)
        await response.show(card)

    async def chosen(self, response: Response) -> None:
        """Show the chosen passage as it would be posted."""
        message_id = response.id_named(0)
        await response.must_be_allowed_to_post(Posting.LETTER)
        reading, public = await public_reading(response, self._letter.letter, response.chosen())
        card = preview_card(reading, public, response.say, message_id=message_id)
        await response.show(card)

    async def reply(self, response: Response) -> None:
        """Answer the message with the passage, as a reply where the bot may write there."""
        message_id = response.id_named(0)
        await response.must_be_allowed_to_post(Posting.LETTER)
        reading, say = await public_reading(response, self._letter.letter, response.arg(1))
        signs = await offers_signing_here(response)
        card = posted_card(reading, say, shared_by=response.user_id, signs=signs)
        async with self._rested(response):
            sending = send_reply(response.interaction, card, message_id=message_id)
            if not await response.wait(sending):
                here = {"guild_id": response.guild_id, "channel_id": response.channel_id}
                link = message_link(**here, message_id=message_id)
                card = posted_card(
                    reading, say, shared_by=response.user_id, in_answer_to=link, signs=signs
                )
                await response.post(card, what=Posting.LETTER)
                return
        await response.show(replied_card(response.say))

    @asynccontextmanager
    async def _rested(self, response: Response) -> AsyncGenerator[None]:
        """Begin the channel's rest, and end it again if nothing was posted after all."""
        rest = (await response.settings()).channel_rest
        self._rest.begin(channel_id=response.channel_id, seconds=rest)
        try:
            yield
        except BaseException:
            self._rest.undo(channel_id=response.channel_id)
            raise

    presses: ClassVar[Presses] = {
        "another": another,
        "read": read_on,
        "open": read,
        "jump": jump,
        "signatories": signatories,
        "post": post,
        "verdict": post_verdict,
        "choose": choose_again,
        "chosen": chosen,
        "reply": reply,
    }
    menus: ClassVar[Menus] = {"Quote the letter": choose}
