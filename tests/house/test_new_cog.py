"""A new cog is a package, its words and nothing else: no file of `bot/` has to know of it."""

from __future__ import annotations

import importlib
import pkgutil
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
from bot.domain.phrases import declared_in
from bot.examples import examples_of
from bot.interactions.response import Response
from bot.messages import Messages
from bot.outreach import OutreachBot, build_services, features, phrases
from tests.house import papers

INIT = """
from bot.outreach import OutreachBot
from cogs.trial.cog import TrialCog


async def setup(bot: OutreachBot) -> None:
    await bot.add_cog(TrialCog())
"""
COG = """
from __future__ import annotations

from discord import app_commands

from bot.interactions.cards import Card, panel, text
from bot.interactions.cog import FeatureCog, answered
from bot.interactions.response import Response
from cogs.trial.words import ASK


class TrialCog(FeatureCog):
    @app_commands.command()
    @answered
    async def trial(self, response: Response) -> None:
        await response.show(Card(panel(text(response.say(ASK)))))

    presses = {"again": trial}
"""
WORDS = """
from bot.domain.phrases import phrase

ASK = phrase("trial.ask")
"""
EXAMPLES = """
from bot.interactions.cards import Card, panel, text
from bot.examples import Example
from cogs.trial.words import ASK


def trial_card(say) -> Card:
    return Card(panel(text(say(ASK))))


EXAMPLES = (Example("trial", trial_card, lambda say, of: trial_card(say)),)
"""
SAID = {
    "commands": 'trial: "Tell others of the campaign"',
    "command_names": 'trial: "trial"',
}


@pytest.fixture
def trial_cog(tmp_path: Path) -> Iterator[None]:
    """A cog `trial`, in a folder that holds cogs too."""
    package = tmp_path / "cogs" / "trial"
    package.mkdir(parents=True)
    sources = {"__init__": INIT, "cog": COG, "words": WORDS, "examples": EXAMPLES}
    for name, source in sources.items():
        (package / f"{name}.py").write_text(source, "utf-8")
    cogs.__path__.append(str(package.parent))
    yield
    cogs.__path__.remove(str(package.parent))
    for name in [one for one in sys.modules if one.startswith("cogs.trial")]:
        del sys.modules[name]
    if hasattr(cogs, "trial"):
        delattr(cogs, "trial")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The shipped configuration, whose English words speak of the new cog too."""
    config = Path(shutil.copytree(papers.ROOT / "config", tmp_path / "config"))
    english = config / "messages" / "en.yaml"
    words = english.read_text("utf-8") + '\ntrial:\n  ask: "Whom will you tell?"\n'
    for group, line in SAID.items():
        words, found = re.subn(rf"(?m)^{group}:.*$", rf"\g<0>\n  {line}", words)
        assert found == 1
    english.write_text(words, "utf-8")
    return config


def unheard(feature: str) -> list[str]:
    """Return the constants of a feature's modules that are sentences of which the bot knows not."""
    package = importlib.import_module(f"cogs.{feature}")
    inside = pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    known = phrases()
    return [
        f"{one.name}: {said.key}"
        for one in inside
        for said in declared_in(importlib.import_module(one.name))
        if said.key not in known
    ]


async def answer(response: Response) -> None:
    """Answer nothing."""


@pytest.mark.usefixtures("cogs_kept", "trial_cog")
async def test_a_new_cog_needs_its_package_and_its_words_alone(
    folder: Path, tmp_path: Path
) -> None:
    assert "trial" in features()
    configuration = load(folder, phrases())
    url = f"sqlite:///{tmp_path}/outreach.sqlite3"
    async with open_database(url) as database:
        services = build_services(configuration, database, secret=bytes(32), clock=system_clock)
        async with OutreachBot(services, Messages(configuration.messages)) as bot:
            for feature in features():
                await bot.load_extension(f"cogs.{feature}")
            await bot.outreach_tree.fit(configuration)
            command = bot.tree.get_command("trial")
            assert isinstance(command, app_commands.Command)
            assert command.description == "Tell others of the campaign"
            assert [one.name for one in examples_of("trial")] == ["trial"]
            with pytest.raises(ValueError, match="trial:again has two handlers"):
                bot.router.add("trial", {"again": answer})


@pytest.mark.parametrize("feature", features())
def test_every_sentence_of_a_feature_is_declared_where_it_is_found(feature: str) -> None:
    assert unheard(feature) == [], "declare it in a module named `words`, or in `__init__`"


@pytest.mark.usefixtures("trial_cog")
@pytest.mark.parametrize(
    ("module", "found"), [("cards", False), ("more_words", False), ("words", True)]
)
def test_a_sentence_declared_elsewhere_is_named(module: str, found: bool, tmp_path: Path) -> None:
    with (tmp_path / "cogs" / "trial" / f"{module}.py").open("a", encoding="utf-8") as file:
        file.write('\nfrom bot.domain.phrases import phrase\n\nTOLD = phrase("trial.told")\n')
    assert unheard("trial") == ([] if found else [f"cogs.trial.{module}: trial.told"])
