"""Opens X12 files: finds every interchange in the bytes, each with its own separators.

What this module returns is plain: one segment a line, UTF-8, without the line breaks, hard wraps,
indentation, byte-order mark or prose that surrounded it. The order and number of the segments
stay as they were, so that every position still names a segment of the original file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipelines.errors import RefusedFile
from pipelines.sources.x12.document import REMITTANCE, Document
from pipelines.sources.x12.separators import SIGN, find_newline, read_terminator

KIND = REMITTANCE.kind
# positions in a text are four bytes long
LARGEST_FILE = 2_000_000_000

# a line break separates elements only behind a true ISA, whose sixteen elements are counted
_ISA = re.compile(rb"ISA([\x01-\x1f!-/:-@\[-`{-~])")
_BARE = re.compile(rb"(?<![A-Za-z0-9])(?:GS" + SIGN + rb"HP\1|ST" + SIGN + rb"835\2)")
_LOOSE = re.compile(rb"(?<![A-Za-z0-9])(?:ISA" + SIGN + rb"\d\d|(?:GS|ST|BPR|CLP|SVC|SE|GE|IEA)[*|+^\x1d][A-Z0-9])")
_ISA_LENGTH_LIMIT = 400
_HEADER_SEPARATORS = 16
# ISA01, ISA09 and ISA12: the qualifier, the date and the version, which nothing else has in these places
_HEADER_FIELDS = re.compile(rb"\d{1,2}\|\d{6,8}\|\d{5}")
_MADE_ISA = b"ISA*00*          *00*          *ZZ*NONE           *ZZ*NONE           *000101*0000*^*00501*000000000*0*P*:"


@dataclass(frozen=True)
class Interchange:
    """One interchange as lines of `text`, each a segment ended by a line feed.

    `made_segments` counts the lines at its start that the front door wrote itself, because the
    file begins at GS or ST; `is_ended` is false where the last segment has no terminator.
    """

    text: bytes
    element: bytes
    component: bytes
    made_segments: int = 0
    is_ended: bool = True


@dataclass(frozen=True)
class _Header:
    start: int
    element: bytes
    component: bytes
    terminator: bytes


def as_utf8(content: bytes) -> bytes:
    """The bytes as UTF-8 without a byte-order mark; what is neither UTF-8 nor UTF-16 is Latin-1."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace").encode()
    text = content.removeprefix(b"\xef\xbb\xbf")
    if text.isascii():
        return text
    for whole in (text, text.translate(None, b"\r\n")):
        # a wrap at a fixed width can split a letter of two bytes
        if _is_utf8(whole):
            return whole
    return text.decode("latin-1").encode()


def _is_utf8(text: bytes) -> bool:
    try:
        text.decode()
    except UnicodeDecodeError:
        return False
    return True


def split_interchanges(content: bytes, file_name: str, document: Document = REMITTANCE) -> list[Interchange]:
    """Every interchange of the file, in file order.

    Raises RefusedFile where no interchange stands, or where segments stand outside of one.
    """
    if len(content) > LARGEST_FILE:
        raise RefusedFile(
            document.kind,
            f"{file_name}: the file is larger than {LARGEST_FILE} bytes, which is more than one reading holds. "
            "Ask the clearinghouse for smaller files.",
        )
    text = as_utf8(content)
    headers = _find_headers(text)
    if not headers:
        return [_read_bare(text, file_name, document)]
    _refuse_loose_segments(text[: headers[0].start], file_name, "before the first ISA", document)
    is_indented = _is_indented(text)
    ends = [header.start for header in headers[1:]] + [len(text)]
    return [
        _read_interchange(*_replace_breaks(text[header.start : end], header), is_indented, file_name, document)
        for header, end in zip(headers, ends, strict=True)
    ]


def _replace_breaks(part: bytes, header: _Header) -> tuple[bytes, _Header]:
    """A line break that separates elements or components becomes a control character that the part does not have."""
    element, component = header.element, header.component
    for separator in (element, component):
        if separator in (b"\n", b"\r"):
            # behind a terminator it only lays the text out
            part = re.sub(re.escape(header.terminator) + rb"[\r\n]+", lambda _: header.terminator, part)
            unused = next(bytes([sign]) for sign in range(0x1C, 0, -1) if sign not in part and sign not in b"\t\n\r")
            part = part.replace(separator, unused)
            element = unused if separator == element else element
            component = unused if separator == component else component
    return part, _Header(header.start, element, component, header.terminator)


def _find_headers(text: bytes) -> list[_Header]:
    starts = (match.start() for match in _ISA.finditer(text) if not text[match.start() - 1 : match.start()].isalnum())
    breaks: dict[bytes, bytes] = {}
    found = (_read_header(text, start, breaks) for start in starts)
    return [header for header in found if header is not None]


def _read_header(text: bytes, start: int, breaks: dict[bytes, bytes]) -> _Header | None:
    """The separators of the ISA at `start`, by counting; None where "ISA" is only three letters.

    `breaks` keeps which line breaks separate components, by element separator, as the text is searched for them.
    """
    element = text[start + 3 : start + 4]
    parts = text[start : start + _ISA_LENGTH_LIMIT].split(element, _HEADER_SEPARATORS)
    fields = [re.sub(rb"\s", b"", part) for part in parts]
    if len(fields) <= _HEADER_SEPARATORS:
        return None
    if not _HEADER_FIELDS.fullmatch(b"|".join((fields[1], fields[9], fields[12]))):
        return None
    component, terminator = read_terminator(parts[16], element)
    if component in (b"", b"\n"):
        if element not in breaks:
            used = re.findall(rb"SV[C1]" + re.escape(element) + rb"[A-Z][A-Z0-9]([\r\n])\w", text)
            breaks[element] = b"".join(sorted(set(used)))
        # a line break that ends segments separates nothing within them
        component = breaks[element].translate(None, terminator)[:1]
    return _Header(start, element, component, terminator) if terminator else None


