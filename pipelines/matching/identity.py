"""Which number a changed patient identifier leads to, however many times it was changed.

grain:  one row per identifier that was changed
key:    old_patient_number
units:  none
source: staging.identity_crosswalk
"""

from __future__ import annotations

import pyarrow as pa

SCHEMA = pa.schema([("old_patient_number", pa.string()), ("new_patient_number", pa.string())])


def infer(identity_crosswalk: pa.Table) -> pa.Table:
    """Follows every chain of changes to its end, each link once.

    Where two files name two new identifiers for one old one, the earlier file holds. The reader refuses a file that
    closes a circle; in one that came in all the same, a number leads to the last before it comes again.
    """
    link: dict[str, str] = {}
    for row in identity_crosswalk.sort_by("crosswalk_place").to_pylist():
        if row["old_patient_number"] and row["new_patient_number"]:
            link.setdefault(row["old_patient_number"], row["new_patient_number"])
    ends: dict[str, str] = {}
    for number in link:
        _follow(number, link, ends)
    found = [{"old_patient_number": number, "new_patient_number": ends[number]} for number in link]
    return pa.Table.from_pylist(found, schema=SCHEMA)


def _follow(number: str, link: dict[str, str], ends: dict[str, str]) -> None:
    """Adds the end of every number on the way from `number`."""
    way = [number]
    seen = {number}
    while way[-1] in link and way[-1] not in ends and link[way[-1]] not in seen:
        way.append(link[way[-1]])
        seen.add(way[-1])
    end = ends.get(way[-1], way[-1])
    ends.update((passed, end) for passed in way if passed in link)
