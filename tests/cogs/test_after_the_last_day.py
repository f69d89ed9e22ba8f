"""Outside the dates of a campaign: no signatures; milestones, and how a server is set up."""

from __future__ import annotations

from datetime import date

import pytest

from bot.config import Configuration
from bot.domain.refusals import (
    CampaignClosed,
    CampaignNotOpen,
    Refusal,
)
from bot.domain.settings import SettingsGroup, StoredSettings
from bot.domain.tallies import Counts
from bot.messages import Messages
from cogs.setup.cards import group_card, home_card
from cogs.setup.place import Place
from tests.cogs.dates import with_dates
from tests.cogs.test_milestones import posts
from tests.cogs.test_signing import with_new_text
from tests.components import text_of, walk
from tests.simulated import World, clock, ids, press, said

OVER = {"closes": "2019-01-01"}


async def test_a_milestone_of_the_last_signatures_is_announced_once(world: World) -> None:
    await world.choose(announcements=world.channel.id)
    await world.let_sign(12, world.guild)
    await with_dates(world, OVER)
    for _ in range(2):
        await world.pass_time()
    told = posts(world.channel)
    assert len(told) == 1
    assert told[0].startswith("## A milestone: 10\n12 people have signed #AskMoreOfHim.")


async def test_a_signature_that_is_checked_is_still_decided(world: World) -> None:
    with world.newcomers():
        zoe = world.guild.add_member(world.env.create_user("zoe"))
    await world.sign(zoe)
    await with_dates(world, OVER)
    mine = await zoe.slash(world.channel, "pledge mine")
    assert "is checking your signature and does not count it yet" in said(mine)
    assert "amh:pledge:sign" not in ids(mine)
    await world.pass_time()
    moderators = await world.organiser.slash(world.channel, "moderation")
    assert "Signing ended on 1 January 2019." in said(moderators)
    checked = await press(world.organiser, moderators, "amh:moderation:checked")
    await press(world.organiser, checked, "amh:moderation:release_small")
    assert await world.counts() == Counts(1)
    mine = await zoe.slash(world.channel, "pledge mine")
    assert "does not count" not in said(mine)


async def test_moderators_read_in_setup_that_signing_is_over(world: World) -> None:
    first = await world.organiser.slash(world.channel, "setup")
    home = await press(world.organiser, first, "amh:setup:home")
    assert "Signing ended" not in said(home)
    await with_dates(world, OVER)
    first = await world.organiser.slash(world.channel, "setup")
    home = await press(world.organiser, first, "amh:setup:home")
    assert "Signing ended on 1 January 2019." in said(home)


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (CampaignClosed(closed_on=date(2026, 11, 1)), "Signing ended on 1 November 2026."),
        (CampaignNotOpen(opens_on=date(2027, 1, 1)), "Signing begins on 1 January 2027."),
        (None, None),
    ],
)
def test_what_is_about_signing_says_why_nobody_can(
    refusal: Refusal | None, told: str | None, configuration: Configuration
) -> None:
    say = Messages.of(configuration).voice("en")
    none = frozenset[int]()
    place = Place(StoredSettings.merged({}, {}), none, none, ("en",), "en", refusal)
    home = text_of({"components": home_card(place, say).to_components()})
    assert ("Signing" in home) == (told is not None)
    for group in (one for one in SettingsGroup if one is not SettingsGroup.WORDS):
        card = text_of({"components": group_card(group, place, say).to_components()})
        expected = told is not None and group in (SettingsGroup.PLEDGE, SettingsGroup.CHECKING)
        assert ((told or "Signing ") in card) == expected, group


