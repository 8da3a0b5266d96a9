"""A drawn sample as it is kept: the frozen frame, how it was drawn, and what came out; encrypted when the home is.

Decision 0115.
"""

from __future__ import annotations

import json
import re
import zlib
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from pipelines.errors import KxwatchError, NotPublished, UsageError, WrongKey
from pipelines.sampling.frame import FrameDefinition, Row
from pipelines.store.encryption import MAGIC, is_sealed_with, open_sealed, seal
from pipelines.store.home import Home, replace_file
from pipelines.store.home_key import HomeKey

FORMAT = "kxwatch sample 1"
SUFFIX = ".sample"
# Windows takes the names of its devices for no file.
_NAME_FORM = re.compile(r"(?!(?:con|prn|aux|nul|(?:com|lpt)\d)$)[a-z0-9][a-z0-9_-]{0,39}", re.ASCII)


@dataclass(frozen=True)
class DrawnStratum:
    """One stratum: its frozen rows in order, and the numbers drawn from 1 to their count."""

    name: str
    seed: str
    rows: list[Row]
    sample: list[int]
    spares: list[int]

    @property
    def frame_cents(self) -> int:
        """What was paid for all units of the stratum."""
        return sum(int(row["paid_cents"]) for row in self.rows)


@dataclass(frozen=True)
class StoredSample:
    """One sample: definition, data, reason of its size, and strata."""

    name: str
    drawn_at: str
    definition: FrameDefinition
    data_through_date: str
    strata_by: str | None
    size_reason: str
    strata: list[DrawnStratum]
    frame_sha256: str

    @property
    def frame_size(self) -> int:
        """Units in the frame."""
        return sum(len(one.rows) for one in self.strata)

    @property
    def sample_size(self) -> int:
        """Units in the sample, without spares."""
        return sum(len(one.sample) for one in self.strata)

    @property
    def frame_cents(self) -> int:
        """What was paid for all units of the frame."""
        return sum(one.frame_cents for one in self.strata)

    def to_content(self) -> bytes:
        """The sample as text that two writings make alike."""
        parts = {"definition": vars(self.definition), "strata": [vars(one) for one in self.strata]}
        return write_canonical({"format": FORMAT, **vars(self), **parts})


def write_canonical(value: Any) -> bytes:
    """JSON with one spelling for one value."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


def hash_frame(strata: list[DrawnStratum]) -> str:
    """The sha256 of the names and rows of all strata, in order."""
    return sha256(write_canonical([[one.name, one.rows] for one in strata])).hexdigest()


def check_name(name: str) -> None:
    """Raise UsageError for a name that cannot be a file name everywhere."""
    if not _NAME_FORM.fullmatch(name):
        raise UsageError(
            f'"{name}" cannot name a sample. No changes were made; use up to 40 lowercase letters, digits, hyphens and'
            " underscores, for example 2026-10-discovery."
        )


def find_sample_files(home: Home) -> list[Path]:
    """The files of all samples, in order of their names."""
    return sorted(home.samples.glob(f"*{SUFFIX}")) if home.samples.is_dir() else []


def write_sample(home: Home, key: HomeKey | None, sample: StoredSample) -> Path:
    """Keep a sample, whole or not at all. The caller holds the home."""
    home.samples.mkdir(mode=0o700, exist_ok=True)
    path = home.samples / f"{sample.name}{SUFFIX}"
    content = zlib.compress(sample.to_content())
    replace_file(home, path, seal(content, key.samples) if key else content)
    return path


def read_sample(home: Home, key: HomeKey | None, name: str) -> StoredSample:
    """The sample of this name. Raises UsageError when there is none, NotPublished when its file is damaged."""
    check_name(name)
    path = home.samples / f"{name}{SUFFIX}"
    if not path.is_file():
        raise UsageError(f'There is no sample "{name}" in {home.root}. `kxwatch sample list` names those that exist.')
    try:
        content = json.loads(zlib.decompress(_open(path.read_bytes(), key)))
        if content.pop("format") != FORMAT:
            raise ValueError
        definition = FrameDefinition(**content.pop("definition"))
        strata = [DrawnStratum(**one) for one in content.pop("strata")]
        return StoredSample(definition=definition, strata=strata, **content)
    except (zlib.error, ValueError, KeyError, TypeError):
        raise NotPublished(f"{path} is damaged. Restore it from your backup of the data folder.") from None


def _open(stored: bytes, key: HomeKey | None) -> bytes:
    if not stored.startswith(MAGIC):
        return stored
    for one in key.list_all() if key else []:
        if one.data is not None and is_sealed_with(stored, one.samples):
            return open_sealed(stored, one.samples)
    raise WrongKey("A sample was encrypted with a key that key.json does not hold.")


def encrypt_samples(home: Home, key: HomeKey) -> None:
    """Write every sample anew with `key`, unless it is encrypted with it already. The caller holds the home."""
    for path in find_sample_files(home):
        stored = path.read_bytes()
        if not (stored.startswith(MAGIC) and is_sealed_with(stored, key.samples)):
            replace_file(home, path, seal(_open(stored, key), key.samples))


def list_sample_problems(home: Home, key: HomeKey | None) -> list[str]:
    """A sentence for every sample that cannot be read, or whose frame is not the one that was frozen."""
    problems = []
    for path in find_sample_files(home):
        where = path.relative_to(home.root)
        try:
            sample = read_sample(home, key, path.stem)
        except KxwatchError:
            problems.append(f"changed: {where} cannot be read")
            continue
        if hash_frame(sample.strata) != sample.frame_sha256:
            problems.append(f"changed: {where}: the rows of the frame have changed")
    return problems
