"""The texts of the support page: the emergency line, and one entry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from bot.domain.languages import text_in
from bot.domain.resources import Contacts, Directory, Emergency, Page, Resource
from bot.domain.resources.review import Condition
from bot.messages import LanguageName, Listed, Voice
from cogs.resources import words


@dataclass(frozen=True, slots=True)
class SupportPage:
    """A page of help, and what is needed to word it.

    Attributes:
        menu: which menu of countries was turned to; `-` for the one of the chosen country.
    """

    page: Page
    directory: Directory
    today: date
    menu: str = "-"


def emergency(shown: SupportPage, say: Voice) -> str:
    """Return whom to call in danger: in the chosen country, or in general words."""
    country = shown.page.choice.country
    numbers = shown.directory.emergency.get(country) if country else None
    if numbers is None:
        return say(words.EMERGENCY_ANYWHERE)
    call = _either(numbers.call)
    if numbers.text:
        texts = _either(numbers.text)
        line = say(words.EMERGENCY_OR_TEXT, numbers=call, texts=texts)
    else:
        line = say(words.EMERGENCY, numbers=call)
    return " ".join([line, *_about(numbers, say)])


def _either(numbers: Iterable[str]) -> Listed:
    return Listed(tuple(f"**{number}**" for number in numbers), either=True)


def _about(numbers: Emergency, say: Voice) -> Iterator[str]:
    """Yield what one has to know about emergency numbers: how to use them, where they are from."""
    if numbers.note:
        yield text_in(numbers.note, say.locale)
    if numbers.from_list:
        yield say(words.EMERGENCY_LISTED)
    if numbers.from_list and len(numbers.call) > 1:
        yield say(words.EMERGENCY_SEVERAL)


def entry(one: Resource, shown: SupportPage, say: Voice) -> str:
    """Return what an entry says: who, what, how to reach them, and how far it was checked."""
    details = [_hours(one, say), _places(one, shown, say), _languages(one, say)]
    checked = _condition(one, shown.today, say)
    lines = [
        f"**{one.name}**",
        text_in(one.does, say.locale),
        *_contacts(one.contacts, say),
        " ".join(detail for detail in details if detail),
        text_in(one.note, say.locale) if one.note else "",
        f"-# {checked}",
    ]
    return "\n".join(line for line in lines if line)


def _contacts(ways: Contacts, say: Voice) -> list[str]:
    lines = [say(words.PHONE, number=ways.phone.display)] if ways.phone else []
    if ways.text and ways.text.send:
        number = ways.text.number.display
        lines.append(say(words.TEXT_WORD_TO, word=ways.text.send, number=number))
    elif ways.text:
        lines.append(say(words.TEXT_TO, number=ways.text.number.display))
    if ways.whatsapp:
        lines.append(say(words.WHATSAPP, number=ways.whatsapp.display))
    if ways.ussd:
        lines.append(say(words.DIAL_CODE, code=f"`{ways.ussd}`"))
    if ways.tty:
        lines.append(say(words.TTY, number=ways.tty.display))
    if ways.email:
        lines.append(say(words.EMAIL, address=ways.email))
    if ways.chat:
        lines.append(say(words.CHAT))
    return lines


def _hours(one: Resource, say: Voice) -> str | None:
    if one.hours is None:
        return None
    return say(words.ALWAYS_OPEN) if one.hours.always else text_in(one.hours.texts, say.locale)


def _places(one: Resource, shown: SupportPage, say: Voice) -> str | None:
    country = shown.page.choice.country
    parts = one.parts_of(country) if country else ()
    names = [text_in(shown.directory.parts[part], say.locale) for part in parts]
    return say(words.ONLY_IN, places=Listed(tuple(names))) if names else None


def _languages(one: Resource, say: Voice) -> str | None:
    spoken = tuple(LanguageName(code) for code in one.languages)
    known = say(words.LANGUAGES, languages=Listed(spoken)) if spoken else ""
    others = say(words.INTERPRETERS) if one.interpreters else ""
    return " ".join(part for part in (known, others) if part) or None


def _condition(one: Resource, today: date, say: Voice) -> str:
    condition = one.review.condition(today)
    checked = one.review.verified_on
    if checked is None or condition is Condition.UNCHECKED:
        return say(words.UNCHECKED)
    return say(words.CONDITIONS[condition], day=checked)
