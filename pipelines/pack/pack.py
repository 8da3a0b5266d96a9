"""Makes the pack of a month from the warehouse and the casebook, and makes it again from its own evidence.

Decision 0149.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pydantic import SecretBytes

from pipelines.casebook import open_casebook
from pipelines.casebook.vault import find_key, load_vault
from pipelines.errors import NotPublished, UsageError
from pipelines.month import Month
from pipelines.pack.container import Damaged, read_container, write_container
from pipelines.pack.decisions import list_signatures, read_decisions, tabulate_events
from pipelines.pack.evidence import COLUMNS, EVERY_TABLE, REPORT_TEXT, ROWS, gather_evidence
from pipelines.pack.facts import read_facts
from pipelines.pack.report import set_pdf, write_report
from pipelines.pack.samples import write_samples
from pipelines.pack.seal import MANIFEST, SEAL, write_manifest, write_seal
from pipelines.pack.tables import read_csv
from pipelines.pack.verification import read_manifest, read_pack_file, verify_pack
from pipelines.pack.workbook import write_workbook
from pipelines.settings import Settings
from pipelines.store.home import Home
from pipelines.store.published import open_published

REPORT, WORKBOOK = "report.pdf", "workbook.xlsx"
_MADE = (REPORT, WORKBOOK, MANIFEST, SEAL)
_ENGINES = ("typst", "xlsxwriter")
_OWNER_ONLY = 0o600


@dataclass(frozen=True)
class Pack:
    """A pack that was written."""

    path: Path
    manifest: Mapping[str, Any]
    size: int

    @property
    def message(self) -> str:
        """What was written, in a sentence."""
        state = "Draft, not closed" if self.manifest["is_draft"] else "Closed month"
        return (
            f"Wrote {self.path} ({self.size:,} bytes, {len(self.manifest['parts']):,} parts). {state}. The workbook and"
            " the evidence in it hold patient data and are not encrypted: store the file as you store patient charts."
        )

    def to_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        kept = {name: value for name, value in self.manifest.items() if name != "parts"}
        return {"exit_code": 0, "message": self.message, "file": str(self.path), "bytes": self.size, **kept}


def write_pack(settings: Settings, month: Month, out: Path | None) -> Pack:
    """Write the pack of a month to `out`, else to `kxwatch-pack-YYYY-MM.zip` in the folder of the call.

    Raises UsageError for a month without data or a file that is something else, NotPublished where it cannot be
    written.
    """
    path = check_place(out or Path(f"kxwatch-pack-{month.code}.zip"))
    content = make_pack(settings, month)
    _replace(path, content)
    return _describe(path, content)


def make_pack(settings: Settings, month: Month) -> bytes:
    """The pack of a month as bytes; the casebook keeps its head. Raises UsageError for a month without data."""
    with open_published(settings) as connection:
        facts = read_facts(connection, month)
    casebook = open_casebook(settings)
    decisions = read_decisions(casebook, month)
    report = write_report(facts, decisions, write_samples(settings, decisions))
    evidence = gather_evidence(facts, tabulate_events(decisions), report)
    told = {
        "month": month.code,
        "practice": report["practice"],
        "is_draft": report["is_draft"],
        "data_through_date": report["data_through_date"],
        "version": report["version"],
        "reference_version": report["reference_version"],
        "casebook": {"length": decisions.chain.length, "head": decisions.chain.head},
        "signatures": list_signatures(decisions),
    }
    content = _put_together(told, evidence, _require_secret(settings))
    casebook.record_head(f"pack {month.code}")
    return content


def rebuild_pack(settings: Settings, source: Path, out: Path) -> Pack:
    """Write a pack again from the evidence in `source`: the same bytes, made by the same versions.

    Raises UsageError for a pack of other versions or another data folder, Damaged for one that is not whole.
    """
    secret = _require_secret(settings)
    found = verify_pack(source, secret)
    if found.problem:
        raise Damaged(found.message)
    if found.manifest["made_with"] != _name_engines():
        made = ", ".join(f"{name} {number}" for name, number in sorted(found.manifest["made_with"].items()))
        raise UsageError(f"{source} was made with {made}. Nothing was written; rebuild it with the same versions.")
    parts = read_container(read_pack_file(source))
    told = {name: value for name, value in read_manifest(parts).items() if name not in ("format", "parts", "made_with")}
    evidence = {name: content for name, content in parts.items() if name not in _MADE}
    path, content = check_place(out), _put_together(told, evidence, secret)
    _replace(path, content)
    return _describe(path, content)


def _describe(path: Path, content: bytes) -> Pack:
    return Pack(path, read_manifest(read_container(content)), len(content))


def _put_together(told: Mapping[str, Any], evidence: Mapping[str, bytes], secret: SecretBytes) -> bytes:
    report = json.loads(evidence[REPORT_TEXT])
    columns = json.loads(evidence[COLUMNS])
    tables = [read_csv(name, evidence[ROWS.format(name=name)], columns[name]) for name in EVERY_TABLE]
    parts = {REPORT: set_pdf(report), WORKBOOK: write_workbook(report, tables), **evidence}
    manifest = write_manifest({**told, "made_with": _name_engines()}, parts)
    return write_container({**parts, MANIFEST: manifest, SEAL: write_seal(manifest, secret)})


def _name_engines() -> dict[str, str]:
    return {name: version(name) for name in _ENGINES}


def load_secret(settings: Settings) -> SecretBytes | None:
    """The secret of the data folder, None where there is none or its key is not set. Raises UsageError."""
    home = Home(settings.home)
    is_locked = settings.key is None and home.key_file.exists()
    if is_locked or not home.casebook_secret.exists():
        return None
    vault = load_vault(home, find_key(home, settings.key))
    return vault.secret if vault else None


def _require_secret(settings: Settings) -> SecretBytes:
    secret = load_secret(settings)
    if secret is None:
        raise UsageError(f"{settings.home} has no casebook, so its secret cannot seal a pack. Nothing was written.")
    return secret


def check_place(path: Path) -> Path:
    """The absolute place of a new pack. Raises UsageError where something else stands, or there is no folder."""
    path = path.absolute()
    if not path.parent.is_dir():
        raise UsageError(f"{path.parent} is not an existing folder. Nothing was written; choose another file name.")
    if os.path.lexists(path) and not _is_pack(path):
        raise UsageError(f"{path} exists and is not a pack. Nothing was written; choose another file name.")
    return path


def _is_pack(path: Path) -> bool:
    with suppress(Damaged, UsageError):
        return MANIFEST in read_container(read_pack_file(path))
    return False


def _replace(path: Path, content: bytes) -> None:
    draft = path.with_name(f"{path.name}.partial")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "wb") as handle:
            handle.write(content)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(draft, path)
    except OSError as error:
        with suppress(OSError):
            draft.unlink(missing_ok=True)
        raise NotPublished(
            f"{path} could not be written ({error.strerror}). Free up disk space or choose another place with --out."
        ) from error
