"""Numbers of rules in prose: they come from the rule parameters, and a changed parameter changes the text."""

from __future__ import annotations

import re

import pandas as pd
import pytest

from dashboard import lookups
from pipelines.models.dictionary import read_measures, read_rule_numbers
from tests.law.repository import ROOT

TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8")
    for path in [
        *sorted((ROOT / "dashboard").rglob("*.md")),
        ROOT / "dashboard/views/definitions/rules.toml",
        ROOT / "pipelines/reference/measure.toml",
    ]
}
PARAMETER = re.compile(r"\{([a-z_0-9]+)\}")
COUNTED = "days|patients|patient months|months|points|accounts|crossings|visits|minutes|services|percent|%"
NUMBER = re.compile(rf"\b(\d+|five|ten|twelve|sixty) ?({COUNTED})(?![a-z])", re.IGNORECASE)
# What is no number of a rule: what the program measured, how statistics name their limits, horizons of a forecast, and
# what a statute or a published measure says.
ALLOWED = (
    r"\b(90|95|99\.8) ?(%|percent)",
    r"within (14, 30 (and|or) 60|30) days|the next 30 days|least 30%",
    r"1% and 99%|nearest 5%",
    r"10% of the time",
    r"15 minutes for a unit|100%|\b(12|twelve|24) months",
    r"reopening \(120 days|\(120 days\)",
)


def find_numbers(text: str) -> list[str]:
    """Numbers with a unit that stand in a text as such."""
    said = re.sub("|".join(ALLOWED), "", text, flags=re.IGNORECASE)
    return [match.group(0) for match in NUMBER.finditer(said)]


@pytest.mark.parametrize("name", TEXTS)
def test_a_number_of_a_rule_is_never_written_out(name: str) -> None:
    assert find_numbers(TEXTS[name]) == []


def test_a_number_that_is_written_out_is_seen() -> None:
    assert find_numbers("a visit in the 30 days up to it, ten patients and 95% limits") == ["30 days", "ten patients"]


@pytest.mark.parametrize("name", [name for name, text in TEXTS.items() if PARAMETER.search(text)])
def test_a_changed_parameter_changes_the_text(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every parameter becomes a number of its own, and each that the text names is found in it."""
    changed = {parameter: 7_001 + place for place, parameter in enumerate(read_rule_numbers())}
    table = pd.DataFrame({"parameter_name": list(changed), "parameter_value": list(changed.values())})
    monkeypatch.setattr(lookups, "rows", lambda query_name: table)
    filled = lookups.fill_rules(TEXTS[name])
    for parameter in PARAMETER.findall(TEXTS[name]):
        assert f"{changed[parameter]:,}" in filled


def test_a_measure_is_written_with_the_numbers_of_its_rules() -> None:
    numbers = read_rule_numbers()
    measure = read_measures()["open_patients"]
    assert "{open_patient_days}" in measure["numerator"]
    assert f"in the {numbers['open_patient_days']} days up to" in measure["numerator"].format_map(numbers)
