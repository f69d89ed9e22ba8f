"""What can be wrong with the words of a language, and the very line that says so."""

from __future__ import annotations

import pytest

from tests.config.folder import Folder

NOT_USED = "which has a meaning in YAML that is not used here; put the text in quotes"

BRACES = "(write {{ and }} to show braces)"
THOSE = "is no placeholder here; those here are {day}, {name}"
COMMENT = "a text that begins with # needs quotes"

CASES: dict[str, tuple[str, str, str]] = {
    "a feature that is unknown": (
        "tally:\n",
        "tallies:\n  x: y\ntally:\n",
        "4:1: tallies: is no key here",
    ),
    "a key that is missing": (
        "  hello: Hello {name}\n",
        "",
        "1:1: greeting.hello: is missing; it may use {day}, {name}",
    ),
    "a key that is missing and uses nothing": (
        "  button: Sign\n",
        "",
        "1:1: greeting.button: is missing",
    ),
    "a key that is unknown": (
        "  button: Sign\n",
        "  button: Sign\n  xyz: x\n",
        "4:3: greeting.xyz: is no key here",
    ),
    "a key that belongs to another feature": (
        "  button: Sign\n",
        "  button: Sign\n  count: x\n",
        "4:3: greeting.count: is no key here; it belongs under “tally”",
    ),
    "no text": (
        "button: Sign",
        "button:",
        "3:10: greeting.button: should be one text, but is empty",
    ),
    "a comment for a text": (
        "button: Sign",
        "button: #AskMoreOfHim",
        f"3:10: greeting.button: should be one text, but is empty; {COMMENT}",
    ),
    "a blank text": (
        "button: Sign",
        'button: " "',
        "3:11: greeting.button: is empty",
    ),
    "a number": (
        "button: Sign",
        "button: 5",
        "3:11: greeting.button: should be one text, but is a number; put it in quotes",
    ),
    "forms where one text is wanted": (
        "button: Sign",
        "button:\n    one: Sign",
        "4:5: greeting.button: should be one text, but is a group of keys",
    ),
    "a text past its limit": (
        "button: Sign",
        "button: Sign it now",
        "3:11: greeting.button: is 11 characters long; at most 10 fit",
    ),
    "a text of limit and line end": (
        "button: Sign",
        "button: |\n    Sign it up, now",
        "3:11: greeting.button: is 15 characters long; at most 10 fit",
    ),
    "a placeholder that is misspelt": (
        "hello: Hello {name}",
        "hello: Hello {nmae}",
        "2:16: greeting.hello: {nmae} is no placeholder here; did you mean {name}?",
    ),
    "a placeholder with spaces": (
        "hello: Hello {name}",
        "hello: Hello { name }",
        "2:16: greeting.hello: { name } is no placeholder here; did you mean {name}?",
    ),
    "a placeholder with a format": (
        "hello: Hello {name}",
        "hello: Hello {name:>10}",
        "2:16: greeting.hello: {name:>10} is no placeholder here; did you mean {name}?",
    ),
    "a placeholder that reaches into a value": (
        "hello: Hello {name}",
        "hello: Hello {name.__class__}",
        f"2:16: greeting.hello: {{name.__class__}} {THOSE} {BRACES}",
    ),
    "a placeholder where there are none": (
        "button: Sign",
        'button: "{me}"',
        f"3:12: greeting.button: {{me}} is no placeholder here; there are none here {BRACES}",
    ),
    "an empty placeholder": (
        "button: Sign",
        'button: "S {}"',
        f"3:14: greeting.button: {{}} is no placeholder here; there are none here {BRACES}",
    ),
    "a single brace that opens": (
        "button: Sign",
        "button: S{ign",
        "3:12: greeting.button: has a single {; write {{ to show one, {name} to fill one in",
    ),
    "a single brace that closes": (
        "button: Sign",
        "button: '{{}} }'",
        "3:17: greeting.button: has a single }; write }} to show one, {name} to fill one in",
    ),
    "a placeholder in a later line": (
        "hello: Hello {name}",
        "hello: >-\n    Hello {name},\n    today is {dya}",
        "4:14: greeting.hello: {dya} is no placeholder here; did you mean {day}?",
    ),
    "a brace written as a code": (
        "hello: Hello {name}",
        'hello: "Hello \\x7bnmae}"',
        "2:10: greeting.hello: {nmae} is no placeholder here; did you mean {name}?",
    ),
    "the plural form that stands for the others is missing": (
        '    other: "{count} people"\n',
        "",
        "5:3: tally.count.other: is missing; the plural forms of “en” are one, other",
    ),
    "a plural form that English lacks": (
        "    one: One person\n",
        "    one: One person\n    few: A few\n",
        "7:5: tally.count.few: is no plural form of “en”; they are one, other",
    ),
    "one text for a number": (
        '  count:\n    one: One person\n    other: "{count} people"\n',
        '  count: "{count} people"\n',
        "5:10: tally.count: should hold the plural forms one, other, but is text",
    ),
    "many without their number": (
        'other: "{count} people"',
        "other: Some people",
        "7:12: tally.count.other: should show {count}: this form stands for many numbers",
    ),
    "a text for a feature": (
        'tally:\n  count:\n    one: One person\n    other: "{count} people"\n',
        "tally: later\n",
        "4:8: tally: should hold keys with texts, but is text",
    ),
    "a feature without anything": (
        'tally:\n  count:\n    one: One person\n    other: "{count} people"\n',
        "tally:\n",
        "4:7: tally: should hold keys with texts, but is empty",
    ),
    "an alias for a text": (
        "button: Sign",
        "button: *sign",
        f"3:11: greeting.button: begins with *, {NOT_USED}",
    ),
    "an alias for a feature": (
        'tally:\n  count:\n    one: One person\n    other: "{count} people"\n',
        "tally: *tally\n",
        f"4:8: tally: begins with *, {NOT_USED}",
    ),
    "a text that is there twice": (
        "  button: Sign\n",
        "  button: Sign\n  button: Sign\n",
        "4:3: greeting.button: is there twice; the first is in line 3",
    ),
}


@pytest.mark.parametrize(("old", "new", "expected"), CASES.values(), ids=CASES)
def test_a_slip_in_the_words_is_told_at_its_place(
    folder: Folder, old: str, new: str, expected: str
) -> None:
    folder.english(old, new)
    assert folder.faults() == [f"config/messages/en.yaml:{expected}"]
