"""What is not YAML, or is YAML that is not used here, in words that help to mend it."""

from __future__ import annotations

import pytest
import yaml
from yamlcore import CoreLoader  # pyright: ignore[reportMissingTypeStubs]

from bot.config.yaml.syntax import advice_for
from tests.config.folder import Folder

A_LIST = "begins a list on the line of its key; begin it on the next line, or put a text in quotes"
ONLY_NOTES = (
    "1:1: the file is empty: every line begins with #, so nothing is read; take the # before each "
    "key away"
)
TOO_LARGE = "delete what is no text of the campaign, such as a picture that was pasted into it"
OUT_OF_COLUMN = (
    "has 2 spaces before it, and the keys above have none or 4; begin it in the column of those "
    "that it belongs to"
)
SECOND_KEY = "is a second key on one line; begin each key on a line of its own"
INDENTATION = (
    "does not belong here; check the indentation of this line and the one above, and that quotes "
    "stand around the whole text"
)
AFTER_QUOTE = (
    'stands after the closing quote; put quotes around the whole text, and write \\" for one in it'
)
A_BRACE = "begins with {, which has a meaning in YAML; put the whole text in quotes"
NO_COLON = (
    "has no colon after the key; or it is the rest of a text that needs quotes or indentation"
)
A_COLON = "has a colon that does not belong here; check the indentation, or put the text in quotes"
KEPT_SIGN = "begins with a sign that YAML keeps for itself; put the text in quotes"
ESCAPE = "has a backslash with an unknown letter after it; write \\\\ for a backslash, or use"
OPEN_BRACE = "lacks a comma or the closing }; a text that begins with a brace needs quotes"
NO_VALUE = "should hold a value here; a text that begins with a comma or a bracket needs quotes"
NOT_USED = "which has a meaning in YAML that is not used here; put the text in quotes"
TOP_KEYS = (
    "id, languages, name, hashtag, about, links, dates, goal, tally, servers, holding, pledge"
)

NOT_YAML: dict[str, tuple[str, str]] = {
    "empty": ("", "1:1: the file is empty"),
    "only a comment": ("# later\n", ONLY_NOTES),
    "only nothing": ("---\n~\n", "1:1: the file is empty"),
    "a text": ("Hello\n", "1:1: the file should hold keys, such as “name: …”"),
    "a list": ("\n- id\n", "2:1: the file should hold keys, such as “name: …”"),
    "a tab": (
        "id: a\ngoal:\n\ttarget: 1\n",
        "3:1: has a tab in front of it; YAML is indented with spaces only",
    ),
    "no colon": ("id: a\nname\nhashtag: b\n", f"2:1: {NO_COLON}"),
    "two colons": ("id: a\nname: b: c\n", f"2:8: {A_COLON}"),
    "a wrong indentation": ("goal:\n    target: 1\n  steps: [1]\n", f"3:3: {OUT_OF_COLUMN}"),
    "words after a quote": ('name: "a" b\n', f"1:11: {AFTER_QUOTE}"),
    "a placeholder before words": ("id: a\nname: {b} c\n", f"2:7: {A_BRACE}"),
    "an open quote": ('id: a\nname: "b\nhashtag: c\n', "2:7: opens a quote that is never closed"),
    "a quote open to the end": (
        "id: 'a\n--- b\n",
        "1:5: opens a quote that is never closed",
    ),
    "an open list": (
        "id: a\nlinks: [b, c\nname: d\n",
        "2:8: opens a list with [ that lacks a comma or the closing ]",
    ),
    "an open brace": ("id: {a\nname: b\n", f"1:5: opens a group with {{ that {OPEN_BRACE}"),
    "a list beside its key": (
        "links: - a\n",
        f"1:8: {A_LIST}",
    ),
    "a percent sign": ("name: %a\n", f"1:7: {KEPT_SIGN}"),
    "an at sign": ("name: @a\n", f"1:7: {KEPT_SIGN}"),
    "a question mark": (
        "id: a\nname: ? b\n",
        "2:7: begins with a question mark, which YAML keeps for itself; put the text in quotes",
    ),
    "an asterisk": (
        "name: *a* b\n",
        "1:7: begins with a sign that has a meaning in YAML (& * ! % | >); put the text in quotes",
    ),
    "an unknown escape": ('name: "a\\d"\n', f"1:10: {ESCAPE} single quotes"),
    "a broken escape": (
        'name: "a\\xzz"\n',
        "1:11: has a backslash with a broken number after it; write \\\\ for a backslash",
    ),
    "an escape past Unicode": ('name: "\\UFFFFFFFF"\n', "1:10: holds a number that is too large"),
    "an endless number": (f"name: {'9' * 5_000}\n", "2:1: holds a number that is too large"),
    "a comma first": ("name: , a\n", f"1:7: {NO_VALUE}"),
    "a bracket first": ("name: ] a\n", f"1:7: {NO_VALUE}"),
    "two documents": ("id: a\n---\nid: b\n", "2:1: begins a second document (---); keep only one"),
    "words after the end": (
        "id: a\n...\nname: b\n",
        "3:1: does not belong here; the file's text has already ended",
    ),
    "a control character": (
        "name: a\x07b\n",
        "1:8: holds the invisible character U+0007; delete it",
    ),
    "a line end that no editor shows": (
        "id: a\nname: b\u2028c\n",
        "2:8: holds the invisible character U+2028; delete it and press Enter in its place",
    ),
    "100,000 brackets": ("[" * 100_000, "1:21: stands more than 20 levels deep"),
    "100,000 dashes": ("- " * 100_000, "1:41: stands more than 20 levels deep"),
    "21 levels": (
        "".join(f"{' ' * level}a:\n" for level in range(22)),
        "21:21: stands more than 20 levels deep",
    ),
    "over 256 KiB": ("#" * (256 * 1024 + 1), f"1:1: the file is larger than 256 KiB; {TOO_LARGE}"),
}

