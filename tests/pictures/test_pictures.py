"""The drawing process starts late, is restarted, has a limit, and dies with its parent."""
# pyright: reportPrivateUsage=false

from __future__ import annotations

import asyncio
import io
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from bot.pictures import Pictures, Quotation
from bot.pictures.child import serve
from bot.pictures.drawing import Drawing
from bot.pictures.pictures import WAITING

SHORT = Quotation("It’s time.", ("A letter", "2 March 2018"))
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
async def pictures() -> AsyncIterator[Pictures]:
    made = Pictures(limit=30)
    yield made
    await made.close()


def child_of(pictures: Pictures) -> asyncio.subprocess.Process:
    assert pictures._child is not None
    return pictures._child


async def test_nothing_runs_before_the_first_picture(pictures: Pictures) -> None:
    assert pictures._child is None
    png = await pictures.draw(SHORT)
    assert png is not None
    assert png.startswith(b"\x89PNG")
    assert child_of(pictures).returncode is None


async def test_a_picture_drawn_before_is_kept(pictures: Pictures) -> None:
    first = await pictures.draw(SHORT)
    await pictures.close()
    assert await pictures.draw(SHORT) is first
    assert pictures._child is None


async def test_one_child_draws_all(pictures: Pictures) -> None:
    drawn = await asyncio.gather(
        *(pictures.draw(Quotation(f"Number {one}.", ())) for one in range(8))
    )
    assert all(drawn)
    assert len(set(drawn)) == 8


async def test_what_cannot_be_drawn_is_none_and_the_child_goes_on(pictures: Pictures) -> None:
    assert await pictures.draw(Quotation("道", ())) is None
    child = child_of(pictures)
    assert await pictures.draw(SHORT)
    assert child_of(pictures) is child


async def test_a_killed_child_is_started_anew(pictures: Pictures) -> None:
    assert await pictures.draw(SHORT)
    child = child_of(pictures)
    child.kill()
    await child.wait()
    assert await pictures.draw(Quotation("After.", ()))
    assert child_of(pictures).pid != child.pid


async def test_a_child_that_dies_while_it_draws_answers_none() -> None:
    pictures = Pictures(command=(sys.executable, "-c", "import sys; sys.stdin.buffer.read(4)"))
    assert await pictures.draw(SHORT) is None
    assert pictures._child is None


async def test_a_child_that_takes_too_long_is_ended() -> None:
    forever = "import time; time.sleep(3600)"
    pictures = Pictures(command=(sys.executable, "-c", forever), limit=0.2)
    assert await pictures.draw(SHORT) is None
    assert pictures._child is None


async def test_a_child_that_cannot_start_or_talks_nonsense_answers_none() -> None:
    assert await Pictures(command=("/no/such/program",)).draw(SHORT) is None
    nonsense = "print('x' * 100, flush=True); import time; time.sleep(3600)"
    assert await Pictures(command=(sys.executable, "-c", nonsense)).draw(SHORT) is None


async def test_too_many_at_once_are_declined() -> None:
    forever = "import time; time.sleep(3600)"
    pictures = Pictures(command=(sys.executable, "-c", forever), limit=1.0)
    waiting = [
        asyncio.ensure_future(pictures.draw(Quotation(f"{one}", ()))) for one in range(WAITING)
    ]
    await asyncio.sleep(0)
    assert await pictures.draw(SHORT) is None
    assert not any(one.done() for one in waiting)
    for one in waiting:
        one.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    await pictures.close()


async def test_who_goes_away_does_not_spoil_the_next_picture(pictures: Pictures) -> None:
    assert await pictures.draw(SHORT)
    gone = asyncio.ensure_future(pictures.draw(Quotation("Gone.", ())))
    await asyncio.sleep(0)
    gone.cancel()
    await asyncio.gather(gone, return_exceptions=True)
    other = await pictures.draw(Quotation("Next.", ()))
    again = Pictures(limit=30)
    assert other == await again.draw(Quotation("Next.", ()))
    await again.close()


_PARENT = """
import asyncio
import io
from bot.pictures import Pictures, Quotation
from bot.pictures.child import serve
from bot.pictures.drawing import Drawing

async def main():
    pictures = Pictures(limit=30)
    await pictures.draw(Quotation("Here.", ()))
    print(pictures._child.pid, flush=True)
    await asyncio.sleep(3600)

asyncio.run(main())
"""


def test_the_child_dies_with_a_killed_parent() -> None:
    with subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", _PARENT], stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        watched = os.pidfd_open(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    import select

    ended, _, _ = select.select([watched], [], [], 30)
    os.close(watched)
    assert ended


def test_the_child_answers_each_request_and_ends_with_its_input() -> None:
    requests = [SHORT.to_bytes(), Quotation("道", ()).to_bytes()]
    answers = io.BytesIO()
    serve(io.BytesIO(b"".join(len(one).to_bytes(4, "big") + one for one in requests)), answers)
    answers.seek(0)
    png = answers.read(int.from_bytes(answers.read(4), "big"))
    assert png.startswith(b"\x89PNG")
    assert answers.read() == bytes(4)


class Panic(BaseException):
    """As the renderer's binding raises it."""


@pytest.mark.parametrize(
    ("failure", "goes_on"), [(Panic(), True), (SystemExit(), False), (KeyboardInterrupt(), False)]
)
def test_a_panic_is_an_empty_answer_and_an_order_to_stop_is_obeyed(
    monkeypatch: pytest.MonkeyPatch, failure: BaseException, goes_on: bool
) -> None:
    def fail(*_: object) -> bytes:
        raise failure

    monkeypatch.setattr(Drawing, "png", fail)
    request, answers = SHORT.to_bytes(), io.BytesIO()
    requests = io.BytesIO((len(request).to_bytes(4, "big") + request) * 2)
    with nullcontext() if goes_on else pytest.raises(type(failure)):
        serve(requests, answers)
    assert answers.getvalue() == (bytes(8) if goes_on else b"")


@pytest.mark.parametrize("quotation", [SHORT, Quotation("“é” 道\ud800", ("a", "b", "c"))])
def test_a_request_is_read_as_it_was_written(quotation: Quotation) -> None:
    read = Quotation.from_bytes(quotation.to_bytes())
    assert read == Quotation(quotation.text.replace("\ud800", "?"), quotation.credit)
