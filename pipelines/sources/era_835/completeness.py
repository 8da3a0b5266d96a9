"""Compares what oxedi read with an independent split of the file, so that nothing is half-read."""

from __future__ import annotations

import numpy as np

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.reading import Reading
from pipelines.sources.x12.interchange import KIND
from pipelines.sources.x12.segments import SegmentMap, find_component_separators

_ASK = "Ask the clearinghouse for the file again."
# what the split counts, and the table of oxedi that must have seen each of them
_COUNTED = {"CLP": "claims", "SVC": "services", "PLB": "provider_adjustments"}


def refuse_mixed_separators(segments: SegmentMap, file_name: str) -> None:
    """Refuses an interchange whose service lines do not agree on the separator inside SVC01."""
    if len(find_component_separators(segments)) > 1:
        raise RefusedFile(
            KIND,
            f"{file_name}: the service lines (SVC01) use different separators inside their codes, so their codes "
            f"cannot be told apart. {_ASK}",
        )


def refuse_half_read(reading: Reading, seen: int, transactions: int, file_name: str) -> None:
    """Compares what oxedi saw with the independent split; a difference refuses the file."""
    segments = reading.segments
    if seen != len(segments.starts) or reading.tables["payments"].num_rows != transactions:
        raise RefusedFile(
            KIND,
            f"{file_name}: {seen} segments were read, but the file has {len(segments.starts)}. {_ASK}",
        )
    for identifier, name in _COUNTED.items():
        expected, read = segments.find(identifier), reading.positions(name)
        unread = expected[:0] if np.array_equal(expected, read) else np.setxor1d(expected, read)
        if len(unread):
            raise RefusedFile(
                KIND,
                f"{file_name}, segment {segments.number(int(unread[0]))}: this segment is empty or out of "
                f"place, so a {identifier} could not be read. {_ASK}",
            )
