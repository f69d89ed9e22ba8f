"""What somebody else changed after a card was drawn is told there, and is not written over."""

from __future__ import annotations

from typing import Any

import pytest

from bot.config import Configuration
from bot.domain.sentences import PAUSED, key_of
from bot.domain.settings import ALSO, Feature, SettingsGroup, StoredSettings, settings_of
from bot.messages import Messages
from cogs.setup.cards import group_card
from cogs.setup.place import Place
from cogs.setup.values import stored_told
from tests.cogs.examples.setup import CHOSEN, IDS
from tests.cogs.setup.test_words import INTRODUCTION, OURS, drafted, kept, sentence
from tests.cogs.setup.using import chosen, opened, put
from tests.components import walk
from tests.simulated import World, press, said


def place(chosen: dict[str, Any], **campaign: Any) -> Place:
    return Place(StoredSettings.merged(campaign, chosen), IDS, IDS, ("en", "de"), "en-US")


@pytest.mark.parametrize("group", [one for one in SettingsGroup if settings_of(one)])
def test_every_control_of_a_setting_carries_what_the_card_shows(
    group: SettingsGroup, configuration: Configuration
) -> None:
    say = Messages(configuration.messages).voice("en")
    for values in ({}, CHOSEN):
        here = place(values)
        pressed = [
            one["custom_id"].split(":")[2:]
            for one in walk(group_card(group, here, say).to_components())
            if "custom_id" in one
        ]
        found = [args for args in pressed if args[0] in ("put", "reset")]
        also = ALSO.get(group, ())
        assert {args[1] for args in found} == {*(one.key for one in settings_of(group)), *also}
        for action, key, spot, version, *_ in found:
            assert spot == (f"g-{group}" if key in also else "g"), (action, key)
            assert version == here.stored.version(key), (action, key)


def test_of_what_a_setting_is_each_value_has_a_version_of_its_own() -> None:
    assert place({}).stored.version("channel_rest") != place(CHOSEN).stored.version("channel_rest")
    key = key_of("en", PAUSED)
    assert place({}).stored.version(key) != place({key: "Ours."}).stored.version(key)


def test_what_holds_where_nothing_is_chosen_is_what_the_campaign_says(
    configuration: Configuration,
) -> None:
    say = Messages(configuration.messages).voice("en")
    assert stored_told("channel_rest", None, place({}), say) == "30 seconds (default)"
    assert stored_told("channel_rest", None, place({}, channel_rest=60), say) == (
        "1 minute (default)"
    )


async def test_of_two_at_the_features_the_second_sees_what_the_first_did(world: World) -> None:
    rest = [str(one) for one in Feature if one is not Feature.WALL]
    theirs = await opened(world, "features")
    await put(world, await opened(world, "features"), "features_off", *rest)
    others = [str(one) for one in Feature if one is not Feature.TALLY]
    told = await put(world, theirs, "features_off", *others)
    assert "“What runs here” was changed meanwhile" in said(told)
    assert (await chosen(world))["features_off"] == {Feature.WALL}
    both = [one for one in rest if one in others]
    await put(world, told, "features_off", *both)
    assert (await chosen(world))["features_off"] == {Feature.WALL, Feature.TALLY}


async def test_a_sentence_goes_back_to_the_shipped_one_only_as_it_was_seen(world: World) -> None:
    seen = await kept(world, await sentence(world), OURS)
    await kept(world, await sentence(world), "Theirs.")
    late = await press(world.organiser, seen, "amh:setup:words_reset")
    assert "campaign’s card (English)” was changed meanwhile" in said(late)
    assert "Theirs." in said(late)
    assert await chosen(world) == {INTRODUCTION: "Theirs."}
    await press(world.organiser, late, "amh:setup:words_reset")
    assert await chosen(world) == {}


async def test_a_draft_that_is_edited_again_tells_what_became_of_the_sentence(
    world: World,
) -> None:
    draft = await drafted(world, await sentence(world), OURS)
    await kept(world, await sentence(world), "Theirs.")
    again = await drafted(world, draft, "Riverside again.")
    assert "Meanwhile somebody changed this sentence. It reads now: “Theirs.”" in said(again)
