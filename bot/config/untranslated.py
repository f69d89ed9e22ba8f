"""What the languages of a folder still lack: one line for each, and for each kind of text."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any, cast

from bot.config.catalogue import Catalogue
from bot.config.load import MESSAGES, MODEL_FILES, Configuration, missing
from bot.config.messages import documents
from bot.config.model_file import ParsedFile
from bot.config.models.values import ConfigModel, Localised
from bot.config.yaml.document import about_file
from bot.config.yaml.faults import Fault, Location
from bot.domain.languages import ENGLISH, best_locale, same_language

_Texts = Localised[Any]


def said_instead(
    messages: Mapping[str, Catalogue], own: str, lacking: Collection[str], locale: str
) -> str:
    """Return the language in which is said what another has no words for.

    That is the campaign's `own`, where it has words for most of it; else English, which has all.
    """
    there = messages.get(own, {})
    told = sum(key in there for key in lacking)
    return own if own != locale and told and 2 * told >= len(lacking) else ENGLISH


def untranslated(configuration: Configuration) -> Iterator[Fault]:
    """Yield which languages have words and yet not all of them, and which texts lack one.

    Those that have words and are not spoken come first: English alone stands in for others.
    """
    own = configuration.languages[0]
    for locale, document in documents(configuration.root / MESSAGES, []).items():
        if locale not in (ENGLISH, *configuration.languages):
            sentence = f"is not said: add {locale} to the languages in campaign.yaml"
            yield Fault(document.path, 1, 1, "", sentence)
    for locale in (one for one in configuration.languages if one != ENGLISH):
        if lacking := [one for one, forms in missing(configuration, locale).items() if not forms]:
            said = "1 sentence is" if len(lacking) == 1 else f"{len(lacking)} sentences are"
            path = configuration.root / MESSAGES / f"{locale}.yaml"
            instead = said_instead(configuration.messages, own, lacking, locale)
            named = "English" if instead == ENGLISH else "the campaign's own language"
            where = f"add --locale {locale} to this command to have them listed"
            sentence = f"{said} missing and said in {named}; {where}"
            yield about_file(path, sentence)
    for file in MODEL_FILES:
        if found := file.read(configuration.root, [], language=own):
            yield from _texts_lacking(found, configuration.languages[1:])


def _texts_lacking(file: ParsedFile[Any], languages: tuple[str, ...]) -> Iterator[Fault]:
    """Yield once for each kind of text, where it is first, which languages it is not in.

    A label that is written as one text is meant for every language.
    """
    kinds: dict[tuple[Location, tuple[str, ...]], list[Location]] = {}
    for where, texts in _texts_in(file.value, ()):
        if isinstance(file.document.values.get(where), Mapping):
            written = tuple(one for one in languages if not _is_in(texts, one))
            kind = tuple(one for one in where if isinstance(one, str))
            kinds.setdefault((kind, written), []).append(where)
    for (_, without), places in kinds.items():
        if without:
            more = len(places) - 1
            others = f"; {more} more like it have none either" if more else ""
            sentence = f"has none in {', '.join(without)}, though the bot speaks it{others}"
            yield file.document.at_key(places[0], sentence)


def _is_in(texts: _Texts, locale: str) -> bool:
    return same_language(best_locale(texts.root, locale), locale)


def _texts_in(value: object, where: Location) -> Iterator[tuple[Location, _Texts]]:
    """Yield every text by language below a value, with its place."""
    if isinstance(value, Localised):
        yield where, cast("_Texts", value)
    elif isinstance(value, ConfigModel):
        for name in type(value).model_fields:
            yield from _texts_in(getattr(value, name), (*where, name))
    elif isinstance(value, tuple):
        for at, one in enumerate(cast("tuple[object, ...]", value)):
            yield from _texts_in(one, (*where, at))
