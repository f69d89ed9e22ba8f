"""The papers name what is there, the README every command, and nothing that is not there."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

import click
import pytest
from discord import app_commands

from bot.command_line import main
from bot.config import load
from bot.db import open_database
from bot.domain.clock import system_clock
from bot.exits import Exit
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, features, phrases
from bot.settings import NAMES
from tests.house import papers

_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")
_CALLED = re.compile(r"python -m bot (\w[^`#\n]*)")
_OPTION = re.compile(r"--[a-z][a-z-]*")
_SETTING = re.compile(r"(?:`|-e |\s)([A-Z]+(?:_[A-Z]+)+|[A-Z]+(?==))[^`\n]*`")

OTHERS_SETTINGS = {
    "ARGS": "make",
    "PYTHON": "tools/venv.sh",
}
"""What is written as a setting is, and means something to another program."""


async def slash_commands(folder: Path) -> set[str]:
    """Return what members can type, as the real bot has it."""
    configuration = load(papers.ROOT / "config", phrases())
    url = f"sqlite:///{folder}/outreach.sqlite3"
    async with open_database(url) as database:
        services = build_services(configuration, database, secret=bytes(32), clock=system_clock)
        async with OutreachBot(services, Messages(configuration.messages)) as bot:
            for feature in features():
                await bot.load_extension(f"cogs.{feature}")
            return {
                f"/{command.qualified_name}"
                for command in bot.tree.walk_commands()
                if isinstance(command, app_commands.Command)
            }


async def test_every_command_of_members_stands_in_the_readme(tmp_path: Path) -> None:
    documented = [papers.in_code(row[0]) for row in papers.table("What people can do")]
    assert len(documented) == len(set(documented))
    assert set(documented) == await slash_commands(tmp_path)


def usage(name: str, command: click.Command) -> str:
    """Return how a command is called, without its options."""
    pieces = command.collect_usage_pieces(click.Context(command))
    return " ".join(
        [".venv/bin/python -m bot", name, *(one for one in pieces if one != "[OPTIONS]")]
    )


def test_every_command_of_the_operator_stands_in_the_readme() -> None:
    documented = [papers.in_code(row[0]) for row in papers.table("Commands of the operator")]
    assert isinstance(main, click.Group)
    called = [usage(name, command) for name, command in main.commands.items()]
    assert sorted(documented) == sorted(called)


PAPERS = ("README.md", *sorted(f"docs/{one.name}" for one in papers.ROOT.glob("docs/*.md")))


@pytest.mark.parametrize("paper", PAPERS)
def test_every_link_inside_the_repository_leads_somewhere(paper: str) -> None:
    kept = {path.relative_to(papers.ROOT).as_posix() for path in papers.tracked()}
    links = _LINK.findall(papers.text(paper))
    home = posixpath.dirname(paper)
    lead = {link: posixpath.normpath(posixpath.join(home, link)) for link in links}
    assert {link: place for link, place in lead.items() if place not in kept} == {}
    assert links or paper != "README.md"


@pytest.mark.parametrize("paper", PAPERS)
def test_every_command_that_is_spoken_of_exists_with_its_options(paper: str) -> None:
    assert isinstance(main, click.Group)
    wrong = {
        line
        for line in _CALLED.findall(papers.text(paper))
        if not (command := main.commands.get(line.split()[0]))
        or not set(_OPTION.findall(line))
        <= {option for one in command.params for option in one.opts} | {"--help"}
    }
    assert wrong == set()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_setting_that_is_spoken_of_exists(paper: str) -> None:
    spoken = set(_SETTING.findall(papers.text(paper)))
    assert spoken <= {*NAMES, *OTHERS_SETTINGS, *Exit.__members__}


def test_every_file_of_deploy_is_spoken_of_by_the_operators_page() -> None:
    links = set(_LINK.findall(papers.text("docs/operators.md")))
    files = {one.name for one in papers.tracked() if one.parent.name == "deploy"}
    assert files == {link.rpartition("/")[2] for link in links if link.startswith("../deploy/")}
    assert "docs/operators.md" in _LINK.findall(papers.text("README.md"))


def test_every_picture_of_the_papers_is_made_anew_by_the_one_command() -> None:
    maker = (papers.ROOT / "tests" / "browser" / "pictures.py").read_text("utf-8")
    shown = {one for one in papers.tracked() if one.parent.name == "docs" and one.suffix == ".png"}
    assert shown
    assert {one.stem for one in shown if f'"{one.stem}"' not in maker.replace(".png", "")} == set()
