"""The README names each command, every one of them, and nothing that is not there."""

from __future__ import annotations

import re
from pathlib import Path

import click
from discord import app_commands

from bot.command_line import main
from bot.config import load
from bot.db import open_database
from bot.domain.clock import system_clock
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, features, phrases
from tests.house import papers

_LINK = re.compile(r"\]\((?!https?:|#)([^)#]+)")


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


def test_every_link_inside_the_repository_leads_somewhere() -> None:
    kept = {path.relative_to(papers.ROOT).as_posix() for path in papers.tracked()}
    links = _LINK.findall(papers.text("README.md"))
    assert links
    assert [link for link in links if link not in kept] == []
