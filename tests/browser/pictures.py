"""Makes the pictures of the README and of `docs/` anew: `make pictures`."""

from __future__ import annotations

import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from contextlib import chdir
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import click
import simcord
from PIL import Image
from simcord.results import InteractionResult

from bot.domain.moderation.holding import AsideReason
from bot.domain.settings import Feature, SettingsGroup
from bot.rehearsal.local_bot import LocalBot
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.browser.chromium import Tab, installed, running_chromium
from tests.browser.visitor import FRAME, Visitor
from tests.house import papers

DOCS: Final = papers.ROOT / "docs"
TALL: Final = (1180, 2400)
"""A window in which the longest card stands whole."""
_GAP: Final = 12

_NEARLY: Final = (
    "Nonetheless, I believe that men must speak up against sexism, even as we engage in our "
    "process of critical self-reflection"
)
_FALSE: Final = "It is easy for someone who’s been harassed or bullied to speak up"
_PLACE: Final = """(() => {
  const frame = document.querySelector('iframe'), page = frame.contentDocument;
  const cards = [...page.querySelectorAll('[data-message-id]')].slice(-%d);
  const at = frame.getBoundingClientRect();
  const places = cards.map((one) => one.getBoundingClientRect());
  const inside = cards.flatMap((one) => [...one.querySelectorAll('*')])
    .filter((one) => !one.closest('.apps')).map((one) => one.getBoundingClientRect().right);
  const widest = Math.max(...inside.filter((one) => one < at.width - 40));
  return {
    x: at.left + frame.clientLeft + places[0].left, y: at.top + frame.clientTop + places[0].top,
    width: widest + 16 - frame.clientLeft, height: places.at(-1).bottom - places[0].top,
  };
})()"""


