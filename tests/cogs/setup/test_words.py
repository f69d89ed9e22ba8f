"""Moderators write their own words: seen before they are kept, said at once, undone, reset."""

from __future__ import annotations

from dataclasses import dataclass

import simcord
from simcord.results import InteractionResult
from sqlalchemy import Connection

from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.sentences import SENTENCES
from tests.cogs.setup.test_panel import place
from tests.cogs.setup.using import choose, chosen, numbers, opened
from tests.components import walk
from tests.simulated import World, ids, message_of, press, said

INTRODUCTION = "words.en.campaign.introduction"
OURS = "Riverside says: {about}"


@dataclass(frozen=True, slots=True)
class OfEarlier(Work[None]):
    """A setting as an earlier release kept it."""

    guild_id: int
    key: str
    value: str

    def perform(self, connection: Connection) -> None:
        """Keep it, whatever this release thinks of it."""
        written = "INSERT INTO server_settings (guild_id, key, value) VALUES ($1, $2, $3)"
        run(connection, written, [self.guild_id, self.key, self.value])


async def sentence(world: World, key: str = "campaign.introduction") -> InteractionResult:
    """Open the page of a sentence, as the organiser."""
    shown = await opened(world, "words")
    return await choose(world.organiser, shown, "amh:setup:words:", key)


async def drafted(
    world: World, shown: InteractionResult, text: str, actor: simcord.MemberActor | None = None
) -> InteractionResult:
    """Press *Edit* and submit a text."""
    actor = actor or world.organiser
    form = await press(actor, shown, "amh:setup:words_edit")
    return await actor.submit_modal(form, {"words": text})


async def kept(world: World, shown: InteractionResult, text: str) -> InteractionResult:
    """Write a text and keep it."""
    return await press(world.organiser, await drafted(world, shown, text), "amh:setup:words_keep")


def texts(world: World) -> str:
    """Return what the newest message of the channel says to everyone."""
    parts = [part.to_dict() for part in world.channel.history()[-1].components]
    return "\n".join(one["content"] for one in walk(parts) if one["type"] == 10)


async def test_words_are_seen_before_they_are_kept_and_said_from_then_on(world: World) -> None:
    about = world.configuration.campaign.about.best("en")[1]
    shown = await sentence(world)
    assert "`{about}`" in said(shown)
    draft = await drafted(world, shown, f"  {OURS}\r\n")
    assert f"Riverside says: {about.splitlines()[0]}"[:60] in said(draft)
    assert "Nobody else sees it yet" in said(draft)
    assert await chosen(world) == {}
    done = await press(world.organiser, draft, "amh:setup:words_keep")
    assert await chosen(world) == {INTRODUCTION: OURS}
    assert f"the bot’s own words → “`{OURS}`”" in said(done)
    assert "Riverside says: " in said(await world.alice.slash(world.channel, "campaign"))
    back = await press(world.organiser, done, "amh:setup:undo")
    assert await chosen(world) == {}
    assert "Riverside" not in said(await world.alice.slash(world.channel, "campaign"))
    assert "Undone. Introduction of the campaign’s card (English)" in said(back)


async def test_not_now_and_the_default_leave_nothing(world: World) -> None:
    draft = await drafted(world, await sentence(world), OURS)
    left = await press(world.organiser, draft, "amh:setup:words_show")
    assert "Riverside" not in said(left)
    assert await chosen(world) == {}
    done = await kept(world, left, OURS)
    reset = await press(world.organiser, done, "amh:setup:words_reset")
    assert "→ the bot’s own words" in said(reset)
    assert await chosen(world) == {}
    listed = await press(world.organiser, reset, "amh:setup:words_list")
    assert "every sentence is as the bot ships it" in said(listed)


async def test_words_that_do_not_fit_are_told_why_and_can_be_edited_again(world: World) -> None:
    shown = await sentence(world)
    for text, why in (
        ("Sign at https://example.org", "There is a link in it"),
        ("{abuot}", "curly braces"),
        ("@everyone", "a mention"),
        ("**Sign**", "formatting"),
        (" ", "There are no words"),
    ):
        refused = await drafted(world, shown, text)
        assert why in said(refused)
        assert not [one for one in ids(refused) if "words_keep" in one]
    form = await press(
        world.organiser, await drafted(world, shown, "**Sign**"), "amh:setup:words_edit"
    )
    assert form.modal is not None
    assert "**Sign**" in str(form.modal)
    assert await chosen(world) == {}


async def test_a_form_that_was_opened_before_a_restart_is_taken_after_it(world: World) -> None:
    form = await press(world.organiser, await sentence(world), "amh:setup:words_edit")
    await world.restart()
    draft = await world.organiser.submit_modal(form, {"words": OURS})
    await world.restart()
    await press(world.organiser, draft, "amh:setup:words_keep")
    await world.restart()
    assert "Riverside says: " in said(await world.alice.slash(world.channel, "campaign"))


