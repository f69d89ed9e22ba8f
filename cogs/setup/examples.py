"""The setup card as moderators meet it: new, set up, with all chosen, and with what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any, Final

from bot.domain.clock import hour_of
from bot.domain.languages import ENGLISH
from bot.domain.refusals import CampaignClosed, CampaignNotOpen
from bot.domain.settings import (
    Change,
    ChangeKind,
    Feature,
    LogEntry,
    Posters,
    SettingsGroup,
    StoredSettings,
    setting,
    settings_of,
)
from bot.domain.settings.log import EXPORT, PANEL, RowCounts
from bot.domain.tallies.boards import Parked
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.interactions.commands import description_of, name_of
from bot.messages import Voice
from bot.services.servers import LogPage
from cogs.setup.cards import Done, group_card, home_card, log_card
from cogs.setup.check.cards import checkup_card
from cogs.setup.check.looked import Looked, Support, support_of
from cogs.setup.own_words.examples import WORDS_EXAMPLES
from cogs.setup.panel.examples import PANEL_EXAMPLES
from cogs.setup.place import STEPS, Place, Position
from cogs.setup.preview import Look, PreviewOption
from cogs.setup.preview_cards import preview_card

_CHOSEN: Final[dict[str, Any]] = {
    "features_off": frozenset({Feature.WALL, Feature.PICTURES}),
    "listing_offered": False,
    "signing_paused": True,
    "holding": False,
    "letter_posting": Posters.MEMBERS,
    "channel_rest": 300,
    "boards": False,
    "sharing": Posters.NOBODY,
    "members_may_post": True,
    "setup_step": len(STEPS),
}
_MOST: Final = 6
_PARTS: Final = {SettingsGroup.LETTER: "letter", SettingsGroup.SUPPORT: "resources"}


def _much(of: Samples) -> dict[str, Any]:
    """Return all that was chosen in a server in which much was."""
    ids = frozenset(of.members[:_MOST])
    return _CHOSEN | {"organiser_roles": ids, "silent_channels": ids, "locale": of.locale}


def _place(
    of: Samples,
    *,
    chosen: bool = False,
    last: Mapping[str, Any] = MappingProxyType({}),
    gone: bool = False,
) -> Place:
    """Return a server in which nothing was chosen, or much; `gone` is what it had, all deleted.

    `last` was chosen last of all. Its campaign says itself how long a channel rests.
    """
    settings: dict[str, Any] = {}
    if chosen:
        words = {"words.en.campaign.introduction": "{of_an_earlier_release}"}
        settings = _much(of) | words | dict(last)
    there = frozenset[int]() if gone else frozenset(of.members[:_MOST])
    absent = frozenset(one for one in _PARTS.values() if not of.has(one))
    return Place(
        StoredSettings.merged({"channel_rest": 60}, settings, absent=absent),
        roles=there,
        channels=there,
        languages=of.configuration.languages,
        own_language=of.locale,
    )


def _over(say: Voice, of: Samples) -> Card:
    place = replace(_place(of, chosen=True), refusal=CampaignClosed(closed_on=of.closed))
    return home_card(place, say)


def _to_come(group: SettingsGroup) -> Callable[[Voice, Samples], Card]:
    def draw(say: Voice, of: Samples) -> Card:
        place = replace(_place(of), refusal=CampaignNotOpen(opens_on=of.opens))
        return group_card(group, place, say)

    return draw


def _change(
    key: str, value: Any, *, kind: ChangeKind = ChangeKind.CHANGED, number: int = 12
) -> Change:
    return Change(number, kind, key, None, setting(key).stored(value))


def _home(*, chosen: bool = False, finished: bool = False) -> Callable[[Voice, Samples], Card]:
    return lambda say, of: home_card(_place(of, chosen=chosen), say, finished=finished)


def _group(
    group: SettingsGroup,
    *,
    chosen: bool = False,
    gone: bool = False,
    guided: bool = False,
    done: Done | None = None,
) -> Callable[[Voice, Samples], Card]:
    return lambda say, of: group_card(
        group, _place(of, chosen=chosen, gone=gone), say, guided=guided, done=done
    )


def _chose(
    group: SettingsGroup, key: str, value: Any = None, *, kind: ChangeKind = ChangeKind.CHANGED
) -> Callable[[Voice, Samples], Card]:
    """Return how a group is drawn after one of its settings was chosen, or chosen anew."""

    def draw(say: Voice, of: Samples) -> Card:
        new = _much(of)[key] if value is None else value
        place = _place(of, chosen=True, last={key: new})
        return group_card(group, place, say, done=Done(_change(key, new, kind=kind)))

    return draw


def _groups() -> Iterator[Example]:
    """Yield each group with nothing chosen, and after a choice was made."""
    for group in (
        one for one in SettingsGroup if settings_of(one) and one is not SettingsGroup.LANGUAGE
    ):
        part, first = _PARTS.get(group), settings_of(group)[0].key
        yield Example(f"group_{group}", group_card, _group(group), needs=part)
        yield Example(f"chosen_{group}", group_card, _chose(group, first), needs=part)
    yield Example("group_who_gone", group_card, _group(SettingsGroup.WHO, chosen=True, gone=True))
    yield Example(
        "group_where_gone", group_card, _group(SettingsGroup.WHERE, chosen=True, gone=True)
    )
    letter, rest, posting = SettingsGroup.LETTER, "channel_rest", "letter_posting"
    undone = _chose(letter, rest, 0, kind=ChangeKind.UNDONE)
    yield Example("undone", group_card, undone, needs="letter")
    yield Example("seconds", group_card, _chose(letter, rest, 10), needs="letter")
    organisers = _chose(letter, posting, Posters.ORGANISERS)
    yield Example("organisers", group_card, organisers, needs="letter")
    yield Example("already", group_card, _group(SettingsGroup.PLEDGE, chosen=True, done=Done()))
    meanwhile = _group(SettingsGroup.WHO, chosen=True, done=Done(meanwhile="organiser_roles"))
    yield Example("meanwhile", group_card, meanwhile)


def _log(say: Voice, of: Samples) -> Card:
    rest, value = ("channel_rest", 300) if of.has("letter") else ("members_may_post", True)
    made = (
        _change("signing_paused", value=True),
        _change(rest, value, kind=ChangeKind.UNDONE, number=11),
        Change(10, ChangeKind.CHANGED, "of_another_release", None, "1"),
        Change(9, ChangeKind.CHANGED, PANEL, str(of.member), None),
        Change(8, ChangeKind.CHANGED, PANEL, None, str(of.member)),
        Change(7, ChangeKind.EXPORTED, EXPORT, None, RowCounts(of.days(260), 48).stored()),
    )
    hour = hour_of(of.now)
    entries = tuple(
        LogEntry(of.member, None if at else of.member, hour, one) for at, one in enumerate(made)
    )
    return log_card(LogPage(entries, 1, 3), _place(of, chosen=True), say)


def _preview(say: Voice, of: Samples) -> Card:
    roots = dict.fromkeys(one.command.root_parent or one.command for one in of.commands)
    features = [
        PreviewOption(one.name, f"/{say(name_of(one))}", say(description_of(one)))
        for one in roots
        if one.default_permissions is None  # as members have it
    ]
    cards = [
        PreviewOption(f"card_{one}", f"{one} · {of.campaign.name}", None) for one in range(1, 30)
    ]
    look = Look(features[0].value, cards[0].value, say.locale)
    return preview_card(look, features, cards, of.configuration.languages, say)


def _others(of: Samples) -> tuple[str, ...]:
    """Return the languages, besides English, in which the campaign speaks."""
    return tuple(one for one in of.configuration.languages if one != ENGLISH)


def _looked(of: Samples, *, well: bool) -> Looked:
    real = support_of(of.configuration.directory, of.today)
    entries = real.total
    if well:
        well_called = Support(0, 0, entries)
        return Looked((), (), (), commands_current=True, support=well_called, languages=())
    return Looked(
        invite=("send_messages_in_threads", "read_message_history", "pin_messages"),
        channels=((of.member, ("view_channel", "send_messages")),),
        gone=(of.member,),
        commands_current=False,
        support=Support(min(real.unchecked, entries - entries // 3), min(entries // 3, 1), entries),
        languages=tuple((one, 1, ENGLISH) for one in _others(of)[:1]),
        boards=tuple((of.member, why) for why in Parked),
        places=(("announcements", of.member, ("send_messages",)),),
        silenced=(("log_channel", of.member),),
        boards_gone=(of.member,),
        board_channels=((of.member, ("view_channel", "read_message_history")),),
        recounting=True,
    )


def _checkup(*, well: bool, guided: bool = False) -> Callable[[Voice, Samples], Card]:
    return lambda say, of: checkup_card(
        _looked(of, well=well),
        _place(of, chosen=not well, gone=not well),
        say,
        spot=Position(guided=guided),
    )


EXAMPLES: Final = (
    Example("checkup_well", checkup_card, _checkup(well=True)),
    Example("checkup", checkup_card, _checkup(well=False)),
    *PANEL_EXAMPLES,
    Example("checkup_step", checkup_card, _checkup(well=True, guided=True)),
    Example("home_new", home_card, _home()),
    Example("home", home_card, _home(chosen=True)),
    Example("home_closed", home_card, _over),
    Example("group_pledge_to_come", group_card, _to_come(SettingsGroup.PLEDGE)),
    Example("group_checking_to_come", group_card, _to_come(SettingsGroup.CHECKING)),
    Example("home_finished", home_card, _home(chosen=True, finished=True)),
    *_groups(),
    *WORDS_EXAMPLES,
    Example("preview", preview_card, _preview),
    Example("log", log_card, _log),
    Example("log_empty", log_card, lambda say, of: log_card(LogPage((), 0, 1), _place(of), say)),
)


def further_examples(of: Samples) -> Iterator[Example]:
    """Yield the groups that are steps of the first setup, and that of the language if one can."""
    place = _place(of)
    for at, step in enumerate(place.steps, 1):
        if isinstance(step, SettingsGroup):
            yield Example(f"step_{at}", group_card, _group(step, guided=True))
    yield Example("group_language", group_card, _group(SettingsGroup.LANGUAGE))
    if not place.one_language:
        yield Example("chosen_language", group_card, _chose(SettingsGroup.LANGUAGE, "locale"))
