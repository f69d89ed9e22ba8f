"""Threads that work for the event loop and never keep a process from ending."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

T = TypeVar("T")


class Crew:
    """A few threads with one queue.

    They are daemons: a disk that does not answer must not hold up the end of the process, and a
    transaction that is cut off there is undone by the database.
    """

    def __init__(self, name: str, *, size: int) -> None:
        self._jobs: SimpleQueue[_Job[Any] | None] = SimpleQueue()
        self._threads = [
            threading.Thread(target=self._work, name=f"{name}-{number}", daemon=True)
            for number in range(size)
        ]
        for thread in self._threads:
            thread.start()

    async def run(self, act: Callable[[], T]) -> T:
        """Run an act in a thread; cancelling the caller does not stop it."""
        job = _Job(act, asyncio.get_running_loop())
        self._jobs.put(job)
        return await job.answer

    def dismiss(self) -> None:
        """Let the threads go once what is queued is done; nobody waits for them."""
        for _ in self._threads:
            self._jobs.put(None)

    def _work(self) -> None:
        while (job := self._jobs.get()) is not None:
            job.run()
            del job  # or its caller's objects would live until the next one comes


class _Job(Generic[T]):
    """One act, and the future of whoever waits for it on the loop."""

    def __init__(self, act: Callable[[], T], loop: asyncio.AbstractEventLoop) -> None:
        self._act = act
        self._loop = loop
        self.answer: asyncio.Future[T] = loop.create_future()

    def run(self) -> None:
        """Run the act and bring its outcome back to the loop."""
        try:
            result = self._act()
        except BaseException as error:  # noqa: BLE001 (it is raised again where it is awaited)
            self._answer(self._fail, error)
        else:
            self._answer(self._succeed, result)

    def _answer(self, callback: Callable[[Any], None], value: object) -> None:
        try:
            self._loop.call_soon_threadsafe(callback, value)
        except RuntimeError:
            # The loop was closed while the act ran: nobody waits any more.
            return

    def _succeed(self, result: T) -> None:
        if not self.answer.done():
            self.answer.set_result(result)

    def _fail(self, error: BaseException) -> None:
        if not self.answer.done():
            self.answer.set_exception(error)
