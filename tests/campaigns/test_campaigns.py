"""Three campaigns unlike the shipped one: each is a folder, and meets nothing of what it lacks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from discord import app_commands

from bot.config import Dates, missing
from bot.config.load import MODEL_FILES
from bot.domain.pledges import SigningText, Standing
from bot.domain.refusals import CampaignNotOpen, NotInCampaign
from bot.domain.settings import Feature, SettingsGroup
from bot.interactions.errors import PAGE_NOT_SHOWN
from bot.messages import Messages, Voice
from bot.outreach import carried, cogs_of, features, part_needed
from bot.pictures import Quotation
from bot.rehearsal import play_script
from bot.rehearsal.local_bot import hours_until_open
from bot.rehearsal.pages.view import choices
from cogs.letter.passages import within_reach
from cogs.pledge.cards import sign_card
from cogs.pledge.words import SIGN_LANGUAGE
from tests.campaigns.folders import ARABIC, EACH, FOLDERS, LETTER, NOW, PLEDGE, campaign
from tests.components import text_of, walk
from tests.simulated import World, leaves, message_of, said


@pytest.mark.parametrize("feature", features())
def test_what_a_feature_needs_is_a_file_that_a_folder_can_do_without(feature: str) -> None:
    optional = {one.name for one in MODEL_FILES if not one.required}
    assert part_needed(feature) in (None, *optional)
    needed = part_needed(feature)
    for name in EACH:
        there = needed is None or needed in campaign(name).parts
        assert (feature in carried(campaign(name))) == there


def commands_of(feature: str) -> set[str]:
    """Return the slash commands and groups of a feature, by name."""
    declared = [one for cog in cogs_of(feature) for one in cog.declared_commands()]
    return {one.name for one in declared if not isinstance(one, app_commands.ContextMenu)}


@pytest.mark.parametrize("configuration", [PLEDGE], indirect=True)
async def test_a_pledge_alone_is_met_in_italian_and_its_older_buttons_are_honest(
    world: World,
) -> None:
    typed = {one.qualified_name.split()[0] for one in leaves(world)}
    assert typed == {one for feature in carried(campaign(PLEDGE)) for one in commands_of(feature)}
    assert typed.isdisjoint({*commands_of("letter"), *commands_of("resources")})
    hub = await world.alice.slash(world.channel, "campaign")
    assert "#LunedìSenzaCarne è iniziata il 13 gennaio 2025." in said(hub)
    shown = [one.get("label") for one in walk(message_of(hub).components) if one["type"] == 2]
    assert shown == ["Firma", "Il mio impegno", "Le nostre ricette"]
    told = world.messages.voice()(NotInCampaign.phrase)
    for old in ("letter:open", "letter:post:text:first", "resources:open", "resources:page:GB:-:0"):
        message = await world.post_control(world.channel, f"amh:{old}")
        assert said(await world.alice.click(message, custom_id=f"amh:{old}")) == told
    signed = await world.sign(world.alice)
    assert "resources" not in str(walk(message_of(signed).components))


@pytest.mark.parametrize("configuration", [PLEDGE], indirect=True)
async def test_moderators_choose_only_what_there_is(world: World) -> None:
    await world.choose(features_off=[Feature.LETTER, Feature.SHARING])
    card = await world.organiser.slash(world.channel, "setup")
    menu = next(one for one in walk(message_of(card).components) if one["type"] == 3)
    offered = {one["value"] for one in menu["options"]}
    assert offered.isdisjoint({SettingsGroup.LETTER, SettingsGroup.SUPPORT, SettingsGroup.LANGUAGE})
    assert "Language" not in said(card)
    assert SettingsGroup.PLEDGE in offered
    for forged in ("put:channel_rest:g", "reset:sharing:g", "tidy:letter_posting:g"):
        message = await world.post_control(world.channel, f"amh:setup:{forged}")
        await world.organiser.click(message, custom_id=f"amh:setup:{forged}")
    message = await world.post_control(world.channel, "amh:setup:step:0")  # of older steps
    first = await world.organiser.click(message, custom_id="amh:setup:step:0")
    assert "First setup, step 1 of 4: Who" in said(first)
    assert "Four short steps: who organises" in said(first)
    steps = [one["custom_id"] for one in walk(message_of(first).components) if one["type"] == 2]
    assert [one for one in steps if ":step:" in one] == ["amh:setup:step:2"]
    opened = await world.organiser.select(
        message_of(card).message,
        [SettingsGroup.FEATURES],
        custom_id=menu["custom_id"],
    )
    control = next(one for one in walk(message_of(opened).components) if one["type"] == 3)
    there = [one["value"] for one in control["options"]]
    assert there == [Feature.PLEDGE, Feature.WALL, Feature.TALLY]
    await world.organiser.select(
        message_of(opened).message,
        [Feature.PLEDGE, Feature.TALLY],
        custom_id=control["custom_id"],
    )
    settings = await world.services.servers.settings(guild_id=world.guild.id)
    assert settings.features_off == {Feature.WALL, Feature.LETTER, Feature.SHARING}
    assert (settings.channel_rest, settings.sharing) == (30, "general")


@pytest.mark.parametrize("configuration", [LETTER], indirect=True)
async def test_before_the_first_day_all_is_there_but_signing(world: World) -> None:
    hub = await world.alice.slash(world.channel, "campaign")
    assert "You can sign from 1 January 2080." in said(hub)
    assert "#RiverCrossing begins on 28 December 2079." in said(hub)
    asked = [hub, *[await world.alice.slash(world.channel, one) for one in ("letter read",)]]
    asked += [await world.alice.slash(world.channel, one) for one in ("tally show", "pledge mine")]
    for shown in asked:
        ids = [one.get("custom_id", "") for one in walk(message_of(shown).components)]
        assert [one for one in ids if one.startswith("amh:pledge:sign")] == []
    refused = await world.alice.slash(world.channel, "pledge sign")
    assert said(refused) == world.say(CampaignNotOpen.phrase, opens_on=date(2080, 1, 1))
    page = await world.alice.slash(world.channel, "resources")
    assert "Town hall" in said(page)
    assert "danger" not in said(page)
    assert [one for one in walk(message_of(page).components) if one["type"] == 3] == []
    message = await world.post_control(world.channel, "amh:resources:page:broken")
    failed = await world.alice.click(message, custom_id="amh:resources:page:broken")
    assert said(failed) == world.say(PAGE_NOT_SHOWN)
    assert "112" not in said(failed)


@pytest.mark.parametrize("configuration", [LETTER], indirect=True)
async def test_forty_passages_and_three_hundred_names_are_gone_through(world: World) -> None:
    card = await world.alice.slash(world.channel, "letter read")
    reached = await jump(world, card, "p40")
    assert "Passage 40 of 40" in said(reached)
    reached = await jump(world, await jump(world, reached, "p15"), "p16")
    assert "Passage 16 of 40" in said(reached)
    names = await world.alice.slash(world.channel, "letter signatories", search="Quill")
    assert "15 names on this list fit **Quill**." in said(names)
    assert said(names).count("Our own page") == 1
    everyone = await world.alice.slash(world.channel, "letter signatories")
    assert "300 people are named here as having signed it" in said(everyone)
    assert "Page 1 of 50" in said(everyone)
    assert "About 320 people are said to have signed it" in said(everyone)


async def jump(world: World, card: Any, passage: str) -> Any:
    """Choose a passage in the menu of the letter."""
    menu = next(one for one in walk(message_of(card).components) if one["type"] == 3)
    chosen = [passage]
    return await world.alice.select(message_of(card).message, chosen, custom_id=menu["custom_id"])


@pytest.mark.parametrize("total", [1, 25, 26, 40, 100])
def test_every_passage_is_two_choices_away(total: int) -> None:
    for place in range(total):
        offered = within_reach(total, place)
        assert place in offered
        assert len(offered) == min(total, 25)
        assert offered == sorted(set(offered))
        assert {one for step in offered for one in within_reach(total, step)} == set(range(total))


def voices(name: str, *locales: str) -> Iterator[Voice]:
    messages = Messages.of(campaign(name))
    yield from (messages.voice(one) for one in locales)


def test_a_campaign_speaks_the_languages_it_names_and_no_other() -> None:
    assert {one.locale for one in voices(PLEDGE, "en-US", "de", "it", "ja")} == {"it"}
    assert {one.locale for one in voices(ARABIC, "en-US", "hi", "ja")} == {"ar"}
    assert [one.locale for one in voices(LETTER, "en-US", "es-ES", "de", "fr")] == [
        "en",
        "es",
        "en",
        "en",
    ]
    texts = campaign(ARABIC).campaign.pledge.texts
    assert [texts.best(one)[0] for one in ("ja", "hi", "en-US", "ar")] == ["ja", "hi", "ar", "ar"]


def test_what_a_folder_says_differently_stands_on_what_is_shipped() -> None:
    english = campaign(LETTER).messages["en"]
    assert english["command_names.find_help"] == "Where to ask"
    assert (
        english["campaign.sign_button"] == campaign(PLEDGE).messages["en"]["campaign.sign_button"]
    )
    assert campaign(PLEDGE).messages["it"]["campaign.sign_button"] == "Firma"


def test_what_a_language_lacks_counts_only_what_the_campaign_says() -> None:
    lacking = missing(campaign(PLEDGE), "it")
    assert "campaign.milestone" in lacking
    assert lacking["campaign.tally"] == ("many",)
    assert [one for one in lacking if one.startswith(("letter.", "resources."))] == []
    assert missing(campaign(ARABIC), "ar")["tally.counted"] == ("zero", "one", "two", "few", "many")
    assert "letter.piece" in missing(campaign(ARABIC), "ar")
    assert Messages.of(campaign(PLEDGE)).lacks("it") < Messages.of(campaign(LETTER)).lacks("it")


@pytest.mark.parametrize("name", EACH)
async def test_the_scripted_visit_comes_out_as_told(name: str) -> None:
    told: list[str] = []
    assert await play_script(config_root=FOLDERS / name, say=told.append) == 0, told[-20:]
    assert ("the letter off" in "\n".join(told)) == ("letter" in campaign(name).parts)


@pytest.mark.parametrize(
    ("opens", "hours"),
    [
        (None, 0),
        (date(2026, 11, 27), 0),
        (date(2026, 11, 28), 12),
        (date(2026, 12, 27), 30 * 24 - 12),
    ],
)
def test_a_rehearsal_begins_on_the_first_day(opens: date | None, hours: int) -> None:
    dates = Dates.model_construct(launched=date(2026, 1, 1), opens=opens)
    assert hours_until_open(dates, NOW) == hours
    assert opens is None or (NOW + timedelta(hours=hours)).date() >= opens
    assert hours_until_open(dates, NOW + timedelta(minutes=1)) == hours


@pytest.mark.parametrize(("name", "told"), [(ARABIC, False), (PLEDGE, True)])
def test_nobody_is_told_that_a_language_that_discord_lacks_is_not_theirs(
    name: str, told: bool
) -> None:
    """Discord offers Arabic to nobody, so what a reader chose there says nothing about it."""
    (say,) = voices(name, "en-US")
    locale, words = campaign(name).campaign.pledge.texts.best("en-US")
    card = sign_card(SigningText("1", locale, words), Standing(), "en-US", say)
    assert (say(SIGN_LANGUAGE) in text_of({"components": card.to_components()})) == told


@pytest.mark.parametrize(("name", "menus"), [(ARABIC, 0), (PLEDGE, 0), (LETTER, 1)])
def test_on_the_stage_a_language_is_chosen_only_where_there_is_a_choice(
    name: str, menus: int
) -> None:
    bot = SimpleNamespace(messages=Messages.of(campaign(name)))
    languages = SimpleNamespace(of=str.upper)
    view: Any = SimpleNamespace(bot=bot, languages=languages, words="{} {name}".format)
    shown = choices(view, {"maya": ("languages.person", "Maya")})
    assert shown.count("<select") == menus


@pytest.mark.parametrize("configuration", [PLEDGE], indirect=True)
async def test_what_draws_ends_with_the_bot_also_without_a_letter(world: World) -> None:
    assert await world.services.pictures.draw(Quotation("Signed.", ()))
    child = world.services.pictures._child  # pyright: ignore[reportPrivateUsage]
    assert child is not None
    await world.bot.close()
    assert child.returncode is not None
