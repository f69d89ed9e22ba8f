"""What is said about numbers is true by the campaign's own rules, also where they are live."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.config import Configuration
from bot.outreach import build_services
from tests.simulated import SECRET, World, clock, press, said

pytestmark = pytest.mark.sampled

LIVE = {"at_least": 1, "every_minutes": 0}
EXACT = {"at_least": 1, "every_minutes": 10}
Rules = Mapping[str, Mapping[str, int]]

APPEARS = "It appears with the next numbers."
CHANGES = "The published numbers follow later, not at once."


async def by_the_rules(world: World, rules: Rules) -> None:
    """Restart the bot of a campaign with other rules of publishing."""
    campaign = world.configuration.campaign
    tally = type(campaign.tally).model_validate(rules)
    world.configuration = replace(
        world.configuration, campaign=campaign.model_copy(update={"tally": tally})
    )
    world.services = build_services(world.configuration, world.database, secret=SECRET, clock=clock)
    await world.restart()


@pytest.mark.parametrize(
    ("rules", "campaigns", "servers"),
    [
        ({}, True, True),
        ({"publish": EXACT}, True, True),
        ({"publish": LIVE}, False, True),
        ({"servers": LIVE}, True, False),
        ({"publish": LIVE, "servers": LIVE}, False, False),
    ],
)
async def test_each_answer_says_when_the_numbers_follow(
    world: World, rules: Rules, *, campaigns: bool, servers: bool
) -> None:
    await by_the_rules(world, rules)
    signed = said(await world.sign(world.alice))
    assert "It counts." in signed
    assert (APPEARS in signed) == campaigns

    elsewhere = world.elsewhere(world.alice)
    as_well = said(await world.sign(elsewhere, world.other_channel))
    assert "now counts in this server’s number as well" in as_well
    assert (CHANGES in as_well) == servers

    asked = await world.alice.slash(world.channel, "pledge withdraw")
    assert "You signed in 2 servers." in said(asked)
    assert (CHANGES in said(asked)) == campaigns
    here = said(await press(world.alice, asked, "amh:pledge:leave:here"))
    assert "This server no longer counts you." in here
    assert (CHANGES in here) == servers

    asked = await world.alice.slash(world.channel, "pledge withdraw")
    assert "You signed in 1 other server" in said(asked)
    assert (CHANGES in said(asked)) == campaigns
    asked = await elsewhere.slash(world.other_channel, "pledge withdraw")
    assert "Your pledge leaves the tally" in said(asked)
    assert (CHANGES in said(asked)) == campaigns
    gone = said(await press(elsewhere, asked, "amh:pledge:leave:everywhere"))
    assert "Your pledge is withdrawn. It no longer counts" in gone
    assert (CHANGES in gone) == campaigns


@pytest.mark.parametrize(
    ("rules", "by_one"),
    [({}, False), ({"publish": EXACT}, True), ({"servers": LIVE}, True), ({"publish": LIVE}, True)],
)
async def test_the_policy_says_what_a_number_that_one_person_moves_tells(
    world: World, rules: Rules, *, by_one: bool
) -> None:
    await by_the_rules(world, rules)
    policy = said(await world.alice.slash(world.channel, "privacy policy"))
    assert ("even a single signature moves a number" in policy) == by_one
    assert ("published together so that they point at nobody" in policy) != by_one
    assert "“fewer than 5” when a number is small" in policy


@pytest.mark.parametrize(
    ("locale", "later"),
    [
        ("en", "next numbers"),
        ("de", "nächsten Zahlen"),
        ("fr", "prochains chiffres"),
        ("es", "próximas cifras"),
        ("pt-BR", "próximos números"),
    ],
)
def test_only_sentences_that_are_left_out_where_numbers_are_live_speak_of_the_next_ones(
    configuration: Configuration, locale: str, later: str
) -> None:
    words = configuration.messages[locale]
    found = {key for key, one in words.items() if later in str(one)}
    assert found == {"pledge.signed_later"}
