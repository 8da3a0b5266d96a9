"""`make fuzz`: a hundred thousand changed files, batches of them in builds, and damaged data folders."""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from tests.fuzz.batches import build_batch, check_batch
from tests.fuzz.damaged_homes import check_damages, make_home
from tests.fuzz.mutants import KINDS, make_mutant
from tests.fuzz.properties import check_mutant

_SHARES = {"x12": 0.5, "claims": 0.1, "table": 0.26, "bytes": 0.1, "packed": 0.02, "workbook": 0.02}
_PER_BATCH, _PER_HOME, _BATCH = 10_000, 1_000, 300


def main(wanted: int, first: int) -> int:
    """Send `wanted` mutants with numbers from `first` on; the exit code is 1 if any broke a promise."""
    broken: list[str] = []
    started = perf_counter()
    for kind in KINDS:
        count = round(wanted * _SHARES[kind])
        outcomes = Counter(_send(kind, number, broken) for number in range(first, first + count))
        _say(f"{kind:<10}{dict(sorted(outcomes.items()))}")
    with tempfile.TemporaryDirectory() as folder:
        _send_batches(Path(folder), max(1, wanted // _PER_BATCH), first, broken)
        _damage_homes(Path(folder), max(1, wanted // _PER_HOME), first, broken)
    for sentence in broken[:50]:
        _say(f"BROKEN: {sentence}")
    _say(f"{wanted:,} files in {perf_counter() - started:,.0f} s, {len(broken)} broken")
    return 1 if broken else 0


def _send(kind: str, number: int, broken: list[str]) -> str:
    try:
        return "read" if check_mutant(make_mutant(kind, number)) else "refused"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # noqa: BLE001
        broken.append(f"{kind} {number}: {type(error).__name__}: {error}")
        return "broken"


def _send_batches(folder: Path, batches: int, first: int, broken: list[str]) -> None:
    alone = build_batch(folder / "alone", [])
    kinds = [kind for kind in KINDS for _ in range(max(1, round(_BATCH * _SHARES[kind])))]
    for batch in range(batches):
        numbers = range(first + batch * _BATCH, first + (batch + 1) * _BATCH)
        mutants = [make_mutant(kind, number) for kind, number in zip(kinds, numbers, strict=False)]
        try:
            check_batch(build_batch(folder / f"batch-{batch}", mutants), alone, mutants)
        except AssertionError as error:
            broken.append(f"batch {batch}: {error}")
    _say(f"{'batches':<10}{batches} of {_BATCH} files")


def _damage_homes(folder: Path, homes: int, first: int, broken: list[str]) -> None:
    home = make_home(folder)
    for number in range(first, first + homes):
        try:
            check_damages(home, folder, [number])
        except AssertionError as error:
            broken.append(str(error))
    _say(f"{'homes':<10}{homes} damaged")


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000, int(sys.argv[2]) if len(sys.argv) > 2 else 0))
