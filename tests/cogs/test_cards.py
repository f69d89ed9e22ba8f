"""Every card, in every language, as cogs declare it and at its longest: within Discord's limits."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from types import FunctionType, ModuleType
from typing import Any

import pytest

import cogs
from bot.config import Configuration
from bot.domain.pledges import Attribution, SigningText, Standing, State
from bot.examples import Example, Samples, examples_of
from bot.interactions.cards import FROM_CAMPAIGN, Card, with_way_back
from bot.messages import Messages, Voice
from bot.preview.commands import mentioned
from cogs.pledge import afterwards
from cogs.pledge import cards as pledge_cards
from cogs.privacy import cards as privacy_cards
from tests.cogs import examples
from tests.cogs.drawing import faults, french_faults
from tests.cogs.examples.values import HERE, LARGEST_ID, NOW, pledge
from tests.components import walk

Examples = Callable[[Voice, Configuration], Iterator[Card]]

LED_BACK = ("letter", "pledge", "privacy", "tally")
"""The cogs whose private cards take the place of the campaign's."""

DRAWN_BY_OTHERS = {
    "campaign.CampaignCog._posted": "hub_card, in the words of the server",
    "pledge._none_card": "what mine_card returns where there is no pledge",
    "privacy.PrivacyCog._walls": "listed_card, with the names of the servers",
    "resources.OpeningPages._made": "support_card, made before anyone asks",
    "resources.OpeningPages.card": "support_card, made before anyone asks",
}
"""What returns a card and is no public function of a module, and where it is drawn."""

RETURNED_WITHIN = {
    "setup.Previews.draw": "a card of any cog, with its files, as the cog draws it for members",
}
"""What returns a card together with something else, and which card that is."""


def modules(package: ModuleType) -> Iterator[ModuleType]:
    """Yield every module below a package."""
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


def functions(holder: ModuleType | type, module: ModuleType) -> Iterator[FunctionType]:
    """Yield the functions that a module defines, and those of its classes."""
    members: list[Any] = list(vars(holder).values())
    for member in members:
        bare: Any = getattr(member, "__func__", member)  # of a static or a class method
        if inspect.isfunction(bare) and bare.__module__ == module.__name__:
            yield bare
        elif inspect.isclass(member) and member.__module__ == module.__name__:
            yield from functions(member, module)


def returned_by(function: FunctionType) -> Any:
    """Return the type that a function's annotation names, or None without one."""
    wanted = function.__annotations__.get("return")
    if not isinstance(wanted, str):
        return wanted
    try:
        return eval(wanted, function.__globals__)  # noqa: S307 - our own annotations
    except NameError:  # a name that only type checkers import; no card is one
        return None


def cards_in(package: ModuleType) -> set[str]:
    """Return what returns a card: `cog.function`, or `cog.Class.method`."""
    return {
        f"{module.__name__.split('.')[1]}.{function.__qualname__}"
        for module in modules(package)
        if not module.__name__.endswith("examples")  # they call the cards and are none
        for function in functions(module, module)
        if inspect.isclass(kind := returned_by(function)) and issubclass(kind, Card)
    }


def returns_in(holder: ast.Module | ast.ClassDef, within: str) -> Iterator[tuple[str, str | None]]:
    """Yield the functions of a module's source, each with what it says that it returns."""
    for part in holder.body:
        if isinstance(part, ast.ClassDef):
            yield from returns_in(part, f"{within}.{part.name}")
        elif isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef):
            said = ast.unparse(part.returns).strip("'") if part.returns else None
            yield f"{within}.{part.name}", said


def said_in(source: str, cog: str) -> dict[str, str | None]:
    return {
        name: said
        for name, said in returns_in(ast.parse(source), cog)
        if not name.endswith("__")  # what Python calls
    }


def hidden(said: dict[str, str | None]) -> set[str]:
    """Return the functions that may return a card, and do not say so in the one way that counts."""
    return {
        name
        for name, kind in said.items()
        if kind is None or (kind != Card.__name__ and re.search(rf"\b{Card.__name__}\b", kind))
    }


SAID: dict[str, str | None] = {
    name: said
    for module in modules(cogs)
    if not module.__name__.endswith("examples")
    for name, said in said_in(inspect.getsource(module), module.__name__.split(".")[1]).items()
}

FOUND = sorted(cards_in(cogs) - DRAWN_BY_OTHERS.keys())


def longest_of(card: str) -> Examples:
    """Return the function that yields a card with the longest values."""
    cog, name = card.split(".", 1)
    place = f"{examples.__name__}.{cog}"
    try:
        module = importlib.import_module(place)
    except ModuleNotFoundError as missing:
        raise AssertionError(f"{card} has no examples: write {place}") from missing
    found = getattr(module, name, None)
    assert found is not None, f"{card} has no examples: write {name} in {place}"
    return found


