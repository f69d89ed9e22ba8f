"""What a language lacks, as its file would have it, with the words that are said instead."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from babel import Locale

from bot.config import Configuration, missing
from bot.config.locales import plural_categories
from bot.config.yaml.quoting import quoted
from bot.domain.languages import ENGLISH
from bot.messages import Messages


def lacking_words(configuration: Configuration, locale: str) -> Iterator[str]:
    """Yield the lines that tell what a language lacks.

    What has no words at all comes as YAML that can be copied into the file and translated there.
    """
    lacking = missing(configuration, locale)
    if not lacking:
        yield f"{locale}: whole{_not_spoken(configuration, locale)}"
        return
    instead = Messages.of(configuration).instead_of(locale)
    language = Locale.parse(instead, sep="-").english_name
    yield f"{locale}: {len(lacking)} missing, shown in {language}"
    wordless = [key for key, forms in lacking.items() if not forms]
    if wordless:
        yield f"To translate, copy into messages/{locale}.yaml, each sentence into its group:"
        yield from _as_yaml(configuration, instead, locale, wordless)
    formless = {key: forms for key, forms in lacking.items() if forms}
    if formless:
        yield "Plural forms for which “other” stands in:"
        yield from (f"  {key}: {', '.join(forms)}" for key, forms in formless.items())


def _not_spoken(configuration: Configuration, locale: str) -> str:
    """Return what is to be done where the campaign does not name the language."""
    spoken = locale in configuration.languages
    return "" if spoken else "; add it to the languages in campaign.yaml to have it spoken"


def _as_yaml(
    configuration: Configuration, instead: str, locale: str, keys: list[str]
) -> Iterator[str]:
    for feature, of_it in groupby(keys, key=lambda key: key.partition(".")[0]):
        yield f"{feature}:"
        for key in of_it:
            found = configuration.messages[instead].get(key)
            words = configuration.messages[ENGLISH][key] if found is None else found
            yield from _entry(key.partition(".")[2], words, locale)


def _entry(name: str, words: str | Mapping[str, str], locale: str) -> Iterator[str]:
    if isinstance(words, str):
        yield f"  {name}: {quoted(words)}"
        return
    yield f"  {name}:"
    wanted = plural_categories(locale)
    for form, text in words.items():
        if form in wanted:
            yield f"    {form}: {quoted(text)}"
