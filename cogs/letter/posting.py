"""What members post of the letter: seen first, where the server allows, with a rest between."""

from __future__ import annotations

from collections.abc import Mapping

import discord
from discord import ui

from bot.domain.letter import Letter, Passage
from bot.domain.refusals import NotAllowed, OutdatedControl
from bot.interactions.cards import Card, panel, row, rule, text, title
from bot.interactions.response import Answer
from bot.interactions.router import Handler, Press, button
from bot.messages import Voice
from bot.services import ChannelRest, LetterService, Pictures
from cogs.letter import words
from cogs.letter.cards import PICTURE, TEXT, posted_card
from cogs.letter.passages import (
    MOST_OPTIONS,
    Reading,
    menu_start,
    passage_menu,
    passage_parts,
    within_letter,
)
from cogs.letter.pictures import picture_of


class LetterPosting:
    """Posts passages: from *Post here*, and as an answer to a message."""

    def __init__(self, letter: LetterService, rest: ChannelRest, pictures: Pictures) -> None:
        self._letter = letter
        self._rest = rest
        self._pictures = pictures

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each action of `amh:letter:…` that leads to a post."""
        return {
            "post": self.post,
            "choose": self.choose_again,
            "chosen": self.chosen,
            "reply": self.reply,
        }

    async def post(self, press: Press) -> None:
        """Post a passage in the channel, as text or as a picture."""
        answer, form = press.answer, press.arg(0)
        if form not in (TEXT, PICTURE):
            raise OutdatedControl
        reading, say = await self._public(answer, press.arg(1))
        channel_id = _channel_of(answer)
        self._rest.begin(channel_id=channel_id)
        try:
            file = None
            if form == PICTURE:
                file = await picture_of(reading, say, self._pictures)
            card = posted_card(reading, say, shared_by=answer.user_id, pictured=file is not None)
            await answer.post(card, file=file)
        except BaseException:
            self._rest.undo(channel_id=channel_id)
            raise

    async def choose(self, answer: Answer, *, message_id: int, start: int = 0) -> None:
        """Let the member choose the passage to answer a message with."""
        await _must_be_allowed(answer)
        letter = self._letter.letter
        reading = Reading.of(letter, letter.passages[0], answer.locale)
        start = within_letter(letter, start)
        card = self._choice_card(reading, answer.say, message_id=message_id, start=start)
        await answer.show(card)

    async def choose_again(self, press: Press) -> None:
        """Let the member choose another passage for the same message, from a place on."""
        start = press.number(1) if len(press.args) > 1 else 0
        await self.choose(press.answer, message_id=_message_of(press), start=start)

    async def chosen(self, press: Press) -> None:
        """Show the chosen passage as it would be posted."""
        answer, message_id = press.answer, _message_of(press)
        await _must_be_allowed(answer)
        if len(press.values) != 1:
            raise OutdatedControl
        passage = self._letter.letter.passage(press.values[0])
        reading, say = await self._public(answer, passage.id)
        await answer.show(self._preview_card(reading, say, answer.say, message_id=message_id))

    async def reply(self, press: Press) -> None:
        """Answer the message with the passage, as a reply where the bot may write there."""
        answer, message_id = press.answer, _message_of(press)
        await _must_be_allowed(answer)
        reading, say = await self._public(answer, press.arg(1))
        channel_id = _channel_of(answer)
        self._rest.begin(channel_id=channel_id)
        try:
            if not await answer.wait(self._replied(answer, reading, say, message_id=message_id)):
                link = f"https://discord.com/channels/{answer.guild_id}/{channel_id}/{message_id}"
                card = posted_card(reading, say, shared_by=answer.user_id, in_answer_to=link)
                await answer.post(card)
                return
        except BaseException:
            self._rest.undo(channel_id=channel_id)
            raise
        await answer.show(Card(panel(text(answer.say(words.REPLIED)))))

    async def _replied(
        self, answer: Answer, reading: Reading, say: Voice, *, message_id: int
    ) -> bool:
        """Send a real reply; return False where the bot may not write in the channel itself."""
        interaction = answer.interaction
        if not _may_reply(interaction):
            return False
        channel_id = _channel_of(answer)
        channel = interaction.client.get_partial_messageable(channel_id, guild_id=answer.guild_id)
        try:
            await channel.send(
                view=posted_card(reading, say, shared_by=answer.user_id),
                reference=discord.MessageReference(
                    message_id=message_id,
                    channel_id=channel_id,
                    guild_id=answer.guild_id,
                    fail_if_not_exists=False,
                ),
                mention_author=False,
                # The same press delivered twice makes one message.
                nonce=str(interaction.id),
            )
        except discord.Forbidden:
            return False
        return True

    async def _public(self, answer: Answer, passage_id: str) -> tuple[Reading, Voice]:
        letter = self._letter.letter
        passage: Passage = letter.passage(passage_id)
        say = await answer.public_voice()
        locale = await answer.public_locale()
        return Reading.of(letter, passage, locale or say.locale), say

    @staticmethod
    def _choice_card(reading: Reading, say: Voice, *, message_id: int, start: int) -> Card:
        menu = passage_menu(
            reading,
            say,
            ask=words.REPLY_CHOOSE,
            action="chosen",
            args=[str(message_id)],
            start=start,
        )
        turning = _turning(reading.letter, say, message_id=message_id, start=start)
        return Card(panel(title(say(words.REPLY_TITLE)), text(say(words.REPLY_ASK)), menu, turning))

    @staticmethod
    def _preview_card(reading: Reading, public: Voice, say: Voice, *, message_id: int) -> Card:
        passage = reading.passage
        start = menu_start(reading.letter, around=reading.letter.place(passage.id))
        return Card(
            panel(
                title(say(words.REPLY_TITLE)),
                text(say(words.REPLY_PREVIEW)),
                rule(),
                *passage_parts(reading, public),
                rule(),
                row(
                    [
                        button(say(words.REPLY_BUTTON), "letter", "reply", message_id, passage.id),
                        button(
                            say(words.REPLY_OTHER_BUTTON), "letter", "choose", message_id, start
                        ),
                    ]
                ),
            )
        )


def _turning(
    letter: Letter, say: Voice, *, message_id: int, start: int
) -> ui.ActionRow[ui.LayoutView] | None:
    """Return the ways to earlier and later passages, where one menu does not hold them all."""
    if len(letter.passages) <= MOST_OPTIONS:
        return None
    back, on = (within_letter(letter, start + by) for by in (-MOST_OPTIONS, MOST_OPTIONS))
    previous, following = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    ids = "letter", "choose", message_id
    return row(
        [
            button(previous, *ids, back, disabled=back == start),
            button(following, *ids, on, disabled=on == start),
        ]
    )


def _message_of(press: Press) -> int:
    """Return the message an answer is for; its id is untrusted and only ever named to Discord."""
    digits = press.arg(0)
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 20):
        raise OutdatedControl
    return int(digits)


def _channel_of(answer: Answer) -> int:
    channel_id = answer.interaction.channel_id
    if channel_id is None:
        raise NotAllowed
    return channel_id


async def _must_be_allowed(answer: Answer) -> None:
    if not await answer.may_post():
        raise NotAllowed


def _may_reply(interaction: discord.Interaction[discord.Client]) -> bool:
    permissions = interaction.app_permissions
    thread = isinstance(interaction.channel, discord.Thread)
    may_send = permissions.send_messages_in_threads if thread else permissions.send_messages
    return permissions.view_channel and permissions.read_message_history and may_send
