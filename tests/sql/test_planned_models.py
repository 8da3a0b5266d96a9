"""What scenarios look at is what a build makes: every table, whatever the warehouse was filled with before."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path

from pipelines.models.catalog import load_models
from pipelines.simulate import simulate_practice
from tests.builders import claim, line, prior_use, remittance
from tests.planned_models import open_planned
from tests.warehouses import build_in_memory

# of the build itself: the tables that stages end in, and those that lead to them
TABLES = sorted(model.name for model in load_models() if model.stage != "staging")


def test_every_table_is_that_of_a_build(tmp_path: Path) -> None:
    """The practice fills nearly all of them; what was there before it stands in as many as it can."""
    simulate_practice(500, 3, tmp_path, has_claims=True)
    folders = ("remittances", "eligibility", "documented_units")
    paths = sorted(path for name in folders for path in (tmp_path / name).rglob("*") if path.is_file())
    files = [(path.name, path.read_bytes()) for path in paths]
    earlier = remittance(claim("I1", line(allowed=250_000), line("97140", denied="CO-119")))
    with closing(open_planned([("a.835", earlier), ("b.csv", prior_use(1, "2026-01-01"))], date(2027, 1, 1))) as used:
        used.build(TABLES)
    with closing(open_planned(files)) as planned, closing(build_in_memory(files)) as built:
        planned.build(TABLES)
        filled = [name for name in TABLES if built.execute(f"from {name} limit 1").fetchall()]
        differing = [
            name
            for name in TABLES
            if planned.execute(f"from {name} order by all").fetchall()
            != built.execute(f"from {name} order by all").fetchall()
        ]
    assert not differing
    assert len(filled) > 150, sorted(set(TABLES) - set(filled))
