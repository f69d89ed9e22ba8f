"""What the languages of a folder still lack, in one line for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from bot.config.load import CAMPAIGN, MESSAGES, Configuration, missing
from bot.config.messages import documents
from bot.config.yaml.document import about_file
from bot.config.yaml.faults import Fault
from bot.domain.languages import ENGLISH, best_locale, same_language


def untranslated(configuration: Configuration) -> Iterator[Fault]:
    """Yield which languages have words and yet not all of them, or no text of the pledge.

    Those that have words and are not spoken come first: English alone stands in for others.
    """
    own = configuration.languages[0]
    for locale, document in documents(configuration.root / MESSAGES, []).items():
        if locale not in (ENGLISH, *configuration.languages):
            sentence = f"is not said: add {locale} to the languages in campaign.yaml"
            yield Fault(document.path, 1, 1, "", sentence)
    locales = [one for one in configuration.languages if one != ENGLISH]
    for locale in locales:
        if lacking := [one for one, forms in missing(configuration, locale).items() if not forms]:
            said = "1 sentence is" if len(lacking) == 1 else f"{len(lacking)} sentences are"
            path = configuration.root / MESSAGES / f"{locale}.yaml"
            instead = "English" if own in (ENGLISH, locale) else "the campaign's own language"
            where = f"add --locale {locale} to this command to have them listed"
            sentence = f"{said} missing and said in {instead}; {where}"
            yield about_file(path, sentence)
    texts = configuration.campaign.pledge.texts
    without = [one for one in locales if not same_language(best_locale(texts.root, one), one)]
    campaign = CAMPAIGN.read(configuration.root, [], language=own) if without else None
    if campaign:
        sentence = f"has none in {', '.join(without)}, though the bot speaks it"
        yield campaign.document.at_key(("pledge", "texts"), sentence)
