"""Batches of changed files beside a good one, built as a user builds them: what the good one says must not change."""

from __future__ import annotations

import contextlib
import io
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipelines.cli import run
from tests.builders import claim, line, npi, remittance
from tests.fuzz.mutants import Mutant
from tests.warehouses import open_warehouse

_GOOD_CLINIC = npi(4321)
_GOOD_LINES = (
    "select line.payer_claim_control_number, line.line_number, line.allowed_cents, line.paid_cents, line.is_denied,"
    " line_position.accrued_after_cents, line_position.kx_position, line_position.kx_finding"
    " from mart.line left join mart.line_position using (service_line_key)"
    f" where line.payee_npi = '{_GOOD_CLINIC}' order by all"
)


@dataclass(frozen=True)
class Built:
    """What one batch gave: exit code, both outputs, and the good file's lines."""

    exit_code: int
    answer: dict[str, Any]
    said: str
    good_lines: list[tuple[object, ...]]


def write_good() -> bytes:
    """A remittance of a clinic and a patient that no mutant has."""
    visits = [
        claim(
            f"GOOD{day}",
            line(on=f"2026-03-0{day}", allowed=60_000),
            line("97140", "GP KX", on=f"2026-03-0{day}"),
            patient="9GD9GD9GD99",
        )
        for day in range(2, 8)
    ]
    return remittance(*visits, on="2026-03-20", npi=_GOOD_CLINIC, trace="GOODTRACE")


def build_batch(folder: Path, mutants: Sequence[Mutant]) -> Built:
    """`kxwatch build` of the good file and the mutants, as one batch into a new home in `folder`."""
    offered = folder / "offered"
    offered.mkdir(parents=True)
    (offered / "m-good.835").write_bytes(write_good())
    for place, mutant in enumerate(mutants):
        # some stand before the good file and some behind it
        (offered / f"{'az'[place % 2]}-{mutant.name}").write_bytes(mutant.content)
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run(["build", str(offered), "--home", str(folder / "home"), "--json"])
    good = []
    if code in (0, 3):
        with open_warehouse(folder / "home") as warehouse:
            good = warehouse.execute(_GOOD_LINES).fetchall()
    return Built(code, json.loads(out.getvalue()), err.getvalue(), good)


def check_batch(built: Built, alone: Built, mutants: Sequence[Mutant]) -> None:
    """Raises AssertionError where a mutant stopped the batch, touched the good file, or was told on."""
    assert "Traceback" not in built.said, built.said[-2000:]
    assert built.answer["exit_code"] == built.exit_code
    assert "internal error" not in built.said, built.said
    assert built.exit_code in (0, 3), built.said[-2000:]
    assert built.good_lines == alone.good_lines
    files = built.answer["files"]
    assert sum(files.values()) == len(mutants) + 1
    for mutant in mutants:
        own = [line for line in built.said.splitlines() if re.match(f"[az]-{re.escape(mutant.name)}(?!\\d)", line)]
        told = {part for part in mutant.personal for line in own if part in line}
        assert not told, f"{told} in {own}"
