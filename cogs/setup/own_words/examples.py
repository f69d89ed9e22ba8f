"""The pages of a server's own words as moderators meet them, with the longest that can be kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot.domain.phrases import Phrase
from bot.domain.sentences import INTRODUCTION, PAUSED, UnfitReason, version_of
from bot.domain.settings import Change, ChangeKind, StoredSettings, setting
from bot.examples import Example, Samples
from bot.interactions.cards import Card
from bot.messages import Messages, Voice
from cogs.setup.cards import Done
from cogs.setup.own_words.cards import draft_card, sentence_card, words_card
from cogs.setup.own_words.wording import Sentence, Wording
from cogs.setup.place import Place

_LONGEST: Final = "Riverside * " * 48 + "{about}"
_OF_EARLIER: Final = "{of_an_earlier_release}"
_WRONG: Final[Mapping[UnfitReason, str]] = {
    UnfitReason.EMPTY: " ",
    UnfitReason.LONG: "x" * 4_000,
    UnfitReason.BRACES: _OF_EARLIER,
    UnfitReason.REPEATED: "{about} {about}",
    UnfitReason.LINK: "https://example.org",
    UnfitReason.MENTION: "@everyone",
    UnfitReason.MARKDOWN: "**" + "bold " * 115 + "**",
    UnfitReason.INVISIBLE: "\u202eabc",
}


def _place(of: Samples, own: Mapping[str, Any]) -> Place:
    return Place(
        StoredSettings.merged({}, own),
        roles=frozenset(),
        channels=frozenset(),
        languages=of.configuration.languages,
        own_language=of.locale,
    )


def _wording(of: Samples) -> Wording:
    return Wording(Messages.of(of.configuration), of.campaign)


def _locale(of: Samples) -> str:
    return _place(of, {}).public_locale


def _all(*, own: bool) -> Callable[[Voice, Samples], Card]:
    def draw(say: Voice, of: Samples) -> Card:
        locale, wording = _locale(of), _wording(of)
        some = [wording.named(locale, key) for key in wording.keys]
        chosen = {one.key: "Riverside" for one in some} if own else {}
        stored = _place(of, chosen).stored
        written = [wording.written(stored, one) for one in some]
        return words_card(written, locale, of.configuration.languages, say)

    return draw


def _meanwhile(say: Voice, of: Samples) -> Card:
    one = Sentence(INTRODUCTION, _locale(of))
    place = _place(of, {one.key: "Riverside"})
    written = _wording(of).written(place.stored, one)
    return sentence_card(written, place, say, done=Done(meanwhile=one.key))


def _one(sentence: Phrase, text: str | None, *, done: bool = False) -> Any:
    def draw(say: Voice, of: Samples) -> Card:
        one = Sentence(sentence, _locale(of))
        place = _place(of, {one.key: text} if text else {})
        after = setting(one.key).stored(text) if done else None
        did = Done(Change(3, ChangeKind.CHANGED, one.key, None, after)) if done else None
        written = _wording(of).written(place.stored, one)
        return sentence_card(written, place, say, done=did)

    return draw


def _drafted(text: str, *, meanwhile: bool = False) -> Callable[[Voice, Samples], Card]:
    def draw(say: Voice, of: Samples) -> Card:
        one = Sentence(INTRODUCTION, _locale(of))
        stored = _place(of, {one.key: _LONGEST} if meanwhile else {}).stored
        seen = None if meanwhile else stored.spelled(one.key)
        return draft_card(_wording(of).draft(stored, one, text, version_of(seen)), say)

    return draw


def _examples() -> Iterator[Example]:
    yield Example("words", words_card, _all(own=False))
    yield Example("words_own", words_card, _all(own=True))
    yield Example("sentence", sentence_card, _one(INTRODUCTION, None))
    yield Example("sentence_plain", sentence_card, _one(PAUSED, None))
    yield Example("sentence_own", sentence_card, _one(INTRODUCTION, _LONGEST, done=True))
    yield Example("sentence_unfit", sentence_card, _one(INTRODUCTION, _OF_EARLIER))
    yield Example("sentence_meanwhile", sentence_card, _meanwhile)
    yield Example("draft", draft_card, _drafted(_LONGEST))
    yield Example("draft_meanwhile", draft_card, _drafted(_LONGEST, meanwhile=True))
    for why, text in _WRONG.items():
        yield Example(f"draft_{why}", draft_card, _drafted(text))


WORDS_EXAMPLES: Final = tuple(_examples())
