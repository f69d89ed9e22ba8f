"""As many interactions are under way at once as can be answered in time; others are turned away."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from types import SimpleNamespace
from typing import Any, ClassVar, cast

import pytest
from discord import InteractionType

from bot.interactions.commands import OutreachTree
from bot.interactions.connection import admission
from bot.interactions.connection.admission import (
    AGAIN,
    AT_LEAST,
    LONGEST,
    QUIET,
    TOLD,
    Admission,
    Rushes,
    Slots,
)
from bot.interactions.router import Router
from tests.interactions.clock import Clock, clock_for

PRESS = InteractionType.component.value


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return clock_for(admission, monkeypatch)


class Arrivals:
    """An admission of two at once, and what it had read."""

    def __init__(self) -> None:
        self.admission = Admission(2)
        self.read: list[int] = []

    def come(self, *keys: int, **more: Any) -> list[str]:
        """Let interactions come; return what becomes of each."""
        return [self._come(key, **more) for key in keys]

    def _come(self, key: int, **more: Any) -> str:
        before = len(self.read)
        self.admission.admit(self._parse, {"id": str(key), "type": PRESS, **more})
        if len(self.read) == before:
            return "unanswered"
        return "turned away" if self.admission.turns_away(key) else "answered"

    def _parse(self, interaction: Any) -> None:
        self.read.append(int(interaction["id"]))
        if interaction.get("malformed"):
            raise KeyError


def help_of(interaction: Mapping[str, Any]) -> bool:
    return "help" in interaction


@pytest.mark.usefixtures("clock")
def test_past_the_bound_a_few_are_told_and_of_the_others_nothing_is_made() -> None:
    arrivals = Arrivals()
    assert arrivals.come(1, 2, 3, 4, 5) == [
        *("answered", "answered"),
        *("turned away", "unanswered", "unanswered"),
    ]
    assert arrivals.read == [1, 2, 3]


@pytest.mark.usefixtures("clock")
def test_a_place_is_given_free_by_what_was_answered_and_by_what_cannot_be_read() -> None:
    arrivals = Arrivals()
    arrivals.come(1, 2, 3)
    arrivals.admission.leave(3)
    assert arrivals.come(4) == ["turned away"], "who was turned away had no place"
    arrivals.admission.leave(1)
    assert arrivals.come(5) == ["answered"]
    arrivals.admission.leave(2)
    with pytest.raises(KeyError):
        arrivals.come(6, malformed=True)
    assert arrivals.come(7) == ["answered"]


def test_who_was_told_that_nothing_was_recorded_stays_refused_when_discord_sends_it_again(
    clock: Clock,
) -> None:
    arrivals = Arrivals()
    arrivals.admission.leaves_no_trace = help_of
    assert arrivals.come(1, 2, 3) == ["answered", "answered", "turned away"]
    for key in (1, 2, 3):
        arrivals.admission.leave(key)
    assert arrivals.come(3) == ["turned away"]
    arrivals.admission.leave(3)
    clock.let_pass(AGAIN + 1)
    assert arrivals.come(4) == ["answered"]
    assert not arrivals.admission.turns_away(3), "no id stays for long"
    assert arrivals.come(11, 12, 13, help=True)[-1] == "turned away"
    arrivals.admission.leave(13)
    assert not arrivals.admission.turns_away(13), "who looked for help is not remembered"


class Malformed:
    """An interaction that has a place, and of which neither press nor command can be read."""

    id = 1
    type = InteractionType.component
    data: ClassVar = {"custom_id": "amh:pledge:sign", "values": 7}

    @property
    def command(self) -> None:
        raise TypeError


async def press(router: Router) -> None:
    await router.route(cast("Any", Malformed()))


async def command(router: Router) -> None:
    tree: Any = SimpleNamespace(router=router)
    await OutreachTree.interaction_check(tree, cast("Any", Malformed()))


@pytest.mark.parametrize("answering", [press, command])
async def test_what_fails_before_it_can_be_answered_gives_its_place_free(
    answering: Callable[[Router], Coroutine[Any, Any, None]],
) -> None:
    arrivals, nobody = Arrivals(), cast("Any", None)
    arrivals.come(1, 2)
    task = asyncio.create_task(answering(Router(nobody, nobody, arrivals.admission)))
    await asyncio.wait({task})
    assert isinstance(task.exception(), TypeError)
    assert arrivals.come(3) == ["answered"]


@pytest.mark.usefixtures("clock")
def test_what_discord_sends_twice_is_one() -> None:
    arrivals = Arrivals()
    assert arrivals.come(1, 1, 2) == ["answered"] * 3
    assert arrivals.come(3, 3) == ["turned away"] * 2
    assert arrivals.admission.rushes() == Rushes(now=True)
    arrivals.admission.leave(1)
    arrivals.admission.leave(1)
    assert arrivals.come(4, 5) == ["answered", "unanswered"]


@pytest.mark.usefixtures("clock")
def test_what_nothing_answers_takes_no_place() -> None:
    arrivals = Arrivals()
    arrivals.come(1, 2, 3, type=InteractionType.ping.value)
    assert arrivals.come(4, 5) == ["answered", "answered"]


def test_a_rush_is_told_once_and_its_end_with_numbers_alone(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    arrivals = Arrivals()
    arrivals.come(*range(1, 9))
    clock.let_pass(QUIET - 1)
    arrivals.come(9)
    clock.let_pass(1)
    assert [one.getMessage()[:17] for one in caplog.records] == ["more people press"]
    assert arrivals.admission.rushes() == Rushes(now=True), "the counts wait for its end"
    clock.let_pass(QUIET)
    assert arrivals.admission.rushes() == Rushes(turned_away=1, unanswered=6)
    ended = vars(caplog.records[-1])
    assert ended["message"] == "everybody who presses is answered again"
    assert (ended["turned_away"], ended["unanswered"]) == (1, 6)
    arrivals.come(10)
    assert arrivals.admission.rushes() == Rushes(now=True, turned_away=1, unanswered=6)


def test_a_bot_that_closes_says_that_the_rush_is_over_and_gives_every_place_free(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    arrivals = Arrivals()
    arrivals.come(1, 2, 3)
    arrivals.admission.close()
    arrivals.admission.close()
    assert len(caplog.records) == len(("begun", "over"))
    assert arrivals.come(4, 5) == ["answered", "answered"], "another life of the bot"
    arrivals.come(6)
    clock.let_pass(1)
    assert arrivals.admission.rushes().now, "what was to end the first rush leaves this one alone"


def test_who_looks_for_help_has_places_of_their_own_and_moves_nothing(
    clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    arrivals = Arrivals()
    arrivals.admission.leaves_no_trace = help_of
    assert arrivals.come(1, 2, 3, 4, help=True) == [
        *("answered", "answered"),
        *("turned away", "unanswered"),
    ]
    assert (arrivals.admission.rushes(), caplog.text, clock.later) == (Rushes(), "", [])
    assert arrivals.come(5, 6, 7) == ["answered", "answered", "turned away"]
    assert arrivals.come(8, help=True) == ["unanswered"]
    clock.let_pass(QUIET)
    assert arrivals.admission.rushes() == Rushes(turned_away=1)


def test_in_a_rush_as_many_are_let_in_as_were_answered_in_the_last_second(clock: Clock) -> None:
    places = Slots(1_500)
    assert all(places.enter(key) for key in range(1_500)), "the first rush is let in whole"
    assert not places.enter(1_500)
    for key in range(400):
        places.leave(key)
    clock.let_pass(1)
    assert not places.enter(1_500), "1,100 are under way, and 400 were answered"
    for key in range(400, 1_100):
        places.leave(key)
    assert not places.enter(1_500)
    places.leave(1_100)
    assert places.enter(1_500)
    assert not places.enter(1_501)
    assert sum(places.refuse(2_000 + key) for key in range(100)) == 400 // TOLD


def test_who_is_answered_for_long_keeps_nobody_out(clock: Clock) -> None:
    places = Slots(2)
    assert places.enter(1)
    clock.let_pass(1)
    assert places.enter(2)
    clock.let_pass(LONGEST - 2)
    assert not places.enter(3)
    clock.let_pass(1)
    assert places.enter(3)
    assert not places.enter(4), "the second one has its place for a second more"
    places.leave(1)
    assert not places.enter(4), "the first one had none to give free"
    places.leave(2)
    assert places.enter(4)


def test_a_slow_machine_lets_some_in_and_after_the_rush_all(clock: Clock) -> None:
    places = Slots(1_500)
    for key in range(1_501):
        places.enter(key)
    clock.let_pass(1)
    for key in range(1_500):
        places.leave(key)
    clock.let_pass(2)
    assert sum(places.enter(2_000 + key) for key in range(500)) == 500
    clock.let_pass(5)
    places.leave(2_000)
    clock.let_pass(1)
    assert not places.enter(5_000)
    for key in range(750):
        places.leave(2_000 + key)
    clock.let_pass(0)
    assert sum(places.enter(3_000 + key) for key in range(500)) == AT_LEAST
    for key in range(500):
        places.leave(3_000 + key)
    clock.let_pass(QUIET)
    assert all(places.enter(6_000 + key) for key in range(1_500))
