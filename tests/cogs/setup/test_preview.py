"""Moderators see any card as members will, in any language, with nothing on it to be pressed."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any, cast

import pytest
from discord import ComponentType

from bot.config import Configuration
from bot.domain.languages import ENGLISH
from bot.domain.refusals import OutdatedControl
from bot.examples import examples_of
from bot.interactions.cards import Card
from bot.messages import Messages
from bot.outreach import features
from cogs.setup.preview import Look, Previews
from tests.campaigns.folders import LETTER, campaign
from tests.cogs.drawing import faults
from tests.cogs.examples.values import LARGEST_ID, NOW
from tests.cogs.setup.using import choose, menu, opened
from tests.components import walk
from tests.simulated import World, ids, message_of, press, said

PRESSED = (2, 3, 5, 6, 7, 8)
OLD = "This button or form is from an earlier version of the bot."
NOTHING = ("setup:home:en", "nothing:hub:en", "campaign:no:en", "campaign:hub:xx", "campaign:hub")


class Busy:
    """Draws no picture, as when too many ask for one."""

    async def draw(self, *_: object, **__: object) -> None:
        return None


def previews_of(world: World, configuration: Configuration) -> Previews:
    """Return the previews of a bot that cannot draw a picture now."""
    busy: Any = Busy()
    messages = Messages(configuration.messages)
    return Previews(configuration, messages, world.bot.outreach_tree, busy)


async def test_a_card_is_seen_in_a_second_message_and_nothing_on_it_can_be_pressed(
    world: World,
) -> None:
    await world.choose(features_off=["letter"])
    shown = await opened(world, "preview")
    offered = [one["value"] for one in menu(shown, "amh:setup:preview_feature")["options"]]
    assert offered == [*("campaign", "help", "letter", "pledge", "privacy", "resources", "tally")]
    shown = await choose(world.organiser, shown, "amh:setup:preview_feature", "letter")
    shown = await choose(world.organiser, shown, "amh:setup:preview_language", "de")
    cards = [one for one in ids(shown) if one.startswith("amh:setup:preview_card")]
    assert len(cards) == 2, "a menu of Discord holds 25, and the letter has more"
    shown = await world.organiser.select(message_of(shown), ["verify_near"], custom_id=cards[1])
    await world.restart()
    seen = await press(world.organiser, shown, "amh:setup:preview_show")
    assert message_of(seen).id != message_of(shown).id
    assert message_of(seen).ephemeral
    assert "Fast, aber nicht Wort für Wort" in said(seen)
    controls = [one for one in walk(message_of(seen).components) if one["type"] in PRESSED]
    assert controls
    assert all(one["disabled"] for one in controls)
    again = await press(world.organiser, shown, "amh:setup:preview_show")
    assert said(again) == said(seen), "the first message stays, and shows it again"
    assert world.channel.history() == []


async def test_what_is_chosen_is_named_by_what_it_says_itself(world: World) -> None:
    world.locale = "de"
    shown = await opened(world, "preview")
    features = {one["value"]: one for one in menu(shown, "amh:setup:preview_feature")["options"]}
    assert features["letter"]["label"] == "/brief"
    assert features["letter"]["description"].startswith("Der offene Brief")
    shown = await choose(world.organiser, shown, "amh:setup:preview_feature", "pledge")
    (first, *_) = [one for one in ids(shown) if one.startswith("amh:setup:preview_card")]
    options = menu(shown, first)["options"]
    assert options[0]["label"] == "1 · Das Versprechen"
    told = [(one["label"].partition(" · ")[2], one.get("description")) for one in options]
    assert len(set(told)) > len(told) - 3, told


async def test_a_card_that_shows_files_has_them(world: World) -> None:
    examples = (("privacy", "export", 1), ("letter", "quote_as_picture", 1), ("tally", "export", 3))
    for feature, name, count in examples:
        old = await world.post_control(world.channel, f"amh:setup:preview_show:{feature}:{name}:en")
        seen = await world.organiser.click(old, label="Old")
        shown = [
            one.get("file") or one["items"][0]["media"]
            for one in walk(message_of(seen).components)
            if one["type"] in (ComponentType.file.value, ComponentType.media_gallery.value)
        ]
        assert len(shown) == count, name
        assert not any(one["url"].startswith("attachment:") for one in shown), "none is missing"


async def test_what_there_is_not_is_answered_so(world: World) -> None:
    for named in NOTHING:
        old = await world.post_control(world.channel, f"amh:setup:preview_show:{named}")
        assert OLD in said(await world.organiser.click(old, label="Old")), named


def test_a_forged_choice_is_none(world: World, configuration: Configuration) -> None:
    previews = previews_of(world, configuration)
    for value in ("setup", "nothing", "", "..", "cogs.help", "help.cards"):
        with pytest.raises(OutdatedControl):
            previews.first(ENGLISH, value)
        with pytest.raises(OutdatedControl):
            previews.checked(value, "hub", ENGLISH)
        with pytest.raises(OutdatedControl):
            previews.checked("campaign", value, ENGLISH)
        with pytest.raises(OutdatedControl):
            previews.checked("campaign", "hub", value)


def test_no_card_is_offered_of_a_kind_that_the_campaign_does_not_have() -> None:
    river, no_commands = campaign(LETTER), SimpleNamespace(walk_commands=list[Any])
    messages, tree, pictures = Messages.of(river), cast("Any", no_commands), cast("Any", Busy())
    previews = Previews(river, messages, tree, pictures)
    offered = {one.value for one in previews.cards("letter", messages.voice("en"), NOW)}
    assert {"quote", "verify_absent", "signatories"} <= offered
    assert "quote_with_content_note" not in offered


async def test_a_member_sees_no_preview(world: World) -> None:
    old = await world.post_control(world.channel, "amh:setup:preview_show:campaign:hub:en")
    assert "You cannot do that here" in said(await world.alice.click(old, label="Old"))


async def test_every_card_can_be_drawn_also_without_its_picture(
    world: World, configuration: Configuration
) -> None:
    previews = previews_of(world, configuration)
    for feature in features():
        for example in examples_of(feature):
            card, files = await previews.draw(
                Look(feature, example.name, ENGLISH), NOW, LARGEST_ID, {}
            )
            assert isinstance(card, Card)
            assert faults(card) == [], example.name
            shown = re.findall(r"attachment://([\w.-]+)", str(card.to_components()))
            assert [one.filename for one in files] == shown, example.name


async def test_a_card_says_the_server_s_own_words_as_members_read_them(world: World) -> None:
    title = {"words.de.tally.title": "Unser Stand", "words.en.tally.title": "Ours"}
    await world.choose(None, **title)
    shown = await opened(world, "preview")
    shown = await choose(world.organiser, shown, "amh:setup:preview_feature", "tally")
    for locale, words in (("de", "## Unser Stand"), ("fr", "## Où en est la campagne")):
        shown = await choose(world.organiser, shown, "amh:setup:preview_language", locale)
        seen = await press(world.organiser, shown, "amh:setup:preview_show")
        assert said(seen).startswith(words)
