"""Great Expectations judges as it is, only with less writing."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pandas as pd
import pytest

from pipelines.quality import validation
from pipelines.quality.validation import validate, warm_up
from tests.law.repository import ROOT

FRAME = pd.DataFrame({"pool": ["PT_SLP", "OT", "PT"], "units": [1, 2, 300]})
EXPECTED: list[dict[str, Any]] = [
    {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": "pool", "value_set": ["PT_SLP", "OT"]}},
    {"type": "expect_column_values_to_be_between", "kwargs": {"column": "units", "min_value": 0, "max_value": 99}},
]


def test_each_configuration_is_written_a_few_times_and_not_for_every_keyword(monkeypatch: pytest.MonkeyPatch) -> None:
    warm_up()
    from great_expectations.expectations import expectation
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    written: list[str] = []

    def count(**parts: Any) -> Any:
        written.append(parts["type"])
        return ExpectationConfiguration(**parts)

    monkeypatch.setattr(expectation, "ExpectationConfiguration", count)
    assert [one.unexpected for one in validate("sound", FRAME, EXPECTED)] == [("PT",), (300,)]
    assert len(EXPECTED) <= len(written) <= 12 * len(EXPECTED)


def test_importing_great_expectations_leaves_charts_and_distributions_for_later() -> None:
    """In a process that has PySpark, of which the library would import parts that end it where they lack a package."""
    program = (
        "import sys, pyspark.sql; from pipelines.quality.validation import warm_up; "
        "before = {name: module for name, module in sys.modules.items() if name.startswith('pyspark')}; warm_up(); "
        "after = {name: module for name, module in sys.modules.items() if name.startswith('pyspark')}; "
        "print(before == after, 'great_expectations' in sys.modules); "
        "print([name for name in ('altair', 'scipy.stats') if name in sys.modules]); "
        "from great_expectations.expectations.core import expect_column_kl_divergence_to_be_less_than as late; "
        "print(late.stats.norm.cdf(0), late.alt.Chart.__name__, 'altair' in sys.modules); "
        "import scipy.stats, altair; print(scipy.stats.norm is late.stats.norm, altair.Chart is late.alt.Chart)"
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert told.stdout.splitlines() == ["True True", "[]", "0.5 Chart True", "True True"]


def test_a_module_that_is_hidden_is_there_or_not_afterwards_as_before() -> None:
    hidden = dict.fromkeys(("json", "no_such_module"))
    with vars(validation)["_replace_modules"](hidden):
        assert {name: sys.modules[name] for name in hidden} == hidden
    assert sys.modules["json"] is json
    assert "no_such_module" not in sys.modules


def test_outside_a_judgement_a_configuration_follows_its_expectation() -> None:
    warm_up()
    from great_expectations import expectations

    one: Any = vars(expectations)["ExpectColumnValuesToBeBetween"](column="units", min_value=0, max_value=99)
    assert one.configuration.kwargs == {"column": "units", "min_value": 0, "max_value": 99}
    one.max_value = 100
    assert one.configuration.kwargs["max_value"] == 100
