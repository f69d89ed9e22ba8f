"""Someone who came to the stage: opens rooms, types, presses, and looks where things are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from bot.domain.phrases import Phrase
from bot.rehearsal.pages.command_list import commands_in
from bot.rehearsal.pages.lobby import Lobby
from bot.rehearsal.stage import Stage
from tests.browser.chromium import Tab

FRAME: Final = "document.querySelector('iframe').contentDocument"
READY: Final = f"{FRAME}.defaultView.simcordPreview.ready"
_LAST: Final = f"[...{FRAME}.querySelectorAll('[data-message-id]')].pop()"
_SEEN: Final = """(() => {
  const frame = document.querySelector('iframe'), page = frame.contentDocument;
  const all = [...page.querySelectorAll('[data-message-id]')], card = all.pop();
  const log = page.querySelector('[role=log]').getBoundingClientRect();
  const place = card.getBoundingClientRect(), at = frame.getBoundingClientRect();
  const top = at.top + Math.max(log.top, 0), bottom = at.top + Math.min(log.bottom, at.height);
  return {
    words: card.innerText, messages: all.length + 1, fits: place.height <= log.height + 1,
    cardTop: at.top + place.top, cardBottom: at.top + place.bottom,
    top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight),
  };
})()"""


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest card, and where it stands in the window."""

    words: str
    messages: int
    fits: bool
    cardTop: float  # noqa: N815 - as the page says it
    cardBottom: float  # noqa: N815
    top: float
    bottom: float

    @property
    def in_view(self) -> bool:
        """Whether all of the card can be seen, or its beginning where it is too long."""
        begins = self.cardTop >= self.top - 1 and self.cardTop < self.bottom - 40
        return begins and (not self.fits or self.cardBottom <= self.bottom + 1)


class Visitor:
    """One tab at the stage."""

    def __init__(self, tab: Tab, lobby: Lobby, stage: Stage) -> None:
        self.tab = tab
        self.lobby = lobby
        self.stage = stage

    def words(self, person: str, text: str | Phrase) -> str:
        """Return a phrase, or a text with commands, in the language that a person has here."""
        bot = self.stage.must_run().bot
        say = bot.messages.voice(self.stage.languages.of(person))
        return commands_in(text, bot.tree, say) if isinstance(text, str) else say(text)

    async def home(self) -> None:
        await self.tab.go(self.lobby.url)

    async def enter(self, room: str, person: str) -> None:
        """Open a room, and wait until its message box has the focus."""
        await self.tab.go(f"{self.lobby.url}room/{room}?as={person}")
        await self.arrive()

    async def arrive(self) -> None:
        """Wait until the room that is being opened takes what is typed."""
        await self.tab.until(READY)
        await self.tab.until(f"{FRAME}.activeElement.matches('form textarea')")

    async def type(self, command: str) -> Seen:
        """Type a command where the focus is, send it, and wait for its answer."""
        before = await self._messages()
        await self.tab.write(command)
        await self.tab.until(f"{FRAME}.querySelector('[role=listbox] [aria-selected=true]')")
        await self.tab.key("Enter")
        await self.tab.until(f"{FRAME}.activeElement.matches('form button')")
        await self.tab.key("Enter")
        await self.tab.until(f"{FRAME}.querySelectorAll('[data-message-id]').length > {before}")
        await self.tab.until(f"{FRAME}.activeElement.matches('form textarea')")
        return await self.look()

    async def reach(self, label: str, *, presses: int = 40) -> None:
        """Go back through the controls, as the keyboard does, until one has this label."""
        for _ in range(presses):
            await self.tab.key("Tab", shift=True)
            if (await self.focused()).startswith(label):
                return
        raise AssertionError(f"{label} is not within {presses} presses of Shift+Tab")

    async def press(self, label: str) -> Seen:
        """Press a button of a card by the keyboard alone; return the newest card then."""
        await self.reach(label)
        words = await self.tab.js(f"{FRAME}.querySelector('[role=log]').innerText")
        await self.tab.key("Enter")
        await self.tab.until(
            f"{FRAME}.querySelector('[role=log]').innerText !== {words!r} && {READY}"
        )
        return await self.look()

    async def click(self, control: str) -> None:
        """Click with the mouse on the middle of a control of the newest card, by a selector."""
        await self._click(f"{_LAST}.querySelector({control!r})")

    async def choose(self, *options: str) -> None:
        """Open the menu of the newest card with the mouse, and click on these options."""
        await self.click("button[role=combobox]")
        for option in options:
            offered = f"[...{_LAST}.querySelectorAll('[role=option]')]"
            await self._click(f"{offered}.find((one) => one.innerText.startsWith({option!r}))")

    async def tells(self, words: str) -> Seen:
        """Wait until the room says something; return the newest card then."""
        await self.tab.until(f"{FRAME}.querySelector('[role=log]').innerText.includes({words!r})")
        return await self.look()

    async def menu(self) -> str:
        """Return what the menu of the newest card shows: what is chosen, or what it is for."""
        return str(await self.tab.js(f"{_LAST}.querySelector('button[role=combobox]').innerText"))

    async def _click(self, found: str) -> None:
        await self.tab.until(f"{found}.checkVisibility()")
        x, y = await self.tab.js(
            f"(() => {{ const one = {found}; one.scrollIntoView({{ block: 'center' }});"
            "const { left, top, width, height } = one.getBoundingClientRect();"
            "const frame = document.querySelector('iframe');"
            "const { left: x, top: y } = frame.getBoundingClientRect();"
            "return [x + frame.clientLeft + left + width / 2,"
            " y + frame.clientTop + top + height / 2] })()"
        )
        await self.tab.click(x, y)

    async def look(self) -> Seen:
        """Return the newest card once nothing moves any more."""
        await self.tab.until(READY)
        frames = "new Promise((then) => setTimeout(then, 250))"
        seen, moved = await self.tab.js(_SEEN), True
        while moved:
            await self.tab.js(frames)
            again = await self.tab.js(_SEEN)
            moved, seen = again != seen, again
        return Seen(**seen)

    async def focused(self) -> str:
        """Return what the focused control of the room or of the page around it is called."""
        return str(
            await self.tab.js(
                "(() => { let one = document.activeElement;"
                "while (one?.contentDocument) one = one.contentDocument.activeElement;"
                "return one.getAttribute('aria-label') || one.innerText || one.id })()"
            )
        ).strip()

    async def act(self, button: str) -> str:
        """Press a button of the lobby, wherever it is; return what the page says then."""
        form = f"document.querySelector('form[action$=\"/{button}\"]')"
        await self.tab.js(f"window.before = true; {form}.querySelector('button').click()")
        told = "!window.before && document.querySelector('.notice:not([hidden])').innerText"
        return str(await self.tab.until(told))

    async def _messages(self) -> int:
        return int(await self.tab.js(f"{FRAME}.querySelectorAll('[data-message-id]').length"))
