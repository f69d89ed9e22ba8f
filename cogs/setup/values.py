"""What a value is called, and which value was chosen in a menu or with a button."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from bot.domain.refusals import SIGNING_STATES, NoSuchChoice, Refusal
from bot.domain.sentences import kept_words, sentence_of
from bot.domain.settings import Feature, Kind, Posters, Setting, features_without, setting
from bot.domain.text import shorten
from bot.interactions.pressed import discord_id
from bot.messages import LanguageName, Listed, Told, Voice
from cogs.setup import words
from cogs.setup.own_words import words as own_words
from cogs.setup.place import Place

OWN: Final = "own"
"""Stands in a menu for the server's own language."""

MOST_QUOTED: Final = 120
"""Characters of a server's own words where a change of them is told."""

MOST_NAMED: Final = 4
"""Roles or channels that are named; of more it is said how many they are."""


def told(one: Setting, value: Any, place: Place, say: Voice) -> Told:
    """Return a value in words."""
    match one.kind:
        case Kind.SWITCH | Kind.CHOICE:
            return option_told(one.key, value, say)
        case Kind.FEATURES:
            return _features(value, place, say)
        case Kind.ROLES:
            return _places(value, place.roles, "<@&{}>", words.DELETED_ROLES, say) or say(
                words.NO_ROLE
            )
        case Kind.CHANNEL | Kind.CHANNELS:
            return _places(_all(value), place.channels, "<#{}>", words.DELETED_CHANNELS, say) or (
                say(words.NO_CHANNEL)
            )
        case Kind.LANGUAGE:
            return language_told(value, place, say)
        case Kind.WORDS:
            return _quoted(value, say)


def name_of(key: str, say: Voice) -> str | None:
    """Return what a setting is called; None for one that this release does not know."""
    if key in words.SETTINGS:
        return say(words.SETTINGS[key][0])
    if named := sentence_of(key):
        locale, sentence = named
        name = say(own_words.NAMES[sentence])
        return say(own_words.SETTING, sentence=name, language=LanguageName(locale))
    return None


def outside_its_dates(refusal: Refusal, say: Voice) -> str:
    """Return that the campaign takes no signatures today: it has yet to begin, or has ended."""
    return say(SIGNING_STATES[type(refusal)], **refusal.values)


def stored_told(key: str, stored: str | None, place: Place, say: Voice) -> Told:
    """Return a value of the log in words; None is what holds where nothing is chosen."""
    one = setting(key)
    if one.kind is Kind.WORDS:
        return _quoted(kept_words(stored) if stored else None, say)
    if stored is None:
        unchosen = getattr(place.stored.unchosen, key)
        return say(words.AS_DEFAULT, value=told(one, unchosen, place, say))
    return told(one, one.from_store(stored), place, say)


def _quoted(kept: str | None, say: Voice) -> str:
    if kept is None:
        return say(own_words.SHIPPED)
    # as code, so that nothing in it formats; what fits has no such mark itself
    bare = shorten(" ".join(kept.replace("`", "").split()), MOST_QUOTED)
    return say(own_words.QUOTED, words=f"`{bare}`")


def option_told(key: str, value: Any, say: Voice) -> str:
    """Return an option of a choice in words."""
    if isinstance(value, bool):
        return say(words.ON if value else words.OFF)
    if isinstance(value, Posters):
        return say(words.POSTERS[value])
    if key in words.LIMITS:
        some, none = words.LIMITS[key]
        return say(some, count=value) if value else say(none)
    if not value:
        return say(words.NO_REST)
    if value < 60:
        return say(words.REST_SECONDS, count=value)
    return say(words.REST_MINUTES, count=value // 60)


def language_told(value: str | None, place: Place, say: Voice) -> Told:
    """Return the language of public posts in words, or its name."""
    if value is None and not place.one_language:
        return say(words.OWN_LANGUAGE, language=LanguageName(place.own_language))
    return LanguageName(value or place.public_locale)


def gone(one: Setting, value: Any, place: Place) -> frozenset[int]:
    """Return what a setting names and the server does not have any more."""
    if one.kind is Kind.CHANNEL:
        return _all(value) - place.channels
    there = {Kind.ROLES: place.roles, Kind.CHANNELS: place.channels}.get(one.kind)
    return frozenset() if there is None else frozenset(value - there)


def chosen(one: Setting, picked: Sequence[str], place: Place) -> Any:
    """Return the value that was picked; None is the default. It is untrusted.

    Raises:
        NoSuchChoice: it is none of what can be chosen here.
    """
    match one.kind:
        case Kind.SWITCH:
            return {"true": True, "false": False}[_one_of(("true", "false"), picked)]
        case Kind.CHOICE:
            options = {str(option): option for option in one.options}
            return options[_one_of(options, picked)]
        case Kind.FEATURES:
            there = features_without(place.absent)
            on = [_one_of(there, (name,)) for name in picked]
            off = place.stored.settings.features_off.difference(there)
            return [one for one in Feature if one in off or (one in there and one not in on)]
        case Kind.ROLES:
            return _ids(picked, place.roles)
        case Kind.CHANNEL | Kind.CHANNELS:
            ids = _ids(picked, place.channels)
            return ids if one.kind is Kind.CHANNELS else _only(ids)
        case Kind.LANGUAGE:
            language = _one_of((OWN, *place.languages), picked)
            return None if language == OWN else language
        case Kind.WORDS:
            raise NoSuchChoice  # they are written, and not picked


def _all(value: frozenset[int] | int | None) -> frozenset[int]:
    """Return the channels of a setting that names several, or one, or none."""
    if isinstance(value, int):
        return frozenset({value})
    return value or frozenset()


def _only(ids: Sequence[int]) -> int | None:
    if len(ids) > 1:
        raise NoSuchChoice
    return ids[0] if ids else None


def _one_of(options: Iterable[str], picked: Sequence[str]) -> str:
    if len(picked) != 1 or picked[0] not in options:
        raise NoSuchChoice
    return picked[0]


def _ids(picked: Sequence[str], there: frozenset[int]) -> list[int]:
    ids = {discord_id(one) for one in picked}
    if not ids <= there:
        raise NoSuchChoice
    return sorted(there & ids)


def _features(off: frozenset[Feature], place: Place, say: Voice) -> str:
    names = [say(words.FEATURES[one][0]) for one in features_without(place.absent) if one in off]
    if not names:
        return say(words.ALL_ON)
    return say(words.FEATURES_OFF_LIST, features=Listed(tuple(names)))


def _places(
    ids: frozenset[int], there: frozenset[int], mention: str, deleted: Any, say: Voice
) -> Listed | None:
    """Return a few by name, and of the rest and of the deleted how many they are."""
    kept = sorted(ids & there)
    parts: list[str] = [mention.format(one) for one in kept[:MOST_NAMED]]
    if len(kept) > MOST_NAMED:
        parts.append(say(words.AND_MORE, count=len(kept) - MOST_NAMED))
    if missing := len(ids - there):
        parts.append(say(deleted, count=missing))
    return Listed(tuple(parts)) if parts else None
