"""Seeded random draws, and fixed rotations for rare events."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """A seeded source of chance.

    Only `Random.random` is used beneath: Python promises its sequence for a seed across versions,
    and of no other method. Equal seeds must give equal bytes.
    """

    def __init__(self, seed: int) -> None:
        self._next = Random(seed).random

    def happens(self, probability: float) -> bool:
        return self._next() < probability

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._next() * (high - low + 1))

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._next() * len(choices))]


class EveryNth:
    """Every `interval`-th turn is due, beginning with turn `first`.

    Rare events come in rotation and not at random, so that even a small practice has some of each.
    """

    def __init__(self, interval: int, first: int) -> None:
        self._interval = interval
        self._turns = interval - first

    def is_due(self) -> bool:
        self._turns += 1
        return self._turns % self._interval == 0


class Cycle:
    """The choices one after the other, over and over."""

    def __init__(self, choices: Sequence[str]) -> None:
        self._choices = choices
        self._turn = -1

    def next(self) -> str:
        self._turn += 1
        return self._choices[self._turn % len(self._choices)]
