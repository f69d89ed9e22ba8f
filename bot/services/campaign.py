"""What the campaign is, whether it takes signatures now, and in which words it is signed."""

from __future__ import annotations

from typing import Any

from bot.config import Campaign
from bot.domain.clock import Clock, day_of
from bot.domain.pledges import SigningText
from bot.domain.refusals import CampaignClosed, CampaignNotOpen


class CampaignService:
    """Answers for the campaign that this bot carries."""

    def __init__(self, campaign: Campaign, clock: Clock) -> None:
        self.campaign = campaign
        self._clock = clock

    @property
    def id(self) -> str:
        """The campaign's id, under which everything is stored."""
        return self.campaign.id

    def signing_text(self, *locales: str | None) -> SigningText:
        """Return the current text in the first of the wanted languages it exists in."""
        locale, words = self.campaign.pledge.texts.best(*(one for one in locales if one))
        return SigningText(self.campaign.pledge.version, locale, words)

    @property
    def chosen_for_servers(self) -> dict[str, Any]:
        """What the campaign says for every server, by the key of the setting."""
        return {**self.campaign.servers.chosen, **self.campaign.holding.chosen}

    def shows_later(self, *, server_alone: bool = False) -> bool:
        """Return whether what someone does now shows with the next numbers, and not at once.

        What changes one server alone shows in that server's number, all else in the campaign's.
        """
        rules = self.campaign.tally
        return not (rules.servers if server_alone else rules.publish).rule.live

    @property
    def moved_by_one(self) -> bool:
        """Whether a single person can move a published number, the campaign's or a server's."""
        rules = self.campaign.tally
        return not (rules.publish.rule.together and rules.servers.rule.together)

    @property
    def begun(self) -> bool:
        """Whether the day on which the campaign begins in the world is there (UTC)."""
        return self.campaign.dates.launched <= day_of(self._clock())

    @property
    def refusal(self) -> CampaignNotOpen | CampaignClosed | None:
        """Why no signatures are taken today (UTC), or None where they are."""
        today = day_of(self._clock())
        opens, closes = self.campaign.dates.opens, self.campaign.dates.closes
        if opens and today < opens:
            return CampaignNotOpen(opens_on=opens)
        if closes and today > closes:
            return CampaignClosed(closed_on=closes)
        return None

    def must_be_open(self) -> None:
        """Check that signatures are taken today (UTC).

        Raises:
            CampaignNotOpen: before the first day.
            CampaignClosed: after the last day.
        """
        if refusal := self.refusal:
            raise refusal
