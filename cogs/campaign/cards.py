"""The hub card: what the campaign is, where it stands, and four ways on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from discord import ButtonStyle, ui

from bot.config import Campaign
from bot.domain.refusals import Refusal
from bot.domain.tallies import SMALLEST_SHOWN, Tally, told
from bot.interactions.cards import (
    FROM_CAMPAIGN,
    Card,
    button,
    link,
    panel,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import Voice, with_isolates
from cogs.campaign import words


@dataclass(frozen=True, slots=True)
class Hub:
    """What the hub card shows to readers of `locale`.

    A tally of None could not be read; where this server switched the tally off, `counts` is False
    and no number is shown. `refusal` says why no signatures are taken today. To sign is
    offered where this server offers it, and on a private card only to who has not: `may_sign`.
    `reads` and `has_support` are whether the letter and the page with help are offered; `begun`,
    whether the day on which the campaign began is not yet to come.
    """

    campaign: Campaign
    tally: Tally | None
    refusal: Refusal | None
    locale: str
    may_sign: bool = True
    may_post: bool = False
    shared_by: int | None = None
    reads: bool = True
    has_support: bool = True
    begun: bool = True
    counts: bool = True

    @property
    def offers_signing(self) -> bool:
        """Whether the card leads to signing."""
        return self.may_sign and self.refusal is None


def hub_card(hub: Hub, say: Voice) -> Card:
    """Return the hub card."""
    campaign = hub.campaign
    shared = say(words.SHARED_BY, member=f"<@{hub.shared_by}>") if hub.shared_by else None
    # Answers take the place of a private card; a posted one stays where it is.
    back = [] if hub.shared_by else [FROM_CAMPAIGN]
    sign = button(say(words.SIGN), "pledge", "sign", *back, style=ButtonStyle.success)
    refusal = hub.refusal
    state = say(words.OUTSIDE_ITS_DATES[type(refusal)], **refusal.values) if refusal else None
    about = with_isolates(campaign.about.best(hub.locale)[1])
    hashtag = campaign.hashtag.replace("_", r"\_")  # two of them make what is between slanted
    since = words.SINCE if hub.begun else words.BEGINS
    lines = [_tally_line(hub, say), state]
    return Card(
        panel(
            title(campaign.name),
            text(say(words.INTRODUCTION, about=about)),
            *[text(line) for line in lines if line],
            rule(),
            row(
                [
                    sign if hub.offers_signing else None,
                    button(say(words.READ), "letter", "open", *back) if hub.reads else None,
                    button(say(words.SUPPORT), "resources", "open") if hub.has_support else None,
                    button(say(words.MINE), "pledge", "mine", *back),
                ]
            ),
            row(link(one.label.best(hub.locale)[1], one.url) for one in campaign.links),
            row(_own_buttons(hub, say)),
            small(say(since, hashtag=hashtag, day=campaign.dates.launched)),
            small(shared) if shared else None,
        )
    )


def _own_buttons(hub: Hub, say: Voice) -> list[ui.Button[Any]]:
    """Return *Refresh* on a posted card, and *Post here* on that of who may."""
    if hub.shared_by:
        return [button(say(words.REFRESH), "campaign", "refresh", hub.shared_by)]
    return [button(say(words.POST), "campaign", "post")] if hub.may_post else []


def _tally_line(hub: Hub, say: Voice) -> str | None:
    """Return the tally in one line; without a number it invites, as before the first one."""
    tally = hub.tally
    if hub.counts and tally is None:
        return say(words.TALLY_UNREADABLE)
    if not hub.counts or tally is None or tally.as_of is None:
        return say(words.INVITE) if hub.offers_signing else None
    counted = tally.campaign.counted
    few = told(counted) is None
    count = SMALLEST_SHOWN if few else counted
    parts = [say(words.TALLY_FEW if few else words.TALLY, count=count)]
    if not hub.refusal:
        parts.append(say(words.MILESTONE, milestone=tally.milestone))
    parts.append(say(words.AS_OF, moment=tally.as_of))
    if tally.recounting:
        parts.append(say(words.RECOUNTING))
    return " ".join(parts)
