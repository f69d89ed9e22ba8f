"""The cards of the pledge, in each state that a signer can meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Final

from bot.domain.languages import same_language
from bot.domain.moderation.holding import AGES, AsideReason, HoldReason
from bot.domain.moderation.wall import WallReason
from bot.domain.paging import pages_of
from bot.domain.pledges import (
    Attribution,
    Pledge,
    Signed,
    Signing,
    SigningText,
    Standing,
    State,
    Withdrawing,
    Withdrawn,
)
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Voice
from bot.services.pledges import WALL_PAGE, WallPage
from cogs.pledge.afterwards import kept_card, list_card, wall_card, withdraw_card, withdrawn_card
from cogs.pledge.cards import (
    already_card,
    held_card,
    mine_card,
    not_now_card,
    sign_card,
    signed_card,
)

_HERE: Final = b"this server"
_OTHERS: Final = (b"another one", b"a third")
_ANOTHER: Final = "und"
"""Stands for any language that the campaign has no text in."""


def _text(of: Samples) -> SigningText:
    locale, words = of.campaign.pledge.texts.best(of.locale)
    return SigningText(of.campaign.pledge.version, locale, words)


def _later(of: Samples) -> bool:
    """Return whether what one does shows with the next numbers of this campaign."""
    return not of.campaign.tally.publish.rule.live


def _standing(
    of: Samples,
    *servers: bytes,
    state: State = State.COUNTED,
    stands: bool = True,
    listed: bool = False,
    older: bool = False,
    reason: int = 0,
    off: WallReason | None = None,
) -> Standing:
    """Return what is stored about a member who signed in some servers, as seen from the first."""
    text, then = _text(of), of.now - timedelta(days=20)
    version = _before(text.version) if older else text.version
    pledge = Pledge(stands, version, text.digest, text.locale, then, then)
    age_band = min(AGES) if reason else 0
    return Standing(
        pledge,
        tuple(Attribution(server, state, then, reason, age_band) for server in servers),
        frozenset(servers) if listed else frozenset[bytes](),
        _HERE,
        () if off is None else ((_HERE, int(off)),),
    )


def _before(version: str) -> str:
    """Return how the version before one may be called."""
    counted = version.isdecimal() and int(version) > 1
    return str(int(version) - 1) if counted else f"{version}a"


def _sign(say: Voice, of: Samples, standing: Standing) -> Card:
    return sign_card(_text(of), standing, of.locale, say)


def _foreign(say: Voice, of: Samples) -> Card:
    """Return the pledge in the campaign's own language, as one reads it whose own has no text."""
    locale, words = of.campaign.pledge.texts.best()
    wanted = _ANOTHER if same_language(locale, of.locale) else of.locale
    text = SigningText(of.campaign.pledge.version, locale, words)
    return sign_card(text, Standing(server=_HERE), wanted, say)


def _signed(say: Voice, of: Samples, outcome: Signing, *, may_list: bool = True) -> Card:
    signed, has_support = Signed(outcome, _standing(of, _HERE)), of.has("resources")
    return signed_card(
        signed, say, shows_later=_later(of), may_list=may_list, has_support=has_support
    )


def _held(say: Voice, of: Samples, reason: HoldReason) -> Card:
    standing = _standing(of, _HERE, state=State.HELD, reason=int(reason))
    if standing.pledge is None:
        raise LookupError("the example has a pledge")
    return held_card(standing, standing.pledge, say, has_support=of.has("resources"))


def _mine(say: Voice, standing: Standing) -> Card:
    return mine_card(standing, say, may_sign=True)


def _mine_older(say: Voice, of: Samples) -> Card:
    """Return the pledge of someone who signed an earlier text, with the way to the newer one."""
    standing, version = _standing(of, _HERE, older=True), of.campaign.pledge.version
    return mine_card(standing, say, may_sign=True, newer=version)


def _mine_in_dm(say: Voice, of: Samples, *, listed: bool) -> Card:
    standing = replace(_standing(of, *_OTHERS, listed=listed), server=None)
    return mine_card(standing, say, may_sign=False)


def _withdraw(say: Voice, of: Samples, standing: Standing, *, may_sign: bool = True) -> Card:
    return withdraw_card(standing, say, shows_later=_later(of), may_sign=may_sign)


def _withdraw_while_paused(say: Voice, of: Samples) -> Card:
    standing, later = _standing(of, _HERE), _later(of)
    return withdraw_card(standing, say, shows_later=later, may_sign=True, signs_here=False)


def _withdrawn(say: Voice, of: Samples, outcome: Withdrawing) -> Card:
    standing = _standing(of, stands=False)
    return withdrawn_card(Withdrawn(outcome, standing), say, shows_later=_later(of))


def _wall(say: Voice, of: Samples, *, total: int, page: int = 0) -> Card:
    pages = pages_of(total, WALL_PAGE)
    return wall_card(WallPage(of.members[: min(total, WALL_PAGE)], page, pages, total), say)


