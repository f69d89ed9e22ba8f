"""The hub card: what the campaign is, where it stands, and four ways on."""

from __future__ import annotations

from dataclasses import dataclass

from discord import ButtonStyle

from bot.config import Campaign
from bot.domain.tallies import Tally
from bot.interactions.cards import Card, button, link, panel, row, rule, small, text, title
from bot.messages import Voice
from cogs.campaign import words


@dataclass(frozen=True, slots=True)
class Hub:
    """What the hub card shows to readers of `locale`; a tally of None could not be read."""

    campaign: Campaign
    tally: Tally | None
    state: str | None
    locale: str
    may_post: bool = False
    shared_by: int | None = None


def hub_card(hub: Hub, say: Voice) -> Card:
    """Return the hub card."""
    campaign = hub.campaign
    shared = say(words.SHARED_BY, member=f"<@{hub.shared_by}>") if hub.shared_by else None
    return Card(
        panel(
            title(campaign.name),
            text(campaign.about.best(hub.locale)[1]),
            text(_tally_line(hub.tally, say)),
            text(hub.state) if hub.state else None,
            rule(),
            row(
                [
                    button(say(words.SIGN), "pledge", "sign", style=ButtonStyle.success),
                    button(say(words.READ), "letter", "open"),
                    button(say(words.SUPPORT), "resources", "open"),
                    button(say(words.MINE), "pledge", "mine"),
                ]
            ),
            row(link(one.label.best(hub.locale)[1], one.url) for one in campaign.links),
            row([button(say(words.POST), "campaign", "post")]) if hub.may_post else None,
            small(say(words.SINCE, hashtag=campaign.hashtag, day=campaign.dates.launched)),
            small(shared) if shared else None,
        )
    )


def _tally_line(tally: Tally | None, say: Voice) -> str:
    if tally is None:
        return say(words.TALLY_UNREADABLE)
    line = say(words.TALLY, count=tally.campaign.counted, step=tally.step)
    return f"{line} {say(words.AS_OF, moment=tally.as_of)}"
