"""The card of the check-up: what is wrong, each with what helps, or that all is well."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from bot.domain.settings import Kind, settings_of
from bot.interactions.cards import Card, button, panel, row, rule, text, title
from bot.messages import Voice
from cogs.setup import words
from cogs.setup.check.looked import Looked
from cogs.setup.controls import FEATURE
from cogs.setup.place import Place
from cogs.setup.values import gone

MOST_TEXT: Final = 3_000
"""Characters of all findings; Discord takes 4,000 on a card."""


def checkup_card(looked: Looked, place: Place, say: Voice) -> Card:
    """Return what was found, the most pressing first, or that all is well."""
    found = list(_findings(looked, place, say))
    again = button(say(words.CHECK_AGAIN_BUTTON), FEATURE, "check")
    return Card(
        panel(
            title(say(words.GROUP_TITLE, group=say(words.GROUP_CHECK))),
            text(_cut(found, say) if found else say(words.CHECK_WELL)),
            rule(),
            row([again, button(say(words.BACK_BUTTON), FEATURE, "home")]),
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
        yield say(words.CHECK_INVITE, rights=_rights(looked.invite, say))
    if not looked.commands_current:
        yield say(words.CHECK_COMMANDS)
    for one in looked.gone:
        yield say(words.CHECK_PANEL_GONE, channel=f"<#{one}>")
    yield from _deleted(place, say)
    support = looked.support
    if support.late:
        yield say(words.CHECK_SUPPORT_LATE, count=support.late)
    if support.unchecked:
        yield say(words.CHECK_SUPPORT_UNCALLED, number=support.unchecked, total=support.total)
    for code, count, instead in looked.languages:
        named = {"language": say.language(code), "instead": say.language(instead)}
        yield say(words.CHECK_LANGUAGE, **named, count=count)
    for channel, rights in looked.channels:
        yield say(words.CHECK_CHANNEL, channel=f"<#{channel}>", rights=_rights(rights, say))


def _deleted(place: Place, say: Voice) -> Iterator[str]:
    for one in settings_of():
        value: Any = getattr(place.stored.settings, one.key)
        if missing := gone(one, value, place):
            counted = words.DELETED_ROLES if one.kind is Kind.ROLES else words.DELETED_CHANNELS
            yield say(
                words.CHECK_DELETED,
                setting=say(words.SETTINGS[one.key][0]),
                deleted=say(counted, count=len(missing)),
                group=say(words.GROUPS[one.group][0]),
            )


def _rights(names: tuple[str, ...], say: Voice) -> str:
    return say.listed([say(words.RIGHTS[one]) for one in names])
