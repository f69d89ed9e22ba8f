"""The campaign in the repository is right, quotes the letter word for word, and teaches."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
import yaml

from bot.config import Configuration, load, missing
from bot.domain.pledges import digest_of
from bot.outreach import phrases

ROOT = Path(__file__).parents[2] / "config"
FILES = sorted(path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*.yaml"))
LETTER = (
    "“support survivors, condemn sexism wherever we see it and hold ourselves and others "
    "accountable”"
)


@pytest.fixture(scope="module")
def shipped() -> Configuration:
    return load(ROOT, phrases())


def test_the_shipped_configuration_is_right(shipped: Configuration) -> None:
    assert shipped.campaign.name == "#AskMoreOfHim"
    assert missing(shipped, "en") == {}
    assert "campaign.yaml" in FILES


@pytest.mark.parametrize("name", FILES)
def test_each_file_names_its_schema_in_the_first_line(name: str) -> None:
    first = (ROOT / name).read_text(encoding="utf-8").splitlines()[0]
    prefix = "# yaml-language-server: $schema="
    assert first.startswith(prefix)
    assert ((ROOT / name).parent / first.removeprefix(prefix)).resolve().is_file()


def test_the_pledge_quotes_the_letter_word_for_word_with_its_date(shipped: Configuration) -> None:
    locale, text = shipped.campaign.pledge.texts.best("en")
    assert locale == "en"
    assert LETTER in text
    assert "2 March 2018" in text
    assert shipped.campaign.dates.launched == date(2018, 3, 2)


def test_the_pledge_is_short_enough_to_be_read_before_signing(shipped: Configuration) -> None:
    words = shipped.campaign.pledge.texts.best("en")[1].split()
    assert 60 <= len(words) <= 120


def test_a_changed_word_of_the_pledge_is_a_new_version(shipped: Configuration) -> None:
    """Whoever signed a version may look it up: its words never change, in no language."""
    pledge = shipped.campaign.pledge
    texts = {one: pledge.texts.root[one] for one in pledge.texts.locales}
    assert (pledge.version, {one: digest_of(text)[:12] for one, text in texts.items()}) == (
        "2",
        {
            "en": "a04a7fb1e57b",
            "es": "b9611dfdf238",
            "es-419": "b0a444bec7e2",
            "fr": "e7c0214fb266",
            "de": "778caaa324f0",
            "pt-BR": "e90b7f96c433",
        },
    )


def test_every_language_says_on_whom_the_campaign_does_not_depend(shipped: Configuration) -> None:
    about = shipped.campaign.about
    assert set(about.locales) == set(shipped.campaign.pledge.texts.locales)
    assert all("The Representation Project" in text for text in about.root.values())


@pytest.mark.parametrize("name", [one for one in FILES if one.startswith("messages/")])
def test_a_sign_is_written_as_itself_and_not_by_its_number(name: str) -> None:
    assert re.findall(r"\\[uUx][0-9a-fA-F]{2}", (ROOT / name).read_text(encoding="utf-8")) == []


def test_french_signs_stand_after_a_narrow_space_that_breaks_no_line(
    shipped: Configuration,
) -> None:
    plain_space = re.compile("[ \u00a0][:;?!»](?!\\w)|«[ \u00a0]")
    words = [*sentences(shipped, "fr"), *told("fr")]
    assert [one for one in words if plain_space.search(one)] == []
    assert sum("\u202f" in one for one in words) > 50


def sentences(shipped: Configuration, locale: str) -> Iterator[str]:
    """Yield what the bot says in a language, each plural form by itself."""
    for words in shipped.messages[locale].values():
        yield from [words] if isinstance(words, str) else words.values()


def told(locale: str) -> Iterator[str]:
    """Yield what stands in a language in the other files; a printed translation is its paper's."""
    for name in ("campaign", "letter", "resources"):
        document = yaml.safe_load((ROOT / f"{name}.yaml").read_text(encoding="utf-8"))
        yield from _in_language(document, locale)


def _in_language(node: Any, locale: str) -> Iterator[str]:
    if isinstance(node, dict):
        for key, value in cast("dict[str, Any]", node).items():
            if key == locale and isinstance(value, str):
                yield value
            else:
                yield from _in_language(value, locale)
    elif isinstance(node, list):
        for one in cast("list[Any]", node):
            yield from _in_language(one, locale)


QUOTES = {"en": "“”’", "es": "«»“”", "fr": "«»’", "de": "„“’", "pt-BR": "“”’"}
"""The quotation marks and the apostrophe that a language has; Spanish quotes within quotes too."""


@pytest.mark.parametrize("locale", QUOTES)
def test_a_language_has_its_own_quotes(shipped: Configuration, locale: str) -> None:
    others = set("“”„‟«»‹›‘’'\"") - set(QUOTES[locale])
    assert [sign for sign in others if sign in "\n".join(sentences(shipped, locale))] == []


MOBILE = {"en": "mobile", "es": "móviles", "fr": "mobile", "de": "Handy", "pt-BR": "celular"}


@pytest.mark.parametrize("locale", MOBILE)
def test_112_is_said_to_be_the_number_where_it_is(shipped: Configuration, locale: str) -> None:
    """In the European Union everywhere, in other countries from a mobile phone."""
    named = [one for one in sentences(shipped, locale) if "112" in one]
    assert len(named) == 2
    assert all("Europ" in one or "europ" in one for one in named)
    assert all(MOBILE[locale] in one for one in named)