async def test_two_moderators_at_one_sentence_see_each_other(world: World) -> None:
    second = world.guild.add_member(world.env.create_user("olu"), roles=[world.organisers])
    theirs = await drafted(world, await sentence(world), "Theirs.")
    await kept(world, await sentence(world), "Mine.")
    late = await press(world.organiser, theirs, "amh:setup:words_keep")
    assert "Meanwhile somebody changed this sentence. It reads now: “Mine.”" in said(late)
    assert await chosen(world) == {INTRODUCTION: "Mine."}
    await press(world.organiser, late, "amh:setup:words_keep")
    assert await chosen(world) == {INTRODUCTION: "Theirs."}
    form = await press(world.organiser, await sentence(world), "amh:setup:words_edit")
    await world.services.servers.change(
        guild_id=world.guild.id, actor=second.id, key=INTRODUCTION, value=None
    )
    told = await world.organiser.submit_modal(form, {"words": "Mine again."})
    assert "Meanwhile somebody changed" in said(told)


async def test_an_older_change_is_not_undone_over_a_newer_one(world: World) -> None:
    done = await kept(world, await sentence(world), "First.")
    await kept(world, await sentence(world), "Second.")
    late = await press(world.organiser, done, "amh:setup:undo")
    assert "changed again since" in said(late)
    assert await chosen(world) == {INTRODUCTION: "Second."}
    log = await opened(world, "log")
    assert "“`First.`” → “`Second.`”" in said(log)
    assert await numbers(world) == [(1, INTRODUCTION), (2, INTRODUCTION)]
    taken = await press(world.organiser, log, "amh:setup:undo")
    assert "“`Second.`” → “`First.`”" in said(taken)
    assert await chosen(world) == {INTRODUCTION: "First."}


async def test_a_panel_and_what_is_posted_say_the_words_of_their_language(world: World) -> None:
    await world.choose(locale="de")
    await place(world)
    await kept(world, await sentence(world, "setup.panel_title"), "Mach mit, Freund*innen")
    assert (await chosen(world))["words.de.setup.panel_title"] == "Mach mit, Freund*innen"
    assert "## Mach mit, Freund\\*innen" in texts(world)
    await world.choose(locale="en")
    hub = await world.alice.slash(world.channel, "campaign")
    assert "Mach mit" not in said(hub)
    await world.choose(
        None, **{"words.de.tally.title": "Unser Stand", "words.en.tally.title": "Ours"}
    )
    posted = await press(
        world.organiser, await world.organiser.slash(world.channel, "tally show"), "amh:tally:post"
    )
    assert message_of(posted) is not None
    assert "## Ours" in texts(world)


async def test_a_pause_says_the_words_of_the_server_and_what_became_of_it(world: World) -> None:
    group = await opened(world, "pledge")
    shown = await press(world.organiser, group, "amh:setup:words_show")
    assert "Signing is paused in this server" in said(shown)
    await kept(world, shown, "We pause until Monday.")
    await world.choose(signing_paused=True)
    for answer in (
        await world.alice.slash(world.channel, "pledge sign"),
        await world.alice.click(
            await world.post_control(world.channel, "amh:pledge:sign"), label="Old"
        ),
    ):
        assert "We pause until Monday. Nothing was recorded, and what was signed stands." in said(
            answer
        )


async def test_what_another_release_kept_is_not_said_and_the_check_up_tells(world: World) -> None:
    key = "words.en.tally.milestone_goal"
    await world.database.writer.submit(OfEarlier(world.guild.id, key, '"Our {goal} by {year}"'))
    stored = await world.services.servers.with_sources(guild_id=world.guild.id)
    assert stored.words == {}
    assert stored.unfit_words == (key,)
    check = await opened(world, "check")
    assert "“When the goal is reached (English)”: the words chosen here do not fit" in said(check)
    page = await sentence(world, "tally.milestone_goal")
    assert "does not fit this release" in said(page)
    reset = await press(world.organiser, page, "amh:setup:words_reset")
    assert "“`Our {goal} by {year}`” → the bot’s own words" in said(reset)
    assert "amh:setup:undo" not in str(ids(await opened(world, "log")))
    assert "do not fit" not in said(await opened(world, "check"))


async def test_words_as_long_as_can_be_are_taken_by_discord(world: World) -> None:
    world.locale = world.server_locale = "de"
    draft = await drafted(world, await sentence(world, "campaign.since"), "ß*" * 300)
    assert [name for name in ids(draft) if "words_keep" in name]


async def test_help_never_says_a_servers_own_words(world: World) -> None:
    before = said(await world.alice.slash(world.channel, "resources"))
    helped = said(await world.alice.slash(world.channel, "help"))
    for key in SENTENCES:
        await world.choose(None, **{f"words.en.{key}": "Ours"})
    assert said(await world.alice.slash(world.channel, "resources")) == before
    assert said(await world.alice.slash(world.channel, "help")) == helped


async def test_no_mark_in_kept_words_ends_what_is_quoted(world: World) -> None:
    """This release keeps no such words; an earlier one, or a changed file, may have."""
    await world.database.writer.submit(
        OfEarlier(world.guild.id, INTRODUCTION, '"a`b **c** @d {about}"')
    )
    page = await sentence(world)
    reset = await press(world.organiser, page, "amh:setup:words_reset")
    assert "“`ab **c** @d {about}`” → the bot’s own words" in said(reset)
