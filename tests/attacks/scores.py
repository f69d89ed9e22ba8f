"""How well a thief guesses, against chance."""

from __future__ import annotations

import random
from collections.abc import Hashable, Mapping, Sequence
from itertools import combinations
from math import sqrt
from statistics import mean
from typing import TypeVar

T = TypeVar("T", bound=Hashable)

FEW, MANY = 8, 200
"""Histories that are played in `make test`, and in `make test-long`."""
_DEVIATIONS = 4
"""How far from chance a score may lie, in standard deviations: one in ten thousand by chance."""


def concordance(guessed: Sequence[T], truth: Sequence[T]) -> float:
    """Return how many pairs stand in the right order: 1 is known, 0.5 is chance, 0 is reversed."""
    place = {one: at for at, one in enumerate(guessed)}
    assert place.keys() == set(truth)
    return mean(place[one] < place[other] for one, other in combinations(truth, 2))


def is_chance_of_order(scores: Sequence[float], *, things: int) -> bool:
    """Whether orders of so many things, guessed so well, can be guessed so well by chance."""
    deviation = sqrt(2 * (2 * things + 5) / (9 * things * (things - 1))) / 2
    return abs(mean(scores) - 0.5) < _DEVIATIONS * deviation / sqrt(len(scores))


def is_chance(hits: Sequence[bool], *, chance: float) -> bool:
    """Whether so many right guesses come by chance."""
    deviation = sqrt(chance * (1 - chance) / len(hits))
    return abs(mean(hits) - chance) < _DEVIATIONS * deviation + 1 / len(hits)


def scored(guesses: Mapping[str, bool], truth: bool) -> dict[str, bool]:
    """Return which of several ways of guessing were right."""
    return {name: guess == truth for name, guess in guesses.items()}


def better_than_chance(histories: Sequence[Mapping[str, bool]]) -> dict[str, float]:
    """Return how often each way of guessing was right that cannot be so by chance."""
    by_way = {name: [one[name] for one in histories] for name in histories[0]}
    return {name: mean(hits) for name, hits in by_way.items() if not is_chance(hits, chance=0.5)}


def shuffled(chooser: random.Random, things: Sequence[T]) -> list[T]:
    """Return things in another order."""
    return chooser.sample(things, len(things))
