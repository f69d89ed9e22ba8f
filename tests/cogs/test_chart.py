"""`/tally chart`: the published number as a picture, and the same in words, seen first."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import discord
import pytest
from PIL import Image
from sqlalchemy import Connection

from bot.db.repositories.dictionary import campaign_number
from bot.db.schema import CAMPAIGN_WIDE
from bot.db.sql import run
from bot.db.transactions.work import Work
from bot.domain.clock import day_number
from bot.domain.tallies.history import Day, History
from bot.interactions.commands import CatalogueTranslator
from bot.pictures import Chart, Quotation
from bot.pictures.chart_drawing import PIXELS
from cogs.tally.chart import chart_of, story_of
from tests.cogs.examples.values import histories
from tests.cogs.growing import grow
from tests.cogs.slow_drawing import draw_slowly
from tests.components import walk
from tests.simulated import World, clock, ids, message_of, press, said

NOTHING = "There is no number to show for these days yet."


@dataclass(frozen=True)
class PublishedThen(Work[None]):
    """What was published of some scopes at the end of a day."""

    campaign_id: str
    day: date
    totals: dict[bytes, int]

    def perform(self, connection: Connection) -> None:
        campaign = campaign_number(connection, self.campaign_id)
        for scope, counted in self.totals.items():
            values = [campaign, scope, day_number(self.day), counted]
            run(connection, "INSERT INTO published_days VALUES ($1, $2, $3, $4, 0)", values)


def pictures(components: Any) -> list[Any]:
    return [item for one in walk(components) if one.get("type") == 12 for item in one["items"]]


async def grow_since_yesterday(world: World) -> None:
    """Let 32 people sign in two servers; a day before, 12 of them had been published."""
    await grow(world)
    server = world.keys.server(world.guild.id)
    yesterday = clock().date() - timedelta(days=1)
    published = {CAMPAIGN_WIDE: 12, server: 6}
    await world.database.writer.submit(PublishedThen(world.keys.campaign_id, yesterday, published))


async def test_a_chart_tells_its_story_in_a_picture_and_in_words(world: World) -> None:
    await grow_since_yesterday(world)
    shown = await world.alice.slash(world.channel, "tally chart", days=30)
    assert message_of(shown).ephemeral
    (item,) = pictures(message_of(shown).components)
    story = item["description"]
    assert "the total rose from 12 to 32." in story
    assert "The largest change of one day was 20 more" in story
    assert "Milestone 25 was reached on" in story
    assert story in said(shown)
    assert "As of <t:" in said(shown)
    assert not [one for one in ids(shown) if "post_chart" in one], "a member may not post"
    week = await press(world.alice, shown, "amh:tally:chart:7")
    assert week.response is not None
    assert "the total rose from 12 to 32." in said(week)


async def test_the_chart_of_a_server_is_its_own(world: World) -> None:
    await grow_since_yesterday(world)
    shown = await world.alice.slash(world.channel, "tally chart", scope="server")
    assert "the total rose from 6 to 26." in said(shown)
    whole = await press(world.alice, shown, "amh:tally:chart:30:campaign")
    assert "the total rose from 12 to 32." in said(whole)


async def test_a_server_that_could_be_told_from_the_rest_has_no_chart(world: World) -> None:
    await world.let_sign(30, world.guild)
    await world.let_sign(4, world.other_guild)
    await world.pass_time()
    shown = await world.alice.slash(world.channel, "tally chart", scope="server")
    assert "For this server there is no number to show for these days." in said(shown)
    assert pictures(message_of(shown).components) == []


async def test_without_a_number_the_chart_says_so(world: World) -> None:
    shown = await world.organiser.slash(world.channel, "tally chart")
    assert NOTHING in said(shown)
    assert pictures(message_of(shown).components) == []
    assert not [one for one in ids(shown) if "post_chart" in one]


async def test_an_organiser_posts_the_chart_and_a_second_press_asks(world: World) -> None:
    await grow_since_yesterday(world)
    shown = await world.organiser.slash(world.channel, "tally chart", days=7)
    await press(world.organiser, shown, "amh:tally:post_chart")
    (post,) = world.channel.history()
    assert len(post.attachments) == 1
    words = str([part.to_dict() for part in post.components])
    assert "the total rose from 12 to 32." in words
    assert f"<@{world.organiser.id}>" in words


async def test_who_may_not_post_cannot_press_another_s_button(world: World) -> None:
    await grow_since_yesterday(world)
    control = await world.post_control(world.channel, "amh:tally:post_chart:7:campaign")
    answer = await world.alice.click(control, custom_id="amh:tally:post_chart:7:campaign")
    assert message_of(answer).ephemeral
    assert len(world.channel.history()) == 1


@pytest.mark.parametrize("days", ["0", "731", "999999"])
async def test_days_that_no_chart_has_get_a_sentence(world: World, days: str) -> None:
    custom_id = f"amh:tally:chart:{days}:campaign"
    control = await world.post_control(world.channel, custom_id)
    answer = await world.alice.click(control, custom_id=custom_id)
    assert "A chart shows from 1 to 730 days." in said(answer)


async def test_where_no_picture_can_be_drawn_the_words_stay(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await grow_since_yesterday(world)

    async def nothing(wanted: Quotation | Chart, *, person: int) -> bytes | None:
        return None

    monkeypatch.setattr(world.services.pictures, "draw", nothing)
    shown = await world.alice.slash(world.channel, "tally chart")
    assert pictures(message_of(shown).components) == []
    assert "There is no picture of this just now." in said(shown)
    assert "the total rose from 12 to 32." in said(shown)


async def test_a_chart_that_takes_long_is_deferred_privately_while_it_is_drawn(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    await grow_since_yesterday(world)
    meanwhile = draw_slowly(world, monkeypatch)
    shown = await world.alice.slash(world.channel, "tally chart", days=30)
    assert meanwhile == [{"type": 5, "data": {"flags": 64}}]
    assert shown.ephemeral
    assert pictures(message_of(shown).components)


async def test_every_language_is_is_drawn(world: World) -> None:
    """The child draws what the examples hold: rises, falls, gaps, a day alone."""
    for locale in world.messages.locales:
        say = world.messages.voice(locale)
        for history in histories():
            assert story_of(history, say)
        history = next(histories())
        drawn = await world.services.pictures.draw(chart_of(history, say, campaign="#Ask"))
        assert drawn is not None
        assert Image.open(io.BytesIO(drawn)).width == PIXELS


def test_the_line_of_a_chart_runs_from_its_lowest_tick_to_its_highest(world: World) -> None:
    say = world.messages.voice("de")
    rise = next(histories())
    chart = chart_of(rise, say, campaign="#Ask")
    assert [tick.label for tick in chart.total.ticks][::4] == ["0", "1.000.000.000"]
    assert chart.total.values == pytest.approx((0.5, 1.0), abs=0.01)
    assert chart.change.base == 0
    fall = replace(rise, days=tuple(replace(one, change=-8) for one in rise.days))
    assert chart_of(fall, say, campaign="#Ask").change.base == 1
    assert [tick.label for tick in chart.days] == ["1. Januar 2026", "30. November 2026"]


def test_a_milestone_is_called_so_and_stands_at_its_own_number(world: World) -> None:
    say, today = world.messages.voice("de"), date(2026, 11, 27)
    days = (Day(today - timedelta(days=1), 6, None), Day(today, 18, 12, milestone=10))
    as_of = datetime(2026, 11, 27, 14, tzinfo=UTC)
    chart = chart_of(History(server=True, days=days, as_of=as_of), say, campaign="#Ask")
    (mark,) = chart.marks
    assert (mark.day, mark.label) == (1, "Meilenstein 10")
    assert (mark.at, chart.total.values[1]) == (0.5, 0.9)
    assert chart.as_of == "Stand 27. November 2026, 14:00 Uhr UTC."


def test_a_milestone_under_every_total_is_still_inside_the_chart(world: World) -> None:
    today = date(2026, 11, 27)
    history = History(server=False, days=(Day(today, 27, None, milestone=25),))
    chart = chart_of(history, world.messages.voice("en"), campaign="#Ask")
    assert [one.at for one in chart.marks] == [0]


def test_a_story_names_the_days_that_are_left_out(world: World) -> None:
    say = world.messages.voice("en")
    first = next(histories()).days[0]
    days = (first, replace(first, day=first.day + timedelta(days=2)))
    assert story_of(History(server=True, days=days), say).endswith("left out.")


async def test_the_command_takes_one_to_730_days(world: World) -> None:
    group = world.bot.tree.get_command("tally")
    assert isinstance(group, discord.app_commands.Group)
    command = group.get_command("chart")
    assert isinstance(command, discord.app_commands.Command)
    (days, _) = command.parameters
    assert (days.min_value, days.max_value) == (1, 730)


async def test_what_an_option_is_for_is_said_in_the_reader_s_language(world: World) -> None:
    group = world.bot.tree.get_command("tally")
    assert isinstance(group, discord.app_commands.Group)
    translator = CatalogueTranslator(world.messages)
    payload = await group.get_translated_payload(world.bot.tree, translator)
    (chart,) = [one for one in payload["options"] if one["name"] == "chart"]
    days, scope = chart["options"]
    assert days["description"] == "How many days, from 1 to 730"
    assert days["description_localizations"]["de"] == "Wie viele Tage, von 1 bis 730"
    assert {"de", "es-ES", "fr", "pt-BR"} <= set(scope["description_localizations"])
