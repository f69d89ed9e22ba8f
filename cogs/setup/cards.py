"""The card by which a server is set up: where it stands, a group of settings, and the log."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from discord import SelectOption, ui

from bot.domain.phrases import Phrase
from bot.domain.sentences import PAUSED
from bot.domain.settings import (
    ALSO,
    Change,
    ChangeKind,
    Feature,
    Group,
    Kind,
    Setting,
    Source,
    setting,
    settings_of,
)
from bot.domain.settings.log import PANEL, LogEntry, Rows
from bot.interactions.cards import (
    Card,
    Part,
    button,
    custom_id,
    panel,
    row,
    rule,
    small,
    text,
    title,
    turning,
)
from bot.messages import Told, Voice
from bot.services.servers import LogPage
from cogs.setup import words
from cogs.setup.check.cards import of_channel
from cogs.setup.controls import FEATURE, controls
from cogs.setup.own_words import words as own_words
from cogs.setup.place import STEPS, Page, Place, Position
from cogs.setup.steps import head, named_in_menu, ways
from cogs.setup.values import language_told, name_of, outside_its_dates, stored_told, told

ON, OFF = "on", "off"
"""What a button that switches a feature says in its custom_id."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a press did: a change with its number in the log, or nothing.

    Attributes:
        meanwhile: the key of a setting that somebody changed after the card that was pressed had
            shown it; nothing was put over that.
    """

    change: Change | None = None
    meanwhile: str | None = None


def home_card(place: Place, say: Voice, *, finished: bool = False) -> Card:
    """Return where the server stands, and the menu of what can be opened."""
    return Card(
        panel(
            title(say(words.TITLE)),
            text(say(words.FINISHED)) if finished else None,
            text("\n".join(f"- {line}" for line in _standing(place, say))),
            rule(),
            _groups_menu(place, say),
            *_going_on(place, say),
        )
    )


def group_card(
    group: Group, place: Place, say: Voice, *, guided: bool = False, done: Done | None = None
) -> Card:
    """Return a group of settings with their controls; guided, as a step of the first setup."""
    spot = Position(guided=guided and group in place.steps)
    parts: list[Part | None] = [head(group, spot, place.steps, say)]
    if spot.guided and group is place.first and done is None:
        lead = words.FIRST_LEAD_ONE_LANGUAGE if place.one_language else words.FIRST_LEAD
        parts.append(text(say(lead)))
    if done:
        elsewhere = done.change and setting(done.change.key).group is not group
        parts.append(done_part(done, place, Position(group=group) if elsewhere else spot, say))
    if place.refusal and group in (Group.PLEDGE, Group.CHECKING):
        parts.append(text(outside_its_dates(place.refusal, say)))
    for one in settings_of(group):
        rows = list(controls(one, place, spot, say))
        if one.key == "signing_paused":
            rows[0].add_item(_pause_words(place, say))
        parts += [rule(), _setting(one, place, spot, say), *rows]
    for one in map(setting, ALSO.get(group, ())):
        there = Position(group=group)
        parts += [rule(), _setting(one, place, there, say), *controls(one, place, there, say)]
    if group is Group.LETTER:
        parts += [rule(), *_pictures(place, say)]
    return Card(panel(*parts, rule(), row(ways(group, spot, place.steps, say))))


def log_card(log: LogPage, place: Place, say: Voice, *, done: Done | None = None) -> Card:
    """Return a page of who changed what, with the way back where there is one."""
    spot = Position(log_page=log.page)
    return Card(
        panel(
            title(say(words.LOG_TITLE)),
            done_part(done, place, spot, say) if done else None,
            *[_entry(one, place, spot, say) for one in log.entries],
            small(say(words.LOG_NOTE)) if log.entries else text(say(words.LOG_EMPTY)),
            rule(),
            small(say(words.PAGE, page=log.page + 1, pages=log.pages)) if log.pages > 1 else None,
            row(_log_ways(log, say)),
        )
    )


def _standing(place: Place, say: Voice) -> Iterator[str]:
    settings = place.stored.settings
    if place.refusal:
        yield outside_its_dates(place.refusal, say)
    if not place.one_language:
        yield say(words.NOW_LANGUAGE, language=language_told(settings.locale, place, say))
    yield say(words.NOW_FEATURES, features=_value(setting("features_off"), place, say))
    if settings.signing_paused:
        yield say(words.NOW_PAUSED)
    if settings.organiser_roles:
        yield say(words.NOW_ORGANISERS, roles=_value(setting("organiser_roles"), place, say))
    else:
        yield say(words.NOW_MANAGERS)
    members = words.POSTERS_MEMBERS if settings.members_may_post else words.POSTERS_ORGANISERS
    yield say(words.NOW_POSTING, who=say(members))
    if settings.silent_channels:
        yield say(words.NOW_SILENT, channels=_value(setting("silent_channels"), place, say))


def _groups_menu(place: Place, say: Voice) -> Part:
    options = [
        SelectOption(label=say(name), value=one.value, description=say(about))
        for one in (*place.groups, *Page)
        for name, about in (named_in_menu(one),)
    ]
    menu: ui.Select[Any] = ui.Select(
        custom_id=custom_id(FEATURE, "open"), options=options, placeholder=say(words.GROUPS_MENU)
    )
    return ui.ActionRow(menu)


def _going_on(place: Place, say: Voice) -> list[Part | None]:
    """Return the way to the first setup where it is not finished."""
    if place.step == len(STEPS):
        return []
    step = button(say(words.GO_ON_BUTTON), FEATURE, "step", place.step)
    return [
        rule(),
        text(say(words.UNFINISHED, step=place.step - place.skipped + 1, steps=len(place.steps))),
        row([step]),
    ]


def _value(one: Setting, place: Place, say: Voice) -> Told:
    return told(one, getattr(place.stored.settings, one.key), place, say)


def _pictures(place: Place, say: Voice) -> Iterator[Part]:
    """Yield whether passages can be had as pictures: a feature, where one looks for it too."""
    on = Feature.PICTURES not in place.stored.settings.features_off
    name, _ = words.FEATURES[Feature.PICTURES]
    line = say(words.SETTING_LINE, setting=say(name), value=say(words.ON if on else words.OFF))
    source = words.SOURCES[place.stored.source("features_off")]
    yield text(f"{line}\n{say(words.ABOUT_PICTURES)}\n-# {say(source)}")
    label = words.SWITCH_OFF_BUTTON if on else words.SWITCH_ON_BUTTON
    spot = str(Position(group=Group.LETTER))
    args = (Feature.PICTURES.value, spot, OFF if on else ON)
    yield ui.ActionRow(button(say(label), FEATURE, "feature", *args))


def _setting(one: Setting, place: Place, spot: Position, say: Voice) -> Part:
    """Return what a setting is now and where that comes from; with the way to the default."""
    name, about = words.SETTINGS[one.key]
    if one.kind is Kind.FEATURES and "resources" in place.absent:
        about = words.ABOUT_FEATURES_OFF_NO_HELP
    if one.kind is Kind.LANGUAGE and place.one_language:
        about = words.ABOUT_ONE_LANGUAGE
    source = place.stored.source(one.key)
    line = say(words.SETTING_LINE, setting=say(name), value=_value(one, place, say))
    said = text(f"{line}\n{say(about)}\n-# {say(words.SOURCES[source])}")
    if source is not Source.SERVER:
        return said
    args = (one.key, str(spot), place.stored.version(one.key))
    reset = button(say(words.DEFAULT_BUTTON), FEATURE, "reset", *args)
    return ui.Section(said, accessory=reset)


def _pause_words(place: Place, say: Voice) -> ui.Button[Any]:
    """Return the way to the sentence that is shown while signing is paused."""
    sentence = (place.public_locale, PAUSED.key)
    return button(say(own_words.PAUSE_BUTTON), FEATURE, "words_show", *sentence)


def done_part(done: Done, place: Place, spot: Position, say: Voice) -> Part:
    """Return what a press did, with the way back; of a channel, also what does not work there."""
    change = done.change
    if done.meanwhile is not None:
        return text(say(words.MEANWHILE, setting=name_of(done.meanwhile, say)))
    if change is None:
        return text(say(words.ALREADY))
    told = _changed(words.DONE[change.kind], change, place, say)
    said = text("\n".join([told, *of_channel(change.key, place, say)]))
    return ui.Section(said, accessory=_undo(change.number, spot, say, "done"))


def _entry(entry: LogEntry, place: Place, spot: Position, say: Voice) -> Part:
    change = entry.change
    said = text(f"{_logged(change, place, say)}\n-# {_by(entry, say)}")
    if not place.stored.still_is(change):
        return said
    return ui.Section(said, accessory=_undo(change.number, spot, say))


def _logged(change: Change, place: Place, say: Voice) -> str:
    if change.kind is ChangeKind.EXPORTED:
        rows = Rows.read(change.after)
        return say(words.LOG_EXPORT, days=rows.days, members=rows.members)
    return _changed(words.LOGGED[change.kind], change, place, say)


def _changed(phrase: Phrase, change: Change, place: Place, say: Voice) -> str:
    if change.key == PANEL:
        return _panel_told(change, say)
    name = name_of(change.key, say)
    if name is None:
        return say(words.UNKNOWN_SETTING)
    before, after = (
        stored_told(change.key, one, place, say) for one in (change.before, change.after)
    )
    return say(phrase, setting=name, before=before, after=after)


def _panel_told(change: Change, say: Voice) -> str:
    if change.after is not None:
        return say(words.LOG_PANEL_POSTED, channel=f"<#{change.after}>")
    return say(words.LOG_PANEL_GONE, channel=f"<#{change.before}>")


def _by(entry: LogEntry, say: Voice) -> str:
    """Return who did it; that a panel is gone the bot notices itself, and by whom nobody knows."""
    if entry.key == PANEL and entry.after is None:
        return say(words.LOG_NOTICED, moment=entry.at)
    member = say(words.FORMER_MODERATOR) if entry.actor is None else f"<@{entry.actor}>"
    return say(words.LOG_BY, member=member, moment=entry.at)


def _undo(number: int, spot: Position, say: Voice, *apart: str) -> ui.Button[Any]:
    """Return the way back; `apart` keeps two ids apart where both lead to one change."""
    return button(say(words.UNDO_BUTTON), FEATURE, "undo", number, str(spot), *apart)


def _log_ways(log: LogPage, say: Voice) -> list[ui.Button[Any] | None]:
    labels = say(words.PREVIOUS_BUTTON), say(words.NEXT_BUTTON)
    back = button(say(words.BACK_BUTTON), FEATURE, "home")
    return [back, *turning(labels, log.page, log.pages, FEATURE, "log")]