class Photographer:
    """Lets people of the stage act, and takes pictures of what they see."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.stage = visitor.stage
        self.room = self.stage.world.rooms["riverside-campaign"]

    def member(self, person: str) -> simcord.MemberActor:
        actor = self.room.actors[person]
        assert isinstance(actor, simcord.MemberActor)
        return actor

    async def slash(self, person: str, command: str, **options: str) -> Any:
        return _message(await self.member(person).slash(self.room.channel, command, **options))

    async def press(self, person: str, card: Any, wanted: str) -> Any:
        return _message(await self.member(person).click(card, custom_id=_id(card, wanted)))

    async def choose(self, person: str, card: Any, wanted: str, *values: str) -> Any:
        custom_id = _id(card, wanted)
        return _message(await self.member(person).select(card, values, custom_id=custom_id))

    async def card(self, person: str, name: str, *, cards: int = 1) -> Path:
        """Take a picture of the newest cards that a person sees."""
        await self.visitor.tab.size(*TALL)
        await self.visitor.enter("riverside-campaign", person)
        await self.visitor.look()
        await self.visitor.tab.js(
            f"{FRAME}.querySelectorAll('.apps').forEach((one) => {{ one.hidden = true; }})"
        )
        file = DOCS / f"{name}.png"
        await self.visitor.tab.picture(file, **await self.visitor.tab.js(_PLACE % cards))
        return file


def _message(result: InteractionResult) -> Any:
    message = result.followups[-1] if result.followups else result.response
    assert message is not None
    return message


def _id(card: Any, wanted: str) -> str:
    found = re.findall(rf"'custom_id': '({re.escape(wanted)}[^']*)'", str(card.components))
    assert found, (wanted, card.components)
    return str(found[0])


async def _rehearsal(photographer: Photographer) -> None:
    """The whole page, on which someone has just signed."""
    stage, visitor = photographer.stage, photographer.visitor
    await stage.let_people_sign(8)
    await stage.let_pass(hours=1)
    hub = await photographer.slash("priya", "campaign")
    await photographer.press("priya", hub, "amh:campaign:post")
    card = await photographer.slash("maya", "pledge sign")
    await photographer.press("maya", card, "amh:pledge:confirm")
    await visitor.tab.size(1280, 1010)
    await visitor.enter("riverside-campaign", "maya")
    await visitor.look()
    await visitor.tab.picture(DOCS / "rehearsal.png")


async def _letter(photographer: Photographer) -> None:
    await photographer.slash("elif", "letter verify", text=_NEARLY)
    await photographer.card("elif", "letter-verify")
    words = "What does the letter actually say about men?"
    question = await photographer.member("jonas").send(photographer.room.channel, words)
    sam = photographer.member("sam")
    card = _message(await sam.context_menu(photographer.room.channel, "Quote the letter", question))
    seen = await photographer.choose("sam", card, "amh:letter:chosen", "speak-out")
    await photographer.press("sam", seen, "amh:letter:reply")
    await photographer.card("sam", "letter-reply", cards=3)


async def _quotation(photographer: Photographer) -> None:
    """The first passage, as the bot draws it: each comes once before one repeats."""
    stage = photographer.stage
    letter = stage.must_run().services.letter.letter
    first = letter.passages[0].text
    card = await photographer.slash("elif", "letter quote", **{"as": "picture"})
    for _ in letter.passages:
        (picture,) = card.attachments
        if first in str(card.components):
            break
        card = await photographer.press("elif", card, "amh:letter:another")
    else:
        raise AssertionError("the first passage never came")
    drawn = stage.env.backend.cdn.get(picture.url)
    assert drawn
    with Image.open(BytesIO(drawn)) as whole:
        whole.thumbnail((800, 450))
        whole.save(DOCS / "letter-picture.png", optimize=True)


async def _tally(photographer: Photographer) -> None:
    """What an organiser reads and hands on, after three days of signing, with Jonas on the wall."""
    stage, channel = photographer.stage, photographer.room.channel
    pledge = await photographer.slash("jonas", "pledge sign")
    await photographer.press("jonas", pledge, "amh:pledge:confirm")
    mine = await photographer.slash("jonas", "pledge mine")
    asked = await photographer.press("jonas", mine, "amh:pledge:list")
    await photographer.press("jonas", asked, "amh:pledge:list_yes")
    for hours in (24, 24, 1):
        await stage.let_people_sign(8)
        await stage.let_pass(hours=hours)
    for name, command in (("organisers-tally", "tally show"), ("organisers-brief", "tally brief")):
        await photographer.slash("sam", command)
        await photographer.card("sam", name)
    _message(await photographer.member("sam").slash(channel, "tally chart", days=7))
    await photographer.card("sam", "organisers-chart")
    await photographer.slash("sam", "tally export")
    await photographer.card("sam", "organisers-export")
    await photographer.slash("sam", "tally board")
    await photographer.card("jonas", "organisers-board", cards=2)


async def _verdict(photographer: Photographer) -> None:
    """A false quotation and what a member posted of it."""
    words = f"Even their own letter says it: “{_FALSE}”"
    await photographer.member("jonas").send(photographer.room.channel, words)
    card = await photographer.slash("sam", "letter verify", text=_FALSE)
    await photographer.press("sam", card, "amh:letter:verdict")
    await photographer.card("jonas", "letter-verdict", cards=2)


async def _help(photographer: Photographer) -> None:
    page = await photographer.slash("tomas", "resources")
    await photographer.choose("tomas", page, "amh:resources:country", "GB")
    await photographer.card("tomas", "resources")


async def _setup(photographer: Photographer) -> None:
    home = await photographer.slash("priya", "setup")
    await photographer.press("priya", home, "amh:setup:step:0")
    await photographer.card("priya", "setup-first")
    home = await photographer.slash("priya", "setup")
    features = await photographer.choose("priya", home, "amh:setup:open", SettingsGroup.FEATURES)
    others = [one for one in Feature if one is not Feature.LETTER]
    await photographer.choose("priya", features, "amh:setup:put:features_off", *others)
    await photographer.card("priya", "setup-features")
    home = await photographer.slash("priya", "setup")
    await photographer.choose("priya", home, "amh:setup:open", "log")
    await photographer.card("priya", "setup-log")


async def _words(photographer: Photographer) -> None:
    """A draft of the server's own words, typed into the dialogue."""
    priya, wanted = photographer.member("priya"), "campaign.introduction"
    home = await photographer.slash("priya", "setup")
    listed = await photographer.choose("priya", home, "amh:setup:open", "words")
    one = await photographer.choose("priya", listed, "amh:setup:words:en", wanted)
    asked = await priya.click(one, custom_id=_id(one, "amh:setup:words_edit"))
    typed = "Riverside Book Club asks more of all of us. {about}"
    await priya.submit_modal(asked, {"words": typed})
    await photographer.card("priya", "setup-words")


