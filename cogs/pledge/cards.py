"""The cards of signing: the whole text, who sees what, and the "no" as large as the "yes"."""

from __future__ import annotations

from typing import Any

from discord import ButtonStyle, ui

from bot.config.locales import can_be_chosen
from bot.domain.languages import same_language
from bot.domain.phrases import Phrase
from bot.domain.pledges import Pledge, Signed, Signing, SigningText, Standing
from bot.interactions.cards import Card, button, panel, row, rule, small, text, title
from bot.messages import Voice, with_isolates
from bot.services.pledges import DIGEST_SHOWN
from cogs.pledge import words

_FEATURE = "pledge"


def sign_card(text_shown: SigningText, standing: Standing, wanted_locale: str, say: Voice) -> Card:
    """Return the card one signs on: full text, who will see what, *I pledge* and *Not now*."""
    version, locale = text_shown.version, text_shown.locale
    digest = text_shown.digest[:DIGEST_SHOWN]
    translated = same_language(locale, wanted_locale) or not can_be_chosen(locale)
    note = _signing_note(text_shown, standing, say)
    return Card(
        panel(
            title(say(words.SIGN_TITLE)),
            text(note) if note else None,
            rule(),
            text(with_isolates(text_shown.text.strip())),
            rule(),
            None if translated else small(say(words.SIGN_LANGUAGE)),
            text(say(words.WHO_SEES)),
            rule(),
            row(
                [
                    button(
                        say(words.PLEDGE_BUTTON),
                        _FEATURE,
                        "confirm",
                        version,
                        locale,
                        digest,
                        style=ButtonStyle.success,
                    ),
                    button(say(words.NOT_NOW_BUTTON), _FEATURE, "later"),
                ]
            ),
            small(say(words.SIGN_TEXT_VERSION, version=version, digest=digest)),
        )
    )


def _signing_note(text_shown: SigningText, standing: Standing, say: Voice) -> str | None:
    """Say what signing now would change for someone whose pledge stands already."""
    pledge = standing.pledge
    if pledge is None or not pledge.stands:
        return None
    newer = pledge.text_version != text_shown.version
    return say(words.SIGN_RENEW if newer else words.SIGN_ELSEWHERE, signed_at=pledge.signed_on)


def not_now_card(say: Voice) -> Card:
    """Return the answer to *Not now*."""
    return Card(panel(text(say(words.NOT_NOW))))


_OUTCOMES: dict[Signing, Phrase] = {
    Signing.SIGNED: words.SIGNED,
    Signing.RENEWED: words.RENEWED,
    Signing.ATTRIBUTED: words.ATTRIBUTED,
}


_LATER: dict[Signing, Phrase] = {
    Signing.SIGNED: words.SIGNED_LATER,
    Signing.ATTRIBUTED: words.TALLY_LATER,
}


def signed_card(
    signed: Signed,
    say: Voice,
    *,
    shows_later: bool,
    may_list: bool = True,
    has_support: bool = True,
) -> Card:
    """Return the thank-you, with one next step; said only after the pledge is on disk.

    It says so where the signature shows with the next numbers and not at once. `may_list` is
    whether this server offers to be listed; `has_support`, whether there is a page with help.
    """
    pledge = signed.standing.pledge
    if pledge is None or signed.outcome is Signing.ALREADY:
        return already_card(signed.standing, say)
    if signed.standing.held_here:
        return held_card(signed.standing, pledge, say, has_support=has_support)
    said = say(_OUTCOMES[signed.outcome], signed_at=pledge.signed_on)
    later = _LATER.get(signed.outcome)
    return Card(
        panel(
            title(say(words.SIGNED_TITLE)),
            text(f"{said} {say(later)}" if later and shows_later else said),
            text(say(_next(signed.standing, may_list=may_list))),
            text(say(words.SIGNED_LAST)),
            rule(),
            row(
                [
                    button(say(words.MINE_BUTTON), _FEATURE, "mine"),
                    button(say(words.SUPPORT_BUTTON), "resources", "open") if has_support else None,
                ]
            ),
        )
    )


def _next(standing: Standing, *, may_list: bool) -> Phrase:
    """Return what *My pledge* leads to: to be listed only where it does."""
    lists = may_list and not standing.listed_here and standing.taken_off_here is None
    return words.SIGNED_NEXT if lists else words.SIGNED_NEXT_UNLISTED


def held_card(standing: Standing, pledge: Pledge, say: Voice, *, has_support: bool = True) -> Card:
    """Return the thank-you for a signature that this server checks first, and what comes next."""
    why = _why(standing, say)
    return Card(
        panel(
            title(say(words.SIGNED_TITLE)),
            text(say(words.SIGNED_HELD, signed_at=pledge.signed_on, why=why)),
            text(say(words.HELD_NEXT)),
            rule(),
            row(
                [
                    button(say(words.MINE_BUTTON), _FEATURE, "mine"),
                    button(say(words.SUPPORT_BUTTON), "resources", "open") if has_support else None,
                ]
            ),
        )
    )


def _why(standing: Standing, say: Voice) -> str:
    """Return why the signature is held or set aside here."""
    here = standing.here
    other = words.ASIDE_OTHER if standing.set_aside_here else words.HELD_UNKNOWN
    return say(other if here is None else words.WHY.get(here.reason, other))


