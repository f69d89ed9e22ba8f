"""Quotes of word processors and signs that nobody sees: each has its place and its sentence."""

from __future__ import annotations

from datetime import date

import pytest

from bot.config import attention
from bot.config.yaml.characters import CURLY, seen, unseen
from tests.config.folder import Folder

TODAY = date(2026, 11, 27)
AROUND = "has curly quotes around it; delete them"
NO_NAME = "has a key without a name; write one before the colon"
KEYS = {
    "hashtag”": "hashtag: has a curly quote (”) after it; delete it",
    "“hashtag": "hashtag: has a curly quote (“) before it; delete it",
    "hashtag ”": "hashtag: has a curly quote (”) after it; delete it",
    "“hashtag”": f"hashtag: {AROUND}",
    "„hashtag“": f"hashtag: {AROUND}",
    "«hashtag»": f"hashtag: {AROUND}",
    "»hashtag«": f"hashtag: {AROUND}",
    "hash\u200btag": "hashtag: has the invisible U+200B in it; delete it",
    "\u3164hashtag": "hashtag: has the invisible U+3164 in it; delete it",
    "\u200bhashtag”": "hashtag: has a curly quote (”) after it; delete it",
}


@pytest.mark.parametrize("key", KEYS)
def test_a_key_with_signs_around_it_is_one_fault(folder: Folder, key: str) -> None:
    folder.campaign("hashtag:", f"{key}:")
    assert folder.faults() == [f"config/campaign.yaml:3:1: {KEYS[key]}"]


@pytest.mark.parametrize("key", ["\u200b", "\u3164", '""', '" "'])
def test_a_key_of_which_nothing_is_seen_has_no_name(folder: Folder, key: str) -> None:
    folder.campaign("goal:", f"{key}: x\ngoal:")
    assert folder.faults() == [f"config/campaign.yaml:15:1: {NO_NAME}"]


@pytest.mark.parametrize("sign", sorted(CURLY))
@pytest.mark.parametrize("key", ["{}label", "label{}"])
def test_every_such_quote_is_told_at_either_end_of_a_key(
    folder: Folder, key: str, sign: str
) -> None:
    folder.campaign("- label:", f"- {key.format(sign)}:")
    (fault,) = folder.faults()
    assert fault.startswith("config/campaign.yaml:9:5: links[0].label: has a curly quote")


@pytest.mark.parametrize("key", ["hello”", "“hello", "„hello“", "«hello»"])
def test_a_key_of_the_words_is_told_in_their_file(folder: Folder, key: str) -> None:
    folder.english("hello:", f"{key}:")
    (fault,) = folder.faults()
    assert fault.startswith("config/messages/en.yaml:2:3: greeting.hello: has ")
    assert "curly quote" in fault


@pytest.mark.parametrize("typed", ["3”", "“3", "„3“", "«3»", "”"])
def test_a_value_that_does_not_fit_is_told_of_its_quotes(folder: Folder, typed: str) -> None:
    folder.campaign("target: 1000", f"target: {typed}")
    (fault,) = folder.faults()
    assert fault.startswith("config/campaign.yaml:16:11: goal.target: should be a whole number")
    assert "are curly quotes" in fault


@pytest.mark.parametrize(
    ("name", "remark"),
    [
        ("Spring”", "ends with a quote (”) that nothing opens; it will be shown"),
        ("“Spring", "begins with a quote (“) that nothing closes; it will be shown"),
        ("«Spring", "begins with a quote («) that nothing closes; it will be shown"),
        ("»Spring«", 'has its curly quotes shown; for quotes of YAML type straight ones (")'),
    ],
)
def test_a_quote_that_will_be_shown_is_remarked(folder: Folder, name: str, remark: str) -> None:
    before = set(attention(folder.root, TODAY))
    folder.campaign("name: Spring", f"name: {name}")
    folder.load()
    (found,) = set(attention(folder.root, TODAY)) - before
    assert str(found) == f"config/campaign.yaml:2:7: name: {remark}"


@pytest.mark.parametrize("name", ["the readers’", "A “B” C", "’Tis ours", "My “B”", "l’«B» là"])
def test_quotes_as_people_write_them_are_not(folder: Folder, name: str) -> None:
    before = set(attention(folder.root, TODAY))
    folder.campaign("name: Spring", f"name: {name}")
    assert set(attention(folder.root, TODAY)) == before


@pytest.mark.parametrize("sign", ["\u00ad", "\u061c", "\u200e", "\u2066", "\u3164", "\ufe0f"])
def test_a_hashtag_has_no_sign_that_nobody_sees(folder: Folder, sign: str) -> None:
    folder.campaign('"#Spring"', f'"#Spr{sign}ing"')
    (fault,) = folder.faults()
    assert fault.startswith("config/campaign.yaml:3:10: hashtag: should be # and up to 79")
    assert f"it has the invisible U+{ord(sign):04X} in it" in fault


@pytest.mark.parametrize("hashtag", ["#می\u200cشود", "#Spring❤\ufe0f", "#👩\u200d🌾"])
def test_a_hashtag_is_spelled_as_its_script_is(folder: Folder, hashtag: str) -> None:
    folder.campaign('"#Spring"', f'"{hashtag}"')
    assert folder.load().campaign.hashtag == hashtag


@pytest.mark.parametrize("sign", ["\u200b", "\u00a0", "\u2800", "\u3164", "\u3000", "\ufe0f"])
def test_a_text_of_which_nothing_is_seen_is_empty(folder: Folder, sign: str) -> None:
    assert seen(f"a{sign}b c") == "ab c"
    folder.campaign("name: Spring", f'name: "{sign}"')
    (fault,) = folder.faults()
    assert fault.startswith("config/campaign.yaml:2:7: name: is empty")


def test_marks_that_are_seen_are_no_unseen_ones() -> None:
    """Unicode files some marks of Arabic and other scripts under format characters."""
    assert unseen("\u06dd\u0600") is None
    assert seen("\u06dd\u0600") == "\u06dd\u0600"
