"""Discord's markdown as HTML, as a reader of one language sees it; every word of it is escaped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Final

from babel.dates import format_date, format_time, format_timedelta

from bot.messages import babel_locale

_DEEPEST: Final = 8
"""How deep marks may stand in marks; what is deeper is shown as it is written."""

_INSIDE: Final = r"(?:\\.|[^\\])+?"
_INLINE: Final = re.compile(
    rf"""
      \\(?P<escaped>[^0-9A-Za-z\s])
    | (?P<ticks>`+)(?P<code>[^`]+)(?P=ticks)(?!`)
    | <t:(?P<moment>-?\d{{1,12}})(?::(?P<style>[tTdDfFR]))?>
    | </(?P<command>[^:<>\n]+):\d+>
    | <@[!&]?(?P<member>\d+)>
    | <\#(?P<channel>\d+)>
    | \[(?P<label>(?:\\.|[^\[\]\\])+)\]\(<?(?P<url>https?://[^\s<>()]+)>?\)
    | <(?P<bracketed>https?://[^\s<>]+)>
    | (?P<bare>https?://[^\s<>]*[^\s<>.,:;!?"'()\[\]])
    | \*\*(?P<strong>{_INSIDE})\*\*(?!\*)
    | __(?P<u>{_INSIDE})__(?!_)
    | ~~(?P<s>{_INSIDE})~~
    | \|\|(?P<spoiler>{_INSIDE})\|\|
    | \*(?!\s)(?P<em>{_INSIDE})(?<!\s)\*(?!\*)
    | (?<!\w)_(?P<em_too>{_INSIDE})_(?!\w)
    """,
    re.VERBOSE | re.DOTALL,
)
_ISOLATE: Final = re.compile("\u2068([^\u2068\u2069\n]*)\u2069")
_HEADING: Final = re.compile(r"(#{1,3}) +(\S.*)")
_ITEM: Final = re.compile(r"( *)([-*]|\d+\.) +(\S.*)")
_TAGS: Final = {
    "strong": "strong",
    "u": "u",
    "s": "s",
    "spoiler": "mark",
    "em": "em",
    "em_too": "em",
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who reads: in which language, when, and what mentions of members read as, by id."""

    locale: str
    now: datetime
    names: Mapping[int, str] = field(default_factory=dict[int, str])


def html_of(words: str, viewer: Viewer) -> str:
    """Return a text of a card as HTML, block by block."""
    return isolated("".join(_blocks(words.split("\n"), viewer)))


def isolated(html: str) -> str:
    """Return HTML in which what Unicode's isolates hold stands in `bdi`.

    A browser that looks for a line's direction passes over those, and not over the isolates.
    """
    found = 1
    while found:  # from the innermost outwards
        html, found = _ISOLATE.subn(r"<bdi>\1</bdi>", html)
    return html


def inline(words: str, viewer: Viewer, *, depth: int = 0) -> str:
    """Return a line as HTML: emphasis, code, links, mentions, moments."""
    if depth > _DEEPEST:
        return escape(words)
    parts: list[str] = []
    end = 0
    for found in _INLINE.finditer(words):
        parts.append(escape(words[end : found.start()]))
        parts.append(_token(found, viewer, depth))
        end = found.end()
    return "".join([*parts, escape(words[end:])])


def link(url: str, label: str) -> str:
    """Return a link; the label is HTML already, and only addresses of the web become links."""
    if not url.startswith(("https://", "http://")):
        return label
    return f'<a href="{escape(url)}" rel="noopener noreferrer" target="_blank">{label}</a>'


def moment(seconds: int, style: str, viewer: Viewer) -> str:
    """Return a moment as Discord would show it to this reader, in UTC."""
    try:
        when = datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, OSError, ValueError):
        return f"<t:{seconds}:{style}>"
    locale = babel_locale("en-GB" if viewer.locale == "en" else viewer.locale)
    if style == "R":
        away = timedelta(seconds=round((when - viewer.now).total_seconds()))
        return format_timedelta(away, add_direction=True, locale=locale)
    days = {"d": "short", "D": "long", "f": "long", "F": "full"}
    times = {"t": "short", "T": "medium", "f": "short", "F": "short"}
    told = [format_date(when, days[style], locale)] if style in days else []
    told += [format_time(when, times[style], UTC, locale)] if style in times else []
    return " ".join(told)


def _token(found: re.Match[str], viewer: Viewer, depth: int) -> str:
    """Return one marked piece as HTML."""
    kind = found.lastgroup or ""
    if kind in _TAGS:
        tag, inside = _TAGS[kind], inline(found[kind], viewer, depth=depth + 1)
        return f"<{tag}>{inside}</{tag}>"
    if kind in ("moment", "style"):
        style = found["style"] or "f"
        said = escape(moment(int(found["moment"]), style, viewer))
        return f'<time class="mention" dir="auto">{said}</time>'
    if kind == "url":
        return link(found["url"], inline(found["label"], viewer, depth=depth + 1))
    return _PLAIN[kind](found[kind], viewer)


_PLAIN: Final[Mapping[str, Callable[[str, Viewer], str]]] = {
    "escaped": lambda sign, _: escape(sign),
    "code": lambda code, _: f"<code>{escape(code.strip())}</code>",
    "command": lambda name, _: f'<span class="mention">/{escape(name)}</span>',
    "member": lambda user, of: _mention(of.names.get(int(user), "someone")),
    "channel": lambda _, __: '<span class="mention">#channel</span>',
    "bracketed": lambda url, _: link(url, escape(url)),
    "bare": lambda url, _: link(url, escape(url)),
}


def _mention(name: str) -> str:
    return f'<span class="mention">@{escape(name)}</span>'


def _blocks(lines: list[str], viewer: Viewer, *, quoted: bool = False) -> Iterator[str]:
    """Yield the blocks of a text: each line is one, quotations, lists and code are of several.

    In a quotation there is no other one, as in Discord.
    """
    at = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith(">>> ") and not quoted:
            yield _quotation([line[4:], *lines[at + 1 :]], viewer)
            return
        until = next((one for one in _RUNS[quoted:] if one.begins(line)), None)
        size = _run(lines[at:], until.begins) if until else 1
        if until:
            yield until.draw(lines[at : at + size], viewer)
        elif line.startswith("```") and (size := _fenced(lines[at:])):
            code = escape("\n".join(lines[at + 1 : at + size - 1]))
            yield f'<pre dir="auto">{code}</pre>'
        else:
            size = 1
            yield _line(line, viewer)
        at += size


def _line(line: str, viewer: Viewer) -> str:
    if heading := _HEADING.fullmatch(line):
        level = len(heading[1]) + 3  # the page has its own headings above these
        return f'<h{level} dir="auto">{inline(heading[2], viewer)}</h{level}>'
    if line.startswith("-# "):
        return f'<p class="small" dir="auto">{inline(line[3:], viewer)}</p>'
    return f'<p dir="auto">{inline(line, viewer)}</p>' if line.strip() else '<p class="gap"></p>'


def _quotation(lines: list[str], viewer: Viewer) -> str:
    inside = "".join(_blocks(lines, viewer, quoted=True))
    return f'<blockquote dir="auto">{inside}</blockquote>'


def _quoted(lines: list[str], viewer: Viewer) -> str:
    return _quotation([line[2:] for line in lines], viewer)


def _list(lines: list[str], viewer: Viewer) -> str:
    """Return a list; what is indented stands further in."""
    items: list[str] = []
    for found in filter(None, map(_ITEM.fullmatch, lines)):
        deep = ' class="deep"' if len(found[1]) > 1 else ""
        sign = "•" if found[2] in "-*" else escape(found[2])
        items.append(f'<li dir="auto"{deep}><i>{sign}</i>{inline(found[3], viewer)}</li>')
    return f"<ul>{''.join(items)}</ul>"


@dataclass(frozen=True, slots=True)
class _Run:
    """Lines that belong together: how each of them begins, and how they are drawn."""

    begins: Callable[[str], bool]
    draw: Callable[[list[str], Viewer], str]


_RUNS: Final = (
    _Run(lambda line: line.startswith("> "), _quoted),
    _Run(lambda line: _ITEM.fullmatch(line) is not None, _list),
)


def _run(lines: list[str], belongs: Callable[[str], bool]) -> int:
    return next((at for at, line in enumerate(lines) if not belongs(line)), len(lines))


def _fenced(lines: list[str]) -> int:
    """Return how many lines a block of code takes, or none where it does not end."""
    return next((at + 1 for at, line in enumerate(lines[1:], 1) if line.startswith("```")), 0)