USED_SIGN = "begins with a sign that has a meaning in YAML (& * ! % | >); put the text in quotes"
BROKEN_ESCAPE = "has a backslash with a broken number after it; write \\\\ for a backslash"
STILL_NOT_YAML: dict[str, tuple[str, str]] = {
    "a closed quote for a key": ('id: a\n"b"\nname: c\n', f"2:1: {NO_COLON}"),
    "a key at the very end": ("id: a\nname", f"2:1: {NO_COLON}"),
    "doubled quotes inside a quote": ("id: 'it''s\n", "1:5: opens a quote that is never closed"),
    "a doubled backslash before the end": (
        'id: "a\\\\x',
        "1:5: opens a quote that is never closed",
    ),
    "a backslash at the end": ('id: "a\\', f"1:8: {ESCAPE} single quotes"),
    "a number that ends with its quote": ('id: "a\\u00"\n', f"1:9: {BROKEN_ESCAPE}"),
    "a pipe before words": ("name: |a\n", f"1:7: {USED_SIGN}"),
    "a greater-than sign with a nought": ("name: >0\n", f"1:7: {USED_SIGN}"),
    "an exclamation mark before a bracket": ("name: !<a\n", f"1:7: {USED_SIGN}"),
    "an exclamation mark around a word": ("name: !a!b c\n", f"1:7: {USED_SIGN}"),
    "a tag that is not known, after an anchor": ("name: &a !b!c d\n", f"1:7: {USED_SIGN}"),
    "a percent sign in a tag": ("name: !a%zz b\n", f"1:7: {USED_SIGN}"),
    "a directive twice": ("%YAML 1.2\n%YAML 1.2\n---\nid: a\n", f"2:1: {USED_SIGN}"),
    "another YAML": ("%YAML 2.0\n---\nid: a\n", f"1:1: {USED_SIGN}"),
    "a percent sign at the start": ("% of all\nid: a\n", f"1:1: {USED_SIGN}"),
    "a pipe in a list": ("links: [a, |]\n", f"1:12: {KEPT_SIGN}"),
    "a brace in an open list": (
        "links: [a, {b: c}\nname: d\n",
        "1:8: opens a list with [ that lacks a comma or the closing ]",
    ),
    "an open brace in a list": (
        "links: [{a, b]\n",
        f"1:9: opens a group with {{ that {OPEN_BRACE}",
    ),
    "a list before a text": ("[a]: b\n c: d\n", f"2:3: {A_COLON}"),
    "a bracket too many": ("links: [a]]\n", f"1:11: {INDENTATION}"),
    "a colon first": (": a\n", f"1:1: {INDENTATION}"),
    "something unreadable after what is misplaced": ('name: "a" b: @c\n', f"1:11: {SECOND_KEY}"),
}

