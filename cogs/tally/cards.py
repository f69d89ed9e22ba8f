"""The tally in words: published numbers with their moment, and nothing that points at anyone."""

from __future__ import annotations

from collections.abc import Iterator

from discord import ButtonStyle

from bot.domain.refusals import SIGNING_STATES, CampaignNotOpen
from bot.domain.tallies import SMALLEST_SHOWN, Tally, told
from bot.interactions.cards import Card, Part, button, panel, row, rule, small, text, title
from bot.messages import Voice
from cogs.tally import words
from cogs.tally.charts import CAMPAIGN, USUAL

_FEATURE = "tally"


def tally_card(
    tally: Tally, say: Voice, *, may_sign: bool, may_post: bool, organises: bool = False
) -> Card:
    """Return the tally for one member: *Sign* for who has not, *Post here* for who may.

    Who organises here finds the *Brief* too.
    """
    sign = button(say(words.SIGN_BUTTON), "pledge", "sign", style=ButtonStyle.success)
    buttons = [
        sign if may_sign else None,
        button(say(words.CHART_BUTTON), _FEATURE, "chart", USUAL, CAMPAIGN),
        button(say(words.BRIEF_BUTTON), _FEATURE, "brief") if organises else None,
        button(say(words.REFRESH_BUTTON), _FEATURE, "show"),
        button(say(words.POST_BUTTON), _FEATURE, "post") if may_post else None,
    ]
    return Card(panel(*_body(tally, say, invites=may_sign), rule(), row(buttons)))


def board_message_card(tally: Tally, say: Voice, *, signs: bool = True) -> Card:
    """Return the tally as a message that keeps itself current; `signs` as for a posted one."""
    signs = signs and tally.refusal is None
    sign = button(say(words.SIGN_BUTTON), "pledge", "sign", style=ButtonStyle.success)
    chart = button(say(words.CHART_BUTTON), _FEATURE, "chart", USUAL, CAMPAIGN)
    body = _body(tally, say, invites=signs)
    ways = row([sign if signs else None, chart])
    return Card(panel(*body, rule(), ways, small(say(words.BOARD_NOTE))))


def board_off_card(say: Voice) -> Card:
    """Return what stands in a board's place while the server has it switched off."""
    return Card(panel(title(say(words.TITLE)), text(say(words.BOARD_OFF))))


def posted_card(tally: Tally, say: Voice, *, shared_by: int, signs: bool = True) -> Card:
    """Return the tally for everyone in a channel, with the name of who shared it.

    `signs` is whether this server offers to sign.
    """
    signs = signs and tally.refusal is None
    sign = button(say(words.SIGN_BUTTON), "pledge", "sign", style=ButtonStyle.success)
    buttons = [
        sign if signs else None,
        button(say(words.REFRESH_BUTTON), _FEATURE, "refresh", shared_by),
    ]
    shared = say(words.SHARED_BY, member=f"<@{shared_by}>")
    body = _body(tally, say, invites=signs)
    return Card(panel(*body, rule(), row(buttons), small(shared)))


def _body(tally: Tally, say: Voice, *, invites: bool) -> Iterator[Part]:
    yield title(say(words.TITLE))
    if tally.recounting:
        yield text(say(words.RECOUNTING))
    yield text("\n".join(_lines(tally, say, invites=invites)))
    yield small("\n".join(_notes(tally, say)))


def _lines(tally: Tally, say: Voice, *, invites: bool) -> Iterator[str]:
    counted, held = tally.campaign.counted, tally.campaign.held
    yield f"**{_total(tally, say, invites=invites)}**"
    if held:
        few = told(held) is None
        phrase = words.HELD_FEW if few else words.HELD
        yield say(phrase, count=SMALLEST_SHOWN if few else held)
    if told(counted) is not None:
        yield from _since_yesterday(tally, say)
        if tally.weeks is not None:
            before, now = tally.weeks
            yield say(words.WEEK, now=say.signed(now), before=say.signed(before))
    yield _ahead(tally, say)
    if tally.server is not None:
        yield say(words.SERVER, count=tally.server.counts.counted, moment=tally.server.as_of)


def _total(tally: Tally, say: Voice, *, invites: bool) -> str:
    """Return the number in words; a number that fell to nothing is one of "fewer than 5"."""
    counted = tally.campaign.counted
    if tally.as_of is None:
        return say(words.INVITE if invites else words.NONE_YET)
    if told(counted) is None:
        return say(words.COUNTED_FEW, count=SMALLEST_SHOWN)
    return say(words.COUNTED, count=counted)


def _since_yesterday(tally: Tally, say: Voice) -> Iterator[str]:
    match tally.since_yesterday:
        case None:
            return
        case 0:
            yield say(words.SAME)
        case change:
            yield say(words.UP if change > 0 else words.DOWN, count=abs(change))


def _ahead(tally: Tally, say: Voice) -> str:
    if refusal := tally.refusal:
        return say(SIGNING_STATES[type(refusal)], **refusal.values)
    if tally.campaign.counted >= tally.goal:
        return say(words.BEYOND, goal=tally.goal, milestone=tally.milestone)
    if tally.milestone == tally.goal:
        return say(words.GOAL, goal=tally.goal)
    return say(words.MILESTONE, milestone=tally.milestone, goal=tally.goal)


def _notes(tally: Tally, say: Voice) -> Iterator[str]:
    if tally.as_of is not None:
        yield say(words.AS_OF, moment=tally.as_of)
    if tally.together and not isinstance(tally.refusal, CampaignNotOpen):
        yield say(words.LAST if tally.refusal else words.TOGETHER)
    yield say(words.ONCE)
