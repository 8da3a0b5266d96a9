"""The X12 documents that kxwatch reads, as messages name them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Document:
    """One kind of X12 file: `kind` as in mart.file, its transaction set (ST01), and its name in a sentence."""

    kind: str
    transaction: str
    name: str


REMITTANCE = Document("era_835", "835", "remittance")
ELIGIBILITY = Document("eligibility_271", "271", "eligibility response")
CLAIM = Document("claim_837", "837", "claim file")
