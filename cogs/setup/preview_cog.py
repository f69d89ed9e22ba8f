"""The presses by which moderators choose a card and look at it as members see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from bot.interactions.cog import FeatureCog, Presses, for_moderators
from bot.interactions.response import Response
from bot.services import ServerService
from cogs.setup.preview import Look, Previews
from cogs.setup.preview_cards import preview_card


class PreviewPages:
    """Shows the page on which a card is chosen."""

    def __init__(self, servers: ServerService, previews: Previews) -> None:
        self._servers = servers
        self.previews = previews

    async def own_words(self, response: Response) -> Mapping[str, str]:
        """Return what the server says in its own words."""
        return (await self._servers.glance(guild_id=response.guild_id)).words

    async def show(self, response: Response, look: Look | None = None) -> None:
        """Show the page with what is looked at; at first, the first card of all."""
        previews = self.previews
        look = look or previews.first(response.say.locale)
        look = previews.checked(look.feature, look.name, look.locale)
        features = previews.features(response.say)
        now = response.interaction.created_at
        cards = previews.cards(look.feature, response.say, now)
        await response.show(preview_card(look, features, cards, previews.languages, response.say))


@for_moderators
class PreviewCog(FeatureCog):
    """Any card that members can get, for the eyes of those who manage the server."""

    def __init__(self, pages: PreviewPages) -> None:
        self._pages = pages

    async def preview_feature(self, response: Response) -> None:
        """Let a card of another feature be chosen."""
        feature, look = response.chosen(), self._look(response)
        await self._pages.show(response, self._pages.previews.first(look.locale, feature))

    async def choose_card(self, response: Response) -> None:
        """Remember the card that was chosen."""
        name, look = response.chosen(), self._look(response)
        await self._pages.show(response, replace(look, name=name))

    async def preview_language(self, response: Response) -> None:
        """Remember the language that was chosen."""
        locale, look = response.chosen(), self._look(response)
        await self._pages.show(response, replace(look, locale=locale))

    async def preview_show(self, response: Response) -> None:
        """Show the card in a message of its own."""
        look, now = self._look(response), response.interaction.created_at
        own = await self._pages.own_words(response)
        drawing = self._pages.previews.draw(look, now, response.user_id, own)
        card, files = await response.wait(drawing)
        await response.show_beside(card, files=files)

    def _look(self, response: Response) -> Look:
        return self._pages.previews.checked(response.arg(0), response.arg(1), response.arg(2))

    presses: ClassVar[Presses] = {
        "preview_feature": preview_feature,
        "preview_card": choose_card,
        "preview_language": preview_language,
        "preview_show": preview_show,
    }
