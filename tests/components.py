"""What Discord refuses about messages and their components beyond what its schema can say."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

Json = dict[str, Any]

BUTTON, TEXT_DISPLAY, TEXT_INPUT = 2, 10, 4
SELECTS = frozenset({3, 5, 6, 7, 8})
_ROWS_ONLY = frozenset({1, 2, 3, 5, 6, 7, 8})
_LINK, _PREMIUM = 5, 6
_COMPONENTS_V2 = 1 << 15
_MOST_COMPONENTS = 40
_MOST_TEXT = 4_000
_CALLBACK = "/interactions/{interaction_id}/{interaction_token}/callback"
_MODAL = 9


def walk(components: object) -> Iterator[Json]:
    """Yield every component of a message or a modal, each before those inside it."""
    for component in cast("list[Json]", components or []):
        yield component
        yield from walk(component.get("components"))
        yield from walk([component[key] for key in ("accessory", "component") if key in component])


def text_of(message: Json) -> str:
    """Return all words of a message that a person can read, line by line."""
    lines = [message.get("content") or ""]
    for embed in cast("list[Json]", message.get("embeds") or []):
        fields = cast("list[Json]", embed.get("fields") or [])
        lines += [embed.get("title") or "", embed.get("description") or ""]
        lines += [str(field[key]) for field in fields for key in ("name", "value")]
    for component in walk(message.get("components")):
        lines += [component[key] for key in ("content", "label") if component.get(key)]
    return "\n".join(line for line in lines if line)


def words_of(message: Any) -> str:
    """Return all words of a message that Discord's library holds."""
    return text_of({"components": [part.to_dict() for part in message.components]})


def broken_rules(template: str, body: object) -> list[str]:
    """Return the rules of messages and components that one body breaks, a sentence each."""
    if not isinstance(body, dict):
        return []
    message = cast("Json", body)
    if template == _CALLBACK:
        if message.get("type") == _MODAL:
            return _of_ids(message.get("data") or {})
        message = cast("Json", message.get("data") or {})
    if "components" not in message and "flags" not in message:
        return []
    faults = _of_ids(message) + _of_buttons(message)
    return faults + (_of_v2(message) if _is_v2(message) else _of_v1(message))


def _is_v2(message: Json) -> bool:
    return bool((message.get("flags") or 0) & _COMPONENTS_V2)


def _of_ids(message: Json) -> list[str]:
    components = list(walk(message.get("components")))
    counted = Counter(one["custom_id"] for one in components if one.get("custom_id"))
    return [f"custom_id {name!r} stands {n} times" for name, n in counted.items() if n > 1]


def _of_buttons(message: Json) -> list[str]:
    faults: list[str] = []
    for button in walk(message.get("components")):
        if button.get("type") != BUTTON:
            continue
        style, name = button.get("style"), button.get("label") or button.get("custom_id")
        if style == _LINK and (not button.get("url") or button.get("custom_id")):
            faults.append(f"link button {name!r} needs a url and takes no custom_id")
        if style not in (_LINK, _PREMIUM) and (not button.get("custom_id") or button.get("url")):
            faults.append(f"button {name!r} needs a custom_id and takes no url")
        if style != _PREMIUM and not (button.get("label") or button.get("emoji")):
            faults.append(f"button {name!r} needs a label or an emoji")
    return faults


def _of_v2(message: Json) -> list[str]:
    components = list(walk(message.get("components")))
    faults = [
        f"{key} cannot stand in a message of components (flag 1 << 15)"
        for key in ("content", "embeds", "poll", "sticker_ids")
        if message.get(key)
    ]
    if len(components) > _MOST_COMPONENTS:
        faults.append(f"{len(components)} components; a message holds {_MOST_COMPONENTS}")
    length = sum(
        len(one.get("content") or "") for one in components if one.get("type") == TEXT_DISPLAY
    )
    if length > _MOST_TEXT:
        faults.append(f"{length} characters of text; a message of components holds {_MOST_TEXT}")
    return faults


def _of_v1(message: Json) -> list[str]:
    components = list(walk(message.get("components")))
    unflagged = sorted({one["type"] for one in components} - _ROWS_ONLY)
    if unflagged:
        return [f"component types {unflagged} need flag 1 << 15"]
    rows = cast("list[Json]", message.get("components") or [])
    return [f"{len(rows)} action rows; a message holds 5"] if len(rows) > 5 else []
