"""The cards of quoting and reading: one passage, and the ways on."""

from __future__ import annotations

from dataclasses import dataclass

from discord import ButtonStyle, MediaGalleryItem, ui

from bot.domain.letter import Passage
from bot.domain.text import shorten
from bot.interactions.cards import (
    PICTURE_TEXT,
    Card,
    Part,
    button,
    panel,
    row,
    rule,
    small,
    text,
    title,
)
from bot.messages import Voice
from cogs.letter import words
from cogs.letter.passages import (
    Reading,
    content_note,
    exactly,
    origin_parts,
    passage_menu,
    passage_parts,
)

TEXT, PICTURE = "text", "picture"
"""How a passage can be quoted; these stand in custom_ids."""

ANY = "-"
"""Stands in a custom_id for "no theme"."""

FILE_NAME = "quote.png"
_FEATURE = "letter"


@dataclass(frozen=True, slots=True)
class Offers:
    """What a private card offers beside reading: to who has not signed, and to who may post.

    Attributes:
        picture: whether the next passage may be a picture, in the reader's language.
        post_picture: whether this one may be posted as a picture, in the language of this server.
    """

    sign: bool
    post: bool
    picture: bool = True
    post_picture: bool = True


def quote_card(
    reading: Reading,
    say: Voice,
    *,
    theme: str | None,
    form: str,
    offers: Offers,
    pictured: bool,
    drawable: bool = True,
) -> Card:
    """Return a passage in its turn, seen by the member alone, with the ways on.

    One that is not `drawable` is posted as text, whatever was wanted.
    """
    passage = reading.passage
    failed = form == PICTURE and not pictured
    why = words.PICTURE_FAILED if drawable else words.PICTURE_IMPOSSIBLE
    next_form = form if offers.picture else TEXT
    posted_form = form if drawable and offers.post_picture else TEXT
    return Card(
        panel(
            title(say(words.QUOTE_TITLE)),
            *_shown(reading, say, pictured=pictured),
            small(say(why)) if failed else None,
            rule(),
            row(
                [
                    _sign_button(say) if offers.sign else None,
                    button(say(words.ANOTHER_BUTTON), _FEATURE, "another", next_form, theme or ANY),
                    button(say(words.READ_ON_BUTTON), _FEATURE, "read", passage.id),
                    _post_button(passage, say, form=posted_form) if offers.post else None,
                ]
            ),
        )
    )


def posted_card(
    reading: Reading,
    say: Voice,
    *,
    shared_by: int,
    pictured: bool = False,
    in_answer_to: str | None = None,
    signs: bool = True,
) -> Card:
    """Return a passage for everyone in a channel, with the name of who shared it."""
    return Card(
        panel(
            small(say(words.REPLY_TO, link=in_answer_to)) if in_answer_to else None,
            *_shown(reading, say, pictured=pictured),
            rule(),
            row(
                [
                    _sign_button(say) if signs else None,
                    button(say(words.READ_ON_BUTTON), _FEATURE, "read", reading.passage.id),
                ]
            ),
            small(say(words.SHARED_BY, member=f"<@{shared_by}>")),
        )
    )


def _shown(reading: Reading, say: Voice, *, pictured: bool) -> list[Part]:
    if not pictured:
        return passage_parts(reading, say)
    note = content_note(reading, say)
    item = MediaGalleryItem(f"attachment://{FILE_NAME}", description=described(reading, say))
    return [*([note] if note else []), ui.MediaGallery(item), *origin_parts(reading, say)]


def described(reading: Reading, say: Voice) -> str:
    """Return what a picture of a passage shows, for those who do not see it."""
    translation = reading.translation
    made_by = say(words.PICTURE_TRANSLATED, credit=translation.credit) if translation else ""
    room = PICTURE_TEXT - len(_description(reading, "", made_by, say))
    return _description(reading, shorten(reading.words, room), made_by, say)


def _description(reading: Reading, passage: str, made_by: str, say: Voice) -> str:
    title_, date = reading.letter.title, reading.letter.dated
    said = say(words.PICTURE_DESCRIPTION, passage=passage, title=title_, date=date)
    return f"{said} {made_by}".rstrip()


def _sign_button(say: Voice) -> ui.Button[ui.LayoutView]:
    return button(say(words.SIGN_BUTTON), "pledge", "sign", style=ButtonStyle.success)


def _post_button(passage: Passage, say: Voice, *, form: str) -> ui.Button[ui.LayoutView]:
    return button(say(words.POST_BUTTON), _FEATURE, "post", form, passage.id)


def themes_card(labels: list[str], say: Voice) -> Card:
    """Return the answer to a theme that the letter does not have: the ones it has, if any."""
    told = say(words.NO_THEME, themes=", ".join(labels)) if labels else say(words.NO_THEMES)
    return Card(panel(text(told)))


def read_card(reading: Reading, say: Voice, *, offers: Offers) -> Card:
    """Return the letter, open at one passage; the place stands in the buttons."""
    letter, passage = reading.letter, reading.passage
    place = letter.place(passage.id)
    last = len(letter.passages) - 1
    before = letter.passages[max(0, place - 1)]
    after = letter.passages[min(last, place + 1)]
    return Card(
        panel(
            title(exactly(letter.title)),
            small(_place(reading, say)),
            None if letter.complete else small(say(words.GAPS)),
            *passage_parts(reading, say, credited=False),
            rule(),
            row(
                [
                    _sign_button(say) if offers.sign else None,
                    # The second argument keeps the two ids apart where both lead to one passage.
                    button(
                        say(words.PREVIOUS_BUTTON),
                        _FEATURE,
                        "read",
                        before.id,
                        "back",
                        disabled=place == 0,
                    ),
                    button(
                        say(words.NEXT_BUTTON),
                        _FEATURE,
                        "read",
                        after.id,
                        "on",
                        disabled=place == last,
                    ),
                    _post_button(passage, say, form=TEXT) if offers.post else None,
                ]
            ),
            passage_menu(reading, say, ask=words.JUMP, action="jump"),
        )
    )


def _place(reading: Reading, say: Voice) -> str:
    """Return when the letter was written and where in it this passage stands."""
    letter, passage = reading.letter, reading.passage
    return say(
        words.PLACE,
        date=letter.dated,
        place=letter.place(passage.id) + 1,
        places=len(letter.passages),
        paragraph=passage.paragraph,
    )
