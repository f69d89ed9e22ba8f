"""Every setting takes what it can have and nothing else, and has one spelling in the store."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.models.campaign import HoldingDefaults, ServerDefaults
from bot.domain.refusals import NoSuchChoice
from bot.domain.settings import (
    Feature,
    Kind,
    ServerSettings,
    Setting,
    SettingsGroup,
    setting,
    settings_of,
)
from bot.domain.settings.log import Change, ChangeKind

SETTINGS = settings_of()
OF_A_SERVER = {Kind.ROLES, Kind.CHANNEL, Kind.CHANNELS, Kind.LANGUAGE}
"""Kinds of which a campaign cannot say what holds in every server."""

RIGHT: dict[Kind, list[Any]] = {
    Kind.SWITCH: [True, False],
    Kind.FEATURES: [[], ["wall"], list(Feature)],
    Kind.ROLES: [[], [1], list(range(1, 26)), [2**63 - 1]],
    Kind.CHANNEL: [1, 2**63 - 1],
    Kind.CHANNELS: [[], [1], list(range(1, 26))],
    Kind.LANGUAGE: ["de", "pt-BR"],
}
WRONG: dict[Kind, list[Any]] = {
    Kind.SWITCH: ["true", 1, None, []],
    Kind.CHOICE: ["", "anyone", 61, "60", -1, [], None],
    Kind.FEATURES: ["wall", [3], {"wall": True}, None],
    Kind.ROLES: [["5"], [0], [-1], [2**63], [True], list(range(1, 27)), 5, "5", [1.0]],
    Kind.CHANNEL: ["5", [5], 0, -1, 2**63, True, 1.0],
    Kind.CHANNELS: [["5"], [0], list(range(1, 27)), None],
    Kind.LANGUAGE: ["x" * 17, 5, ["de"]],
}


def test_every_setting_is_a_field_and_every_group_has_some() -> None:
    keys = [one.key for one in SETTINGS]
    assert len(keys) == len(set(keys))
    assert {*keys, "setup_step", "absent"} == ServerSettings.model_fields.keys()
    assert {one.group for one in SETTINGS} == set(SettingsGroup) - {SettingsGroup.WORDS}
    assert [one for group in SettingsGroup for one in settings_of(group)] == list(SETTINGS)


def test_a_campaign_can_say_what_holds_for_everything_that_names_no_place() -> None:
    wanted = {one.key: one for one in SETTINGS if one.kind not in OF_A_SERVER}
    del wanted["signing_paused"]  # a campaign has its days; a pause is a server's own
    held = {"enabled": "holding", "age_days": "holding_age", "per_hour": "holding_rate"}
    said = HoldingDefaults().model_dump()
    values = ServerDefaults().model_dump() | {held[one]: said[one] for one in held}
    assert values.keys() == wanted.keys()
    for key, value in values.items():
        assert wanted[key].read(value) == getattr(ServerSettings(), key), key


@pytest.mark.parametrize("one", SETTINGS, ids=lambda one: one.key)
def test_a_setting_takes_what_it_can_have_and_nothing_else(one: Setting) -> None:
    for value in RIGHT.get(one.kind, list(one.options)):
        assert one.from_store(one.stored(value)) == one.read(value)
    for value in WRONG[one.kind]:
        with pytest.raises(NoSuchChoice):
            one.stored(value)
        assert one.from_store(json.dumps(value)) is None


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20), st.lists))
def test_what_is_stored_is_understood_again_whatever_was_tried(value: Any) -> None:
    for one in SETTINGS:
        try:
            stored = one.stored(value)
        except NoSuchChoice:
            continue
        assert one.stored(one.from_store(stored)) == stored
        if one.options and one.kind is Kind.CHOICE:
            assert one.from_store(stored) in one.options


def test_a_choice_has_one_spelling_in_whatever_order_it_is_made() -> None:
    one = setting("organiser_roles")
    assert one.stored([30, 4]) == one.stored(frozenset({4, 30})) == "[4, 30]"
    assert setting("features_off").stored(["wall", "letter", "letter"]) == '["letter", "wall"]'


def test_an_unknown_setting_is_no_choice() -> None:
    for key in ("", "setup_step", "model_config", "quiet_hours"):
        with pytest.raises(NoSuchChoice):
            setting(key)


def test_only_what_this_release_knows_can_be_undone() -> None:
    def undoable(key: str, before: str | None) -> bool:
        return Change(1, ChangeKind.CHANGED, key, before, "null").can_be_undone

    assert undoable("channel_rest", "60")
    assert undoable("channel_rest", None)
    assert not undoable("channel_rest", "61")
    assert not undoable("quiet_hours", None)
