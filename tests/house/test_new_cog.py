"""A new cog is a package, its words and nothing else: no file of `bot/` has to know of it."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from discord import app_commands

import cogs
from bot.config import load
from bot.db import open_database
from bot.domain.clock import system_clock
from bot.examples import examples_of
from bot.interactions.response import Response
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, features, phrases
from tests.house import papers

INIT = """
from bot.outreach import OutreachBot
from cogs.share.cog import ShareCog


async def setup(bot: OutreachBot) -> None:
    await bot.add_cog(ShareCog())
"""
COG = """
from __future__ import annotations

from discord import app_commands

from bot.interactions.cards import Card, panel, text
from bot.interactions.cog import FeatureCog, answered
from bot.interactions.response import Response
from cogs.share.words import ASK


class ShareCog(FeatureCog):
    @app_commands.command()
    @answered
    async def share(self, response: Response) -> None:
        await response.show(Card(panel(text(response.say(ASK)))))

    presses = {"again": share}
"""
WORDS = """
from bot.domain.phrases import phrase

ASK = phrase("share.ask")
"""
EXAMPLES = """
from bot.interactions.cards import Card, panel, text
from bot.examples import Example
from cogs.share.words import ASK


def share_card(say) -> Card:
    return Card(panel(text(say(ASK))))


EXAMPLES = (Example("share", share_card, lambda say, of: share_card(say)),)
"""
SAID = {
    "commands": 'share: "Tell others of the campaign"',
    "command_names": 'share: "share"',
}


@pytest.fixture
def share_cog(tmp_path: Path) -> Iterator[None]:
    """A cog `share`, in a folder that holds cogs too."""
    package = tmp_path / "cogs" / "share"
    package.mkdir(parents=True)
    sources = {"__init__": INIT, "cog": COG, "words": WORDS, "examples": EXAMPLES}
    for name, source in sources.items():
        (package / f"{name}.py").write_text(source, "utf-8")
    cogs.__path__.append(str(package.parent))
    yield
    cogs.__path__.remove(str(package.parent))
    for name in [one for one in sys.modules if one.startswith("cogs.share")]:
        del sys.modules[name]
    if hasattr(cogs, "share"):
        delattr(cogs, "share")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped configuration, whose English words speak of the new cog too."""
    config = Path(shutil.copytree(papers.ROOT / "config", tmp_path / "config"))
    english = config / "messages" / "en.yaml"
    words = english.read_text("utf-8") + '\nshare:\n  ask: "Whom will you tell?"\n'
    for group, line in SAID.items():
        words, found = re.subn(rf"(?m)^{group}:.*$", rf"\g<0>\n  {line}", words)
        assert found == 1
    english.write_text(words, "utf-8")
    return config


async def answer(response: Response) -> None:
    """Answer nothing."""


@pytest.mark.usefixtures("share_cog")
async def test_a_new_cog_needs_its_package_and_its_words_alone(
    folder: Path, tmp_path: Path
) -> None:
    assert "share" in features()
    configuration = load(folder, phrases())
    url = f"sqlite:///{tmp_path}/outreach.sqlite3"
    async with open_database(url) as database:
        services = build_services(configuration, database, secret=bytes(32), clock=system_clock)
        async with OutreachBot(services, Messages(configuration.messages)) as bot:
            for feature in features():
                await bot.load_extension(f"cogs.{feature}")
            bot.outreach_tree.word()
            command = bot.tree.get_command("share")
            assert isinstance(command, app_commands.Command)
            assert command.description == "Tell others of the campaign"
            assert [one.name for one in examples_of("share")] == ["share"]
            with pytest.raises(ValueError, match="share:again has two handlers"):
                bot.router.add("share", {"again": answer})
