"""A rule that is planted is named, at several sizes; what nobody planted is not."""

from __future__ import annotations

import csv

import numpy as np
import pytest

from pipelines.statistics.signature import FIXED_DISTANCE, Limits, Starts, name_signature, weigh_rules
from tests.bench.starts import DEVIATING_PERCENTS, LIST, PLANTED, RUNS, SIZES, count_names, read_limits

LIMITS = Limits(fewest=10, explained=0.8, margin=0.1, nearest=10_000)


def start(after: list[float], previous: list[float], **flags: list[bool]) -> Starts:
    """Accounts with KX that lie on both sides of their first KX line as said; all other flags no."""
    none = np.zeros(len(after), bool)
    told = {
        name: np.array(flags.get(name, none), bool) for name in Starts.__annotations__ if name[:3] in ("has", "is_")
    }
    told["has_kx"] = np.array(flags.get("has_kx", ~none), bool)
    return Starts(**told, remaining_after=np.array(after, float), remaining_previous=np.array(previous, float))


@pytest.mark.parametrize("planted", PLANTED)
def test_the_shipped_list_is_what_the_simulation_gives(planted: str) -> None:
    with LIST.open(encoding="utf-8") as lines:
        listed = [row for row in csv.DictReader(lines) if row["planted_category"] == planted]
    for size in (10, 60):
        told = {
            row["signature_category"]: int(row["named_value"])
            for row in listed
            if (row["accounts_value"], row["deviating_value"]) == (str(size), "10")
        }
        assert count_names(planted, size, 10, RUNS) == told


def test_a_rule_with_sixty_patients_is_named_rightly_in_nine_of_ten_runs_and_never_wrongly() -> None:
    with LIST.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    right = {
        row["planted_category"]: int(row["named_value"])
        for row in rows
        if (row["accounts_value"], row["deviating_value"]) == ("60", "10")
        and row["signature_category"] == row["planted_category"]
    }
    assert right.keys() == set(PLANTED)
    assert all(times >= 0.9 * RUNS for times in right.values())
    wrong = [row for row in rows if row["signature_category"] not in (row["planted_category"], "mixed", "too_few")]
    assert [row for row in wrong if row["planted_category"] != "mixed"] == []
    assert sum(int(row["named_value"]) for row in wrong) <= 1e-3 * RUNS * len(DEVIATING_PERCENTS) * len(SIZES)


def test_the_distance_is_told_with_its_width() -> None:
    """Ten accounts that all begin between $380 and $450 to go; one account without KX ended with $300 to go."""
    after = [38_000.0 - 500 * number for number in range(10)]
    previous = [45_000.0 + 500 * number for number in range(10)]
    name, rules = name_signature(start(after, previous), LIMITS)
    assert (name, rules[3].explained, rules[3].asked) == (FIXED_DISTANCE, 10, 10)
    assert (round(rules[3].low), rules[3].high) == (38_000, 45_000)
    kx = [True] * 10 + [False]
    _, silent = name_signature(start([*after, 30_000.0], [*previous, np.nan], has_kx=kx), LIMITS)
    assert (silent[3].explained, silent[3].asked) == (10, 11)


def test_nine_patients_are_too_few_for_any_name() -> None:
    assert name_signature(start([-1.0] * 9, [5_000.0] * 9, is_first_needed=[True] * 9), LIMITS)[0] == "too_few"


def test_kx_on_the_whole_crossing_visit_is_at_the_threshold() -> None:
    """The first KX line is up to two lines before the one that crosses, on its visit: $40 to $150 before."""
    after = [4_000.0 + 1_000 * number for number in range(12)]
    previous = [amount + 5_000 for amount in after]
    told = start(after, previous, is_first_needed=[True] * 12, is_needed=[True] * 12)
    assert name_signature(told, LIMITS)[0] == "at_threshold"


def test_what_lies_at_the_threshold_is_no_distance() -> None:
    """All first KX lines cross: any small distance explains as many, and is not named."""
    told = start([-2_000.0] * 12, [11_000.0] * 12, is_first_needed=[True] * 12, is_needed=[True] * 12)
    name, rules = name_signature(told, LIMITS)
    assert (name, rules[3].share) == ("at_threshold", 1.0)


def test_patients_without_kx_speak_against_a_rule_that_asks_for_it() -> None:
    flags = {"has_kx": [True] * 10 + [False] * 10, "is_from_start": [True] * 10 + [False] * 10}
    told = start([240_000.0] * 10 + [100_000.0] * 10, [np.nan] * 20, **flags)
    assert name_signature(told, LIMITS)[0] == "mixed"
    assert weigh_rules(told, LIMITS.nearest)[0].share == 0.5


def test_a_denial_before_the_first_kx_line_is_not_at_the_threshold() -> None:
    flags = dict.fromkeys(("is_needed", "is_first_needed", "is_after_denial"), [True] * 10)
    assert name_signature(start([-1_000.0] * 10, [3_000.0] * 10, **flags), LIMITS)[0] == "after_denial"


def test_no_accounts_have_no_signature() -> None:
    name, rules = name_signature(start([], []), LIMITS)
    assert name == "too_few"
    assert [rule.share for rule in rules] == [0.0] * 4


def test_the_limits_are_those_of_the_product() -> None:
    assert read_limits() == LIMITS
