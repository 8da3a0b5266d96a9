"""The claim check against bare oxedi on 100,000 lines, and what it would have spared a synthetic practice."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

from pipelines.build import build
from pipelines.claim_check.check import check_claims
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate import simulate_practice
from tests.bench.measure import measure
from tests.bench.page import Figure
from tests.bench.practice import BENCH, new_home
from tests.claim_check.prevented import check_in_turn, measure_prevented, read_told
from tests.claim_files import bill, claim_file, service

_CLAIMS, _LINES_A_CLAIM, _PATIENTS = 25_000, 4, 6_000
_PRACTICE_LINES, SEED = 40_000, 11
_CODES = ("97110", "97112", "97140", "97530")


def bench_claims() -> list[Figure]:
    """Time and memory of a large file; of the denials for missing KX that came later, how many the check had named."""
    practice = _simulate()
    home = new_home("home-of-claims")
    build(load_settings(home), [practice / "remittances"], None, QuietProgress())
    file = _write_large_file()
    bare = measure("bare_claims", str(file))
    check = measure("claim_check", str(file), str(home))
    told, settings = read_told(practice), load_settings(home)
    alone = measure_prevented(told, [check_claims(settings, [practice / "claims"], None, lambda sentence: None)])
    in_turn = measure_prevented(told, check_in_turn(settings, practice, told))
    return [
        Figure("claim lines", check.answer["lines"], "lines", None),
        Figure("lines with a finding or to look at", check.answer["findings"], "lines", None),
        Figure("oxedi alone", bare.seconds, "s", None),
        Figure("kxwatch check", check.seconds, "s", 1.5 * bare.seconds + 2),
        Figure("the same, processor time", check.cpu_seconds, "s", None),
        Figure("peak memory of kxwatch check", check.peak_gib, "GiB", 1),
        Figure("lines that Medicare Part B later denied for missing KX", in_turn.denied, "lines", None),
        Figure("of which named, each file checked by itself", alone.named, "lines", None),
        Figure("of which named, the files before it kept", in_turn.named, "lines", None),
    ]


def _simulate() -> Path:
    folder = BENCH / "claims"
    if not (folder / "done").exists():
        shutil.rmtree(folder, ignore_errors=True)
        simulate_practice(_PRACTICE_LINES, SEED, folder, has_claims=True)
        (folder / "done").touch()
    return folder


def _write_large_file() -> Path:
    dice = random.Random(SEED)
    claims = []
    for number in range(_CLAIMS):
        modifiers = "GP KX" if dice.random() < 0.05 else "GP"
        day = f"2026-{dice.randint(1, 9):02d}-{dice.randint(1, 28):02d}"
        lines = [
            service(dice.choice(_CODES), modifiers, day, units=str(dice.randint(1, 3))) for _ in range(_LINES_A_CLAIM)
        ]
        claims.append(bill(f"A{number}", *lines, patient=f"{dice.randrange(_PATIENTS):06d}KXTST"))
    path = BENCH / "large.837"
    path.write_bytes(claim_file(*claims))
    return path