@pytest.mark.parametrize(
    ("dates", "words", "tally_words"),
    [
        ({"closes": "2019-01-01"}, "closed on", "Signing ended on 1 January 2019."),
        ({"opens": "2999-01-01"}, "You can sign from", "Signing begins on 1 January 2999."),
    ],
)
async def test_outside_its_dates_the_campaign_takes_no_signature(
    world: World, dates: dict[str, str], words: str, tally_words: str
) -> None:
    shown = await world.alice.slash(world.channel, "pledge sign")
    await with_dates(world, dates)
    late = await press(world.alice, shown, "amh:pledge:confirm")
    assert words in said(late)
    fresh = await world.alice.slash(world.channel, "pledge sign")
    assert words in said(fresh)
    assert (await world.counts()).counted == 0
    hub = await world.alice.slash(world.channel, "campaign")
    assert words in said(hub)
    tally = await world.alice.slash(world.channel, "tally show")
    assert tally_words in said(tally)
    for answer in (hub, tally):
        assert not [one for one in ids(answer) if one.startswith("amh:pledge:sign")]
        assert "Every signature counts here" not in said(answer)
    moderators = await world.organiser.slash(world.channel, "moderation")
    assert "Signing is open here" not in said(moderators)
    assert tally_words in said(moderators)
    assert ("amh:moderation:pause:on" in ids(moderators)) == ("opens" in dates)
    named = await world.alice.slash(world.channel, "letter signatories")
    assert "Anyone can sign" not in said(named)
    organisers = await world.organiser.slash(world.channel, "tally show")
    await press(world.organiser, organisers, "amh:tally:post")
    (posted,) = world.channel.history()
    controls = walk([one.to_dict() for one in posted.components])
    assert "amh:pledge:sign" not in [one.get("custom_id") for one in controls]


async def test_after_the_last_day_the_number_stays_and_says_what_may_be_missing(
    world: World,
) -> None:
    await world.let_sign(9, world.guild)
    await world.pass_time()
    await with_dates(world, {"closes": "2019-01-01"})
    tally = await world.alice.slash(world.channel, "tally show")
    hub = await world.alice.slash(world.channel, "campaign")
    assert "9 people have signed." in said(tally)
    assert "A few of the last signatures and withdrawals may not be in this number" in said(tally)
    assert "Newer signatures" not in said(tally)
    assert "**9 people** have signed. As of <t:" in said(hub)
    for answer in (tally, hub):
        assert "ilestone" not in said(answer)


async def test_after_the_last_day_one_reads_before_withdrawing_that_it_is_for_good(
    world: World,
) -> None:
    await world.sign(world.alice)
    before = await world.alice.slash(world.channel, "pledge withdraw")
    assert "You can sign again whenever you like." in said(before)
    await with_dates(world, {"closes": "2019-01-01"})
    asked = await world.alice.slash(world.channel, "pledge withdraw")
    assert "you cannot sign again" in said(asked)
    assert "whenever you like" not in said(asked)
    elsewhere = world.elsewhere(world.alice)
    mine = await elsewhere.slash(world.other_channel, "pledge mine")
    assert "amh:pledge:sign" not in ids(mine)
    await press(world.alice, asked, "amh:pledge:leave")
    gone = await world.alice.slash(world.channel, "pledge mine")
    assert "You have no pledge that stands." in said(gone)
    assert "amh:pledge:sign" not in ids(gone)


@pytest.mark.parametrize("bound", ["opens", "closes"])
async def test_on_its_first_and_on_its_last_day_the_campaign_takes_signatures(
    world: World, bound: str
) -> None:
    await with_dates(world, {bound: clock().date().isoformat()})
    assert "It counts." in said(await world.sign(world.alice))
    assert await world.counts() == Counts(1)


@pytest.mark.parametrize("over", [False, True])
async def test_a_newer_text_is_told_of_only_while_it_can_be_signed(
    world: World, *, over: bool
) -> None:
    await world.sign(world.alice)
    await with_new_text(world)
    if over:
        await with_dates(world, OVER)
    mine = await world.alice.slash(world.channel, "pledge mine")
    assert "You signed on" in said(mine)
    assert ("newer text" in said(mine)) != over
