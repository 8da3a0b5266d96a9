"""Writes the files: remittances through oxedi's writer, and the small tables beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, time
from pathlib import Path

import oxedi
import pyarrow as pa

from pipelines.simulate.oxedi_tables import FrameBuilder
from pipelines.simulate.remittance import Delivery
from pipelines.sources.era_835.spec import era_835_spec

# Who sends a synthetic remittance (ISA06); a home that holds such a file calls itself synthetic.
SENDER = "KXSYNTHETIC"
_MORNING = time(6, 0)


def encode_delivery(delivery: Delivery, frames: dict[str, pa.Table]) -> bytes:
    """The bytes of one 835 file; oxedi reads them back and raises WriteError on any diagnostic."""
    clinic = delivery.clinic
    envelope = oxedi.Envelope(
        sender_id=SENDER,
        receiver_id=f"KXCLINIC{clinic.number}",
        date=date.fromordinal(delivery.day),
        time=_MORNING,
        usage_indicator="T",
        control_number=delivery.control_number,
        delimiters=oxedi.Delimiters(
            element=clinic.element_separator, component=clinic.component_separator, repetition=b"^"
        ),
        line_break=clinic.has_line_breaks,
    )
    return oxedi.write(frames, envelope, spec=era_835_spec("5010"))


def write_deliveries(folder: Path, deliveries: Sequence[Delivery]) -> None:
    """Writes each file below `folder`; a copy gets the very bytes of its original."""
    originals = [delivery for delivery in deliveries if not delivery.is_copy]
    builder = FrameBuilder()
    for delivery in originals:
        builder.add_file(delivery.payments)
    for delivery, frames in zip(originals, builder.build_files(), strict=True):
        path = folder / delivery.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(encode_delivery(delivery, frames))
    for delivery in deliveries:
        if delivery.is_copy:
            (folder / delivery.name).write_bytes((folder / str(delivery.repeats)).read_bytes())


def append_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Adds rows to a CSV file, with its header if it is new. Line ends are \\n on every system."""
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        if is_new:
            writer.writerow(header)
        writer.writerows(rows)
