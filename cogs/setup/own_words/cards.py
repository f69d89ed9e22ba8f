"""The pages of a server's own words: which sentence, what it says, and what it would say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from discord import ButtonStyle, SelectOption, TextStyle, ui

from bot.domain.phrases import OPTION, Phrase
from bot.domain.sentences import TITLE
from bot.domain.text import shorten
from bot.interactions.cards import (
    Card,
    Modal,
    Part,
    button,
    custom_id,
    in_menus,
    panel,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import LanguageName, Listed, Voice
from cogs.setup import words as setup
from cogs.setup.cards import Done, done_part
from cogs.setup.controls import FEATURE
from cogs.setup.own_words import words
from cogs.setup.own_words.wording import Draft, Sentence, Written
from cogs.setup.place import Place, Position

FIELD: Final = "words"
"""The custom_id of the one field of the modal."""

DRAFT: Final = 910
"""The id of the part that holds a draft as it was written; Discord numbers its own from 1."""

_FENCE: Final = "```"
_MEANWHILE: Final = 300
"""Characters that are told of what somebody else made of a sentence meanwhile."""


def words_card(
    sentences: Sequence[Written], locale: str, locales: Sequence[str], say: Voice
) -> Card:
    """Return the menus of sentences and languages, and which sentences are a server's own."""
    language = LanguageName(locale)
    own = [_name(one.sentence, say) for one in sentences if one.own]
    told = (
        say(words.OWN, language=language, sentences=Listed(tuple(own)))
        if own
        else say(words.OWN_NONE, language=language)
    )
    options = [
        SelectOption(
            label=_name(one.sentence, say),
            value=one.sentence.phrase.key,
            description=shorten(" ".join(one.text.split()), OPTION),
        )
        for one in sentences
    ]
    languages = [
        SelectOption(label=say.language(code), value=code, default=code == locale)
        for code in locales
    ]
    return Card(
        panel(
            title(say(setup.GROUP_TITLE, group=say(setup.GROUP_WORDS))),
            text(say(words.LEAD)),
            text(told),
            *_menus("words", options, (locale,), say(words.SENTENCES_MENU)),
            *(
                _menus("words_language", languages, (), say(words.LANGUAGES_MENU))
                if len(languages) > 1
                else ()
            ),
            rule(),
            row([button(say(setup.BACK_BUTTON), FEATURE, "home")]),
        )
    )


def sentence_card(one: Written, place: Place, say: Voice, *, done: Done | None = None) -> Card:
    """Return what a sentence says, with the way to edit it and back to what it ships with."""
    sentence = one.sentence
    at = (sentence.locale, sentence.phrase.key)
    source = setup.SOURCE_SERVER if one.own else setup.SOURCE_DEFAULT
    edit = button(say(words.EDIT_BUTTON), FEATURE, "words_edit", *at, one.version)
    reset = button(say(setup.DEFAULT_BUTTON), FEATURE, "words_reset", *at, one.version)
    back = button(say(setup.BACK_BUTTON), FEATURE, "words_list", sentence.locale)
    return Card(
        panel(
            _title(sentence, say),
            done_part(done, place, Position(), say) if done else None,
            text(say(words.UNFIT)) if one.unfits else None,
            text(say(words.NOW)),
            _as_read(one.shown),
            *_as_written(one.text, sentence.phrase, say),
            small(f"{say(source)}\n{_room(sentence.phrase, say)}"),
            rule(),
            row([edit, reset if one.own else None, back]),
        )
    )


def draft_card(one: Draft, say: Voice) -> Card:
    """Return what somebody wrote as members would read it, before it is kept, or what is wrong.

    It holds the draft itself: nothing is kept in memory, so it can be kept after a restart too.
    """
    sentence = one.sentence
    at = (sentence.locale, sentence.phrase.key)
    keep = button(
        say(words.KEEP_BUTTON), FEATURE, "words_keep", *at, one.version, style=ButtonStyle.success
    )
    again = button(say(words.AGAIN_BUTTON), FEATURE, "words_edit", *at, one.version)
    not_now = button(say(words.NOT_NOW_BUTTON), FEATURE, "words_show", *at)
    return Card(
        panel(
            _title(sentence, say),
            *_judged(one, say),
            text(f"**{say(words.FIELD)}**") if one.text else None,
            text(f"{_FENCE}\n{one.text}\n{_FENCE}", part=DRAFT) if one.text else None,
            small(_room(sentence.phrase, say)),
            rule(),
            row([None if one.why else keep, not_now, again]),
        )
    )


def draft_in(shown: str) -> str:
    """Return the draft that the part of a card shows."""
    return shown.removeprefix(f"{_FENCE}\n").removesuffix(f"\n{_FENCE}")


def words_modal(sentence: Sentence, written: str, version: str, say: Voice) -> Modal:
    """Return the form in which a sentence is written; its placeholders are named there."""
    phrase = sentence.phrase
    about = _filled(phrase, say, mark="")
    field: ui.TextInput[Any] = ui.TextInput(
        custom_id=FIELD,
        style=TextStyle.short if phrase.limit <= TITLE else TextStyle.paragraph,
        default=written[: phrase.limit],
        max_length=phrase.limit,
    )
    label: ui.Label[Any] = ui.Label(
        text=say(words.FIELD),
        description=shorten(about, OPTION),
        component=field,
    )
    at = (sentence.locale, phrase.key, version)
    return Modal(_name(sentence, say), custom_id(FEATURE, "words_typed", *at), label)


def _judged(one: Draft, say: Voice) -> Iterator[Part]:
    """Yield how a draft would read, or why it cannot be kept, and what changed meanwhile."""
    if one.why:
        why = words.WHY[one.why]
        values = {"limit": one.sentence.phrase.limit} if why.placeholders else {}
        yield text(say(words.CANNOT, why=say(why, **values)))
        return
    if one.meanwhile is not None:
        now = shorten(" ".join(one.meanwhile.split()), _MEANWHILE)
        yield text(say(words.MEANWHILE, now=now))
    yield text(say(words.DRAFT))
    yield _as_read(one.shown)


def _as_read(shown: str) -> Part:
    return text("\n".join(f"> {line}" for line in shown.splitlines()))


def _as_written(written: str, phrase: Phrase, say: Voice) -> Iterator[Part]:
    """Yield the words with their placeholders, where there can be any."""
    if phrase.placeholders:
        yield text(f"{say(words.WRITTEN)}\n{_FENCE}\n{written}\n{_FENCE}")


def _room(phrase: Phrase, say: Voice) -> str:
    """Return what the words may hold: how much, and what the bot fills in."""
    return f"{say(words.ROOM, limit=phrase.limit)} {_filled(phrase, say)}"


def _filled(phrase: Phrase, say: Voice, mark: str = "`") -> str:
    names = tuple(f"{mark}{{{name}}}{mark}" for name in sorted(phrase.placeholders))
    return say(words.FILL, names=Listed(names)) if names else say(words.FILL_NONE)


def _title(sentence: Sentence, say: Voice) -> Part:
    language = LanguageName(sentence.locale)
    return title(say(words.TITLE, sentence=_name(sentence, say), language=language))


def _name(sentence: Sentence, say: Voice) -> str:
    return say(words.NAMES[sentence.phrase])


def _menus(
    action: str, options: list[SelectOption], args: tuple[str, ...], ask: str
) -> Iterator[Part]:
    """Yield menus of what can be chosen; in as many as it takes."""
    for start, some in in_menus(options):
        pressed = custom_id(FEATURE, action, *args, *([start] if start else []))
        yield ui.ActionRow(ui.Select(custom_id=pressed, options=some, placeholder=ask))
