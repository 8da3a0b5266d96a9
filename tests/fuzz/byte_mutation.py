"""Changes bytes without knowing what they mean: flips, cuts, insertions, repetitions, other encodings."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

ODD_BYTES = (
    b"",
    b"\x00",
    b"\xff\xfe",
    b"\n",
    b"\r\n",
    b'"',
    b",",
    b"\t",
    b"~",
    b"*",
    b":",
    b"\x1b[2J",
    b"\xe2\x80\xae",
    b"-",
    b"9" * 20,
)


def mutate_bytes(content: bytes, random: Random) -> bytes:
    """The bytes with one to three changes."""
    for _ in range(random.randint(1, 3)):
        content = random.choice(_CHANGES)(content, random)
    return content


def _flip(content: bytes, random: Random) -> bytes:
    if not content:
        return content
    changed = bytearray(content)
    changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def _cut(content: bytes, random: Random) -> bytes:
    place = random.randint(0, len(content))
    return content[:place] if random.random() < 0.7 else content[place:]


def _insert(content: bytes, random: Random) -> bytes:
    place = random.randint(0, len(content))
    return content[:place] + random.choice(ODD_BYTES) * random.choice((1, 1, 1, 300)) + content[place:]


def _drop(content: bytes, random: Random) -> bytes:
    place = random.randint(0, len(content))
    return content[:place] + content[place + random.choice((1, 2, 80)) :]


def _repeat(content: bytes, random: Random) -> bytes:
    place = random.randint(0, len(content))
    return content[:place] + content[place : place + random.randint(1, 400)] + content[place:]


def _encode(content: bytes, random: Random) -> bytes:
    text = content.decode("latin-1")
    return random.choice((text.encode("utf-16"), text.encode("utf-8-sig"), text.encode("utf-16-be"), content.lower()))


_CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (
    _flip,
    _flip,
    _flip,
    _cut,
    _insert,
    _insert,
    _drop,
    _repeat,
    _encode,
)
