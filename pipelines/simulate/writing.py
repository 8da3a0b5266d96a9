"""The files on disk: remittances through oxedi's writer, and the small tables beside them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import date, time
from pathlib import Path

import oxedi

from pipelines.simulate.frames import build_frames
from pipelines.simulate.remittance import Delivery
from pipelines.sources.era_835_spec import era_835_spec

# Who sends a synthetic remittance (ISA06); a home that holds such a file calls itself synthetic.
SENDER = "KXSYNTHETIC"
_MORNING = time(6, 0)


def encode_delivery(delivery: Delivery) -> bytes:
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
    return oxedi.write(build_frames(delivery.payments), envelope, spec=era_835_spec("5010"))


def write_deliveries(folder: Path, deliveries: Iterable[Delivery]) -> None:
    """Writes each file below `folder`; a copy gets the very bytes of its original."""
    for delivery in deliveries:
        path = folder / delivery.name
        path.parent.mkdir(parents=True, exist_ok=True)
        is_copy = delivery.copy_of is not None and delivery.name.endswith("_copy.835")
        path.write_bytes((folder / str(delivery.copy_of)).read_bytes() if is_copy else encode_delivery(delivery))


def append_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Adds rows to a CSV file, with its header if it is new. Line ends are \\n on every system."""
    is_new = not path.exists()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, lineterminator="\n")
        if is_new:
            writer.writerow(header)
        writer.writerows(rows)