def _read_interchange(
    part: bytes, header: _Header, is_indented: bool, file_name: str, document: Document
) -> Interchange:
    text = _plain_segments(part, header.terminator, is_indented)
    end_at = text.rfind(b"\nIEA" + header.element)
    if end_at >= 0:
        line_end = text.find(b"\n", end_at + 1) + 1 or len(text)
        _refuse_loose_segments(text[line_end:], file_name, "after IEA", document)
        text = text[:line_end]
    is_ended = text.endswith(b"\n")
    text = text if is_ended else text + b"\n"
    return Interchange(text, header.element, _read_component(text, header), is_ended=is_ended)


def _plain_segments(part: bytes, terminator: bytes, is_indented: bool) -> bytes:
    if is_indented and terminator not in b"\r\n":
        part = re.sub(rb"[\r\n]+[ \t]*", b"", part)
    text = part.translate(bytes.maketrans(terminator, b"\n"), b"\r\n".replace(terminator, b""))
    if re.search(rb"\n[ \t\x1a\n]", text):
        text = re.sub(rb"\n[ \t\x1a\n]+", b"\n", text)
    return text


def _is_indented(text: bytes) -> bool:
    """Whether blanks begin lines as indentation; in lines of one width they belong to an element."""
    if not re.search(rb"\n[ \t]", text):
        return False
    widths = {len(line) for line in text.rstrip().split(b"\n")[:-1]}
    return len(widths) > 1


def _read_component(text: bytes, header: _Header) -> bytes:
    """The separator that the composites use: ISA16 can lie, SVC01 and PLB03 cannot."""
    star = re.escape(header.element)
    used = re.search(rb"\nSV[C1]" + star + rb"[A-Z][A-Z0-9]" + SIGN, text)
    if used is None or used[1] == header.element:
        elements = star + rb"[^\n" + star + rb"]*"
        used = re.search(rb"\nPLB" + elements * 2 + star + rb"[A-Z0-9]{2}" + SIGN, text)
    if used is not None and used[1] != header.element:
        return used[1]
    if header.component and not header.component.isalnum() and header.component not in (header.element, b" "):
        return header.component
    return b":" if header.element != b":" else b">"


def _refuse_loose_segments(text: bytes, file_name: str, place: str, document: Document) -> None:
    if _LOOSE.search(text):
        raise RefusedFile(
            document.kind,
            f"{file_name}: {place} stand segments of a {document.name} outside of any interchange (ISA to IEA). "
            "A part of the file is missing. Ask the clearinghouse for the whole file.",
        )


def _read_bare(text: bytes, file_name: str, document: Document) -> Interchange:
    """A file that begins at GS or ST, in an envelope of our own."""
    match = _BARE.search(text)
    if document is not REMITTANCE or match is None or _ISA.match(text.lstrip()):
        raise RefusedFile(
            document.kind,
            f"{file_name}: no whole ISA segment was found, so the separators are unknown. Expected an X12 "
            f"{document.transaction} that begins with ISA and its 16 elements. Ask the clearinghouse for the file "
            "again.",
        )
    element = match[1] or match[2]
    header = _Header(match.start(), element, b"", _read_bare_terminator(text[match.start() :], element, file_name))
    body = _plain_segments(text[match.start() :], header.terminator, _is_indented(text))
    return _wrap_bare(body, header, file_name)


def _read_bare_terminator(text: bytes, element: bytes, file_name: str) -> bytes:
    star = re.escape(element)
    # bounded and without backtracking: the cost grows with the length of the text alone
    elements = rb"(?:" + star + rb"\w{0,80}+){1,9}+"
    match = re.search(rb"ST" + star + rb"835" + elements + rb"(\s*+[^\w\s]|[\r\n]++)\s*+BPR" + star, text)
    if match is None:
        raise RefusedFile(
            KIND,
            f"{file_name}: the file has no ISA segment, and ST*835 is not followed by BPR, so the separators are "
            "unknown. Expected an X12 835 from ISA to IEA. Ask the clearinghouse for the whole file.",
        )
    return match[1].strip() or find_newline(match[1])


def _wrap_bare(body: bytes, header: _Header, file_name: str) -> Interchange:
    is_ended = body.endswith(b"\n")
    lines = body if is_ended else body + b"\n"
    last = lines.rstrip(b"\n").rsplit(b"\n", 1)[-1]
    if last.startswith(b"IEA"):
        raise RefusedFile(
            KIND,
            f"{file_name}: the file ends with IEA but has no ISA: its beginning is missing. "
            "Ask the clearinghouse for the complete file.",
        )
    has_group = lines.startswith(b"GS")
    component = _read_component(b"\n" + lines, header)
    head, tail = [_MADE_ISA], [b"IEA*1*000000000"]
    if not has_group:
        head.append(b"GS*HP*NONE*NONE*20000101*0000*1*X*005010X221A1")
        tail.insert(0, b"GE*%d*1" % lines.count(b"\nSE" + header.element))
    made = b"".join(line.replace(b":", component).replace(b"*", header.element) + b"\n" for line in head)
    closing = b"".join(line.replace(b"*", header.element) + b"\n" for line in tail)
    return Interchange(made + lines + closing, header.element, component, len(head), is_ended)
