"""Someone who waits for an answer of the store, and is told at most once."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(eq=False, slots=True)  # not frozen: Python 3.11 makes no frozen generic with slots
class Waiting(Generic[R, T]):
    """What was asked of the store, and the answer that a caller waits for."""

    request: R
    answer: asyncio.Future[T] = field(
        default_factory=lambda: asyncio.get_running_loop().create_future()
    )

    def resolve(self, result: T) -> None:
        """Answer, unless that is done or nobody waits any more."""
        if not self.answer.done():
            self.answer.set_result(result)

    def refuse(self, error: BaseException) -> None:
        """Answer with an error, unless that is done or nobody waits any more."""
        if not self.answer.done():
            self.answer.set_exception(error)
