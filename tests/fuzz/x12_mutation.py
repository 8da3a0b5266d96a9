"""Changes X12 files as faults, bad programs and attackers do: segments, elements, amounts, separators, bytes."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from tests.fuzz.byte_mutation import mutate_bytes

Segments = list[list[str]]

ODD_ELEMENTS = (
    "", "0", "0.00", "-0", "1", "-10", "64.1", "64.999", "9999999.99", "10000000", "1e13", "10000000000000", "-.5",
    ".", "1,000.00", "9999", "10000", "0.0001", "20261301", "00000000", "20260229", "19991231", "20260105",
    "20260105-20260106", "HC:97110:GP", "HC:97110:GP:KX", "HC:97110:GP:GO", "HC:97110:GP:KX:59:CQ:76", "HC", "HC:",
    ":", "N4:123", "MB", "MA", "12", "22", "4", "25", "99", "CO", "PR", "XX", "119", "00045", "45", "B6", "472",
    "050", "ZZ", "~", "*", "\t", "\x00", "\u202e", "\x1b[31m", "é", "=1+1", "ISA", "SE", "X" * 60, "9" * 40, " ",
    "  GP ",
)  # fmt: skip
IDENTIFIERS = ("CLP", "SVC", "CAS", "NM1", "DTM", "REF", "AMT", "LQ", "PLB", "N1", "TRN", "BPR", "ST", "SE", "GS", "GE")
_AMOUNTS = ("0.01", "5", "-5", "1000000", "0.001")


def mutate_x12(content: bytes, random: Random) -> bytes:
    """The file with one to four changes; now and then some of its bytes as well."""
    element, end = _find_separators(content)
    segments = [part.strip("\r\n").split(element) for part in content.decode("latin-1").split(end)]
    for _ in range(random.randint(1, 4)):
        random.choice(_CHANGES)(segments, random)
        if not segments:
            break
    if random.random() < 0.1:
        element, end = random.choice("*|^\t\x1d~"), random.choice("~\n\r'\x1c*")
    text = random.choice(("", "", "", "\n", "\r\n")).join(element.join(segment) + end for segment in segments)
    mutant = text.encode("latin-1", "replace")
    return mutate_bytes(mutant, random) if random.random() < 0.15 else mutant


def _find_separators(content: bytes) -> tuple[str, str]:
    """Those of a file whose ISA has its fixed width; else the usual ones."""
    text = content[:106].decode("latin-1")
    if text.startswith("ISA") and len(text) == 106 and not text[105].isalnum():
        return text[3], text[105]
    return "*", "~"


def _drop(segments: Segments, random: Random) -> None:
    del segments[random.randrange(len(segments))]


def _drop_run(segments: Segments, random: Random) -> None:
    place = random.randrange(len(segments))
    del segments[place : place + random.randint(2, 12)]


def _repeat(segments: Segments, random: Random) -> None:
    place = random.randrange(len(segments))
    run = [list(segment) for segment in segments[place : place + random.randint(1, 12)]]
    segments[place:place] = run * random.choice((1, 1, 1, 2, 40))


def _move(segments: Segments, random: Random) -> None:
    segment = segments.pop(random.randrange(len(segments)))
    segments.insert(random.randint(0, len(segments)), segment)


def _rename(segments: Segments, random: Random) -> None:
    segment = random.choice(segments)
    if random.random() < 0.5:
        segment[0] = random.choice(IDENTIFIERS)
    elif segment[0]:
        letters = list(segment[0])
        letters[random.randrange(len(letters))] = random.choice("ABCSVX019 ")
        segment[0] = "".join(letters)


def _set_element(segments: Segments, random: Random) -> None:
    segment = random.choice(segments)
    segment[random.randrange(len(segment))] = random.choice(ODD_ELEMENTS)


def _copy_element(segments: Segments, random: Random) -> None:
    segment = random.choice(segments)
    segment[random.randrange(len(segment))] = random.choice(random.choice(segments))


def _insert_element(segments: Segments, random: Random) -> None:
    segment = random.choice(segments)
    segment.insert(random.randint(1, len(segment)), random.choice(ODD_ELEMENTS))


def _drop_element(segments: Segments, random: Random) -> None:
    segment = random.choice(segments)
    del segment[random.randrange(len(segment))]
    segment[:] = segment or [""]


def _spoil_line(segments: Segments, random: Random) -> None:
    """One element of an SVC, CAS, CLP, DTM or NM1, where values matter."""
    wanted = [segment for segment in segments if segment[0] in IDENTIFIERS[:6] and len(segment) > 1]
    if wanted:
        segment = random.choice(wanted)
        segment[random.randrange(1, len(segment))] = random.choice(ODD_ELEMENTS)


def _shift_amounts(segments: Segments, random: Random) -> None:
    """Charge of a line, its claim and its CO adjustment by the same amount: the file still balances."""
    services = [place for place, segment in enumerate(segments) if segment[0] == "SVC" and len(segment) > 2]
    if not services:
        return
    place, amount = random.choice(services), random.choice(_AMOUNTS)
    claim = next((at for at in range(place, -1, -1) if segments[at][0] == "CLP"), None)
    adjusted = next((at for at in range(place, len(segments)) if segments[at][0] == "CAS"), None)
    for at, element in ((place, 2), (claim, 3), (adjusted, 3)):
        if at is not None and element < len(segments[at]):
            segments[at][element] = _add(segments[at][element], amount)


def _add(text: str, amount: str) -> str:
    try:
        return f"{float(text) + float(amount):.2f}"
    except ValueError:
        return text


def _misplace_name(segments: Segments, random: Random) -> None:
    """A personal value where something else belongs, as a shifted or misread file has it."""
    named = [segment for segment in segments if segment[0] in ("NM1", "CLP") and len(segment) > 2]
    if named:
        segment = random.choice(segments)
        segment[random.randrange(len(segment))] = random.choice(random.choice(named)[1:])


def _cut(segments: Segments, random: Random) -> None:
    del segments[random.randint(1, len(segments)) :]


_CHANGES: tuple[Callable[[Segments, Random], None], ...] = (
    _drop, _drop_run, _repeat, _repeat, _move, _rename, _set_element, _copy_element, _insert_element, _drop_element,
    _spoil_line, _spoil_line, _spoil_line, _spoil_line, _shift_amounts, _shift_amounts, _shift_amounts, _cut,
    _misplace_name, _misplace_name,
)  # fmt: skip
