"""Prior use from 271 responses equals typed prior use for the same amounts, to the cent, in every table."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from pipelines.models.catalog import load_models
from pipelines.simulate import simulate_practice
from tests.facts import PriorUse
from tests.planned_models import open_planned
from tests.warehouses import NamedFile
from tests.writers import write_prior_use

LINES, SEED = 4_000, 3
MARTS = sorted(model.name for model in load_models() if model.stage == "mart")
# what was offered differs by name, hash and notes, and nothing else may
OFFERED = {"mart.file", "mart.file_note", "mart.build_info", "mart.prior_use_answer", "mart.prior_use_entry"}
CONTRACT = {"line", "line_position", "threshold_crossing", "provider_kx", "denial", "leakage_by_month", "set_aside"}
KNOWN = "select count(*) from mart.threshold_crossing where prior_use_grade = 'verified' and prior_use_cents > 0"
ANSWERS = """
    select beneficiary_key, pool, calendar_year, as_of_date, prior_use_grade, used_cents, prior_use_cents,
        prior_use_low_cents, prior_use_high_cents
    from mart.prior_use_answer
"""
SEGMENTS = "select segment_text from mart.prior_use_answer where kind = 'eligibility_271'"


class Told(NamedTuple):
    """What the warehouse says: the rows of every mart as text, and the rows of three questions."""

    marts: dict[str, list[str]]
    known: list[tuple[object, ...]]
    answers: list[tuple[object, ...]]
    segments: list[tuple[object, ...]]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Told, Told]:
    """A practice with its eligibility responses, and the same one with their amounts as typed rows."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(LINES, SEED, folder, has_claims=True)
    files = sorted(path for path in (folder / "remittances").rglob("*") if path.is_file())
    offered = [(path.name, path.read_bytes()) for path in files]
    answers = sorted((folder / "eligibility").rglob("*.271"))
    responses = [(path.name, _without_lower_bounds(path.read_bytes())) for path in answers]
    typed = _type_amounts(folder / "truth" / "eligibility.csv")
    return _ask([*offered, *responses]), _ask([*offered, ("typed.csv", typed)])


def _ask(files: Sequence[NamedFile]) -> Told:
    with closing(open_planned(files)) as warehouse:

        def fetch(query: str) -> list[tuple[object, ...]]:
            return warehouse.execute(query).fetchall()

        marts = {name: sorted(map(repr, fetch(f"from {name}"))) for name in MARTS if name not in OFFERED}
        return Told(marts, fetch(KNOWN), sorted(fetch(ANSWERS)), fetch(SEGMENTS))


def _without_lower_bounds(content: bytes) -> bytes:
    """The responses without the amounts of which nothing remains: a typed row cannot say a lower bound."""
    return re.sub(rb"EB\*[^~]*\*29\*0~DTP[^~]*~", b"", content)


def _type_amounts(truth: Path) -> bytes:
    with truth.open(encoding="utf-8", newline="") as rows:
        return write_prior_use(
            [
                PriorUse(
                    row["patient_id"],
                    row["pool"],
                    int(row["calendar_year"]),
                    int(row["used_cents"]),
                    date.fromisoformat(row["as_of_date"]),
                )
                for row in csv.DictReader(rows)
                if row["expected_grade"] == "verified"
            ]
        )


def test_every_mart_has_the_same_rows(pair: tuple[Told, Told]) -> None:
    answered, typed = pair
    assert [name for name in answered.marts if answered.marts[name] != typed.marts[name]] == []
    assert {f"mart.{name}" for name in CONTRACT} <= answered.marts.keys()


def test_the_responses_say_something(pair: tuple[Told, Told]) -> None:
    assert pair[0].known == pair[1].known != [(0,)]


def test_the_answers_differ_by_where_they_stand_alone(pair: tuple[Told, Told]) -> None:
    answered, typed = pair
    assert answered.answers == typed.answers != []
    assert answered.segments
    assert all(str(text).startswith("EB*F*IND*") for (text,) in answered.segments)
