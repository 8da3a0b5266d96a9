"""The random numbers of RAT-STATS 2010: Visual Basic's generator seeds Wichmann and Hill's, repeats are skipped.

Decision 0112.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipelines.errors import UsageError

# Visual Basic's Rnd: a state of 24 bits, multiplied and moved on at each call.
_MULTIPLIER, _INCREMENT, _MODULUS = 1140671485, 12820163, 1 << 24
# Source: Wichmann BA, Hill ID. Algorithm AS 183. Appl Stat 1982;31:188-190.
_FACTORS = (171, 172, 170)
_PRIMES = (30269, 30307, 30323)

_SEED_FORM = re.compile(r"-?(\d{1,15}(\.\d{0,10})?|\.\d{1,10})", re.ASCII)
_LARGEST_FRAME = 2**31 - 1
_MOST_NUMBERS = 1_000_000

Drawn = tuple[int, ...]


@dataclass(frozen=True)
class Draw:
    """Numbers in the order drawn, each with one component a set; the spares continue where the sample ended."""

    sample: list[Drawn]
    spares: list[Drawn]


def draw_numbers(seed: str, sets: Sequence[int], size: int, spares: int = 0) -> Draw:
    """Draw `size` numbers and then `spares` without repeats; `sets` holds the largest value of each component.

    A frame of one component is the sampling frame itself. Raises UsageError for what cannot be drawn.
    """
    start = parse_seed(seed)
    check_size(sets, size, spares)
    drawn: dict[Drawn, None] = {}
    stream = generate(start)
    while len(drawn) < size + spares:
        drawn[tuple(int(next(stream) * largest) + 1 for largest in sets)] = None
    numbers = list(drawn)
    return Draw(numbers[:size], numbers[size:])


def parse_seed(text: str) -> float:
    """The seed as typed. Raises UsageError for what is not a decimal number."""
    if not _SEED_FORM.fullmatch(text):
        raise UsageError(
            f'The seed "{text}" is not a decimal number. Nothing was drawn; enter digits with at most one decimal'
            " point, for example 48863.78."
        )
    return float(text)


def check_size(sets: Sequence[int], size: int, spares: int) -> None:
    """Raise UsageError when the frame does not hold so many numbers, or no sensible sample is asked for."""
    frame = 1
    for largest in sets:
        if largest < 1 or largest > _LARGEST_FRAME:
            raise UsageError(f"A frame holds from 1 to {_LARGEST_FRAME:,} units, not {largest:,}. Nothing was drawn.")
        frame *= largest
    if size < 1 or spares < 0:
        raise UsageError("A sample needs at least one unit, and spares cannot be negative. Nothing was drawn.")
    wanted = f"The sample of {size:,}" + (f" with {spares:,} spares" if spares else "")
    if size + spares > frame:
        raise UsageError(f"{wanted} is larger than the frame of {frame:,}. Nothing was drawn; choose a smaller sample.")
    if size + spares > _MOST_NUMBERS:
        raise UsageError(f"{wanted} is more than {_MOST_NUMBERS:,} numbers. Nothing was drawn.")


def generate(seed: float) -> Iterator[float]:
    """The stream of numbers from 0 to 1, 1 not included, that a seed starts."""
    state = _seed_visual_basic(seed)
    states = []
    for prime in _PRIMES:
        state = _step(state)
        states.append(int(state / _MODULUS * prime) + 1)
    while True:
        states = [one * factor % prime for one, factor, prime in zip(states, _FACTORS, _PRIMES, strict=True)]
        first, second, third = (one / prime for one, prime in zip(states, _PRIMES, strict=True))
        yield (first + second + third) % 1.0


def _seed_visual_basic(seed: float) -> int:
    """The state after Rnd(-1), which makes Randomize repeatable, and then Randomize with the seed."""
    bits: int
    upper: int
    (bits,) = struct.unpack("<I", struct.pack("<f", -1.0))
    state = _step((bits + (bits >> 24)) % _MODULUS)
    (_, upper) = struct.unpack("<II", struct.pack("<d", seed))
    middle = (upper & 0xFFFF) ^ (upper >> 16)
    return (state & 0xFF) | (middle << 8)


def _step(state: int) -> int:
    return (state * _MULTIPLIER + _INCREMENT) % _MODULUS
