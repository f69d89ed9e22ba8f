"""What each press of the pledge's buttons does: one service call, one card."""

from __future__ import annotations

from collections.abc import Mapping

from bot.domain.pledges import Signing
from bot.domain.refusals import OutdatedControl, PledgeInvalidated, TextChanged
from bot.interactions.response import Answer
from bot.interactions.router import Handler, Press
from bot.services import CampaignService, PledgeService
from cogs.pledge.afterwards import kept_card, list_card, wall_card, withdraw_card, withdrawn_card
from cogs.pledge.cards import (
    already_card,
    mine_card,
    not_now_card,
    sign_card,
    signed_card,
)


class PledgeViews:
    """Answers the commands and the buttons of the pledge alike."""

    def __init__(self, pledges: PledgeService, campaign: CampaignService) -> None:
        self._pledges = pledges
        self._campaign = campaign

    def handlers(self) -> Mapping[str, Handler]:
        """Return what answers each action of `amh:pledge:…`."""
        return {
            "sign": lambda press: self.sign(press.answer),
            "confirm": self.confirm,
            "later": self.later,
            "mine": lambda press: self.mine(press.answer),
            "list": self.ask_to_list,
            "list_yes": self.list_here,
            "unlist": self.unlist_here,
            "withdraw": lambda press: self.withdraw(press.answer),
            "leave": self.leave,
            "keep": self.keep,
            "wall": lambda press: self.wall(press.answer, page=press.number(0)),
        }

    async def sign(self, answer: Answer) -> None:
        """Show the text to sign, or when it was signed."""
        guild_id = answer.guild_id
        standing = await answer.wait(self._pledges.standing(user_id=answer.user_id))
        pledge = standing.pledge
        text = self._campaign.signing_text(answer.locale)
        if pledge is not None and not standing.may_sign:
            raise PledgeInvalidated
        current = pledge is not None and pledge.text_version == text.version
        if standing.signed and standing.here(guild_id) and current:
            await answer.show(already_card(standing, answer.say))
            return
        self._campaign.must_be_open()
        await answer.show(sign_card(text, standing, answer.locale, answer.say))

    async def confirm(self, press: Press) -> None:
        """Store the signature of exactly the text on the card; say so once it is on disk."""
        answer = press.answer
        try:
            signed = await answer.wait(
                self._pledges.sign(
                    user_id=answer.user_id,
                    guild_id=answer.guild_id,
                    version=press.arg(0),
                    locale=press.arg(1),
                    digest=press.arg(2),
                )
            )
        except TextChanged:
            await self.sign(answer)
            raise
        if signed.outcome is Signing.INVALIDATED:
            raise PledgeInvalidated
        await answer.show(signed_card(signed, answer.say))

    async def later(self, press: Press) -> None:
        """Record nothing, and say so."""
        await press.answer.show(not_now_card(press.answer.say))

    async def mine(self, answer: Answer) -> None:
        """Show what is stored."""
        standing = await answer.wait(self._pledges.standing(user_id=answer.user_id))
        await answer.show(mine_card(standing, answer.interaction.guild_id, answer.say))

    async def ask_to_list(self, press: Press) -> None:
        """Show the separate choice of being listed."""
        await press.answer.show(list_card(press.answer.say))

    async def list_here(self, press: Press) -> None:
        """List the member on this server's wall."""
        answer = press.answer
        standing = await answer.wait(
            self._pledges.list_here(user_id=answer.user_id, guild_id=answer.guild_id)
        )
        await answer.show(mine_card(standing, answer.guild_id, answer.say))

    async def unlist_here(self, press: Press) -> None:
        """Take the member off this server's wall."""
        answer = press.answer
        standing = await answer.wait(
            self._pledges.unlist_here(user_id=answer.user_id, guild_id=answer.guild_id)
        )
        await answer.show(mine_card(standing, answer.guild_id, answer.say))

    async def withdraw(self, answer: Answer) -> None:
        """Ask once; where there is nothing to withdraw, say what is there instead."""
        standing = await answer.wait(self._pledges.standing(user_id=answer.user_id))
        guild_id = answer.interaction.guild_id
        if standing.signed:
            await answer.show(withdraw_card(standing, guild_id, answer.say))
        else:
            await answer.show(mine_card(standing, guild_id, answer.say))

    async def leave(self, press: Press) -> None:
        """Take the pledge back, here or everywhere."""
        answer, where = press.answer, press.arg(0)
        if where not in ("here", "everywhere"):
            raise OutdatedControl
        withdrawn = await answer.wait(
            self._pledges.withdraw(
                user_id=answer.user_id,
                guild_id=answer.interaction.guild_id,
                everywhere=where == "everywhere",
            )
        )
        await answer.show(withdrawn_card(withdrawn, answer.say))

    async def keep(self, press: Press) -> None:
        """Keep the pledge as it is."""
        await press.answer.show(kept_card(press.answer.say))

    async def wall(self, answer: Answer, *, page: int) -> None:
        """Show a page of the wall."""
        wall = await answer.wait(self._pledges.wall(guild_id=answer.guild_id, page=page))
        await answer.show(wall_card(wall, answer.say))
