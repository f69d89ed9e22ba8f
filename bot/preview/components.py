"""A card's components as HTML, as Discord draws them; nothing on it can be pressed but a link."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any, Final

import discord

from bot.preview.markdown import Viewer, html_of, inline, isolated, link

Payload = Mapping[str, Any]
"""A component as Discord's API has it."""

_ATTACHED: Final = "attachment://"
_LINK: Final = discord.ButtonStyle.link.value


class Drawing:
    """Draws the cards that one reader sees.

    A menu is open where its options were not shown before, so that each of them is read once.
    """

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._menus: set[tuple[str, ...]] = set()
        self._picture: bytes | None = None
        self._draw: Mapping[int, Callable[[Payload], str]] = {
            discord.ComponentType.action_row.value: self._row,
            discord.ComponentType.button.value: self._button,
            discord.ComponentType.section.value: self._section,
            discord.ComponentType.text_display.value: self._text,
            discord.ComponentType.thumbnail.value: self._figure,
            discord.ComponentType.media_gallery.value: self._gallery,
            discord.ComponentType.file.value: self._file,
            discord.ComponentType.separator.value: self._separator,
            discord.ComponentType.container.value: self._container,
            discord.ComponentType.select.value: self._menu,
            discord.ComponentType.user_select.value: self._menu,
            discord.ComponentType.role_select.value: self._menu,
            discord.ComponentType.mentionable_select.value: self._menu,
            discord.ComponentType.channel_select.value: self._menu,
        }

    def message(self, components: Sequence[Payload], picture: bytes | None = None) -> str:
        """Return a message; `picture` is the PNG that its gallery shows."""
        self._picture = picture
        return f'<div class="message">{self._all(components)}</div>'

    def _all(self, components: Sequence[Payload]) -> str:
        return "".join(map(self._component, components))

    def _component(self, component: Payload) -> str:
        """Return one component; an unknown one by its number, so that nothing is left out."""
        draw = self._draw.get(component["type"])
        return draw(component) if draw else f"<p>(component {int(component['type'])})</p>"

    def _container(self, container: Payload) -> str:
        colour = int(container.get("accent_color") or 0)
        edge = f' style="border-inline-start-color:#{colour:06x}"' if colour else ""
        return f'<div class="frame"{edge}>{self._all(container["components"])}</div>'

    def _row(self, row: Payload) -> str:
        return f'<div class="row">{self._all(row["components"])}</div>'

    def _text(self, text: Payload) -> str:
        return f'<div class="text">{html_of(text["content"], self._viewer)}</div>'

    def _section(self, section: Payload) -> str:
        words, beside = self._all(section["components"]), self._component(section["accessory"])
        return f'<div class="section"><div>{words}</div>{beside}</div>'

    def _separator(self, separator: Payload) -> str:
        return "<hr>" if separator.get("divider", True) else '<div class="space"></div>'

    def _button(self, button: Payload) -> str:
        emoji: Payload = button.get("emoji") or {}
        told = " ".join(part for part in (emoji.get("name"), button.get("label")) if part)
        off = " disabled" if button.get("disabled") else ""
        label = f'<bdi class="button style-{int(button["style"])}{off}">{escape(told)}</bdi>'
        return link(button["url"], label) if button["style"] == _LINK else label

    def _menu(self, menu: Payload) -> str:
        options: Sequence[Payload] = menu.get("options") or ()
        labels = tuple(str(one["label"]) for one in options)
        opened = "" if labels in self._menus else " open"
        self._menus.add(labels)
        chosen = [str(one["label"]) for one in options if one.get("default")]
        shown = escape(", ".join(chosen) or menu.get("placeholder") or "")
        asked = f'<li class="ask"><bdi>{escape(menu.get("placeholder") or "")}</bdi></li>'
        listed = "".join(map(self._option, options))
        off = " disabled" if menu.get("disabled") else ""
        return (
            f'<details class="menu{off}"{opened}><summary><bdi>{shown}</bdi></summary>'
            f"<ul>{asked if chosen else ''}{listed}</ul></details>"
        )

    def _option(self, option: Payload) -> str:
        more = option.get("description")
        below = f'<br><bdi class="small">{escape(more)}</bdi>' if more else ""
        chosen = ' class="chosen"' if option.get("default") else ""
        return f"<li{chosen}><bdi>{escape(option['label'])}</bdi>{below}</li>"

    def _gallery(self, gallery: Payload) -> str:
        return "".join(map(self._figure, gallery["items"]))

    def _figure(self, item: Payload) -> str:
        told = escape(item.get("description") or "")
        if self._picture:
            data = base64.b64encode(self._picture).decode("ascii")
            shown = f'<img src="data:image/png;base64,{data}" alt="{told}" loading="lazy">'
        else:
            shown = '<p class="undrawn">(this picture was not drawn)</p>'
        words = f"<bdi>{isolated(told)}</bdi>"
        caption = f"<figcaption><b>Alternative text:</b> {words}</figcaption>"
        return f"<figure>{shown}{caption}</figure>"

    def _file(self, file: Payload) -> str:
        name = inline(str(file["file"]["url"]).removeprefix(_ATTACHED), self._viewer)
        return f'<div class="file">{name}</div>'
