"""Messages as Discord keeps them: filled by what a bot sends, written as Discord writes them."""

from __future__ import annotations

import copy
from dataclasses import dataclass, field
from typing import Any, cast

from tests.components import BUTTON, text_of, walk
from tests.loopback.world import (
    COMPONENTS_V2,
    EPHEMERAL,
    LOADING,
    Channel,
    Json,
    User,
    snowflake,
    timestamp,
)

_BOT_MAY_SET = EPHEMERAL | COMPONENTS_V2 | (1 << 2) | (1 << 12)
"""Flags a sender chooses; also: suppress embeds, suppress notifications."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file that came with a message."""

    filename: str
    content: bytes
    id: int = field(default_factory=snowflake)


@dataclass(frozen=True, slots=True)
class Sent:
    """The body of one request, and its files by the number of their part (`files[n]`)."""

    body: Json
    files: dict[int, Attached] = field(default_factory=dict[int, Attached])


@dataclass(slots=True, eq=False)
class Message:
    """One message in a channel; `sent` is the body that filled it last."""

    channel: Channel
    author: User
    id: int = field(default_factory=snowflake)
    content: str = ""
    embeds: list[Json] = field(default_factory=list[Json])
    components: list[Json] = field(default_factory=list[Json])
    flags: int = 0
    files: list[Attached] = field(default_factory=list[Attached])
    extra: Json = field(default_factory=dict[str, Any])
    created: str = field(default_factory=timestamp)
    edited: str | None = None
    deleted: bool = False
    sent: Json = field(default_factory=dict[str, Any])

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone sees it."""
        return bool(self.flags & EPHEMERAL)

    @property
    def loading(self) -> bool:
        """Whether it still says that the bot is thinking."""
        return bool(self.flags & LOADING)

    @property
    def text(self) -> str:
        """All its words, labels of buttons too, line by line."""
        return text_of({"content": self.content, "embeds": self.embeds} | self._parts)

    @property
    def buttons(self) -> dict[str, Json]:
        """Its pressable buttons by custom_id."""
        return {
            one["custom_id"]: one
            for one in walk(self.components)
            if one["type"] == BUTTON and one.get("custom_id")
        }

    @property
    def _parts(self) -> Json:
        return {"components": self.components}

    def button(self, beginning: str) -> str:
        """Return the custom_id of its only button whose custom_id begins so.

        Raises:
            AssertionError: when there is none, or more than one.
        """
        found = [name for name in self.buttons if name.startswith(beginning)]
        assert len(found) == 1, f"{len(found)} buttons begin {beginning!r}: {list(self.buttons)}"
        return found[0]

    def fill(self, sent: Sent, *, edit: bool = False) -> None:
        """Take content, embeds, components, flags and files from a request."""
        body = self.sent = sent.body
        if "content" in body:
            self.content = body["content"] or ""
        if "embeds" in body:
            self.embeds = cast("list[Json]", body["embeds"] or [])
        kept = self.flags & (EPHEMERAL | COMPONENTS_V2) if edit else 0
        chosen = int(body.get("flags") or 0) & (_BOT_MAY_SET & ~(EPHEMERAL if edit else 0))
        self.flags = kept | chosen
        if "attachments" in body or sent.files:
            self.files = [sent.files[number] for number in sorted(sent.files)]
        if "components" in body:
            self.components = self._completed(body["components"] or [])
        self.edited = timestamp() if edit else None

    def payload(self) -> Json:
        """Write the message as Discord does."""
        return self._parts | {
            "id": str(self.id),
            "type": 0,
            "channel_id": str(self.channel.id),
            "author": self.author.payload(),
            "content": self.content,
            "embeds": self.embeds,
            "flags": self.flags,
            "attachments": [self._attachment(one) for one in self.files],
            "mentions": [],
            "mention_roles": [],
            "mention_everyone": False,
            "pinned": False,
            "timestamp": self.created,
            "edited_timestamp": self.edited,
            "tts": False,
            **self.extra,
        }

    def _attachment(self, attached: Attached) -> Json:
        return self._media(attached) | {
            "filename": attached.filename,
            "size": len(attached.content),
        }

    def _media(self, attached: Attached) -> Json:
        place = f"https://cdn.discordapp.com/attachments/{self.channel.id}/{attached.id}"
        return {
            "id": str(attached.id),
            "url": f"{place}/{attached.filename}",
            "proxy_url": f"{place}/{attached.filename}",
            "content_type": "application/octet-stream",
        }

    def _completed(self, components: list[Json]) -> list[Json]:
        """Add what Discord adds: an `id` for each component, and where its files went."""
        completed = copy.deepcopy(components)
        by_reference = {f"attachment://{one.filename}": one for one in self.files}
        for number, component in enumerate(walk(completed), start=1):
            component["id"] = component.get("id") or number
            for holder in (component, *component.get("items", [])):
                self._resolve(holder, by_reference)
        return completed

    def _resolve(self, holder: Json, by_reference: dict[str, Attached]) -> None:
        for key in ("file", "media"):
            named: Json = holder.get(key) or {}
            attached = by_reference.get(named.get("url", ""))
            if attached is not None:
                holder[key] = self._media(attached)
            if attached is not None and key == "file":
                holder |= {"name": attached.filename, "size": len(attached.content)}
