"""A visit played without a browser: who does what, and whether every step came out as told."""

from __future__ import annotations

from typing import Final

import simcord

from bot.domain.moderation.holding import AsideReason
from bot.domain.moderation.wall import WallReason
from bot.domain.refusals import CampaignClosed, FeatureOff
from bot.domain.settings import Feature, SettingsGroup, features_without
from bot.rehearsal.organising import organise
from bot.rehearsal.sample_members import CONFIRM, RAIDERS
from bot.rehearsal.stage import Stage
from bot.rehearsal.stage_error import StageError
from bot.rehearsal.visit import Received, Say, UnexpectedError, Visit, expect

SIGN: Final = "amh:pledge:sign"
WITHDRAW: Final = "amh:pledge:withdraw"
LEAVE: Final = "amh:pledge:leave:everywhere"
LATER: Final = "amh:pledge:later"
POST: Final = "amh:campaign:post"
REFRESH: Final = "amh:campaign:refresh"
READ: Final = "amh:letter:open"
HOME: Final = "amh:setup:home"
OPEN: Final = "amh:setup:open"
FEATURES: Final = "amh:setup:put:features_off"
UNDO: Final = "amh:setup:undo"
CHECKED: Final = "amh:moderation:checked"
KIND: Final = "amh:moderation:kind"
ASIDE: Final = "amh:moderation:aside"
REASON: Final = "amh:moderation:reason"
ASIDE_YES: Final = "amh:moderation:aside_yes"
LIST: Final = "amh:pledge:list"
WALL: Final = "amh:moderation:wall"
NAME: Final = "amh:moderation:name"
OFF: Final = "amh:moderation:off"
LET_BACK: Final = "amh:moderation:let_back"
UNDO_CASE: Final = "amh:moderation:undo"


_OVER: Final = (
    "\nThis campaign closed on {day}, by “closes” in campaign.yaml. Nobody can sign any more, so\n"
    "signing, taking back and what moderators decide about signatures cannot be rehearsed, only\n"
    "what stays. To rehearse them, write a later day into a copy of the folder."
)


async def visit(stage: Stage, say: Say) -> bool:
    """Play the visit and tell it; return whether every step came out as told."""
    played = Visit(stage, say)
    say(f"In #{played.room.name}, on a store that is thrown away afterwards.")
    if isinstance(over := stage.must_run().services.campaign.refusal, CampaignClosed):
        say(_OVER.format(day=over.values["closed_on"]))
    try:
        await _play(played)
    except (UnexpectedError, StageError, simcord.SetupError, TimeoutError) as fault:
        say(f"   ✗ {fault}")
        say("\nThis step did not come out as told.")
        return False
    say("\nEvery step came out as told.")
    return True


async def _play(visit: Visit) -> None:
    visit.step("A moderator shares the campaign in the channel")
    hub = await visit.press("priya", await visit.type("priya", "campaign"), POST, public=True)
    if visit.stage.must_run().services.campaign.refusal:
        await _meet_what_stays(visit, hub)
        return

    await _sign_twice(visit, hub)
    await _restart_among_signatures(visit, hub)
    await _publish(visit, hub)
    await _take_back(visit)
    await organise(visit)
    if visit.has("letter"):
        await _switch_the_letter_off_and_on(visit, hub)
    await _meet_a_raid(visit)
    await _take_a_name_off(visit)
    await visit.expect_sound()


async def _meet_what_stays(visit: Visit, hub: Received) -> None:
    """Play what is left of a campaign that is over: to read, to look up, and no signing."""
    expect(not hub.has(SIGN), "a campaign that is over should not offer to sign")

    visit.step("Maya asks to sign, and is told that it is over")
    refused = await visit.type("maya", "pledge sign")
    expect(not refused.has(CONFIRM), "nobody should be able to sign any more")
    await visit.expect_numbers(0)

    visit.step("What is stored and where the campaign stands can still be looked up")
    await visit.type("maya", "pledge mine")
    await visit.type("jonas", "tally show")
    if visit.has("letter"):
        visit.step("Elif reads the letter")
        await visit.press("elif", hub, READ)
    await visit.expect_sound()


async def _sign_twice(visit: Visit, hub: Received) -> None:
    visit.step(
        "Maya signs: her pledge is stored at once", when_waiting="and the number waits for others"
    )
    card = await visit.press("maya", hub, SIGN)
    await visit.expect_numbers(0)
    await visit.press("maya", card, CONFIRM)
    first = await visit.standing("maya")
    expect(first.signed, "Maya's pledge should be stored")
    await visit.type("maya", "tally show")
    await visit.expect_numbers(1)

    visit.step("Maya signs again: nothing doubles, and she is shown the way back")
    again = await visit.press("maya", hub, SIGN)
    again.control(WITHDRAW)
    (await visit.type("maya", "pledge sign")).control(WITHDRAW)
    expect(await visit.standing("maya") == first, "Maya's pledge should be as it was")
    await visit.expect_numbers(1)


