"""Each person may do what the table says, at every entrance that the bot has, and no more."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import discord
import pytest
from discord import app_commands

from bot.domain.phrases import phrase
from bot.interactions.cog import FeatureCog
from tests.house import papers
from tests.rights.stage import staged
from tests.rights.table import TABLE, Kind, Person, Rights
from tests.simulated import World, leaves


def entrances(world: World) -> set[tuple[Kind, str]]:
    """Return every way in that the running bot has."""
    found: set[tuple[Kind, str]] = set()
    for command in leaves(world):
        found.add((Kind.COMMAND, command.qualified_name))
        for parameter in command.parameters:
            if parameter.autocomplete:
                found.add((Kind.COMPLETION, f"{command.qualified_name} {parameter.display_name}"))
    for kind in (discord.AppCommandType.message, discord.AppCommandType.user):
        menus: list[app_commands.ContextMenu] = world.bot.tree.get_commands(type=kind)
        found |= {(Kind.MENU, one.name) for one in menus}
    for cog in world.bot.cogs.values():
        assert isinstance(cog, FeatureCog), f"{cog} has entrances that no table knows"
        found |= {(Kind.PRESS, f"{cog.feature}:{action}") for action in cog.handlers}
        found |= {(Kind.MODAL, f"{cog.feature}:{action}") for action in cog.modals}
    return found


async def test_the_table_has_every_entrance_and_nothing_else(world: World) -> None:
    rows = Counter((one.kind, one.name) for one in TABLE)
    found = entrances(world)
    assert sorted(map(str, found - rows.keys())) == [], "has no row in tests/rights/table.py"
    assert sorted(map(str, rows.keys() - found)) == [], "is a row without an entrance"
    assert [name for name, times in rows.items() if times > 1] == []


def test_every_table_of_a_cog_is_looked_at() -> None:
    """A cog gets in a new kind of entrance by a new table; then this test has to learn of it."""
    tables = {name for name in FeatureCog.__annotations__ if name.islower()}
    assert tables - {"right"} == {"presses", "modals", "menus"}


@pytest.mark.parametrize("person", Person)
async def test_each_person_does_what_the_table_says(world: World, person: Person) -> None:
    stage = await staged(world, person)
    wrong = [await stage.tried(one) for one in TABLE]
    assert [one for one in wrong if one] == []


def rows_of(name: str, heading: str) -> list[list[str]]:
    """Return the rows of the table under a heading of a paper."""
    section = papers.text(name).partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line[1:-1].split("|")] for line in lines]


def test_the_paper_for_moderators_says_the_same() -> None:
    head, _, *rows = rows_of("docs/moderators.md", "Who may do what")
    assert head == ["", *Person]
    expected: list[Any] = [[one.about, *one.of.values()] for one in Rights]
    assert rows == expected


_FOR = {
    Rights.ORGANISERS_COMMAND: "for organisers",
    Rights.SETUP_COMMAND: "for those who manage the server",
    Rights.MODERATION_COMMAND: "for moderators and stewards",
}
"""What the README's table says first of a command that is not for everyone."""


def test_the_readmes_table_says_whom_a_command_is_for() -> None:
    rows = rows_of("README.md", "What people can do")
    said = {row[0].strip("`").removeprefix("/"): row[1] for row in rows}
    for one in TABLE:
        if one.kind is Kind.COMMAND:
            told = [words for words in _FOR.values() if said[one.name].startswith(words)]
            assert told == ([_FOR[one.rights]] if one.rights in _FOR else []), one.name


@pytest.mark.parametrize(
    ("name", "beginning", "end"),
    [
        ("README.md", "What may be shared carries *Post here*", "Moderators switch off"),
        ("docs/letter.md", "**Who may post.**", "**A post says who"),
        ("docs/resources.md", "## Sharing the general page", "question the page stands"),
    ],
)
def test_every_paper_says_the_same_of_who_may_post(name: str, beginning: str, end: str) -> None:
    told = papers.text(name).partition(beginning)[2].partition(end)[0]
    told = " ".join(told.lower().split())
    for who in ("the server", "an organiser role", "member", "moderators", "may write"):
        assert who in told or (who == "moderators" and "you say so in `/setup`" in told), who


def test_the_paper_of_the_page_with_help_names_what_can_be_set(world: World) -> None:
    section = papers.text("docs/resources.md").partition("## For moderators")[2].partition("## ")[0]
    for key in ("setup.group_support", "setup.group_features"):
        assert f"*{world.say(phrase(key))}*" in section


def test_the_readme_names_the_commands_that_work_in_direct_messages() -> None:
    paragraph = papers.text("README.md").partition("also work in a direct message")[0]
    named = set(re.findall(r"`/([a-z ]+)`", paragraph.rpartition("\n\n")[2].rpartition(".\n")[2]))
    commands = {one.name: one.rights for one in TABLE if one.kind is Kind.COMMAND}
    there = {name for name, rights in commands.items() if rights is Rights.ANYWHERE}
    assert {name if name in named else name.partition(" ")[0] for name in there} == named
