"""The grammar of a professional claim file (837P, 005010X222A1) for oxedi: the segments that a claim check reads."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from typing import Any

import oxedi

Grammar = dict[str, Any]

VERSIONS = ("005010X222A1", "005010X222")
_ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1")
_LONGEST_TEXT = 300
# segments with the number of their elements; of these, the ones that are made of components
_SEGMENTS = {"BHT": 6, "HL": 4, "NM1": 12, "SBR": 9, "CLM": 20, "LX": 1, "SV1": 21, "DTP": 3, "REF": 4}
_COMPOSITES = {("CLM", 5), ("CLM", 11), ("SV1", 1), ("SV1", 7)}
_COMPONENTS = 8
# A patient who is not the subscriber has a level of its own (HL03 = 23), and claims below it: never with Medicare.
_SUBSCRIBER, _PATIENT = "", "P"
_PARTY_SEGMENTS = ("NM1", "REF", "DTP")
_CODE_PARTS = ("procedure_qualifier", "procedure_code", "modifier_1", "modifier_2", "modifier_3", "modifier_4")
# the date of the batch, in the header of its transaction (BHT04)
_CREATED: Grammar = {"loop": "transaction", "occurrence": "bht", "element": 4}
_CLAIM_COLUMNS: Grammar = {
    "patient_control_number": {"segment": "CLM", "element": 1},
    "place_of_service_code": {"segment": "CLM", "element": 5, "component": 1},
    "claim_frequency_code": {"segment": "CLM", "element": 5, "component": 3},
    "original_claim_control_number": {"segment": "REF", "element": 2, "where": {"1": "F8"}},
}
_LINE_COLUMNS: Grammar = {
    **{name: {"segment": "SV1", "element": 1, "component": at} for at, name in enumerate(_CODE_PARTS, start=1)},
    "charge_amount": {"segment": "SV1", "element": 2},
    "units": {"segment": "SV1", "element": 4},
    "place_of_service_code": {"segment": "SV1", "element": 5},
    "service_date": {"segment": "DTP", "element": 3, "where": {"1": "472"}},
    "line_item_control_number": {"segment": "REF", "element": 2, "where": {"1": "6R"}},
}


@cache
def claim_837_spec() -> oxedi.Spec:
    """The grammar as oxedi wants it; elements are texts, so that no value is judged before it is read."""
    builtin = json.loads(oxedi.Spec.builtin().to_json())
    grammar = {
        "name": "837P",
        "version": {"segment": "GS", "element": 8, "values": list(VERSIONS)},
        "loops": {**_envelope_loops(builtin), **dict(_loops())},
        "segments": {
            **{name: builtin["segments"][name] for name in _ENVELOPE},
            **{name: _segment(name, elements) for name, elements in _SEGMENTS.items()},
        },
        "tables": _tables(),
        "balancing": {},
    }
    return oxedi.Spec.from_json(json.dumps(grammar))


def _envelope_loops(builtin: Grammar) -> Grammar:
    loops = {name: builtin["loops"][name] for name in ("interchange", "group", "transaction")}
    loops["transaction"]["occurrences"] = {
        "st": {"segment": "ST", "pos": 100, "usage": "required", "max": 1},
        "bht": {"segment": "BHT", "pos": 200, "usage": "situational", "max": 1},
    }
    return loops


def _segment(name: str, elements: int) -> Grammar:
    return {"elements": {str(at): _element(name, at) for at in range(1, elements + 1)}}


def _element(name: str, at: int) -> Grammar:
    text = {"type": "AN", "min": 0, "max": _LONGEST_TEXT}
    element = {"name": f"element_{at}", **text}
    if (name, at) in _COMPOSITES:
        element["composite"] = {str(part): {"name": f"component_{part}", **text} for part in range(1, _COMPONENTS + 1)}
    return element


def _loop(parent: str, *segments: str, qualifier: tuple[int, str] | None = None) -> Grammar:
    """A loop that begins with the first of its segments, where that has the qualifier if there is one."""
    trigger: Grammar = {"segment": segments[0]}
    if qualifier is not None:
        trigger["where"] = {str(qualifier[0]): qualifier[1]}
    occurrences = {
        name.lower(): {"segment": name, "pos": 100 * at, "usage": "situational"}
        for at, name in enumerate(segments, start=1)
    }
    return {"parent": parent, "trigger": trigger, "occurrences": occurrences, "usage": "situational"}


def _loops() -> Iterator[tuple[str, Grammar]]:
    yield "1000", _loop("transaction", *_PARTY_SEGMENTS)
    yield "2000A", _loop("transaction", "HL", qualifier=(3, "20"))
    yield "2010AA", _loop("2000A", *_PARTY_SEGMENTS, qualifier=(1, "85"))
    yield "2010A", _loop("2000A", *_PARTY_SEGMENTS)
    yield "2000B", _loop("2000A", "HL", "SBR", qualifier=(3, "22"))
    yield "2010BA", _loop("2000B", *_PARTY_SEGMENTS, qualifier=(1, "IL"))
    yield "2010B", _loop("2000B", *_PARTY_SEGMENTS)
    yield "2000C", _loop("2000B", "HL", qualifier=(3, "23"))
    yield "2010C", _loop("2000C", *_PARTY_SEGMENTS)
    for level, parent in ((_SUBSCRIBER, "2000B"), (_PATIENT, "2000C")):
        yield from _claim_loops(level, parent)


def _claim_loops(level: str, parent: str) -> Iterator[tuple[str, Grammar]]:
    claim, line, other = f"2300{level}", f"2400{level}", f"2320{level}"
    yield claim, _loop(parent, "CLM", "REF", "DTP")
    yield f"2310B{level}", _loop(claim, *_PARTY_SEGMENTS, qualifier=(1, "82"))
    yield f"2310{level}", _loop(claim, *_PARTY_SEGMENTS)
    yield other, _loop(claim, "SBR")
    yield f"2330{level}", _loop(other, *_PARTY_SEGMENTS)
    yield line, _loop(claim, "LX", "SV1", "DTP", "REF")
    yield f"2420A{level}", _loop(line, *_PARTY_SEGMENTS, qualifier=(1, "82"))
    yield f"2420{level}", _loop(line, *_PARTY_SEGMENTS)


def _tables() -> Grammar:
    return {
        "billers": {"loops": ["2000A"], "ref": "biller", "columns": {"created_date": _CREATED}},
        "patients": {
            "loops": ["2000B"],
            "ref": "patient",
            "columns": {"claim_filing_indicator_code": {"segment": "SBR", "element": 9}},
        },
        "claims": {"loops": _at_both_levels("2300"), "ref": "claim", "columns": _CLAIM_COLUMNS},
        "lines": {"loops": _at_both_levels("2400"), "ref": "line", "columns": _LINE_COLUMNS},
        "clinics": _party_table("2010AA"),
        "subscribers": _party_table("2010BA"),
        "renderers": _party_table(*_at_both_levels("2310B"), *_at_both_levels("2420A")),
    }


def _at_both_levels(loop: str) -> list[str]:
    return [f"{loop}{level}" for level in (_SUBSCRIBER, _PATIENT)]


def _party_table(*loops: str) -> Grammar:
    return {"loops": list(loops), "columns": {"identifier": {"segment": "NM1", "element": 9}}}