def declared_of(card: str) -> list[Example]:
    """Return the examples of a card that its cog declares, to be seen before members see it."""
    cog, name = card.split(".", 1)
    every = examples_of(cog)
    assert len({one.name for one in every}) == len(every)
    return [one for one in every if one.card.__qualname__ == name]


@pytest.mark.parametrize("card", FOUND)
async def test_every_card_can_be_seen_beforehand(configuration: Configuration, card: str) -> None:
    messages, declared = Messages(configuration.messages), declared_of(card)
    assert declared, (
        f"write an example of {card} in cogs/{card.split('.', maxsplit=1)[0]}/examples.py"
    )
    for locale in (*messages.locales, "ja"):  # a language that the letter may have, and we not
        samples = Samples(configuration, locale, NOW, (LARGEST_ID,) * 10, mentioned(configuration))
        for example in declared:
            drawn = example.draw(messages.voice(locale), samples)
            assert faults(drawn) == [], (locale, example.name)
            assert locale != "fr" or not french_faults(drawn), example.name


@pytest.mark.parametrize("card", FOUND)
async def test_every_card_is_one_that_discord_takes(
    configuration: Configuration, card: str
) -> None:
    messages, drawn = Messages(configuration.messages), 0
    for locale in messages.locales:
        for example in longest_of(card)(messages.voice(locale), configuration):
            assert example.is_finished(), "a card is inert: nothing of it stays in memory"
            assert faults(example) == [], (locale, example.to_components())
            drawn += 1
    assert drawn >= len(messages.locales)


@pytest.mark.parametrize("card", [one for one in FOUND if one.split(".")[0] in LED_BACK])
async def test_every_card_can_lead_back_to_the_campaign(
    configuration: Configuration, card: str
) -> None:
    say = Messages(configuration.messages).voice("de")
    for example in longest_of(card)(say, configuration):
        assert faults(with_way_back(example, say)) == [], example.to_components()
        ids = [one.get("custom_id", "") for one in walk(example.to_components())]
        led = [one for one in ids if one and not one.startswith(("amh:campaign", "amh:resources"))]
        assert all(one.endswith(f":{FROM_CAMPAIGN}") for one in led)


def test_what_is_drawn_elsewhere_is_still_there() -> None:
    assert DRAWN_BY_OTHERS.keys() <= cards_in(cogs)


def test_no_card_hides_in_what_a_function_returns() -> None:
    assert hidden(SAID) == RETURNED_WITHIN.keys()
    assert {name for name, kind in SAID.items() if kind == Card.__name__} == cards_in(cogs)


@pytest.mark.parametrize(
    "line",
    [
        "def new_card(say: Voice) -> Card | None: ...",
        "def new_card(say: Voice) -> 'tuple[Card, ...]': ...",
        "def new_card(say: Voice): ...",
        "async def new_card(say: Voice) -> Iterator[cards.Card]: ...",
        "@cache\ndef new_card(say: Voice) -> Optional[Card]: ...",
    ],
)
def test_a_card_that_hides_is_named(line: str) -> None:
    assert hidden(said_in(line, "trial")) == {"trial.new_card"}
    within = f"class Cards:\n    {line}".replace("\ndef", "\n    def")
    assert hidden(said_in(within, "trial")) == {"trial.Cards.new_card"}
    assert hidden(said_in("def new_card() -> Card: ...\ndef shown() -> str: ...", "trial")) == set()


def test_no_example_is_left_of_a_card_that_went() -> None:
    written = {
        f"{module.__name__.rpartition('.')[2]}.{function.__name__}"
        for module in modules(examples)
        for function in functions(module, module)
        if function.__annotations__.get("return") == "Iterator[Card]"
    }
    assert written == set(FOUND)


def test_a_card_without_examples_is_named() -> None:
    for card in ("trial.new_card", "pledge.new_card"):
        with pytest.raises(AssertionError, match=f"{card} has no examples"):
            longest_of(card)
    assert declared_of("pledge.new_card") == []


@pytest.mark.parametrize("state", [State.COUNTED, State.HELD])
async def test_no_beside_yes_in_the_same_row(configuration: Configuration, state: State) -> None:
    say = Messages(configuration.messages).voice("en")
    text = SigningText("1", "en", "I pledge.")
    here = Attribution(HERE, state, NOW)
    standing = Standing(pledge(), (here,), server=HERE)
    asked = [
        pledge_cards.sign_card(text, Standing(), "en", say),
        afterwards.list_card(say),
        afterwards.withdraw_card(standing, say, shows_later=True, may_sign=True),
        privacy_cards.erase_card(say),
    ]
    for card in asked:
        first, *_ = [part for part in walk(card.to_components()) if part["type"] == 1]
        assert len(first["components"]) == 2, "the answers, and nothing else beside them"
