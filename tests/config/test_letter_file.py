"""Faults of letter.yaml, each at its place; the shipped letter against what is known of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.config import DIRECTORIES, IN_DANGER, NO_LETTER, ONE_LANGUAGE, undrawable
from bot.config.model_file import ModelFile
from bot.config.models.letter import LetterFile
from bot.config.models.letter_entries import LONGEST_PASSAGE
from bot.domain.phrases import phrase
from bot.pictures import sign_without_font
from tests.config.folder import PHRASES, Folder
from tests.domain.letters import CONFIG, shipped

DRAWN = {
    one.key: one
    for one in (
        phrase("greeting.hello"),
        phrase("greeting.credit", "date", drawn=True),
        phrase("greeting.note", drawn=True),
    )
}
LANGUAGES = {"en", "es", "fr", "de", "pt-BR"}
_REPOSITORY = Path(__file__).resolve().parents[2]
FACTS = Path(os.environ.get("CAMPAIGN_FACTS") or _REPOSITORY.parent / "shared" / "campaign")


def facts(name: str) -> Any:
    """Return what is known of the letter, where that is on this machine."""
    path = FACTS / f"{name}-facts.yaml"
    if not path.is_file():
        pytest.skip("the facts of the shipped campaign are not here; CAMPAIGN_FACTS names them")
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_the_letter_is_loaded(folder: Folder) -> None:
    letter = folder.load().letter
    first, second = letter.passages
    assert (first.text, first.themes, first.content_note) == (
        "We hope.",
        ("hope",),
        {"en": "It speaks of grief."},
    )
    translation = first.translation("fr")
    assert translation is not None
    assert (translation.text, translation.credit, translation.whole) == (
        "Nous espérons.",
        "Le Journal",
        True,
    )
    assert second.translation("fr") is None
    assert [one.name for one in letter.shown_signatories] == ["A Person"]
    assert (letter.withheld, letter.press_count, letter.languages) == (1, 5, {"fr": 1})
    assert first.sources[0].url == "https://example.org/paper"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("id: second", "id: first", "29:9: passages[1].id: “first” is there twice"),
        ("id: second", "id: Second One", "29:9: passages[1].id: should be 2 to 30 small letters"),
        (
            "themes: [hope]",
            "themes: [hop]",
            "22:14: passages[0].themes[0]: “hop” is not in the list of themes; did you mean",
        ),
        ("themes: [hope]", "themes: [hope, hope]", "22:20: passages[0].themes[1]: “hope” is there"),
        (
            "content_note: grief",
            "content_note: gref",
            "23:19: passages[0].content_note: “gref” is not in the list of content_notes; did you",
        ),
        (
            "    sources: [paper]\n    translations",
            "    sources: []\n    translations",
            "24:14: passages[0].sources: should have an entry",
        ),
        (
            "text: We go on.\n    sources: [paper]",
            "text: We go on.",
            "29:5: passages[1].sources: is missing (Where it was read: ids from the list of",
        ),
        (
            "text: We go on.\n    sources: [paper]",
            "text: We go on.\n    sources: [papre]",
            "32:15: passages[1].sources[0]: “papre” is not in the list of sources; did you mean",
        ),
        ("paragraph: 2", "paragraph: 0", "30:16: passages[1].paragraph: should be 1 or more"),
        (
            "paragraph: 1",
            "paragraph: 3",
            "30:16: passages[1].paragraph: is before the paragraph of the passage above it (3)",
        ),
        ("locale: fr", "locale: en-GB", "26:17: passages[0].translations[0].locale: is the"),
        ("locale: fr", "locale: fx", "26:17: passages[0].translations[0].locale: “fx” is no"),
        ("by: Le Journal", "whole: true", "26:9: passages[0].translations[0].by: is missing"),
        ("url: https://example.org/paper", "url: paper.pdf", "9:10: sources[0].url: should be a"),
        ("url: https://example.org/paper", "url: https://a.org/x_(y)", "9:10: sources[0].url: sh"),
        (
            "text: We go on.",
            f"text: {'x' * (LONGEST_PASSAGE + 1)}",
            "31:11: passages[1].text: is 1201 characters long; at most 1200 fit",
        ),
        ("name: Another", "name: A Person", "40:13: signatories.confirmed[1].name: “A Person” is"),
        (
            "role: actor\n      sources: [paper]",
            "role: actor\n      sources: [other]",
            "38:17: signatories.confirmed[0].sources[0]: “other” is not in the list of sources",
        ),
        ("label: { en: Hope }", "label: { fr: Espoir }", "14:5: themes[0].label.en: is missing"),
        ("title: A letter\n", "", "1:1: title: is missing (The letter's title)"),
    ],
)
def test_faults_stand_at_their_place(folder: Folder, old: str, new: str, expected: str) -> None:
    folder.letter(old, new)
    (fault,) = folder.faults()
    assert fault.startswith(f"config/letter.yaml:{expected}")


def test_a_folder_need_not_have_a_letter(folder: Folder) -> None:
    (folder.root / "letter.yaml").unlink()
    configuration = folder.load()
    kinds = {NO_LETTER, IN_DANGER, DIRECTORIES, ONE_LANGUAGE}
    assert configuration.parts == {"campaign", "resources", *kinds}
    assert (configuration.letter.passages, configuration.letter.signatories) == ((), ())


def test_the_shipped_passages_are_those_that_are_known_byte_for_byte() -> None:
    known = facts("letter")["letter"]
    letter = shipped()
    assert [(one.id, one.paragraph, one.text, list(one.themes)) for one in letter.passages] == [
        (one["id"], one["paragraph"], one["text"], one["tags"]) for one in known["passages"]
    ]
    assert [one.fragment for one in letter.passages] == [
        one.get("fragment", False) for one in known["passages"]
    ]
    warned = {one.id for one in letter.passages if one.content_note is not None}
    assert warned >= {one["id"] for one in known["passages"] if one.get("content_note")}
    assert letter.dated == known["date"]
    file = ModelFile("letter", LetterFile).read(CONFIG, [])
    assert file is not None
    assert list(file.value.publishers) == known["published_by"]
    assert letter.title == known["title"]


def test_every_shipped_passage_that_speaks_of_sexual_violence_says_so_first() -> None:
    passages = shipped().passages
    hard = {"abuse is sexual", "abuse and violence", "sexual harassment", "sexual assault"}
    speaking = {one.id for one in passages if any(words in one.text for words in hard)}
    noted = {one.id: one.content_note["en"] for one in passages if one.content_note}
    assert {one for one, note in noted.items() if "sexual violence" in note} == speaking
    assert {"courage", "never-easy", "make-it-clear"} < speaking
    assert noted["awe-is-not-enough"] == "This passage speaks of abuse."


def test_a_shipped_note_on_a_name_says_no_more_of_one_than_is_true_of_many() -> None:
    (summers,) = [one for one in shipped().signatories if one.name == "Ianta Summers"]
    assert summers.note is not None
    assert summers.note["en"] == "The spelling is not verified."


def test_the_shipped_translations_are_the_newspapers_own() -> None:
    known = dict(facts("letter")["letter"]["newspaper_translations"]["fr"])
    del known["source"]
    found = {one.id: one.translations[0].text for one in shipped().passages if one.translations}
    assert found == known


def test_every_address_of_a_source_is_one_that_was_read() -> None:
    facts("letter")
    known = "".join(
        (FACTS / name).read_text(encoding="utf-8")
        for name in ("letter-facts.yaml", "words-review.md")
    )
    letter = shipped()
    for one in (*letter.passages, *letter.signatories):
        for source in one.sources:
            address = (source.url or "").rpartition("://")[2].removeprefix("www.").rstrip("/")
            assert address in known


def test_the_shipped_signatories_are_those_that_the_press_named() -> None:
    known = facts("signatories")
    letter = shipped()
    assert [one.name for one in letter.signatories] == [one["name"] for one in known["signatories"]]
    assert letter.press_count == len(letter.signatories) + known["unconfirmed_count"]
    assert f"About {letter.press_count} men signed" in " ".join(facts("letter")["letter"]["facts"])
    for ours, theirs in zip(letter.signatories, known["signatories"], strict=True):
        assert len(ours.sources) == len(theirs["sources"])
        disputed = theirs.get("role", "").startswith("disputed")
        role = ours.role["en"] if ours.role else None
        assert role == (None if disputed else theirs.get("role"))
        assert role is None or (ours.role or {}).keys() >= LANGUAGES
        assert not disputed or (ours.note and "disputed" in ours.note["en"])


@pytest.mark.parametrize(
    ("old", "new", "place", "instead"),
    [
        (
            "text: We hope.",
            "text: >-\n      We hope\n      and 希望.",
            "23:11: passages[0].text",
            "this passage",
        ),
        (
            "text: Nous espérons.",
            "text: Nous 希望",
            "27:20: passages[0].translations[0].text",
            "this translation",
        ),
        (
            "by: Le Journal",
            "by: Le 希",
            "28:16: passages[0].translations[0].by",
            "this translation",
        ),
        ("title: A letter", 'title: "A \\u5e0c"', "1:8: title", "every passage"),
    ],
)
def test_what_no_picture_can_show_is_told_at_its_sign(
    folder: Folder, old: str, new: str, place: str, instead: str
) -> None:
    assert undrawable(folder.root, sign_without_font, PHRASES) == []
    folder.letter(old, new)
    folder.load()
    (found,) = undrawable(folder.root, sign_without_font, PHRASES)
    why = "has “希”, which no font of the pictures has"
    assert str(found) == f"config/letter.yaml:{place}: {why}; {instead} is shown as text only"


def test_a_letter_with_faults_has_no_remarks_on_pictures(folder: Folder) -> None:
    folder.letter("title: A letter", "title:")
    assert undrawable(folder.root, sign_without_font, PHRASES) == []


def test_a_language_whose_script_has_no_font_is_told_once_for_each_kind_of_picture(
    folder: Folder,
) -> None:
    credit = 'greeting:\n  hello: こんにちは\n  credit: "手紙、{date}"\n  note: "注"\n'
    folder.write("messages/ja.yaml", credit)
    (found,) = undrawable(folder.root, sign_without_font, DRAWN)
    why = "has “手”, which no font of the pictures has"
    instead = "whoever reads this language gets words in place of that picture"
    assert str(found) == f"config/messages/ja.yaml:3:12: greeting.credit: {why}; {instead}"
    folder.write("messages/it.yaml", 'greeting:\n  credit: "Lettera, {date}"\n')
    assert len(undrawable(folder.root, sign_without_font, DRAWN)) == 1
