"""A page for the browser: choose a room and who to be, restart the bot, let time pass."""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final, Self

from aiohttp import web

from bot.rehearsal.message_menu import menus, with_menu
from bot.rehearsal.pages import page
from bot.rehearsal.pages.acts import Acts
from bot.rehearsal.pages.command_list import localised
from bot.rehearsal.pages.framed_page import LARGEST, FramedPage
from bot.rehearsal.pages.view import ActResult, View, address
from bot.rehearsal.stage import Stage
from bot.rehearsal.stage_error import StageError
from bot.rehearsal.words import PageWords, wanted
from bot.rehearsal.world import Room, Showing

HOST: Final = "127.0.0.1"
_NEARBY: Final = 10
"""How many ports after the wished one are tried before the system chooses any."""

_KINDS: Final = {
    "lobby.css": "text/css",
    "lobby.js": "text/javascript",
    "frame.css": "text/css",
    "frame.js": "text/javascript",
}
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}

_COOKIE: Final = "rehearsal"
"""Holds the part of the address that nobody else knows, for who comes by the bare address."""
_COMMANDS: Final = "/api/commands"
"""Where the simulator's page asks for the list of commands."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Lobby:
    """Use it as `async with Lobby(stage, port=…) as lobby`, then give `lobby.url` to one person.

    The address holds a random part that nobody else can know: whoever has it plays everyone on the
    stage. Requests that name another host, or come from another site, are refused.
    """

    url: str

    def __init__(
        self,
        stage: Stage,
        *,
        port: int,
        command: str = "make run",
        secret: str | None = None,
        stop: asyncio.Event | None = None,
    ) -> None:
        self._stage = stage
        self._acts = Acts(stage)
        self._wished = port
        self._command = command
        self._secret = secret or secrets.token_urlsafe(18)
        self._base = f"/{self._secret}"
        self._stop = stop or asyncio.Event()
        self._framed = FramedPage()
        self._notice: ActResult | None = None
        self._looks = 0
        self._hosts: frozenset[str] = frozenset()
        self._open = AsyncExitStack()

    async def __aenter__(self) -> Self:
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=1.0)
        await self._open.enter_async_context(self._framed)
        await runner.setup()
        self._open.push_async_callback(runner.cleanup)
        port = await _listen(runner, self._wished)
        self._hosts = frozenset({f"{HOST}:{port}", f"localhost:{port}"})
        self.url = f"http://{HOST}:{port}{self._base}/"
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self._open.aclose()

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[self._guard], client_max_size=LARGEST)
        base = self._base
        app.router.add_get("/", self._bare)
        app.router.add_get(f"{base}/", self._home)
        app.router.add_get(f"{base}/room/{{room}}", self._room)
        app.router.add_get(f"{base}/stage", self._frame)
        app.router.add_get(f"{base}/state", self._state)
        app.router.add_post(f"{base}/menu", self._menu)
        app.router.add_post(f"{base}/end", self._end)
        for act in self._acts.names:
            app.router.add_post(f"{base}/{{act:{act}}}", self._act)
        for name in _KINDS:
            app.router.add_get(f"{base}/{name}", self._asset)
        for method in ("GET", "POST", "DELETE"):
            app.router.add_route(method, "/{path:.+}", self._forward)
        return app

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Refuse other sites' pages: by the name they call us by, and by where they come from."""
        if request.headers.get("Host") not in self._hosts:
            raise web.HTTPForbidden(text="The rehearsal answers only to this machine.")
        origins = {f"http://{host}" for host in self._hosts}
        if request.headers.get("Origin", next(iter(origins))) not in origins:
            raise web.HTTPForbidden(text="The rehearsal answers only its own pages.")
        return await handler(request)

    async def _bare(self, request: web.Request) -> web.Response:
        """Lead to the lobby whoever was there before; tell others where its address is."""
        known = request.cookies.get(_COOKIE, "")
        if secrets.compare_digest(known.encode(), self._secret.encode()):
            raise web.HTTPSeeOther(f"{self._base}/")
        said = page.strangers_page(_words(request))
        return web.Response(status=404, text=said, content_type="text/html", headers=_HEADERS)

    async def _home(self, request: web.Request) -> web.Response:
        return await self._page(request)

    async def _room(self, request: web.Request) -> web.Response:
        """Show a room; each look opens it anew, so that no page waits for an older one."""
        words = _words(request)
        place = self._place(request.match_info["room"], request.query.get("as", ""))
        if place is None:
            self._notice = ActResult(words("told.no_room"), failed=True)
            raise web.HTTPSeeOther(f"{self._base}/")
        await self._stage.speak_by_default(words.discord_locale)
        room, person = place
        try:
            showing = await self._stage.show(room, person)
        except StageError as refusal:
            self._notice = ActResult(words(refusal.key, **refusal.values), failed=True)
            return await self._page(request)
        self._looks += 1
        frame = await self._framed.address(showing, f"{self._base}/stage")
        return await self._page(request, showing, frame)

    async def _frame(self, request: web.Request) -> web.Response:
        showing, words = self._shown(), _words(request)
        ours = {
            "base": self._base,
            "menus": json.dumps(self._menus(showing.person)),
            "apps": words("menu.open"),
            "apps-for": words("menu.open_for"),
            "failed": words("menu.failed"),
        }
        style, script = f"{self._base}/frame.css", f"{self._base}/frame.js"
        return await self._framed.page(showing, stylesheet=style, script=script, data=ours)

    async def _forward(self, request: web.Request) -> web.Response:
        """Pass a request of the room's page on; a press has the stage for itself meanwhile."""
        showing = self._shown()
        if request.method == "POST":
            async with self._stage.undisturbed():
                return await self._framed.forward(request, showing)
        answer = await self._framed.forward(request, showing)
        running = self._stage.running
        if request.path == _COMMANDS and running and isinstance(answer.body, bytes):
            say = running.bot.messages.voice(self._stage.languages.of(showing.person))
            answer.body = localised(answer.body, running.bot.tree, say)
        return answer

    async def _menu(self, request: web.Request) -> web.Response:
        """Use a menu on a message, for the script in the room's page."""
        fields = await request.post()
        try:
            await self._stage.use_menu(str(fields.get("menu")), str(fields.get("message")))
        except StageError as refusal:
            raise web.HTTPConflict(text=_words(request)(refusal.key)) from refusal
        return web.Response(status=204, headers=_HEADERS)

    async def _end(self, _: web.Request) -> web.Response:
        """End the rehearsal, for another one that is to begin in its place."""
        self._stop.set()
        return web.Response(status=204, headers=_HEADERS)

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        return web.Response(text=page.asset(name), content_type=_KINDS[name], headers=_HEADERS)

    async def _state(self, request: web.Request) -> web.Response:
        """Tell an open page what may have changed since."""
        now = page.stage_time(self._stage.now(), _words(request))
        showing = self._stage.showing
        with_menus = with_menu(showing.room, showing.person) if showing else []
        told = {"time": now, "look": self._looks, "menu": with_menus}
        return web.json_response(told, headers=_HEADERS)

    async def _act(self, request: web.Request) -> web.Response:
        """Do what a button says, and lead back to where it was pressed to tell the outcome."""
        posted = await request.post()
        fields = {name: str(value) for name, value in posted.items()}
        self._notice = await self._acts.do(request.match_info["act"], fields, _words(request))
        place = self._place(fields.get("room", ""), fields.get("as", ""))
        back = address(self._base, place[0].key, place[1]) if place else f"{self._base}/"
        raise web.HTTPSeeOther(back)

    def _menus(self, person: str) -> dict[str, str]:
        running = self._stage.running
        if running is None:
            return {}
        return menus(running.bot, running.bot.messages.voice(self._stage.languages.of(person)))

    def _place(self, key: str, person: str) -> tuple[Room, str] | None:
        """Return a room and someone who can see it, or None; without a name, the first who can."""
        room = self._stage.world.rooms.get(key)
        if room is None:
            return None
        person = person or next(iter(room.actors))
        return (room, person) if person in room.actors else None

    def _shown(self) -> Showing:
        if self._stage.showing is None:
            raise web.HTTPNotFound(text="No room is open. Begin at the address in the terminal.")
        return self._stage.showing

    async def _page(
        self, request: web.Request, showing: Showing | None = None, frame: str | None = None
    ) -> web.Response:
        words, running, notice = _words(request), self._stage.running, self._notice
        await self._stage.speak_by_default(words.discord_locale)
        self._notice = None
        local_bot = self._stage.local_bot
        view = View(
            base=self._base,
            words=words,
            world=self._stage.world,
            languages=self._stage.languages,
            now=self._stage.now(),
            store=str(local_bot.store),
            folder=str(local_bot.store.parent),
            command=self._command,
            campaign=running.configuration.campaign.name if running else "–",
            bot=running.bot if running else None,
            menus=self._menus("sam"),
            room=showing.room if showing else None,
            person=showing.person if showing else "",
            frame=frame or "",
            alone=(frame or showing.url) if showing else "",
            look=str(self._looks) if showing else "",
            silent=self._stage.earlier and showing is not None and _nothing_said(showing),
            notice=notice,
        )
        answer = web.Response(text=page.page(view), content_type="text/html", headers=_HEADERS)
        answer.set_cookie(_COOKIE, self._secret, httponly=True, samesite="Strict")
        return answer


def _nothing_said(showing: Showing) -> bool:
    viewer = showing.room.actors[showing.person]
    return not showing.room.channel.history(viewer=viewer)


def _words(request: web.Request) -> PageWords:
    return wanted(request.headers.get("Accept-Language", ""))


async def _listen(runner: web.AppRunner, wished: int) -> int:
    """Listen on the wished port or, where it is taken, on one nearby or any; return which."""
    for port in (*range(wished, min(wished + _NEARBY, 65_536)), 0):
        try:
            await web.TCPSite(runner, HOST, port).start()
        except OSError:
            if port == 0:
                raise
        else:
            break
    return int(runner.addresses[0][1])
