"""The buttons and menus by which a setting is chosen; nothing is typed."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from discord import ChannelType, SelectDefaultValue, SelectDefaultValueType, SelectOption, ui

from bot.domain.phrases import OPTION
from bot.domain.settings import Feature, Kind, Setting, features_without
from bot.domain.settings.server import MOST_IDS
from bot.domain.text import shorten
from bot.interactions.cards import button, custom_id, in_menus
from bot.messages import LanguageName, Voice
from cogs.setup import words
from cogs.setup.place import Place, Position
from cogs.setup.values import OWN, gone, option_told

FEATURE: Final = "setup"

_CHANNELS: Final = [
    ChannelType.text,
    ChannelType.news,
    ChannelType.voice,
    ChannelType.stage_voice,
    ChannelType.forum,
]
"""Where people can use the bot; threads go with the channel they belong to."""

Row = ui.ActionRow[Any]


def controls(one: Setting, place: Place, spot: Position, say: Voice) -> Iterator[Row]:
    """Yield the rows by which a setting is chosen, with what holds now as chosen.

    Each carries the version of what it shows, so that nothing is put over what nobody here saw.
    """
    value: Any = getattr(place.stored.settings, one.key)
    args = (one.key, str(spot), place.stored.version(one.key))
    pressed = custom_id(FEATURE, "put", *args)
    match one.kind:
        case Kind.SWITCH:
            label = words.SWITCH_OFF_BUTTON if value else words.SWITCH_ON_BUTTON
            to = "false" if value else "true"
            yield ui.ActionRow(button(say(label), FEATURE, "put", *args, to))
        case Kind.CHOICE:
            options = [_option(option_told(one.key, each, say), str(each)) for each in one.options]
            yield _menu(pressed, options, (str(value),))
        case Kind.FEATURES:
            yield _features(value, place, pressed, say)
        case Kind.ROLES:
            yield _roles(value & place.roles, pressed, say)
        case Kind.CHANNEL:
            yield _channel({value} & place.channels, pressed, say)
        case Kind.CHANNELS:
            yield _channels(value & place.channels, pressed, say)
        case Kind.LANGUAGE | Kind.WORDS:  # words are written on a page of their own
            yield from _languages(value, place, pressed, say)
    if gone(one, value, place):
        yield ui.ActionRow(button(say(words.TIDY_BUTTON), FEATURE, "tidy", one.key, str(spot)))


def _option(label: str, value: str, about: str | None = None) -> SelectOption:
    return SelectOption(label=shorten(label, OPTION), value=value, description=about)


def _menu(
    pressed: str, options: list[SelectOption], current: Sequence[str], ask: str | None = None
) -> Row:
    for one in options:
        one.default = one.value in current
    return ui.ActionRow(ui.Select(custom_id=pressed, options=options, placeholder=ask))


def _features(off: frozenset[Feature], place: Place, pressed: str, say: Voice) -> Row:
    options: list[SelectOption] = []
    for feature in features_without(place.absent):
        name, about = words.FEATURES[feature]
        option = _option(say(name), feature.value, say(about))
        option.default = feature not in off
        options.append(option)
    menu: ui.Select[Any] = ui.Select(
        custom_id=pressed,
        options=options,
        min_values=0,
        max_values=len(options),
        placeholder=say(words.FEATURES_MENU),
    )
    return ui.ActionRow(menu)


def _roles(ids: frozenset[int], pressed: str, say: Voice) -> Row:
    menu: ui.RoleSelect[Any] = ui.RoleSelect(
        custom_id=pressed,
        min_values=0,
        max_values=MOST_IDS,
        placeholder=say(words.ROLES_MENU),
        default_values=_defaults(ids, SelectDefaultValueType.role),
    )
    return ui.ActionRow(menu)


def _channels(ids: frozenset[int], pressed: str, say: Voice) -> Row:
    menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=pressed,
        channel_types=_CHANNELS,
        min_values=0,
        max_values=MOST_IDS,
        placeholder=say(words.CHANNELS_MENU),
        default_values=_defaults(ids, SelectDefaultValueType.channel),
    )
    return ui.ActionRow(menu)


def _channel(ids: Collection[int], pressed: str, say: Voice) -> Row:
    menu: ui.ChannelSelect[Any] = ui.ChannelSelect(
        custom_id=pressed,
        channel_types=[ChannelType.text, ChannelType.news],
        min_values=0,
        max_values=1,
        placeholder=say(words.CHANNEL_MENU),
        default_values=_defaults(ids, SelectDefaultValueType.channel),
    )
    return ui.ActionRow(menu)


def _defaults(ids: Collection[int], kind: SelectDefaultValueType) -> list[SelectDefaultValue]:
    return [SelectDefaultValue(id=one, type=kind) for one in sorted(ids)]


def _languages(value: str | None, place: Place, pressed: str, say: Voice) -> Iterator[Row]:
    """Yield menus of the languages; in as many as it takes, and none of a single one."""
    if place.one_language:
        return
    spoken = [_option(say.language(code), code) for code in place.languages]
    own = say(words.OWN_LANGUAGE, language=LanguageName(place.own_language))
    options = [_option(own, OWN), *spoken]
    for start, some in in_menus(options):
        more = say(words.LANGUAGES_MENU)
        place_in_row = f"{pressed}:{start}" if start else pressed
        yield _menu(place_in_row, some, (value or OWN,), more)
