"""The types of values in the files, each with the sentence that refuses a wrong one."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any, Final, Generic, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    PlainSerializer,
    RootModel,
    StringConstraints,
    ValidationInfo,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from bot.config.locales import LOCALES, is_language
from bot.config.yaml.characters import unseen
from bot.config.yaml.faults import Location, shown
from bot.config.yaml.language_names import code_meant
from bot.domain.languages import ENGLISH, best_locale, own_first

_LONGEST_ADDRESS = 512  # Discord's limit for the address of a button
_AND = ("and", "und", "y", "et", "e")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class ConfigModel(BaseModel):
    """A group of keys in a file; the docstring of each attribute explains its key in editors.

    Nothing is converted in silence, nothing unknown is passed over, nothing changes afterwards.
    """

    model_config = ConfigDict(
        frozen=True, strict=True, extra="forbid", use_attribute_docstrings=True
    )


def invalid(*found: tuple[Location, str]) -> PydanticCustomError:
    """Return the error by which a validator says what is wrong, in whole sentences.

    Each location is counted from the value under validation: `()` is the value itself.
    """
    sentence = "; ".join(one for _, one in found)
    return PydanticCustomError("invalid", "{sentence}", {"sentence": sentence, "found": found})


@dataclass(frozen=True, slots=True)
class TextPattern:
    """A pattern that a text must match, without signs that nobody sees; the sentence that says so.

    `meant` returns the end of that sentence: what was probably meant, or nothing.
    """

    pattern: str
    sentence: str
    meant: Callable[[str], str] = lambda _: ""

    def __get_pydantic_core_schema__(
        self, source: type[Any], handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {**handler(schema), "pattern": f"^{self.pattern}$"}

    def _checked(self, value: str) -> str:
        if not re.fullmatch(self.pattern, value) or unseen(value):
            raise invalid(((), f"{self.sentence}{self.meant(value)}"))
        return value


def text_up_to(limit: int) -> StringConstraints:
    """Return what makes a string a text of at most `limit` characters; spaces around it go."""
    return StringConstraints(strip_whitespace=True, min_length=1, max_length=limit)


def _some(entries: tuple[object, ...]) -> tuple[object, ...]:
    # Not `min_length`: that also complains when the only entry there is has a fault.
    if not entries:
        raise invalid(((), "should have an entry"))
    return entries


NotEmpty = AfterValidator(_some)
"""What makes a list one with at least one entry."""


def at_most(most: int) -> Any:
    """Return how many entries a list that is `NotEmpty` may have, told to editors too."""
    return Field(max_length=most, json_schema_extra={"minItems": 1})


def _one_line(value: str) -> str:
    if len(value.splitlines()) > 1:
        raise invalid(((), "should be one line"))
    return value


def _address(*schemes: str, refused: str = "") -> AfterValidator:
    """Return what makes a text a web address; `refused` are signs that it may not have besides."""
    unsafe = frozenset('<>"\\' + refused)
    wanted = " or ".join(f"{scheme}://" for scheme in schemes)

    def checked(value: str) -> str:
        try:
            address = urlsplit(value)
            usable = address.scheme in schemes and "." in (address.hostname or "")
        except ValueError:
            usable = False
        if not usable or unseen(value) or any(one in unsafe or one.isspace() for one in value):
            raise invalid(
                ((), f"should be a web address that begins with {wanted}{_beside(value)}")
            )
        return value

    return AfterValidator(checked)


def _beside(value: str) -> str:
    """Return the end of a sentence about more than an address, or less, in its place."""
    if "](" in value:
        return "; write the address alone, without brackets"
    if "://" in value and any(map(str.isspace, value)):
        return "; write one address alone, in which a space is %20"
    if re.match(r"https?://[\w-]+(?:[/:]|$)", value):
        return "; its name needs a dot, as example.org has"
    return "; an e-mail address is none" if re.fullmatch(r"[^\s/@]+@[^\s/@]+", value) else ""


def _day(value: object) -> object:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError as failure:
            raise invalid(((), f"{value} is not a day of the calendar")) from failure
    sentence = "should be a date: year-month-day, such as 2027-05-31"
    raise invalid(((), f"{sentence}{_unlike_a_day(value)}"))


def _unlike_a_day(value: object) -> str:
    """Return the end of a sentence about what looks like a date as it should be, and is none."""
    if not isinstance(value, str):
        return ""
    if odd := re.match(r"\d{4}([‐‑‒–—−/.])\d\d?\1\d", value):
        return f"; write hyphens (-) between the numbers, not “{odd[1]}”"
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return "; write it with the digits 0 to 9"
    if re.match(r"\d{4}-\d{2}-\d{2}[ T]", value):
        return "; write the day alone, without a time"
    return "; write months and days with two digits" if re.match(r"\d{4}-\d\d?-\d", value) else ""


def codes_in(value: str) -> list[str]:
    """Return the language codes of a text that is nothing but such codes, else none."""
    words = [one for one in re.split(r"[\s,;+&/]+", value) if one]
    codes = [one for one in words if one not in _AND or len(words) == 1]
    return codes if all(map(is_language, codes)) else []


def _locale(value: str) -> str:
    if not is_language(value):
        if value[:1] in "“„«‘":
            raise invalid(((), "should be a language code"))
        if len(codes := codes_in(value)) > 1:
            raise invalid(((), f"is {len(codes)} codes; write {', '.join(codes)}"))
        hint = code_meant(value)
        raise invalid(((), f"“{shown(value)}” is no language code{hint}"))
    return value


Day = Annotated[date, BeforeValidator(_day)]
Label = Annotated[str, text_up_to(80), AfterValidator(_one_line)]
Address = Annotated[
    str,
    text_up_to(_LONGEST_ADDRESS),
    _address("https"),
    WithJsonSchema({"type": "string", "pattern": "^https://", "maxLength": _LONGEST_ADDRESS}),
]
"""The address of a page that a button opens."""

ReadAddress = Annotated[
    str,
    text_up_to(_LONGEST_ADDRESS),
    _address("https", "http", refused="()"),
    WithJsonSchema({"type": "string", "pattern": "^https?://", "maxLength": _LONGEST_ADDRESS}),
]
"""The address of a page as it was read once: pages of 2018 may still stand on http.

