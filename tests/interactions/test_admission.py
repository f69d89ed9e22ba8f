"""As many interactions are under way at once as can be answered in time; others are turned away."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

import pytest
from discord import InteractionType

from bot.interactions.connection import admission
from bot.interactions.connection.admission import AT_LEAST, QUIET, TOLD, Admission, Places, Rushes

PRESS = InteractionType.component.value


class Time:
    """A time that passes when the test says so, for the clock and for what is called later."""

    def __init__(self) -> None:
        self.now = 1_000.0
        self.later: list[tuple[float, Any, tuple[Any, ...]]] = []

    def monotonic(self) -> float:
        return self.now

    def get_running_loop(self) -> Time:
        return self

    def call_later(self, seconds: float, what: Any, *given: Any) -> None:
        self.later.append((self.now + seconds, what, given))

    def let_pass(self, seconds: float) -> None:
        self.now += seconds
        due, self.later = self.later, []
        for when, what, given in due:
            if when <= self.now:
                what(*given)
            else:
                self.later.append((when, what, given))


@pytest.fixture
def time(monkeypatch: pytest.MonkeyPatch) -> Time:
    made = Time()
    monkeypatch.setattr(admission, "time", made)
    monkeypatch.setattr(admission, "asyncio", made)
    return made


class Door:
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


@pytest.mark.usefixtures("time")
def test_past_the_bound_a_few_are_told_and_of_the_others_nothing_is_made() -> None:
    door = Door()
    assert door.come(1, 2, 3, 4, 5) == [
        *("answered", "answered"),
        *("turned away", "unanswered", "unanswered"),
    ]
    assert door.read == [1, 2, 3]


@pytest.mark.usefixtures("time")
def test_a_place_is_given_free_by_what_was_answered_and_by_what_cannot_be_read() -> None:
    door = Door()
    door.come(1, 2, 3)
    door.admission.leave(3)
    assert door.come(4) == ["turned away"], "who was turned away had no place"
    door.admission.leave(1)
    assert door.come(5) == ["answered"]
    door.admission.leave(2)
    with pytest.raises(KeyError):
        door.come(6, malformed=True)
    assert door.come(7) == ["answered"]


@pytest.mark.usefixtures("time")
def test_what_discord_sends_twice_is_one() -> None:
    door = Door()
    assert door.come(1, 1, 2) == ["answered"] * 3
    assert door.come(3, 3) == ["turned away"] * 2
    assert door.admission.rushes() == Rushes(now=True)
    door.admission.leave(1)
    door.admission.leave(1)
    assert door.come(4, 5) == ["answered", "unanswered"]


@pytest.mark.usefixtures("time")
def test_what_nothing_answers_takes_no_place() -> None:
    door = Door()
    door.come(1, 2, 3, type=InteractionType.ping.value)
    assert door.come(4, 5) == ["answered", "answered"]


def test_a_rush_is_told_once_and_its_end_with_numbers_alone(
    time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    door = Door()
    door.come(*range(1, 9))
    time.let_pass(QUIET - 1)
    door.come(9)
    time.let_pass(1)
    assert [one.getMessage()[:17] for one in caplog.records] == ["more people press"]
    assert door.admission.rushes() == Rushes(now=True), "the counts wait for its end"
    time.let_pass(QUIET)
    assert door.admission.rushes() == Rushes(turned_away=1, unanswered=6)
    ended = vars(caplog.records[-1])
    assert ended["message"] == "everybody who presses is answered again"
    assert (ended["turned_away"], ended["unanswered"]) == (1, 6)
    door.come(10)
    assert door.admission.rushes() == Rushes(now=True, turned_away=1, unanswered=6)


def test_a_bot_that_closes_says_that_the_rush_is_over_and_gives_every_place_free(
    time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    door = Door()
    door.come(1, 2, 3)
    door.admission.close()
    door.admission.close()
    assert len(caplog.records) == len(("begun", "over"))
    assert door.come(4, 5) == ["answered", "answered"], "another life of the bot"
    door.come(6)
    time.let_pass(1)
    assert door.admission.rushes().now, "what was to end the first rush leaves this one alone"


def test_who_looks_for_help_has_places_of_their_own_and_moves_nothing(
    time: Time, caplog: pytest.LogCaptureFixture
) -> None:
    door = Door()
    door.admission.leaves_no_trace = help_of
    assert door.come(1, 2, 3, 4, help=True) == [
        *("answered", "answered"),
        *("turned away", "unanswered"),
    ]
    assert (door.admission.rushes(), caplog.text, time.later) == (Rushes(), "", [])
    assert door.come(5, 6, 7) == ["answered", "answered", "turned away"]
    assert door.come(8, help=True) == ["unanswered"]
    time.let_pass(QUIET)
    assert door.admission.rushes() == Rushes(turned_away=1)


def test_in_a_rush_as_many_are_let_in_as_were_answered_in_the_last_second(time: Time) -> None:
    places = Places(1_500)
    assert all(places.enter(key) for key in range(1_500)), "the first rush is let in whole"
    assert not places.enter(1_500)
    for key in range(400):
        places.leave(key)
    time.let_pass(1)
    assert not places.enter(1_500), "1,100 are under way, and 400 were answered"
    for key in range(400, 1_100):
        places.leave(key)
    assert not places.enter(1_500)
    places.leave(1_100)
    assert places.enter(1_500)
    assert not places.enter(1_501)
    assert sum(places.refuse(2_000 + key) for key in range(100)) == 400 // TOLD


def test_a_slow_machine_lets_some_in_and_after_the_rush_all(time: Time) -> None:
    places = Places(1_500)
    for key in range(1_501):
        places.enter(key)
    time.let_pass(1)
    for key in range(1_500):
        places.leave(key)
    time.let_pass(2)
    assert sum(places.enter(2_000 + key) for key in range(500)) == 500
    time.let_pass(5)
    places.leave(2_000)
    time.let_pass(1)
    assert not places.enter(5_000)
    for key in range(750):
        places.leave(2_000 + key)
    time.let_pass(0)
    assert sum(places.enter(3_000 + key) for key in range(500)) == AT_LEAST
    for key in range(500):
        places.leave(3_000 + key)
    time.let_pass(QUIET)
    assert all(places.enter(6_000 + key) for key in range(1_500))
