"""Reads the component separator and the segment terminator from what follows ISA15."""

from __future__ import annotations

import re

# what may separate: a sign or a control character of ASCII, TAB among them; no letter, digit, blank or line break
SIGN = rb"([\x01-\x09\x0b\x0c\x0e-\x1f!-/:-@\[-`{-~])"


def read_terminator(tail: bytes, element: bytes) -> tuple[bytes, bytes]:
    """The component separator and the segment terminator, from what follows ISA15; the former may be left out.

    What stands between ISA15 and the next segment is at most one component separator, one terminator
    and line breaks that only lay the text out.
    """
    following = rb"(?:GS|TA1|IEA|ST)" + re.escape(element)
    gap_match = re.match(rb"([^A-Za-z0-9\x80-\xff]{0,12}?)" + following, tail)
    if gap_match is None:
        match = re.match(SIGN + SIGN, tail.lstrip(b"\r\n"))
        return (match[1], match[2]) if match else (b"", b"")
    gap = gap_match[1]
    signs = [gap[at : at + 1] for at in range(len(gap)) if gap[at : at + 1] not in (b" ", b"\r", b"\n")]
    if element == b"\t" or gap.strip(b" \r\n\t"):
        # a tab beside other signs is indentation, unless it ends the segment by itself
        signs = _leave_out_tabs(gap, signs, tail[len(gap) :])
    if len(signs) >= 2:
        return signs[0], signs[1]
    if not signs:
        return b"", find_newline(gap) if gap.strip(b" ") else b""
    return _read_single_sign(gap, signs[0], tail, element)


def _leave_out_tabs(gap: bytes, signs: list[bytes], following: bytes) -> list[bytes]:
    """The signs without tabs, but for one that ends segments: the last one, if a break follows in the next line too."""
    others = [sign for sign in signs if sign != b"\t"]
    ended = gap.rstrip(b"\r\n")
    is_last = len(others) == 1 and ended.endswith(b"\t") and b"\n" not in ended and b"\r" not in ended
    is_terminator = is_last and (ended == gap or re.match(rb"[^\r\n]*\t[\r\n]", following))
    return [*others, b"\t"] if is_terminator else others


def _read_single_sign(gap: bytes, sign: bytes, tail: bytes, element: bytes) -> tuple[bytes, bytes]:
    """One sign and perhaps line breaks: it ends segments, or it separates components before a line break."""
    before, _, after = gap.partition(sign)
    if not after.strip(b" \t"):
        is_component_a_break = before.endswith(b"\n") and before.strip(b" ") == b"\n"
        return (b"\n" if is_component_a_break else b""), sign
    again = re.search(re.escape(sign) + rb"\s*ST" + re.escape(element), tail)
    return (b"", sign) if again else (sign, find_newline(after))


def find_newline(breaks: bytes) -> bytes:
    """The line break that ends segments: a line feed if there is one, else a carriage return.

    A carriage return behind a line feed is no break as any system writes it: the two separate and end.
    """
    return b"\n" if b"\n" in breaks and breaks != b"\n\r" else b"\r"
