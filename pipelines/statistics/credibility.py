"""How much to trust a patient's own average, and how much that of the others: partial pooling by credibility."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]

FEWEST_GROUPS = 10
# A spread between patients below this share of the mean counts as this much, so that nothing is divided by zero.
_SMALLEST_SPREAD = 1e-3


@dataclass(frozen=True)
class Credibility:
    """The common mean, the variance within a group and the variance between the means of groups."""

    mean: float
    within: float
    between: float

    def shrink(self, counts: ArrayLike, totals: ArrayLike) -> tuple[Floats, Floats]:
        """Each group's mean drawn toward the common one, and the variance that is left about it.

        `counts` and `totals` are of one shape; a group without observations gets the common mean.
        """
        number = np.asarray(counts, float)
        weight = self.within / self.between
        return (np.asarray(totals, float) + weight * self.mean) / (number + weight), self.within / (number + weight)


def fit_credibility(counts: ArrayLike, totals: ArrayLike, squares: ArrayLike) -> Credibility | None:
    """The three numbers from each group's count, sum and sum of squares; None with fewer than ten usable groups.

    The common mean weighs each group by its credibility. Source: Buehlmann H, Straub E. Bulletin of the Swiss
    Association of Actuaries 1970;70:111-133; the estimators as in Klugman SA et al., Loss Models, section 18.
    """
    number, total, square = (np.asarray(column, float) for column in (counts, totals, squares))
    usable = number >= 2
    number, total, square = number[usable], total[usable], square[usable]
    if len(number) < FEWEST_GROUPS:
        return None
    means, whole = total / number, number.sum()
    within = float((square - total * means).sum() / (number - 1).sum())
    overall = total.sum() / whole
    scatter = (number * (means - overall) ** 2).sum() - (len(number) - 1) * within
    between = max(float(scatter / (whole - (number**2).sum() / whole)), (_SMALLEST_SPREAD * overall) ** 2, 1e-12)
    weight = number / (number + within / between)
    return Credibility(float((weight * means).sum() / weight.sum()), max(within, 1e-12), between)
