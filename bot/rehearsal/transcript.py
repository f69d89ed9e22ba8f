"""Turns what Discord is sent into lines a person can read without Discord: texts and [buttons]."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final

from discord import ComponentType

Payload = Mapping[str, Any]
"""A message, a modal or a component as Discord's API has it."""


_TIMESTAMP: Final = re.compile(r"<t:(-?\d+)(?::([a-zA-Z]))?>")
_LINK: Final = re.compile(r"\[([^\]\n]+)\]\(<?(https?://[^)>\s]+)>?\)")
_MENTION: Final = re.compile(r"<(?:@[!&]?|#)(\d+)>")
_COMMAND: Final = re.compile(r"<(/[^:>\n]+):\d+>")
_LEADING: Final = re.compile(r"^(?:-# |#{1,3} )", re.MULTILINE)
_EMPHASIS: Final = re.compile(r"(?<!\\)(\*\*|__|~~|\|\|)(.+?)(?<!\\)\1", re.DOTALL)
_ITALIC: Final = re.compile(r"(?<![\\*\w])([*_])(?!\s)([^*_\n]+?)(?<![\s\\])\1(?![*\w])")
_ESCAPED: Final = re.compile(r"\\([\\*_~`|>#\[\]()<:\-])")
_INVISIBLE: Final = str.maketrans("", "", "\u200b\u2060\ufeff")


def transcript(payload: Payload, *, names: Mapping[int, str] | None = None) -> list[str]:
    """Return a message's or a modal's content as lines of plain text, in reading order.

    Buttons stand in brackets, side by side as they are shown; menus and fields name what they
    offer; pictures give their description. Unknown components are named by their number, so that
    nothing is left out in silence. `names` are what mentions read as (`@Maya`, `#campaign`), by id.
    """
    lines = _text(payload.get("title") or "") + _text(payload.get("content") or "")
    for embed in payload.get("embeds") or ():
        lines += _text(embed.get("title") or "") + _text(embed.get("description") or "")
    lines += _all(payload.get("components") or ())
    lines += [f"(file: {one['filename']})" for one in payload.get("attachments") or ()]
    return [_named(line, names or {}) for line in lines]


def controls(payload: Payload) -> list[str]:
    """Return the custom_ids of everything that can be pressed or filled, in reading order."""
    found = walk(payload.get("components") or ())
    return [one["custom_id"] for one in found if one.get("custom_id")]


def walk(components: Sequence[Payload]) -> Iterator[Payload]:
    """Yield each component and what it holds, in reading order."""
    for component in components:
        yield component
        yield from walk(component.get("components") or ())
        beside = (component.get("accessory"), component.get("component"))
        yield from walk([one for one in beside if one])


def plain(words: str) -> str:
    """Return Discord's markdown as a reader sees it: no marks, times spelled out in UTC."""
    words = _TIMESTAMP.sub(lambda found: _moment(int(found[1]), found[2] or "f"), words)
    words = _LINK.sub(r"\1 (\2)", words)
    words = _LEADING.sub("", words)
    words = _EMPHASIS.sub(r"\2", words)
    words = _ITALIC.sub(r"\2", words)
    return _ESCAPED.sub(r"\1", words).translate(_INVISIBLE)


def _named(line: str, names: Mapping[int, str]) -> str:
    line = _COMMAND.sub(r"\1", line)
    return _MENTION.sub(lambda found: names.get(int(found[1]), "someone"), line)


def _moment(seconds: int, style: str) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    day = f"{moment.day} {moment:%B %Y}"
    if style in "dD":
        return day
    if style in "tT":
        return f"{moment:%H:%M} UTC"
    return f"{day}, {moment:%H:%M} UTC"


def _text(words: str) -> list[str]:
    return [line.rstrip() for line in plain(words).splitlines()]


def _all(components: Sequence[Payload]) -> list[str]:
    return [line for component in components for line in _component(component)]


def _component(component: Payload) -> list[str]:
    """Return the lines of one component and of all it holds."""
    kind = component.get("type")
    draw = _DRAWN.get(kind) if kind is not None else None
    return draw(component) if draw else [f"(component {kind})"]


def _row(row: Payload) -> list[str]:
    return [" ".join(_all(row["components"]))]


def _section(section: Payload) -> list[str]:
    return _all(section["components"]) + _component(section["accessory"])


def _separator(separator: Payload) -> list[str]:
    return ["—" if separator.get("divider", True) else ""]


def _button(button: Payload) -> list[str]:
    emoji: Payload = button.get("emoji") or {}
    label = " ".join(part for part in (emoji.get("name"), button.get("label")) if part)
    if button.get("url"):
        label += f" → {button['url']}"
    return [f"[{label}: not available]" if button.get("disabled") else f"[{label}]"]


def _menu(menu: Payload) -> list[str]:
    offered = ", ".join(option["label"] for option in menu.get("options") or ())
    name = menu.get("placeholder") or "choose"
    return [f"[menu: {name}: {offered}]" if offered else f"[menu: {name}]"]


def _label(label: Payload) -> list[str]:
    hint = f" ({label['description']})" if label.get("description") else ""
    return [f"{label['label']}{hint}", *_component(label["component"])]


def _field(field: Payload) -> list[str]:
    return [f"[field: {field.get('label') or field.get('placeholder') or 'text'}]"]


def _choices(group: Payload) -> list[str]:
    return [f"( ) {option['label']}" for option in group.get("options") or ()]


def _picture(item: Payload) -> list[str]:
    return [f"(picture: {item.get('description') or 'without a description'})"]


def _gallery(gallery: Payload) -> list[str]:
    return [line for item in gallery["items"] for line in _picture(item)]


def _file(file: Payload) -> list[str]:
    return [f"(file: {file['file']['url'].rpartition('/')[2]})"]


_DRAWN: Final[dict[int, Callable[[Payload], list[str]]]] = {
    ComponentType.action_row.value: _row,
    ComponentType.button.value: _button,
    ComponentType.select.value: _menu,
    ComponentType.text_input.value: _field,
    ComponentType.user_select.value: _menu,
    ComponentType.role_select.value: _menu,
    ComponentType.mentionable_select.value: _menu,
    ComponentType.channel_select.value: _menu,
    ComponentType.section.value: _section,
    ComponentType.text_display.value: lambda text: _text(text["content"]),
    ComponentType.thumbnail.value: _picture,
    ComponentType.media_gallery.value: _gallery,
    ComponentType.file.value: _file,
    ComponentType.separator.value: _separator,
    ComponentType.container.value: lambda container: _all(container["components"]),
    ComponentType.label.value: _label,
    ComponentType.file_upload.value: lambda _: ["[choose a file]"],
    ComponentType.radio_group.value: _choices,
    ComponentType.checkbox_group.value: _choices,
    ComponentType.checkbox.value: lambda _: ["[ ]"],
}
