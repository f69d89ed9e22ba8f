"""What a folder does not say in one of its languages is told, once for each kind of text."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import load, missing, speaking, untranslated
from bot.messages import Messages
from bot.outreach import phrases
from cogs.campaign.words import MINE, SIGN
from tests.config.folder import CAMPAIGN, LETTER, SUPPORT, Folder

TOLD = "has none in de, though the bot speaks it"


def remarks(folder: Folder) -> list[str]:
    """Return what is told of texts: without the sentences of the bot, of which it has few."""
    found = untranslated(folder.load())
    return [str(one) for one in found if "said in" not in str(one)]


@pytest.fixture
def two_languages(folder: Folder) -> Folder:
    folder.write("campaign.yaml", f"languages: [en, de]\n{CAMPAIGN}")
    return folder


def test_each_kind_of_text_that_a_language_lacks_is_told_where_it_is_first(
    two_languages: Folder,
) -> None:
    label = "  - label:\n      en: Home\n"
    there = CAMPAIGN.replace("  - label: Home\n", label)
    two_languages.write("campaign.yaml", f"languages: [en, de]\n{there}")
    told = remarks(two_languages)
    assert [one.split(": ", 1)[1] for one in told if "campaign.yaml" in one] == [
        f"about: {TOLD}",
        f"links[0].label: {TOLD}",
        f"pledge.texts: {TOLD}",
    ]
    assert [one for one in told if "letter.yaml" in one and "themes[0].label" in one]
    assert [one for one in told if "resources.yaml" in one and ".does: " in one]


def test_what_there_is_and_what_is_meant_for_every_language_is_not_told(
    two_languages: Folder,
) -> None:
    there = CAMPAIGN.replace("  en: What it is.", "  en: What it is.\n  de: Was es ist.")
    there = there.replace("    en: I pledge.", "    en: I pledge.\n    de-AT: Ich gelobe.")
    two_languages.write("campaign.yaml", f"languages: [en, de-AT]\n{there}")
    assert [one for one in remarks(two_languages) if "campaign.yaml" in one] == []


def test_of_many_alike_the_first_is_told_and_how_many_follow(two_languages: Folder) -> None:
    entry = SUPPORT[SUPPORT.index("  - id: world") : SUPPORT.index("audiences:")]
    more = "".join(entry.replace("id: world", f"id: more-{one}") for one in range(3))
    two_languages.write("resources.yaml", SUPPORT.replace(entry, entry + more))
    (told,) = [one for one in remarks(two_languages) if ".does: " in one]
    assert told.endswith(f"resources[0].does: {TOLD}; 3 more like it have none either")


def test_english_is_a_language_like_others_where_it_is_not_the_own(folder: Folder) -> None:
    there = CAMPAIGN.replace("  en: ", "  de: ")
    folder.write("campaign.yaml", f"languages: [de, en]\n{there}")
    for name, text in (("letter.yaml", LETTER), ("resources.yaml", SUPPORT)):
        folder.write(name, text.replace(" en: ", " de: "))
    assert [one for one in remarks(folder) if "pledge.texts: has none in en, though" in one]


def test_a_language_is_said_in_the_words_of_its_sister_that_is_shipped(tmp_path: Path) -> None:
    (tmp_path / "messages").mkdir()
    texts = CAMPAIGN.replace(" en: ", " pt: ")
    (tmp_path / "campaign.yaml").write_text(f"languages: [pt, es-419]\n{texts}", "utf-8")
    (tmp_path / "messages/pt.yaml").write_text('campaign:\n  sign_button: "Assino"\n', "utf-8")
    made = load(tmp_path, phrases())
    said = Messages.of(made).voice("pt-PT")
    shipped = load(Path(__file__).parents[2] / "config", phrases()).messages
    assert said(SIGN) == "Assino"
    assert said(MINE) == shipped["pt-BR"][MINE.key]
    assert Messages.of(made).voice("es-419")(MINE) == shipped["es"][MINE.key]
    assert missing(made, "pt") == missing(made, "es-419") == {}
    assert missing(speaking(made, "pt-PT", phrases()), "pt-PT") == {}


def test_what_two_languages_lack_is_said_in_the_one_that_has_the_words(folder: Folder) -> None:
    folder.write("campaign.yaml", CAMPAIGN.replace(" en: ", " gl: ") + "languages: [gl, ar]\n")
    for name in ("letter.yaml", "resources.yaml"):
        (folder.root / name).unlink()
    said = [str(one) for one in untranslated(folder.load()) if "said in" in str(one)]
    assert len(said) == 2
    assert all("missing and said in English; " in one for one in said)
