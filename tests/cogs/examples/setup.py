"""The cards of a server's setup, with as much as a server can choose, and with what is gone."""

from __future__ import annotations

import json
from collections.abc import Iterator

from bot.config import Configuration
from bot.domain.panels import Panel
from bot.domain.phrases import OPTION, Phrase
from bot.domain.sentences import SENTENCES, key_of, literal
from bot.domain.settings import (
    ALSO,
    Change,
    ChangeKind,
    Feature,
    Group,
    LogEntry,
    StoredSettings,
    settings_of,
)
from bot.domain.settings.log import EXPORT, PANEL, Rows
from bot.domain.tallies.boards import Parked
from bot.interactions.cards import Card
from bot.messages import Messages, Voice
from bot.services.servers import LOG_PAGE, LogPage
from cogs.setup import cards, preview_cards
from cogs.setup.cards import Done
from cogs.setup.check.cards import checkup_card as drawn_checkup
from cogs.setup.check.looked import Looked, Support
from cogs.setup.check.words import RIGHTS
from cogs.setup.own_words import cards as own_cards
from cogs.setup.own_words.wording import Sentence, Wording
from cogs.setup.panel.cards import PanelPage
from cogs.setup.panel.cards import panel_card as drawn_panel
from cogs.setup.panel.cards import panels_card as drawn_page
from cogs.setup.panel.shown import Outcome, PanelContent, Placed
from cogs.setup.place import STEPS, Place, Position
from cogs.setup.preview import Look, Named
from tests.cogs.examples.values import LARGEST_ID, MANY

IDS = frozenset(range(LARGEST_ID - 24, LARGEST_ID + 1))
CHOSEN = {
    "features_off": frozenset(Feature),
    "listing_offered": False,
    "signing_paused": True,
    "holding": False,
    "holding_age": 30,
    "holding_rate": 1000,
    "letter_posting": "organisers",
    "channel_rest": 3600,
    "sharing": "organisers",
    "organiser_roles": IDS,
    "steward_roles": IDS,
    "members_may_post": True,
    "silent_channels": IDS,
    "locale": "pt-BR",
    "boards": False,
    "milestones": False,
    "announcements": LARGEST_ID,
    "log_channel": LARGEST_ID - 1,
}


def places(configuration: Configuration) -> Iterator[Place]:
    """Yield a server that chose nothing, one that chose all, and one that lost what it chose."""
    spoken = tuple(configuration.messages)
    many = (*spoken, *(f"x{chr(97 + one)}" for one in range(26)))
    yield Place(StoredSettings.merged({}, {}), IDS, IDS, spoken, "en-US")
    stored = StoredSettings.merged(CHOSEN, CHOSEN | {"setup_step": 1})
    rights = tuple(RIGHTS)[:2]
    chosen = {"announcements": LARGEST_ID, "log_channel": LARGEST_ID - 1}
    denied = tuple((key, channel, rights) for key, channel in chosen.items())
    yield Place(stored, IDS, IDS, many, "pt-BR", denied=denied, silenced=tuple(chosen.items()))
    yield Place(stored, frozenset(), frozenset(list(IDS)[:9]), spoken, "zh-TW")
    yield Place(StoredSettings.merged(CHOSEN, {"setup_step": 9}), IDS, IDS, spoken, "de")


def changes() -> Iterator[Change]:
    """Yield a change of every setting from its default to much, and back."""
    for number, one in enumerate(settings_of()):
        stored = one.stored(CHOSEN[one.key])
        yield Change(MANY - number, ChangeKind.CHANGED, one.key, None, stored)
        yield Change(MANY - 50 - number, ChangeKind.UNDONE, one.key, stored, stored)
    for before, after in ((None, str(LARGEST_ID)), (str(LARGEST_ID), None)):
        yield Change(MANY, ChangeKind.CHANGED, PANEL, before, after)
    for sentence in SENTENCES.values():
        key, stored = key_of("pt-BR", sentence), json.dumps(longest(sentence))
        yield Change(MANY, ChangeKind.UNDONE, key, stored, stored)


def longest(sentence: Phrase) -> str:
    """Return the longest words of a sentence, with as much of what has to be escaped as fits."""
    filled = "".join(f"{{{name}}}" for name in sorted(sentence.placeholders))
    return ("a*_" * sentence.limit)[: sentence.limit - len(filled)] + filled


def in_own_words(say: Voice) -> Voice:
    """Return a voice whose server says every sentence at its longest."""
    return say.with_words(
        {f"{say.locale}.{one.key}": literal(longest(one)) for one in SENTENCES.values()}
    )


def home_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for place in places(configuration):
        yield cards.home_card(place, say)
        yield cards.home_card(place, say, finished=True)


def group_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for place in places(configuration):
        for group in Group:
            yield cards.group_card(group, place, say)
            yield cards.group_card(group, place, say, done=Done())
            for one in settings_of(group):
                yield cards.group_card(group, place, say, done=Done(meanwhile=one.key))
            yield cards.group_card(group, place, say, guided=group in STEPS)
            for change in changes():
                wanted = {one.key for one in settings_of(group)}
                wanted.update(ALSO.get(group, ()))
                if group is Group.LETTER:
                    wanted.add("features_off")
                if change.key in wanted:
                    yield cards.group_card(group, place, say, done=Done(change))


