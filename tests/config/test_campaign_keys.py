"""Keys of campaign.yaml that are missing, unknown or hold another kind of value."""

from __future__ import annotations

import pytest

from tests.config.folder import Folder

Slip = tuple[str, str, str]
"""What stands in the file that is right, what is written instead, and what is said about it."""

KEYS: dict[str, Slip] = {
    "missing at the top stands at the first line": (
        "id: spring\n",
        "",
        "1:1: id: is missing (The campaign's key in the database, such as spring-2026)",
    ),
    "missing in a group stands at the group's key": (
        "  target: 1000\n",
        "",
        (
            "15:1: goal.target: is missing"
            " (The number of signatures the campaign hopes for, at least 5)"
        ),
    ),
    "missing in an entry of a list stands at the entry": (
        "    url: https://example.org\n",
        "",
        "9:5: links[0].url: is missing (The page's address; it begins with https://)",
    ),
    "English is missing": (
        "  en: What it is.\n",
        "  fr: Ce que c'est.\n",
        "4:1: about.en: is missing; English is what readers of other languages get",
    ),
    "a label without English": (
        "label: Home",
        "label: {fr: Accueil}",
        "9:5: links[0].label.en: is missing; English is what readers of other languages get",
    ),
    "unknown, and what it resembles is there already": (
        "    url: https://example.org\n",
        "    url: https://example.org\n    urls: x\n",
        "11:5: links[0].urls: is no key here; the keys here are label, url",
    ),
    "misspelt": (
        "  steps: [100, 500]\n",
        "  stpes: [100, 500]\n",
        "17:3: goal.stpes: is no key here; did you mean “steps”?",
    ),
    "in capitals": (
        "  steps: [100, 500]\n",
        "  Steps: [100, 500]\n",
        "17:3: goal.Steps: is no key here; did you mean “steps”?",
    ),
    "in the wrong group": (
        "name: Spring\n",
        "name: Spring\ntarget: 5\n",
        "3:1: target: is no key here; it belongs under “goal”",
    ),
    "one level too deep": (
        "  target: 1000\n",
        "  target: 1000\n  hashtag: x\n",
        "17:3: goal.hashtag: is no key here; it belongs at the top level",
    ),
    "belongs in a list": (
        "  target: 1000\n",
        "  target: 1000\n  url: x\n",
        "17:3: goal.url: is no key here; it belongs in an entry of “links”",
    ),
    "misspelt and in the wrong group": (
        "  target: 1000\n",
        "  target: 1000\n  versions: x\n",
        "17:3: goal.versions: is no key here; did you mean “version” under “pledge”?",
    ),
    "no is Norwegian, eng is nothing": (
        "en: What it is.",
        "en: What it is.\n  no: Hva det er.\n  eng: x",
        "7:3: about.eng: “eng” is no language code; did you mean “en”?",
    ),
}

KINDS: dict[str, Slip] = {
    "a number in quotes": (
        "target: 1000",
        'target: "10"',
        "16:11: goal.target: should be a whole number, but is text; take the quotes away",
    ),
    "a number with a comma": (
        "target: 1000",
        "target: 1,000",
        "16:11: goal.target: should be a whole number, but is text; write it with digits only",
    ),
    "a number that is not whole": (
        "target: 1000",
        "target: 10.0",
        (
            "16:11: goal.target: should be a whole number, but is a number with a point; "
            "write it with digits only"
        ),
    ),
    "yes is a text in YAML 1.2": (
        "target: 1000",
        "target: yes",
        "16:11: goal.target: should be a whole number, but is text; write it in digits",
    ),
    "true is no number": (
        "target: 1000",
        "target: true",
        "16:11: goal.target: should be a whole number, but is true or false",
    ),
    "a version without quotes": (
        'version: "1"',
        "version: 1",
        "19:12: pledge.version: should be text, but is a number; put it in quotes",
    ),
    "nothing": (
        "name: Spring\n",
        "name:\n",
        "2:6: name: should be text, but is empty",
    ),
    "a hashtag that is a comment": (
        'hashtag: "#Spring"',
        "hashtag: #Spring",
        "3:9: hashtag: should be text, but is empty; a text that begins with # needs quotes",
    ),
    "a list for a text": (
        "name: Spring\n",
        "name: [Spring]\n",
        "2:7: name: should be text, but is a list",
    ),
    "a text for texts by language": (
        "about:\n  en: What it is.\n",
        "about: What it is.\n",
        "4:8: about: should be texts by language code, such as “en: …”, but is text",
    ),
    "a list without its dash": (
        "  - label: Home\n    url: https://example.org\n",
        "  label: Home\n  url: https://example.org\n",
        "9:3: links: should be a list, each entry after a dash, but is a group of keys",
    ),
    "a number for a group": (
        "goal:\n  target: 1000\n  steps: [100, 500]\n",
        "goal: 1000\n",
        "15:7: goal: should hold the keys target, steps, but is a number",
    ),
    "a text for an entry": (
        "  - label: Home\n    url: https://example.org\n",
        "  - https://example.org\n",
        "9:5: links[0]: should hold the keys label, url, but is text",
    ),
    "a step that is text": (
        "steps: [100, 500]",
        "steps: [100, ten]",
        "17:16: goal.steps[1]: should be a whole number, but is text; write it in digits",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), KEYS.values(), ids=KEYS)
def test_a_key_is_told_at_its_place(folder: Folder, old: str, new: str, expected: str) -> None:
    folder.campaign(old, new)
    assert folder.faults() == [f"config/campaign.yaml:{expected}"]


@pytest.mark.parametrize(("old", "new", "expected"), KINDS.values(), ids=KINDS)
def test_a_value_of_another_kind_is_told(folder: Folder, old: str, new: str, expected: str) -> None:
    folder.campaign(old, new)
    assert folder.faults() == [f"config/campaign.yaml:{expected}"]


def test_a_key_that_nothing_resembles_is_told_which_ones_there_are(folder: Folder) -> None:
    folder.campaign("name: Spring\n", "name: Spring\nxyz: 1\n")
    known = (
        "id, languages, name, hashtag, about, links, dates, goal, tally, servers, holding, pledge"
    )
    assert folder.faults() == [
        f"config/campaign.yaml:3:1: xyz: is no key here; the keys here are {known}"
    ]