async def _raid(photographer: Photographer) -> None:
    """Three groups to choose from, and the question before one of them is set aside."""
    for people in (18, 31, 7):
        await photographer.stage.send_raid(people)
        await photographer.stage.let_pass(hours=1)
    home = await photographer.slash("priya", "moderation")
    await photographer.press("priya", home, "amh:moderation:checked:")
    home = await photographer.slash("priya", "moderation")
    card = await photographer.press("priya", home, "amh:moderation:checked:")
    card = await photographer.choose("priya", card, "amh:moderation:kind", "000011")
    card = await photographer.press("priya", card, "amh:moderation:aside:")
    why = str(int(AsideReason.RAID))
    await photographer.choose("priya", card, "amh:moderation:reason:", why)
    await photographer.card("priya", "moderation-raid", cards=2)


async def _german(photographer: Photographer) -> None:
    """Three cards in German on one picture: the pledge, the wall, and a sentence looked up."""
    await photographer.stage.speak({"jonas": "de"})
    pledge = await photographer.slash("jonas", "pledge sign")
    files = [await photographer.card("jonas", "cards-de-1")]
    await photographer.press("jonas", pledge, "amh:pledge:confirm")
    mine = await photographer.slash("jonas", "pledge mine")
    await photographer.press("jonas", mine, "amh:pledge:list")
    files.append(await photographer.card("jonas", "cards-de-2"))
    await photographer.slash("jonas", "letter verify", text=_NEARLY)
    files.append(await photographer.card("jonas", "cards-de-3"))
    _together(files).save(DOCS / "cards-de.png", optimize=True)
    for file in files:
        file.unlink()


def _together(files: list[Path]) -> Image.Image:
    """Return one picture of a long card on the left and two on the right."""
    long, *short = (Image.open(file).convert("RGB") for file in files)
    right = max(one.width for one in short)
    tall = sum(one.height for one in short) + _GAP
    whole = Image.new("RGB", (long.width + _GAP + right, max(long.height, tall)), "#323338")
    whole.paste(long, (0, 0))
    top = 0
    for one in short:
        whole.paste(one, (long.width + _GAP, top))
        top += one.height + _GAP
    return whole


PARTS: Final[tuple[Callable[[Photographer], Awaitable[None]], ...]] = (
    _rehearsal,
    _help,
    _letter,
    _quotation,
    _verdict,
    _tally,
    _setup,
    _words,
    _raid,
    _german,
)


async def _on_a_new_stage(tab: Tab, part: Callable[[Photographer], Awaitable[None]]) -> None:
    # The page says where the store is, and it should be as for everyone.
    with TemporaryDirectory(prefix="pictures-") as folder, chdir(folder):
        data = Path("data/rehearsal")
        local_bot = LocalBot(config_root=papers.ROOT / "config", data_dir=data)
        async with Stage(local_bot) as stage, Lobby(stage, port=0) as lobby:
            await part(Photographer(Visitor(tab, lobby, stage)))


async def make_all(wanted: list[str]) -> None:
    """Make all pictures, or those of the named parts."""
    program = installed()
    if program is None:
        raise SystemExit("There is no Chromium: apt install chromium")
    async with running_chromium(program) as open_tab:
        for part in PARTS:
            name = part.__name__.lstrip("_")
            if not wanted or name in wanted:
                click.echo(name)
                await _on_a_new_stage(await open_tab(), part)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
        runner.run(make_all(sys.argv[1:]))
