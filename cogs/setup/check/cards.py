"""The card of the check-up: what is wrong, each with what helps, or that all is well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.domain.settings import Group, Kind, settings_of
from bot.interactions.cards import Card, button, panel, row, rule, text
from bot.messages import LanguageName, Listed, Voice
from cogs.setup import words
from cogs.setup.check import words as check
from cogs.setup.check.looked import Looked, Support
from cogs.setup.controls import FEATURE
from cogs.setup.own_words import words as own_words
from cogs.setup.place import ALONE, Page, Place, Position
from cogs.setup.steps import head, ways
from cogs.setup.values import gone, name_of

MOST_TEXT: Final = 3_000
"""Characters of all findings; Discord takes 4,000 on a card."""


def checkup_card(looked: Looked, place: Place, say: Voice, *, spot: Position = ALONE) -> Card:
    """Return what was found, the most pressing first, or that all is well."""
    found = list(_findings(looked, place, say))
    again = button(say(check.AGAIN_BUTTON), FEATURE, "check", str(spot))
    return Card(
        panel(
            head(Page.CHECK, spot, place.steps, say),
            text(_cut(found, say) if found else say(check.WELL)),
            rule(),
            row([again, *ways(Page.CHECK, spot, place.steps, say)]),
        )
    )


def _cut(found: list[str], say: Voice) -> str:
    """Return as many findings as a card has room for, and of the rest how many they are."""
    lines: list[str] = []
    for line in found:
        if sum(len(one) + 3 for one in lines) + len(line) > MOST_TEXT:
            break
        lines.append(line)
    if len(lines) < len(found):
        lines.append(say(words.AND_MORE, count=len(found) - len(lines)))
    return "\n".join(f"- {line}" for line in lines)


def _findings(looked: Looked, place: Place, say: Voice) -> Iterator[str]:
    if looked.invite:
        yield say(check.INVITE, rights=_rights(looked.invite, say))
    if not looked.commands_current:
        yield say(check.COMMANDS)
    if looked.recounting:
        yield say(check.RECOUNTING)
    for one in looked.gone:
        yield say(check.PANEL_GONE, channel=f"<#{one}>")
    yield from _of_places(looked, place, say)
    for key in place.stored.unfit_words:
        yield say(
            own_words.CHECK, setting=name_of(key, say), group=say(words.GROUPS[Group.WORDS][0])
        )
    yield from _of_support(looked.support, say)
    for code, count, instead in looked.languages:
        named = {"language": LanguageName(code), "instead": LanguageName(instead)}
        yield say(check.LANGUAGE, **named, count=count)
    for channel, rights in looked.channels:
        yield say(check.CHANNEL, channel=f"<#{channel}>", rights=_rights(rights, say))
    for channel, rights in looked.board_channels:
        yield say(check.BOARD_CHANNEL, channel=f"<#{channel}>", rights=_rights(rights, say))


def _of_support(support: Support, say: Voice) -> Iterator[str]:
    if support.late:
        yield say(check.SUPPORT_LATE, count=support.late)
    if support.unchecked:
        yield say(check.SUPPORT_UNCALLED, number=support.unchecked, total=support.total)


def _of_places(looked: Looked, place: Place, say: Voice) -> Iterator[str]:
    """Yield what is wrong with boards, and with channels and roles that were chosen."""
    for channel in looked.boards_gone:
        yield say(check.BOARD_DELETED, channel=f"<#{channel}>")
    for channel, why in looked.boards:
        yield say(check.BOARDS[why], channel=f"<#{channel}>")
    yield from _deleted(place, say)
    for silenced in looked.silenced:
        yield _silenced(*silenced, say)
    for denied in looked.places:
        yield _denied(*denied, say)


def of_channel(key: str, place: Place, say: Voice) -> Iterator[str]:
    """Yield what is wrong with the channel of a setting, or by choosing those without posts."""
    for one, channel in place.silenced:
        if key in (one, "silent_channels"):
            yield _silenced(one, channel, say)
    for one, channel, rights in place.denied:
        if key == one:
            yield _denied(one, channel, rights, say)


def _silenced(key: str, channel: int, say: Voice) -> str:
    silent = say(words.SETTINGS["silent_channels"][0])
    return say(check.SILENT, setting=name_of(key, say), channel=f"<#{channel}>", silent=silent)


def _denied(key: str, channel: int, rights: tuple[str, ...], say: Voice) -> str:
    told = _rights(rights, say)
    return say(check.PLACE, setting=name_of(key, say), channel=f"<#{channel}>", rights=told)


def _deleted(place: Place, say: Voice) -> Iterator[str]:
    for one in settings_of():
        value: Any = getattr(place.stored.settings, one.key)
        if missing := gone(one, value, place):
            counted = words.DELETED_ROLES if one.kind is Kind.ROLES else words.DELETED_CHANNELS
            yield say(
                check.DELETED,
                setting=say(words.SETTINGS[one.key][0]),
                deleted=say(counted, count=len(missing)),
                group=say(words.GROUPS[one.group][0]),
            )


def _rights(names: tuple[str, ...], say: Voice) -> Listed:
    return Listed(tuple(say(check.RIGHTS[one]) for one in names))
