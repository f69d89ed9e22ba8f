"""A change to the store as an object that the writer runs, by itself or in a batch."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection

from bot.domain.refusals import Refusal

T = TypeVar("T")


class Work(ABC, Generic[T]):
    """One change, run inside a transaction that others may share.

    It may run more than once, but only when the transaction before was certainly undone. An
    expected refusal is returned, never raised, because an exception undoes the whole batch.
    """

    @property
    def scrubs(self) -> bool:
        """Whether what it removes must not stay behind in the database's own files."""
        return False

    @abstractmethod
    def perform(self, connection: Connection) -> T:
        """Make the change and return what came of it."""

    @classmethod
    def perform_all(cls, connection: Connection, works: Sequence[Any]) -> list[T]:
        """Make several changes of one kind, in order; a kind that can is quicker at it."""
        return [work.perform(connection) for work in works]


def unless_refused(outcome: T | Refusal) -> T:
    """Return what a work came to, or raise the refusal that it returned in its place."""
    if isinstance(outcome, Refusal):
        raise outcome
    return outcome
