"""The public sample files of other projects: taken in with the numbers of their manifest, or refused."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.reader import read_era_835
from pipelines.sources.source_file import SourceFile

FOLDER = os.environ.get("KXWATCH_ERA_SAMPLES", "")
# what a refusal may say: each of them is a reason of the contract, or one without which nothing has an order
REASONS = (
    "this is not an 835 remittance",
    "is incomplete",
    "its beginning is missing",
    "balances to the cent",
    "cannot be balanced",
    "more than a year from the production date",
    "Without it the order of payments is unknown",
)


def read_manifest() -> list[dict[str, str]]:
    """One row a sample; none where the folder is not set."""
    if not FOLDER:
        return []
    with (Path(FOLDER) / "MANIFEST.tsv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle, delimiter="\t"))


SAMPLES = read_manifest()


def take_in(sample: dict[str, str]) -> SourceFile | str:
    """The file, or the sentence with which it is refused."""
    path = Path(FOLDER) / sample["file"]
    try:
        return read_era_835(path.read_bytes(), 1, "ab", path.name)
    except RefusedFile as refusal:
        return refusal.reason


def count_claim_payments(sample: dict[str, str]) -> int:
    """The CLP segments in the bytes of a sample for which the manifest has no counts."""
    content = (Path(FOLDER) / sample["file"]).read_bytes()
    return content.count(b"CLP*") + content.count(b"CLP+")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["file"])
def test_a_public_sample(sample: dict[str, str]) -> None:
    taken = take_in(sample)
    if isinstance(taken, str):
        assert taken.startswith(Path(sample["file"]).name)
        assert any(reason in taken for reason in REASONS), taken
    elif sample["adjustments"]:
        adjustments = taken.tables["adjustment"].num_rows if "adjustment" in taken.tables else 0
        expected = (sample["n_CLP"], sample["n_SVC"], sample["adjustments"])
        assert (str(taken.claim_payments), str(taken.service_lines), str(adjustments)) == expected
    else:
        assert taken.claim_payments == count_claim_payments(sample)


def test_most_public_samples_are_taken_in() -> None:
    if not FOLDER:
        pytest.skip("KXWATCH_ERA_SAMPLES is not set: the public sample files were not read")
    assert sum(isinstance(take_in(sample), str) for sample in SAMPLES) <= 15
