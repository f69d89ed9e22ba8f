"""What Discord is sent reads as plain lines, and nothing of it is left out in silence."""

from __future__ import annotations

from typing import Any

import pytest
from discord import ComponentType
from hypothesis import given
from hypothesis import strategies as st

from bot.rehearsal.transcript import controls, plain, transcript


def message(*components: dict[str, Any]) -> dict[str, Any]:
    return {"components": list(components)}


def button(label: str, custom_id: str = "a:b", **more: Any) -> dict[str, Any]:
    return {"type": 2, "style": 1, "label": label, "custom_id": custom_id, **more}


OPTIONS = [{"label": "One", "value": "1"}, {"label": "Two", "value": "2"}]

LINES: list[tuple[dict[str, Any], list[str]]] = [
    ({"type": 10, "content": "## Title\ntext"}, ["Title", "text"]),
    ({"type": 1, "components": [button("Yes"), button("No")]}, ["[Yes] [No]"]),
    (button("Gone", disabled=True), ["[Gone: not available]"]),
    (button("Fine", emoji={"name": "✓"}), ["[✓ Fine]"]),
    ({"type": 2, "style": 5, "label": "Read", "url": "https://x.org"}, ["[Read → https://x.org]"]),
    ({"type": 3, "placeholder": "Pick", "options": OPTIONS}, ["[menu: Pick: One, Two]"]),
    ({"type": 5, "custom_id": "who"}, ["[menu: choose]"]),
    ({"type": 6, "placeholder": "Roles"}, ["[menu: Roles]"]),
    ({"type": 7}, ["[menu: choose]"]),
    ({"type": 8, "placeholder": "Where"}, ["[menu: Where]"]),
    (
        {"type": 9, "components": [{"type": 10, "content": "Beside"}], "accessory": button("Go")},
        ["Beside", "[Go]"],
    ),
    ({"type": 11, "description": "A chart"}, ["(picture: A chart)"]),
    (
        {"type": 12, "items": [{"description": "One"}, {}]},
        ["(picture: One)", "(picture: without a description)"],
    ),
    ({"type": 13, "file": {"url": "attachment://data.json"}}, ["(file: data.json)"]),
    ({"type": 14}, ["—"]),
    ({"type": 14, "divider": False}, [""]),
    ({"type": 17, "components": [{"type": 10, "content": "Inside"}]}, ["Inside"]),
    (
        {"type": 18, "label": "Name", "description": "as people say it", "component": {"type": 4}},
        ["Name (as people say it)", "[field: text]"],
    ),
    ({"type": 19}, ["[choose a file]"]),
    ({"type": 21, "options": OPTIONS}, ["( ) One", "( ) Two"]),
    ({"type": 22, "options": OPTIONS}, ["( ) One", "( ) Two"]),
    ({"type": 23}, ["[ ]"]),
    ({"type": 99}, ["(component 99)"]),
]


@pytest.mark.parametrize(("component", "expected"), LINES)
def test_a_component_reads_as_lines(component: dict[str, Any], expected: list[str]) -> None:
    assert transcript(message(component)) == expected


def test_every_kind_has_its_lines() -> None:
    shown = {component["type"] for component, _ in LINES} | {ComponentType.text_input.value}
    assert {kind.value for kind in ComponentType} <= shown


def test_a_modal_and_an_older_message_read_too() -> None:
    assert transcript({"title": "Why", "custom_id": "x", "components": []}) == ["Why"]
    older = {
        "content": "hello",
        "embeds": [{"title": "T", "description": "D"}],
        "attachments": [{"filename": "a.csv"}],
    }
    assert transcript(older) == ["hello", "T", "D", "(file: a.csv)"]


@pytest.mark.parametrize(
    ("marked", "read"),
    [
        ("**bold** and __under__ and ~~gone~~", "bold and under and gone"),
        ("*one* and _two_, but snake_case_name stays", "one and two, but snake_case_name stays"),
        (r"a \*star\* stays", "a *star* stays"),
        ("-# small\n# Big", "small\nBig"),
        ("[the letter](https://x.org/a)", "the letter (https://x.org/a)"),
        ("<t:1519948800:D>", "2 March 2018"),
        ("<t:1519948800:t>", "00:00 UTC"),
        ("<t:1519948800>", "2 March 2018, 00:00 UTC"),
        ("zero\u200bwidth", "zerowidth"),
    ],
)
def test_markdown_reads_as_it_is_seen(marked: str, read: str) -> None:
    assert plain(marked) == read


def test_mentions_read_as_names_and_unknown_ones_as_someone() -> None:
    said = {"content": "<@1> and <@!2> in <#3>: use </pledge mine:4>"}
    names = {1: "@Maya", 3: "#campaign"}
    assert transcript(said, names=names) == ["@Maya and someone in #campaign: use /pledge mine"]


def test_controls_are_found_at_any_depth_in_reading_order() -> None:
    row = {"type": 1, "components": [button("A", "one"), button("B", "two")]}
    section: dict[str, Any] = {"type": 9, "components": [], "accessory": button("C", "three")}
    label: dict[str, Any] = {
        "type": 18,
        "label": "L",
        "component": {"type": 4, "custom_id": "four"},
    }
    framed: dict[str, Any] = {"type": 17, "components": [row, section]}
    assert controls(message(framed, label)) == ["one", "two", "three", "four"]


@given(st.text())
def test_any_text_can_be_read(words: str) -> None:
    assert isinstance(transcript({"content": words}), list)