def preview_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    """Yield the longest of everything that there is to choose, in more languages than there are."""
    longest = Look("x" * 20, "y" * 40, "es-419")
    many = [Named(f"{one}", "W" * OPTION, "W" * OPTION) for one in range(50)]
    yield preview_cards.preview_card(longest, many, many, [one.value for one in many], say)


def log_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    entries = [
        LogEntry(LARGEST_ID, None if change.kind else LARGEST_ID, 500_000, change)
        for change in (*changes(), Change(1, ChangeKind.CHANGED, "of_another_release", "[]", None))
    ]
    exported = Change(2, ChangeKind.EXPORTED, EXPORT, None, Rows(MANY, MANY).stored())
    entries.append(LogEntry(LARGEST_ID, LARGEST_ID, 500_000, exported))
    for place in places(configuration):
        yield cards.log_card(LogPage((), 0, 1), place, say)
        for start in range(0, len(entries), LOG_PAGE):
            page = tuple(entries[start : start + LOG_PAGE])
            changed = [one.change for one in page if one.change.kind is not ChangeKind.EXPORTED]
            done = Done(changed[0]) if changed else None
            yield cards.log_card(LogPage(page, start, MANY), place, say, done=done)


def panel_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for offers in (True, False):
        shown = PanelContent(configuration.campaign, say.locale, signs=offers, reads=offers)
        yield drawn_panel(shown, say)
        yield drawn_panel(shown, in_own_words(say))


def panels_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    shown = PanelContent(configuration.campaign, say.locale)
    panels = tuple(Panel(LARGEST_ID, LARGEST_ID, LARGEST_ID, "") for _ in range(500))
    for outcome in (None, *Outcome):
        placed = Placed(outcome, LARGEST_ID, panels[0]) if outcome else None
        for asked in (None, LARGEST_ID):
            for standing in ((), panels):
                for public in (say, in_own_words(say)):
                    for spot in (Position(), Position(guided=True)):
                        page = PanelPage(
                            standing, shown, public, STEPS, asked=asked, placed=placed, spot=spot
                        )
                        yield drawn_page(page, say)


def checkup_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    rights = tuple(RIGHTS)
    many = Looked(
        invite=rights,
        channels=((LARGEST_ID, rights),) * 500,
        gone=(LARGEST_ID,) * 10,
        commands_current=False,
        support=Support(MANY, MANY, MANY),
        languages=tuple((code, MANY, "en") for code in configuration.messages),
        boards=tuple((LARGEST_ID, why) for why in Parked) * 10,
        places=tuple((one, LARGEST_ID, rights) for one in ("announcements", "log_channel")),
        silenced=tuple((one, LARGEST_ID) for one in ("announcements", "log_channel")),
        boards_gone=(LARGEST_ID,) * 10,
        board_channels=((LARGEST_ID, rights),) * 10,
    )
    well = Looked((), (), (), commands_current=True, support=Support(0, 0, 9), languages=())
    for place in places(configuration):
        yield drawn_checkup(many, place, say)
        yield drawn_checkup(well, place, say)
        yield drawn_checkup(many, place, say, spot=Position(guided=True))


def _own(configuration: Configuration, locale: str) -> tuple[Wording, list[Sentence], Place]:
    """Return a server that says every sentence in its own words, at their longest."""
    some = [Sentence(one, locale) for one in SENTENCES.values()]
    stored = StoredSettings.merged({}, {one.key: longest(one.phrase) for one in some})
    place = Place(stored, IDS, IDS, tuple(configuration.messages), "pt-BR")
    return Wording(Messages(configuration.messages), configuration.campaign), some, place


def words_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    for locale in configuration.messages:
        wording, some, place = _own(configuration, locale)
        many = (*configuration.messages, *(f"x{chr(97 + one)}" for one in range(26)))
        for stored in (place.stored, StoredSettings.merged({}, {})):
            written = [wording.written(stored, one) for one in some]
            yield own_cards.words_card(written, locale, many, say)


def sentence_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    wording, some, place = _own(configuration, say.locale)
    for one in some:
        stored = json.dumps(longest(one.phrase))
        done = Done(Change(MANY, ChangeKind.CHANGED, one.key, stored, stored))
        yield own_cards.sentence_card(wording.written(place.stored, one), place, say, done=done)
        late = StoredSettings.merged({}, {one.key: "{gone}"})
        told = Done(meanwhile=one.key)
        yield own_cards.sentence_card(wording.written(late, one), place, say, done=told)


def draft_card(say: Voice, configuration: Configuration) -> Iterator[Card]:
    wording, some, place = _own(configuration, say.locale)
    for one in some:
        for typed in (longest(one.phrase), "x" * 4_000, "{", "", "`" * 600):
            yield own_cards.draft_card(wording.draft(place.stored, one, typed, "seen"), say)