NOT_USED_HERE: dict[str, tuple[str, str, list[str]]] = {
    "a repeated key": (
        "name: Spring\n",
        "name: Spring\nid: other\n",
        ["3:1: id: is there twice; the first is in line 1"],
    ),
    "a repeated key in a group": (
        "  target: 1000\n",
        "  target: 1000\n  target: 20\n",
        ["17:3: goal.target: is there twice; the first is in line 16"],
    ),
    "an anchor": (
        "name: Spring\n",
        "name: &spring Spring\n",
        [f"2:7: name: begins with &, {NOT_USED}"],
    ),
    "an anchor at a group": (
        "goal:\n",
        "goal: &goal\n",
        [f"15:7: goal: begins with &, {NOT_USED}"],
    ),
    "an alias": (
        "name: Spring\n",
        "name: *spring\n",
        [f"2:7: name: begins with *, {NOT_USED}"],
    ),
    "a tag": (
        "target: 1000",
        'target: !!int "1000"',
        [f"16:11: goal.target: begins with !, {NOT_USED}"],
    ),
    "a merge": (
        "  target: 1000\n",
        "  <<: *defaults\n  target: 1000\n",
        [
            "16:3: goal.<<: takes over other keys; write them out here",
        ],
    ),
    "an alias for a key": (
        "  target: 1000\n",
        "  target: 1000\n  *key : x\n",
        [f"17:3: goal.*key: begins with *, {NOT_USED}"],
    ),
    "a number for a key": (
        "  target: 1000\n",
        "  target: 1000\n  1: x\n",
        ["17:3: goal.1: should be text to be a key; put it in quotes"],
    ),
    "a list for a key": (
        "  target: 1000\n",
        "  target: 1000\n  [a, b]: x\n",
        ["17:3: goal.[a, b]: should be text to be a key; put it in quotes"],
    ),
    "a code that is no character": (
        "name: Spring\n",
        'name: "\\ud800"\n',
        ["2:7: name: has \\ud800, halves of a sign; type the sign itself in their place"],
    ),
    "a key of two lines": (
        "name: Spring\n",
        'name: Spring\n"a\\nb": x\n',
        [f"3:1: a�b: is no key here; the keys here are {TOP_KEYS}"],
    ),
    "a key without an end": (
        "  target: 1000\n",
        f"  target: 1000\n  {'x' * 500}: 1\n",
        [f"17:3: goal.{'x' * 60}…: is no key here; the keys here are target, steps"],
    ),
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [*NOT_YAML.values(), *STILL_NOT_YAML.values()],
    ids=[*NOT_YAML, *STILL_NOT_YAML],
)
def test_a_file_that_cannot_be_used_is_one_fault(folder: Folder, text: str, expected: str) -> None:
    folder.write("campaign.yaml", text)
    assert folder.faults() == [f"config/campaign.yaml:{expected}"]


@pytest.mark.parametrize(("old", "new", "expected"), NOT_USED_HERE.values(), ids=NOT_USED_HERE)
def test_what_yaml_could_do_and_nobody_needs_is_refused(
    folder: Folder, old: str, new: str, expected: list[str]
) -> None:
    folder.campaign(old, new)
    assert folder.faults() == [f"config/campaign.yaml:{line}" for line in expected]


def failure_of(text: str) -> yaml.MarkedYAMLError | None:
    """Return what the parser says of a text, or None where it says nothing."""
    try:
        list(yaml.parse(text, Loader=CoreLoader))
    except yaml.MarkedYAMLError as failure:
        return failure
    except (yaml.YAMLError, ValueError, OverflowError):
        return None
    return None


def test_the_parsers_own_words_do_not_matter() -> None:
    """Another release may word its sentences differently; the advice stays right."""
    texts = [text for text, _ in (*NOT_YAML.values(), *STILL_NOT_YAML.values()) if len(text) < 500]
    failures = [(found, text) for text in texts if (found := failure_of(text))]
    assert len(failures) > 40
    for failure, text in failures:
        advice = advice_for(failure, text)
        failure.problem = failure.context = failure.note = "something else"
        assert advice_for(failure, text) == advice


def test_twenty_levels_are_read(folder: Folder) -> None:
    nested = "".join(f"{' ' * level}a:\n" for level in range(20))
    folder.write("campaign.yaml", nested)
    assert "config/campaign.yaml:1:1: a: is no key here" in "\n".join(folder.faults())
