"""The support page and what stands around it; each is a pure function of a page and a language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from discord import ui

from bot.domain.languages import text_in
from bot.domain.resources import PAGE, Choice, Directory, Page, Resource
from bot.interactions.cards import (
    CARD_TEXT,
    Card,
    Part,
    button,
    link,
    panel,
    row,
    rule,
    small,
    text,
)
from bot.messages import Voice
from cogs.resources import words
from cogs.resources.countries import country_menu
from cogs.resources.entries import SupportPage, emergency, entry
from cogs.resources.menus import FEATURE, args_of, audience_menu, entry_menu

ENTRIES_TEXT: Final = CARD_TEXT - 1_500
"""How many characters the entries of a page may have together; the rest is for what is around."""


def support_card(shown: SupportPage, say: Voice, *, may_share: bool = False) -> Card:
    """Return the support page: the emergency number, two menus, a few entries, the ways out.

    *Share help here* stands on the general page alone: nothing chosen could go along with it.
    """
    page = shown.page
    shares = may_share and page.choice == Choice() and not page.start
    return Card(
        panel(
            *_page(shown, say, closes=True),
            rule(),
            small(say(words.WHAT_REMAINS)),
            row(
                [
                    _close(say),
                    button(say(words.DM_BUTTON), FEATURE, "dm", *args_of(page)),
                    button(say(words.WRONG_BUTTON), FEATURE, "wrong", *args_of(page))
                    if page.resources
                    else None,
                    button(say(words.SHARE_BUTTON), FEATURE, "share") if shares else None,
                ]
            ),
        )
    )


def posted_card(shown: SupportPage, say: Voice, *, shared_by: int) -> Card:
    """Return the general page for everyone in a channel: its menus answer each presser alone."""
    return Card(
        panel(
            *_page(shown, say),
            rule(),
            small(say(words.SHARED_NOTE)) if _offers_a_choice(shown.directory) else None,
            small(say(words.SHARED_BY, member=f"<@{shared_by}>")),
        )
    )


def share_card(directory: Directory, say: Voice, *, message_id: int | None = None) -> Card:
    """Return the question before the general page is posted, or answers a message, for everyone."""
    if message_id is None:
        ask, yes = words.SHARE_ASK, button(say(words.SHARE_YES_BUTTON), FEATURE, "share_yes")
    else:
        ask = words.REPLY_ASK
        yes = button(say(words.REPLY_YES_BUTTON), FEATURE, "reply_yes", message_id)
    no = button(say(words.SHARE_NO_BUTTON), FEATURE, "share_no")
    asked = [say(ask), say(words.SHARE_CHOOSE)] if _offers_a_choice(directory) else [say(ask)]
    return Card(panel(text(" ".join(asked)), rule(), row([yes, no])))


def _offers_a_choice(directory: Directory) -> bool:
    """Return whether the page has a menu: of countries, or of what it is about."""
    return bool(directory.emergency or directory.audiences)


def said_card(said: str) -> Card:
    """Return one sentence, and nothing to press."""
    return Card(panel(text(said)))


def copy_card(shown: SupportPage, say: Voice) -> Card:
    """Return the copy for direct messages: the same help, no menus, *Delete* under it."""
    return Card(
        panel(
            _head(shown, say),
            *_entries(shown, say),
            rule(),
            small(say(words.DM_REMAINS)),
            row([button(say(words.DELETE_BUTTON), FEATURE, "delete")]),
        )
    )


def warning_card(page: Page, say: Voice) -> Card:
    """Return what one should know before a copy is sent."""
    return Card(
        panel(
            text(say(words.DM_WARNING)),
            rule(),
            row(
                [
                    button(say(words.DM_YES_BUTTON), FEATURE, "dm_yes", *args_of(page)),
                    button(say(words.DM_NO_BUTTON), FEATURE, "page", *args_of(page)),
                ]
            ),
        )
    )


def wrong_card(page: Page, say: Voice) -> Card:
    """Return the question which entry did not work, and what will be passed on."""
    return Card(
        panel(
            text(say(words.WRONG_ASK)),
            ui.ActionRow(entry_menu(page, say)),
            row([_back(page, say), _close(say)]),
        )
    )


def told_card(told: str, page: Page, say: Voice) -> Card:
    """Return one sentence and the way back to the page."""
    return Card(panel(text(told), rule(), row([_back(page, say), _close(say)])))


def _page(shown: SupportPage, say: Voice, *, closes: bool = False) -> Iterator[Part | None]:
    """Yield what is the same on the private page and on a posted one.

    The private page can be closed at its head too: who has to leave at once does not scroll.
    """
    page, entries = shown.page, _entries(shown, say)
    head = _head(shown, say)
    leave = button(say(words.CLOSE_BUTTON), FEATURE, "leave")
    yield ui.Section(head, accessory=leave) if closes else head
    if shown.directory.emergency:
        yield ui.ActionRow(country_menu(shown, say))
    if shown.directory.audiences:
        yield ui.ActionRow(audience_menu(shown, say))
    if not page.resources:
        yield text(say(words.NOTHING_HERE))
    elif page.stands_in and shown.directory.emergency:
        yield text(say(words.STANDS_IN))
    elif page.worldwide_only:
        yield text(say(words.WORLDWIDE_ONLY))
    yield from entries
    yield from _turning(page, len(entries), say)


def _head(shown: SupportPage, say: Voice) -> ui.TextDisplay[Any]:
    """Return the first line, which says nothing of what this is about, the numbers, and comfort."""
    lines = [say(words.FIRST_LINE)]
    if shown.directory.in_danger:
        lines.append(emergency(shown, say))
    chosen = shown.directory.audience(shown.page.choice.audience)
    if shown.directory.comfort and (chosen is None or chosen.comforted):
        lines.append(text_in(shown.directory.comfort, say.locale))
    return text("\n".join(lines))


def _entries(shown: SupportPage, say: Voice) -> list[Part]:
    """Return as many entries as have room; one always has."""
    entries: list[Part] = []
    room = ENTRIES_TEXT
    for one in shown.page.resources:
        told = entry(one, shown, say)
        room -= len(told)
        if entries and room < 0:
            break
        entries.append(_section(one, told))
    return entries


def _section(one: Resource, words_of_it: str) -> Part:
    """Return an entry; its address is a button that says where it leads."""
    told = text(words_of_it)
    if one.contacts.web is None:
        return told
    host = urlsplit(one.contacts.web).hostname or one.contacts.web
    return ui.Section(told, accessory=link(host.removeprefix("www."), one.contacts.web))


def _turning(page: Page, entries: int, say: Voice) -> list[Part | None]:
    """Return where this is among all that was found, and the ways to the rest."""
    if entries == page.total:
        return []
    country, audience, start = args_of(page)
    after = start + entries
    told = say(words.PART, first=start + 1, last=after, total=page.total)
    if entries == 1:
        told = say(words.PART_ONE, last=after, total=page.total)
    earlier, later = say(words.PREVIOUS_BUTTON), say(words.MORE_BUTTON)
    return [
        small(told),
        row(
            [
                button(earlier, FEATURE, "page", country, audience, max(0, start - PAGE))
                if start
                else None,
                button(later, FEATURE, "page", country, audience, after)
                if after < page.total
                else None,
            ]
        ),
    ]


def _back(page: Page, say: Voice) -> ui.Button[Any]:
    return button(say(words.BACK_BUTTON), FEATURE, "page", *args_of(page))


def _close(say: Voice) -> ui.Button[Any]:
    return button(say(words.CLOSE_BUTTON), FEATURE, "close")