async def _restart_among_signatures(visit: Visit, hub: Received) -> None:
    visit.step(
        "More people sign, and so does Jonas", when_waiting="and nobody sees the number move then"
    )
    await visit.let_people_sign(8)
    await visit.press("jonas", await visit.press("jonas", hub, SIGN), CONFIRM)
    await visit.type("jonas", "tally show")
    await visit.expect_numbers(10)

    visit.step("The bot restarts: what was stored is there, and older buttons work")
    await visit.restart()
    await visit.press("elif", await visit.press("elif", hub, SIGN), LATER)
    expect(
        (await visit.standing("jonas")).signed, "Jonas's pledge should have outlived the restart"
    )
    await visit.expect_numbers(10)


async def _publish(visit: Visit, hub: Received) -> None:
    visit.step("It is time to publish the numbers")
    await visit.let_numbers_be_published()
    await visit.type("elif", "tally show")
    await visit.press("elif", hub, REFRESH, public=True)
    await visit.expect_numbers(10)


async def _take_back(visit: Visit) -> None:
    visit.step(
        "Maya takes her pledge back: it is gone at once",
        when_waiting="and the number does not tell",
    )
    asked = await visit.press("maya", await visit.type("maya", "pledge mine"), WITHDRAW)
    await visit.expect_numbers(10)
    await visit.press("maya", asked, LEAVE)
    expect(not (await visit.standing("maya")).signed, "Maya's pledge should be withdrawn")
    await visit.let_numbers_be_published()
    await visit.type("jonas", "tally show")
    await visit.expect_numbers(9)


async def _switch_the_letter_off_and_on(visit: Visit, hub: Received) -> None:
    visit.step("The moderator switches the letter off: older buttons say so, and she takes it back")
    card = await visit.type("priya", "setup")
    if card.has(HOME):  # the first card of a new server leads through its steps
        card = await visit.press("priya", card, HOME)
    features = await visit.choose("priya", card, OPEN, SettingsGroup.FEATURES)
    there = features_without(visit.stage.must_run().services.servers.absent)
    others = [one for one in there if one is not Feature.LETTER]
    changed = await visit.choose("priya", features, FEATURES, *others)
    await visit.press("elif", hub, READ)
    off = visit.says(FeatureOff.phrase)
    expect(off in visit.last, f"Elif's press should be answered with “{off}”")
    await visit.press("priya", changed, UNDO)
    await visit.press("elif", hub, READ)
    expect(off not in visit.last, "the letter should be there again after the undo")


async def _meet_a_raid(visit: Visit) -> None:
    visit.step("A raid: it does not count, and the moderator sets it aside, and takes that back")
    await visit.send_raid(RAIDERS)
    await visit.let_numbers_be_published()
    await visit.expect_numbers(9)
    card = await visit.press("priya", await visit.type("priya", "moderation"), CHECKED)
    new_accounts = str(card.control(KIND)["options"][0]["value"])
    why = await visit.press("priya", await visit.choose("priya", card, KIND, new_accounts), ASIDE)
    sure = await visit.choose("priya", why, REASON, str(int(AsideReason.RAID)))
    done = await visit.press("priya", sure, ASIDE_YES)
    await visit.press("priya", done, UNDO_CASE)
    await visit.let_numbers_be_published()
    await visit.type("jonas", "tally show")
    await visit.expect_numbers(9)


async def _take_a_name_off(visit: Visit) -> None:
    visit.step("The moderator takes a name off the wall: its person reads why, and chooses again")
    wall = await visit.press("priya", await visit.type("priya", "moderation"), WALL)
    jonas = str(visit.user_id("jonas"))
    why = await visit.choose("priya", wall, NAME, jonas)
    done = await visit.choose("priya", why, OFF, str(int(WallReason.OTHER)))
    expect(not (await visit.standing("jonas")).listed, "Jonas should be off the wall")
    mine = await visit.type("jonas", "pledge mine")
    expect(not mine.has(LIST), "Jonas should not be offered to be listed meanwhile")
    await visit.press("priya", done, LET_BACK)
    mine = await visit.type("jonas", "pledge mine")
    expect(mine.has(LIST), "Jonas should be offered to be listed again")
