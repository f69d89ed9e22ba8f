"""The tally in words: every number with its moment, small breakdowns never exact."""

from __future__ import annotations

from bot.domain.tallies import SMALLEST_SHOWN, Tally
from bot.interactions.cards import Card, button, panel, row, rule, small, text, title
from bot.messages import Voice
from cogs.tally import words


def tally_card(
    tally: Tally, say: Voice, *, may_post: bool = False, shared_by: int | None = None
) -> Card:
    """Return the tally of the campaign and of this server."""
    counts = tally.campaign
    lines = [
        f"**{say(words.COUNTED, count=counts.counted)}**",
        say(words.HELD, count=counts.held) if counts.held else None,
        _since_yesterday(tally, say),
        _ahead(tally, say),
        _server(tally, say),
    ]
    shared = say(words.SHARED_BY, member=f"<@{shared_by}>") if shared_by else None
    return Card(
        panel(
            title(say(words.TITLE)),
            text("\n".join(line for line in lines if line)),
            small(say(words.NOTE, moment=tally.as_of)),
            rule() if may_post else None,
            row([button(say(words.POST_BUTTON), "tally", "post")]) if may_post else None,
            small(shared) if shared else None,
        )
    )


def _since_yesterday(tally: Tally, say: Voice) -> str:
    change = tally.since_yesterday
    if change > 0:
        return say(words.UP, count=change)
    if change < 0:
        return say(words.DOWN, count=-change)
    return say(words.SAME)


def _ahead(tally: Tally, say: Voice) -> str:
    if tally.campaign.counted >= tally.goal:
        return say(words.BEYOND, goal=tally.goal, step=tally.step)
    if tally.step == tally.goal:
        return say(words.GOAL, goal=tally.goal)
    return say(words.STEP, step=tally.step, goal=tally.goal)


def _server(tally: Tally, say: Voice) -> str | None:
    if tally.server is None:
        return None
    if tally.server_shown is None:
        return say(words.SERVER_FEW, count=SMALLEST_SHOWN)
    return say(words.SERVER, count=tally.server_shown)