It is shown as a link in a text, which parentheses would end.
"""
_CODE: Final = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"

LocaleCode = Annotated[
    str,
    AfterValidator(_locale),
    WithJsonSchema({"type": "string", "pattern": _CODE, "examples": list(LOCALES)}),
]
"""The code of a language: as Discord writes it, or as CLDR does where Discord lacks it."""

T = TypeVar("T", bound=str)


def own_language(info: ValidationInfo) -> str | None:
    """Return the campaign's own language; None where the file that says so has a fault in it."""
    context: Mapping[str, str | None] = info.context or {}
    return context.get("language", ENGLISH)


def _with_own(value: Mapping[str, T], info: ValidationInfo) -> Mapping[str, T]:
    own = own_language(info)
    if own is not None and own not in value:
        name = "English" if own == ENGLISH else f"“{own}”"
        raise invalid(((own,), f"is missing; {name} is what readers of other languages get"))
    return MappingProxyType(own_first(value, own or ENGLISH))


class Localised(
    RootModel[Annotated[Mapping[LocaleCode, T], AfterValidator(_with_own), PlainSerializer(dict)]],
    Generic[T],
):
    """A text by language code; the campaign's own language is always there."""

    model_config = ConfigDict(frozen=True, strict=True)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Return the schema with what its keys may be; which one must be there, the file says."""
        found = handler.resolve_ref_schema(handler(schema))
        found |= {"minProperties": 1, "propertyNames": {"pattern": _CODE}}
        return found

    @property
    def locales(self) -> tuple[str, ...]:
        """The languages there is a text in: the campaign's own, then as the file orders them."""
        return tuple(self.root)

    def best(self, *wanted: str | None) -> tuple[str, str]:
        """Return the locale and the text for a reader: exact, the language, else the first."""
        locale = best_locale(self.root, *wanted)
        return locale, self.root[locale]


def _text_is_own(value: object, info: ValidationInfo) -> object:
    return {own_language(info) or ENGLISH: value} if isinstance(value, str) else value


class LabelTexts(Localised[Label]):
    """A label by language code; the campaign's own language is always there."""


Labels = Annotated[
    LabelTexts, BeforeValidator(_text_is_own, json_schema_input_type=Label | LabelTexts)
]
"""One label for every language, or a label by language."""
