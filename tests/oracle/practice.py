"""What a practice offers, file by file: the question that is put to the pipeline and to the oracle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tests.facts import Payment, PriorUse, Threshold
from tests.writers import write_crosswalk, write_export, write_prior_use, write_remittance, write_thresholds


@dataclass(frozen=True)
class OfferedFile:
    """One file: its facts, of one kind only, and a name."""

    name: str
    payments: tuple[Payment, ...] = ()
    is_export: bool = False
    prior_use: tuple[PriorUse, ...] = ()
    crosswalk: tuple[tuple[str, str], ...] = ()
    thresholds: tuple[Threshold, ...] = ()

    @property
    def kind(self) -> str:
        if self.prior_use:
            return "prior_use"
        if self.crosswalk:
            return "identity_crosswalk"
        if self.thresholds:
            return "threshold"
        return "remittance_export" if self.is_export else "era_835"

    @property
    def content(self) -> bytes:
        writers = {
            "prior_use": lambda: write_prior_use(self.prior_use),
            "identity_crosswalk": lambda: write_crosswalk(self.crosswalk),
            "threshold": lambda: write_thresholds(self.thresholds),
            "remittance_export": lambda: write_export(self.payments),
            "era_835": lambda: write_remittance(self.payments),
        }
        return writers[self.kind]()


@dataclass(frozen=True)
class Practice:
    """All files in the order of offering, and the date whose state of knowledge is asked for."""

    files: tuple[OfferedFile, ...] = field(default_factory=tuple)
    as_of: date | None = None