def already_card(standing: Standing, say: Voice) -> Card:
    """Return the answer to signing twice: when it was, and how to take it back."""
    pledge = standing.pledge
    if pledge is None:
        return mine_card(standing, say, may_sign=False)
    said = say(words.ALREADY, signed_at=pledge.signed_on)
    if standing.held_here:
        said = f"{_held(standing, pledge, say)} {say(words.HELD_NEXT)}"
    return Card(
        panel(
            title(say(words.ALREADY_TITLE)),
            text(said),
            rule(),
            row(
                [
                    button(say(words.MINE_BUTTON), _FEATURE, "mine"),
                    button(say(words.WITHDRAW_BUTTON), _FEATURE, "withdraw"),
                ]
            ),
        )
    )


def _held(standing: Standing, pledge: Pledge, say: Voice) -> str:
    return say(words.HELD, signed_at=pledge.signed_on, why=_why(standing, say))


def mine_card(
    standing: Standing,
    say: Voice,
    *,
    may_sign: bool,
    may_list: bool = True,
    newer: str | None = None,
) -> Card:
    """Return what is stored about one's pledge, in words, with the ways to change it.

    To sign is offered only where the campaign and the server take signatures, and to be listed only
    where the server offers it. `newer` is the version of a text that one has not signed.
    """
    pledge = standing.pledge
    if pledge is None or not pledge.stands:
        return _none_card(standing, say, may_sign=may_sign)
    lines = [
        say(words.MINE_SIGNED, signed_at=pledge.signed_on, version=pledge.text_version),
        _held(standing, pledge, say) if standing.held_here else None,
        say(words.MINE_NEWER, version=newer) if newer else None,
        say(words.MINE_SERVERS, count=len(standing.live)) if standing.live else None,
        _visibility(standing, say),
        _off_the_wall(standing, say),
        say(words.MINE_STORED_AGE) if any(one.age_band for one in standing.attributions) else None,
    ]
    return Card(
        panel(
            title(say(words.MINE_BUTTON)),
            text("\n".join(f"- {line}" for line in lines if line)),
            text(say(words.MINE_STORED_LISTED if standing.listed else words.MINE_STORED)),
            rule(),
            row(
                [
                    _signing_button(standing, say, newer=newer) if may_sign else None,
                    _visibility_button(standing, say, may_list=may_list),
                    button(say(words.WITHDRAW_BUTTON), _FEATURE, "withdraw"),
                    _listed_button(standing, say),
                ]
            ),
        )
    )


def _listed_button(standing: Standing, say: Voice) -> ui.Button[Any] | None:
    """Return the way to all walls one stands on, for those who stand on any."""
    return button(say(words.LISTED_BUTTON), "privacy", "listed") if standing.listed else None


def _visibility(standing: Standing, say: Voice) -> str | None:
    """Return who sees the pledge here; in a direct message, on how many walls the name stands.

    None where moderators took the name off: that says it.
    """
    if standing.server is None:
        walls = len(standing.listed)
        return say(words.MINE_WALLS, count=walls) if walls else say(words.MINE_NO_WALL)
    if standing.set_aside_here:
        return say(words.MINE_SET_ASIDE, why=_why(standing, say))
    if not standing.signed_here:
        return say(words.MINE_NOT_HERE)
    if standing.taken_off_here is not None:
        return None
    return say(words.MINE_LISTED if standing.listed_here else words.MINE_UNLISTED)


def _off_the_wall(standing: Standing, say: Voice) -> str | None:
    """Return that moderators took the name off the wall here, why, and how to object."""
    reason = standing.taken_off_here
    if reason is None:
        return None
    return say(words.MINE_TAKEN_OFF, why=say(words.OFF_THE_WALL.get(reason, words.OFF_OTHER)))


def _signing_button(standing: Standing, say: Voice, *, newer: str | None) -> ui.Button[Any] | None:
    """Return the way to a newer text, or to signing in this server too; one card does both."""
    if standing.set_aside_here:
        return None
    if newer:
        return button(say(words.NEWER_BUTTON), _FEATURE, "sign")
    return None if standing.signed_here else button(say(words.SIGN_HERE_BUTTON), _FEATURE, "sign")


def _visibility_button(standing: Standing, say: Voice, *, may_list: bool) -> ui.Button[Any] | None:
    if not standing.signed_here or standing.taken_off_here is not None:
        return None
    if standing.listed_here:
        return button(say(words.UNLIST_BUTTON), _FEATURE, "unlist")
    return button(say(words.LIST_BUTTON), _FEATURE, "list") if may_list else None


def erase_button(say: Voice) -> ui.Button[Any]:
    """Return the way to erase what stays after withdrawing; it asks first."""
    return button(say(words.ERASE_BUTTON), "privacy", "erase")


def _none_card(standing: Standing, say: Voice, *, may_sign: bool) -> Card:
    """Return what is stored where no pledge stands; where one may sign, the way to it."""
    pledge, set_aside = standing.pledge, standing.set_aside_here
    offers = may_sign and not set_aside
    if pledge is None:
        said = say(words.MINE_NONE)
    else:
        said = say(words.MINE_WITHDRAWN, changed_at=pledge.changed_on)
    off = _off_the_wall(standing, say)
    return Card(
        panel(
            title(say(words.MINE_BUTTON)),
            text(said),
            text(say(words.MINE_SET_ASIDE, why=_why(standing, say))) if set_aside else None,
            text(off) if off else None,
            rule() if offers or pledge else None,
            row(
                [
                    button(say(words.SIGN_BUTTON), _FEATURE, "sign") if offers else None,
                    erase_button(say) if pledge else None,
                ]
            ),
        )
    )
