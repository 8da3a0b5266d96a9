"""Reads shares and confidence levels as people type them."""

from __future__ import annotations

import re
from fractions import Fraction

from pipelines.errors import UsageError

_SHARE_FORM = re.compile(r"\d{0,6}(\.\d{0,10})?(?<=\d)", re.ASCII)
_PERCENT = 100
_LOWEST_CONFIDENCE, _HIGHEST_CONFIDENCE = Fraction(1, 2), Fraction(9999, 10000)


def read_share(text: str, option: str) -> Fraction:
    """A number from 0 to 1; Raises UsageError."""
    if _SHARE_FORM.fullmatch(text) and Fraction(text) <= 1:
        return Fraction(text)
    raise UsageError(f'{option} "{text}" is not a number from 0 to 1. Nothing was computed; enter 0.2 for 20%.')


def read_width(text: str, option: str) -> Fraction:
    """A number above 0, up to 1. Raises UsageError."""
    width = read_share(text, option)
    if width == 0:
        raise UsageError(f"{option} must be above 0, for example 0.06. Nothing was computed.")
    return width


def read_confidence(text: str) -> Fraction:
    """A confidence level in percent, or as a share below 1. Raises UsageError."""
    if _SHARE_FORM.fullmatch(text):
        level = Fraction(text) if Fraction(text) < 1 else Fraction(text) / _PERCENT
        if _LOWEST_CONFIDENCE <= level <= _HIGHEST_CONFIDENCE:
            return level
    raise UsageError(
        f'--confidence "{text}" is not a confidence level from 50 to 99.99 percent. Nothing was computed; enter 90 for'
        " 90%."
    )
