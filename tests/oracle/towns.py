"""Several small practices in one warehouse, for a build costs more than its rows."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.facts import Threshold
from tests.oracle.practice import OfferedFile, Practice
from tests.oracle.practices import PAYMENT_DATES, dates, practices
from tests.oracle.settlement import settle


@st.composite
def towns(draw: st.DrawFn) -> Practice:
    """One to six practices that share no person and no clinic, and one as-of date for all."""
    neighbours = draw(st.lists(practices(), min_size=1, max_size=6))
    files = [file for number, practice in enumerate(neighbours, start=1) for file in settle(practice, number).files]
    # 2027 has no shipped row; a year may be without medical review, as 2028 is
    review = draw(st.sampled_from([None, 300_000]))
    files.append(OfferedFile("thresholds.csv", thresholds=(Threshold(2027, 250_000, review),)))
    as_of = draw(st.one_of(st.none(), st.none(), dates(PAYMENT_DATES)))
    return Practice(tuple(files), as_of)
