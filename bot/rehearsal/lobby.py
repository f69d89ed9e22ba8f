"""A page for the browser: choose a room and who to be, restart the bot, let time pass."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Final, Self

from aiohttp import web

from bot.exits import CannotStart
from bot.rehearsal import page
from bot.rehearsal.framed_page import LARGEST, FramedPage
from bot.rehearsal.page import Notice, View
from bot.rehearsal.stage import Showing, Stage, StageError
from bot.rehearsal.world import Room

HOST: Final = "127.0.0.1"
TOGETHER: Final = 8
"""How many sample members sign at one press: with two who sign by hand, the first milestone."""
_NEARBY: Final = 10
"""How many ports after the wished one are tried before the system chooses any."""

_KINDS: Final = {
    "lobby.css": "text/css",
    "lobby.js": "text/javascript",
    "frame.css": "text/css",
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

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Lobby:
    """Use it as `async with Lobby(stage, port=…) as lobby`, then give `lobby.url` to one person.

    The address holds a random part that nobody else can know: whoever has it plays everyone on the
    stage. Requests that name another host, or come from another site, are refused.
    """

    url: str

    def __init__(self, stage: Stage, *, port: int) -> None:
        self._stage = stage
        self._wished = port
        self._base = f"/{secrets.token_urlsafe(18)}"
        self._framed = FramedPage()
        self._notice: Notice | None = None
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
        app.router.add_get(f"{base}/", self._home)
        app.router.add_get(f"{base}/room/{{room}}", self._room)
        app.router.add_get(f"{base}/stage", self._frame)
        app.router.add_get(f"{base}/state", self._state)
        app.router.add_post(f"{base}/restart", self._restart)
        app.router.add_post(f"{base}/hour", self._hour)
        app.router.add_post(f"{base}/day", self._day)
        app.router.add_post(f"{base}/sign", self._sign)
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

    async def _home(self, _: web.Request) -> web.Response:
        return self._page()

    async def _room(self, request: web.Request) -> web.Response:
        """Show a room; each look opens it anew, so that no page waits for an older one."""
        place = self._place(request.match_info["room"], request.query.get("as", ""))
        if place is None:
            raise web.HTTPNotFound(text="There is no such room.")
        room, person = place
        try:
            showing = await self._stage.show(room, person)
        except StageError as refusal:
            self._notice = Notice(str(refusal), failed=True)
            return self._page()
        self._looks += 1
        return self._page(showing, await self._framed.address(showing, f"{self._base}/stage"))

    async def _frame(self, _: web.Request) -> web.Response:
        return await self._framed.page(self._shown(), stylesheet=f"{self._base}/frame.css")

    async def _forward(self, request: web.Request) -> web.Response:
        """Pass a request of the room's page on; a press has the stage for itself meanwhile."""
        if request.method != "POST":
            return await self._framed.forward(request, self._shown())
        async with self._stage.undisturbed():
            return await self._framed.forward(request, self._shown())

    async def _asset(self, request: web.Request) -> web.Response:
        name = request.path.rpartition("/")[2]
        return web.Response(text=page.asset(name), content_type=_KINDS[name], headers=_HEADERS)

    async def _state(self, _: web.Request) -> web.Response:
        """Tell an open page what may have changed since."""
        now = page.stage_time(self._stage.now())
        return web.json_response({"time": now, "look": self._looks}, headers=_HEADERS)

    async def _restart(self, request: web.Request) -> web.Response:
        return await self._act(request, self._restarted)

    async def _hour(self, request: web.Request) -> web.Response:
        return await self._act(request, self._hour_passed)

    async def _day(self, request: web.Request) -> web.Response:
        return await self._act(request, self._day_passed)

    async def _sign(self, request: web.Request) -> web.Response:
        return await self._act(request, self._people_signed)

    async def _restarted(self) -> str:
        seconds = await self._stage.restart()
        return (
            f"The bot was restarted: it and its store were closed and opened again in "
            f"{seconds:.1f} seconds."
        )

    async def _hour_passed(self) -> str:
        await self._stage.let_pass(hours=1)
        return f"An hour has passed. On the stage it is {page.stage_time(self._stage.now())}."

    async def _day_passed(self) -> str:
        await self._stage.let_pass(hours=24)
        return f"A day has passed. On the stage it is {page.stage_time(self._stage.now())}."

    async def _people_signed(self) -> str:
        """Say how many signed; numbers wait for their next publication, and so does the reader."""
        signed = await self._stage.let_people_sign(TOGETHER)
        if not signed:
            return "Every sample member of both servers has signed already."
        rule = self._stage.must_run().configuration.campaign.tally.publish.rule
        look = "Numbers are published by the clock: let an hour pass, then look at /tally show."
        if rule.live:
            look = "Look at /tally show."
        return f"{signed} sample members have signed, some in each server. {look}"

    async def _act(self, request: web.Request, act: Callable[[], Awaitable[str]]) -> web.Response:
        """Do what a button says, and lead back to where it was pressed to tell the outcome."""
        fields = await request.post()
        try:
            self._notice = Notice(await act())
        except (CannotStart, StageError) as refusal:
            self._notice = Notice(str(refusal), failed=True)
        place = self._place(str(fields.get("room", "")), str(fields.get("as", "")))
        back = page.address(self._base, place[0].key, place[1]) if place else f"{self._base}/"
        raise web.HTTPSeeOther(back)

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

    def _page(self, showing: Showing | None = None, frame: str | None = None) -> web.Response:
        running, notice = self._stage.running, self._notice
        self._notice = None
        view = View(
            base=self._base,
            world=self._stage.world,
            now=self._stage.now(),
            store=str(self._stage.local_bot.store),
            campaign=running.configuration.campaign.name if running else None,
            files=running.configuration.files if running else frozenset(),
            room=showing.room if showing else None,
            person=showing.person if showing else "",
            frame=frame or "",
            alone=(frame or showing.url) if showing else "",
            look=str(self._looks) if showing else "",
            notice=notice,
        )
        return web.Response(text=page.page(view), content_type="text/html", headers=_HEADERS)


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