_SIGNING: Final = (
    Example("sign", sign_card, lambda say, of: _sign(say, of, Standing(server=_HERE))),
    Example(
        "sign_newer_text",
        sign_card,
        lambda say, of: _sign(say, of, _standing(of, _HERE, older=True)),
    ),
    Example("sign_elsewhere", sign_card, lambda say, of: _sign(say, of, _standing(of, *_OTHERS))),
    Example("sign_untranslated", sign_card, _foreign),
    Example("not_now", not_now_card, lambda say, _: not_now_card(say)),
    Example("signed", signed_card, lambda say, of: _signed(say, of, Signing.SIGNED)),
    Example(
        "signed_without_wall",
        signed_card,
        lambda say, of: _signed(say, of, Signing.SIGNED, may_list=False),
    ),
    Example("signed_newer_text", signed_card, lambda say, of: _signed(say, of, Signing.RENEWED)),
    Example("signed_here_too", signed_card, lambda say, of: _signed(say, of, Signing.ATTRIBUTED)),
    *(
        Example(
            f"signed_held_{reason.name.lower()}",
            held_card,
            lambda say, of, reason=reason: _held(say, of, reason),
        )
        for reason in HoldReason
    ),
    Example("already", already_card, lambda say, of: already_card(_standing(of, _HERE), say)),
    Example(
        "already_held",
        already_card,
        lambda say, of: already_card(_standing(of, _HERE, state=State.HELD), say),
    ),
)
_MINE: Final = (
    Example("mine", mine_card, lambda say, of: _mine(say, _standing(of, _HERE))),
    Example(
        "mine_listed", mine_card, lambda say, of: _mine(say, _standing(of, _HERE, listed=True))
    ),
    Example("mine_elsewhere", mine_card, lambda say, of: _mine(say, _standing(of, *_OTHERS))),
    *(
        Example(
            f"mine_set_aside_{reason.name.lower()}",
            mine_card,
            lambda say, of, reason=reason: _mine(
                say, _standing(of, _HERE, state=State.SET_ASIDE, reason=int(reason))
            ),
        )
        for reason in AsideReason
    ),
    *(
        Example(
            f"mine_off_the_wall_{reason.name.lower()}",
            mine_card,
            lambda say, of, reason=reason: _mine(say, _standing(of, _HERE, off=reason)),
        )
        for reason in WallReason
    ),
    Example("mine_none", mine_card, lambda say, _: _mine(say, Standing(server=_HERE))),
    Example("mine_withdrawn", mine_card, lambda say, of: _mine(say, _standing(of, stands=False))),
    Example("mine_older_text", mine_card, _mine_older),
    Example("mine_in_dm", mine_card, partial(_mine_in_dm, listed=False)),
    Example("mine_in_dm_listed", mine_card, partial(_mine_in_dm, listed=True)),
    Example("list", list_card, lambda say, of: list_card(say, of_letter=of.has("letter"))),
    Example("wall", wall_card, lambda say, of: _wall(say, of, total=2 * WALL_PAGE + 1)),
    Example("wall_of_one", wall_card, lambda say, of: _wall(say, of, total=1)),
    Example("wall_empty", wall_card, lambda say, of: _wall(say, of, total=0)),
)
_WITHDRAWING: Final = (
    Example("withdraw", withdraw_card, lambda say, of: _withdraw(say, of, _standing(of, _HERE))),
    Example("withdraw_while_paused", withdraw_card, _withdraw_while_paused),
    Example(
        "withdraw_for_good",
        withdraw_card,
        lambda say, of: _withdraw(say, of, _standing(of, _HERE), may_sign=False),
    ),
    Example(
        "withdraw_here_or_everywhere",
        withdraw_card,
        lambda say, of: _withdraw(say, of, _standing(of, _HERE, *_OTHERS)),
    ),
    Example(
        "withdraw_elsewhere",
        withdraw_card,
        lambda say, of: _withdraw(say, of, _standing(of, *_OTHERS)),
    ),
    Example("kept", kept_card, lambda say, _: kept_card(say)),
    Example(
        "withdrawn", withdrawn_card, lambda say, of: _withdrawn(say, of, Withdrawing.EVERYWHERE)
    ),
    Example(
        "withdrawn_here", withdrawn_card, lambda say, of: _withdrawn(say, of, Withdrawing.HERE)
    ),
    Example(
        "withdrawn_before", withdrawn_card, lambda say, of: _withdrawn(say, of, Withdrawing.ALREADY)
    ),
    Example(
        "withdrawn_nothing",
        withdrawn_card,
        lambda say, of: _withdrawn(say, of, Withdrawing.NOT_SIGNED),
    ),
)
EXAMPLES: Final = (*_SIGNING, *_MINE, *_WITHDRAWING)
