"""One interaction, and everything that the bot answered to it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from enum import IntEnum

from tests.components import text_of
from tests.loopback.messages import Attached, Message, Sent
from tests.loopback.world import Channel, Json, User

ANSWER_WITHIN = 3.0
"""Discord's limit for the first answer, in seconds."""
TOKEN_LASTS = 15 * 60.0
_PATIENCE = 20.0


class Kind(IntEnum):
    """The types of an interaction."""

    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


class Answer(IntEnum):
    """The types of a first answer (a callback)."""

    MESSAGE = 4
    THINKING = 5
    SILENT = 6
    UPDATE = 7
    CHOICES = 8
    MODAL = 9


@dataclass(frozen=True, slots=True)
class Refused:
    """A callback that Discord did not take, by its status and its error code."""

    status: int
    code: int


@dataclass(eq=False)
class Exchange:
    """What a person did, and what the bot made of it.

    Attributes:
        interaction: the interaction as it was dispatched.
        source: the message whose component was used, if one was.
        opener: the exchange that opened this form, if it is one.
        callback: the first answer that was taken, as the bot sent it.
        refusals: the first answers that were not taken.
        original: the message that the first answer made, or the one it changed.
        followups: the messages sent after it.
        edits: the bodies by which answers were changed later.
        latency: seconds from the first dispatch to the arrival of the first answer.
    """

    interaction: Json
    user: User
    channel: Channel
    source: Message | None = None
    opener: Exchange | None = None
    dispatched_at: float = 0.0
    callback: Json | None = None
    files: dict[int, Attached] = field(default_factory=dict[int, Attached])
    refusals: list[Refused] = field(default_factory=list[Refused])
    original: Message | None = None
    followups: list[Message] = field(default_factory=list[Message])
    edits: list[Json] = field(default_factory=list[Json])
    latency: float | None = None

    def __post_init__(self) -> None:
        self._answered = asyncio.Event()
        self._finished = asyncio.Event()

    @property
    def id(self) -> int:
        """The id of the interaction."""
        return int(self.interaction["id"])

    @property
    def token(self) -> str:
        """The token by which the bot answers."""
        return self.interaction["token"]

    @property
    def kind(self) -> Kind:
        """What sort of interaction it is."""
        return Kind(self.interaction["type"])

    @property
    def answer(self) -> Answer | None:
        """The type of the first answer, or None while there is none."""
        return None if self.callback is None else Answer(self.callback["type"])

    @property
    def data(self) -> Json:
        """The data of the first answer."""
        return (self.callback or {}).get("data") or {}

    @property
    def card(self) -> Message:
        """The message that the first answer made, or the one it changed."""
        assert self.original is not None, self.callback
        return self.original

    @property
    def visible(self) -> list[Message]:
        """The messages that answered the person, without one that only says "thinking"."""
        made = [self.original] if self.original is not None and self._answers() else []
        return [one for one in [*made, *self.followups] if not (one.loading or one.deleted)]

    @property
    def text(self) -> str:
        """All words the person reads in answer, line by line."""
        if self.answer is Answer.MODAL:
            return "\n".join([self.data["title"], text_of(self.data)])
        return "\n".join(message.text for message in self.visible)

    @property
    def said(self) -> str:
        """All words the bot ever sent in answer, line by line, replaced ones too."""
        bodies = [self.data, *(one.sent for one in self.followups), *self.edits]
        return "\n".join(text_of(body) for body in bodies)

    @property
    def private(self) -> bool:
        """Whether every message that answered is for this person alone."""
        return all(message.ephemeral for message in self.visible)

    def _answers(self) -> bool:
        changed = self.answer is Answer.UPDATE or bool(self.edits)
        return self.original is not self.source or changed

    async def answered(self, *, timeout: float | None = _PATIENCE) -> Exchange:
        """Wait for the first answer and return self.

        Raises:
            AssertionError: when none comes; it says what came instead.
        """
        return await self._wait(self._answered, timeout, "no answer")

    async def finished(self, *, timeout: float | None = _PATIENCE) -> Exchange:
        """Wait for an answer that is more than "thinking" and return self.

        Raises:
            AssertionError: when none comes; it says what came instead.
        """
        return await self._wait(self._finished, timeout, "no finished answer")

    async def _wait(self, event: asyncio.Event, timeout: float | None, complaint: str) -> Exchange:
        try:
            await asyncio.wait_for(event.wait(), timeout)
        except TimeoutError:
            came = f"{self.answer!r}, refused {self.refusals}"
            raise AssertionError(
                f"{complaint} in {timeout} s to {self.interaction}: {came}"
            ) from None
        return self

    # --- what the server notes -----------------------------------------------------------

    def dispatched(self) -> None:
        """Note the time of the first dispatch; a redelivery does not move it."""
        self.dispatched_at = self.dispatched_at or time.perf_counter()

    def expire(self) -> None:
        """Let the time for a first answer be over."""
        self.dispatched_at -= ANSWER_WITHIN

    @property
    def too_late(self) -> bool:
        """Whether the time for a first answer is over."""
        return time.perf_counter() - self.dispatched_at > ANSWER_WITHIN

    @property
    def token_is_over(self) -> bool:
        """Whether the time for follow-ups is over."""
        return time.perf_counter() - self.dispatched_at > TOKEN_LASTS

    def acknowledged(self, sent: Sent, original: Message | None) -> None:
        """Note the first answer."""
        self.latency = time.perf_counter() - self.dispatched_at
        self.callback, self.files, self.original = sent.body, sent.files, original
        self._answered.set()
        if self.answer not in (Answer.THINKING, Answer.SILENT):
            self._finished.set()

    def followed_up(self, message: Message) -> None:
        """Note a follow-up, unless it filled the message that said "thinking"."""
        if message is self.original:
            self.edits.append(message.sent)
        else:
            self.followups.append(message)
        self._finished.set()

    def edited(self, body: Json) -> None:
        """Note a change to an answer."""
        self.edits.append(body)
        self._finished.set()
