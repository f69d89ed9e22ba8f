"""Payloads are held against Discord's description, and its unwritten rules, in readable words."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import pytest

from tests.payloads import validate, validate_answer

pytestmark = pytest.mark.usefixtures("described")

Json = dict[str, Any]
CALLBACK = "/interactions/1/token/callback"
V2 = 1 << 15


def card() -> Json:
    """Return a first answer that Discord takes."""
    button = {"type": 2, "style": 3, "label": "Sign", "custom_id": "sign", "disabled": False}
    row = {"type": 1, "components": [button]}
    container = {"type": 17, "components": [{"type": 10, "content": "Words"}, row]}
    data: Json = {"flags": 64 | V2, "allowed_mentions": {"parse": []}, "components": [container]}
    return {"type": 4, "data": data}


def container_of(body: Json) -> list[Json]:
    return body["data"]["components"][0]["components"]


def the_button(body: Json) -> Json:
    return container_of(body)[1]["components"][0]


def test_a_good_card_has_no_fault() -> None:
    assert validate("POST", CALLBACK, card()) == []
    assert validate("POST", "/api/v10" + CALLBACK + "?with_response=1", card()) == []


def _empty_text(body: Json) -> None:
    container_of(body)[0]["content"] = ""


def _unknown_component(body: Json) -> None:
    container_of(body)[0]["type"] = 99


def _no_such_style(body: Json) -> None:
    the_button(body)["style"] = 9


def _label_too_long(body: Json) -> None:
    the_button(body)["label"] = "x" * 81


def _twice(body: Json) -> None:
    row = container_of(body)[1]["components"]
    row.append(copy.deepcopy(row[0]))


def _no_custom_id(body: Json) -> None:
    del the_button(body)["custom_id"]


def _unflagged(body: Json) -> None:
    body["data"]["flags"] = 64


def _content_beside(body: Json) -> None:
    body["data"]["content"] = "words"


def _too_much_text(body: Json) -> None:
    texts = [{"type": 10, "content": "x" * 2001} for _ in range(2)]
    body["data"]["components"] = texts


def _too_many(body: Json) -> None:
    body["data"]["components"] += [{"type": 14} for _ in range(37)]


def _wrong_answer(body: Json) -> None:
    body["type"] = 44


def _mentions(body: Json) -> None:
    body["data"]["allowed_mentions"]["parse"] = ["someone"]


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (_empty_text, "data.components.0.components.0.content: '' should be non-empty"),
        (_unknown_component, "data.components.0.components.0.type: type 99 is none of"),
        (_no_such_style, "components.0.style: 9 is none of [1, 2, 3, 4, 5, 6]"),
        (_label_too_long, "label: 'xxxx"),
        (_twice, "custom_id 'sign' stands 2 times"),
        (_no_custom_id, "button 'Sign' needs a custom_id"),
        (_unflagged, "component types [10, 17] need flag 1 << 15"),
        (_content_beside, "content cannot stand in a message of components"),
        (_too_much_text, "4002 characters of text"),
        (_too_many, "41 components; a message holds 40"),
        (_wrong_answer, "type: type 44 is none of"),
        (_mentions, "data.allowed_mentions.parse.0: 'someone' is none of"),
    ],
)
def test_each_fault_is_said_where_it_is(spoil: Callable[[Json], None], sentence: str) -> None:
    body = card()
    spoil(body)
    faults = validate("POST", CALLBACK, body)
    assert len(faults) == 1
    assert sentence in faults[0]


def test_ids_are_taken_as_numbers_and_as_digits() -> None:
    for user in (123, "123"):
        mentions = {"allowed_mentions": {"users": [user]}, "content": "x"}
        assert validate("POST", "/channels/5/messages", mentions) == []


def test_an_endpoint_that_discord_does_not_have_is_a_fault() -> None:
    assert validate("POST", "/nowhere", {}) == ["POST /nowhere: Discord has no such endpoint"]


def test_commands_are_checked_one_by_one() -> None:
    good: Json = {
        "name": "tally",
        "type": 1,
        "description": "Where the campaign stands",
        "options": [],
    }
    bad: Json = good | {"description": "x" * 101}
    faults = validate("PUT", "/applications/1/commands", [good, bad])
    assert [fault.split(":")[0] for fault in faults] == ["1.description"]


def test_a_form_is_checked_too() -> None:
    field = {"type": 4, "custom_id": "name", "style": 1}
    label = {"type": 18, "label": "Name", "component": field}
    form: Json = {"type": 9, "data": {"custom_id": "f", "title": "T", "components": [label]}}
    assert validate("POST", CALLBACK, form) == []
    form["data"]["title"] = "x" * 46
    assert [one.split(":")[0] for one in validate("POST", CALLBACK, form)] == ["data.title"]


def test_answers_of_an_imitation_are_held_to_it() -> None:
    assert validate_answer("GET", "/gateway", 200, {"url": "wss://gateway.discord.gg"}) == []
    assert validate_answer("GET", "/gateway", 200, {}) == ["body: 'url' is a required property"]
