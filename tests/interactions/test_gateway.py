from __future__ import annotations

import copy
from typing import Any

import pytest

from bot.interactions.gateway import guard, keep_what_was_pressed
from tests.components import walk

BUTTON = {"type": 2, "style": 2, "label": "Sign", "custom_id": "amh:pledge:sign"}
OTHER = {"type": 2, "style": 2, "label": "Not now", "custom_id": "amh:pledge:later"}
TEXT = {"type": 10, "content": "words"}


def pressed(*components: Any) -> dict[str, Any]:
    return copy.deepcopy(
        {"data": {"custom_id": BUTTON["custom_id"]}, "message": {"components": [*components]}}
    )


@pytest.mark.parametrize(
    "event",
    [
        pressed({"type": 1, "components": [OTHER, BUTTON]}),
        pressed({"type": 17, "components": [TEXT, {"type": 1, "components": [OTHER, BUTTON]}]}),
        pressed(TEXT, {"type": 9, "components": [TEXT], "accessory": BUTTON}),
    ],
)
def test_of_a_pressed_card_only_the_control_is_read(event: dict[str, Any]) -> None:
    keep_what_was_pressed(event)
    parts = list(walk(event["message"]["components"]))
    assert [part["type"] for part in parts] == [1, 2]
    assert parts[1] == BUTTON


def test_what_was_not_found_stays_as_discord_sent_it() -> None:
    event = pressed({"type": 1, "components": [OTHER]})
    before = copy.deepcopy(event)
    keep_what_was_pressed(event)
    assert event == before


@pytest.mark.parametrize("event", [{}, {"data": {}}, {"message": None, "data": {"custom_id": "x"}}])
def test_other_interactions_are_left_alone(event: dict[str, Any]) -> None:
    before = copy.deepcopy(event)
    keep_what_was_pressed(event)
    assert event == before


def test_a_malformed_event_is_dropped_and_the_next_is_read(
    caplog: pytest.LogCaptureFixture,
) -> None:
    read: list[int] = []

    def parse(data: Any) -> None:
        read.append(data["id"])

    parsers = {"GUILD_CREATE": parse}
    guard(parsers)
    parsers["GUILD_CREATE"]({})
    parsers["GUILD_CREATE"]({"id": 1})
    assert read == [1]
    assert "a malformed event was dropped" in caplog.text
