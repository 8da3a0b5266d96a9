"""Every rule of the claim check has a severity, words, a source, and a test that names it."""

from __future__ import annotations

import csv
from pathlib import Path

from pipelines.claim_check.report import SEVERITIES
from tests.law.repository import ROOT

RULES = list(csv.DictReader((ROOT / "pipelines/reference/claim_rule.csv").read_text("utf-8").splitlines()))
TESTS = "".join(path.read_text("utf-8") for path in Path(__file__).parent.glob("test_*.py"))
PAGE = (ROOT / "docs/claim-check.md").read_text("utf-8")


def test_every_rule_says_what_it_is_what_to_do_and_where_it_comes_from() -> None:
    assert [row["rule_name"] for row in RULES if row["severity"] not in SEVERITIES] == []
    wanted = ("title", "sentence", "advice", "source")
    assert [(row["rule_name"], name) for row in RULES for name in wanted if not row[name].strip()] == []


def test_every_rule_is_tested_and_documented() -> None:
    names = {row["rule_name"] for row in RULES}
    assert {name for name in names if f'"{name}"' not in TESTS} == set()
    assert {name for name in names if f"`{name}`" not in PAGE} == set()
