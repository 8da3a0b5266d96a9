"""Reads the files of one batch: gives each its number, passes over bytes that came before, keeps what is accepted.

A file is read by a thread of this process, or by an engine that reads files elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Protocol

from pipelines.errors import RefusedFile
from pipelines.intake.discovery import Offered, format_name, hash_file, open_offered, read_bytes, read_opening
from pipelines.intake.one_file import Reading, Start, read_file, read_now, settle
from pipelines.intake.upload import Upload
from pipelines.sources.kinds.public_peer import is_public_peer, read_public_peer
from pipelines.sources.recognition import read_remittances, read_source
from pipelines.sources.source_file import Origin, SourceFile, give_own_rows
from pipelines.sources.tabular.profile import Profile
from pipelines.store.home import Home
from pipelines.store.home_key import HomeKey
from pipelines.store.originals import write_original

# A public file of this size is read from where it lies, so that its bytes never stand in memory as a whole.
_STREAMED_BYTES = 64 * 1024 * 1024
# What an engine reads at a time: its rows come back through the memory of this process.
_BYTES_ELSEWHERE = 128 * 1024 * 1024
_FILES_ELSEWHERE = 2_000
# What one thread reads in one go: more gain little, and a few such parts fit easily into memory.
_BYTES_TOGETHER = 4 * 1024 * 1024
_FILES_TOGETHER = 256

Numbered = tuple[int, Path]


@dataclass(frozen=True)
class Arrival:
    """One file on its way: `reading` is None for bytes that came before, in this call or an earlier one."""

    file_number: int
    file_sha256: str | None
    file_name: str
    byte_count: int
    reading: Future[Reading] | None


@dataclass(frozen=True)
class FileReader:
    """What every file of a batch is read with."""

    home: Home
    batch_number: int
    key: HomeKey | None
    profiles: tuple[Profile, ...]

    def begin(self, number: int, path: Offered, known: Container[str], start: Start) -> Arrival:
        """The bytes of a file now, and its rows when `start` gets to them; not those of `known` bytes."""
        arrival, content = _open(number, path, known)
        if content is None:
            return arrival
        return replace(arrival, reading=start(partial(self._read, _origin(arrival), content)))

    def read_apart(self, files: Iterable[Numbered], known: Container[str]) -> Iterator[Arrival]:
        """All of it now, small files together, but each with its own rows: the same bytes may be read elsewhere too."""
        for part in _divide(files, _FILES_TOGETHER, _BYTES_TOGETHER):
            if len(part) == 1:
                yield self.begin(*part[0], known, read_now)
                continue
            arrivals = self.begin_together(part, known, lambda read: read())
            readings = {each.file_number: each.reading.result() for each in arrivals if each.reading}
            sources = give_own_rows({at: one for at, one in readings.items() if isinstance(one, SourceFile)})
            for each in arrivals:
                own = sources.get(each.file_number)
                yield replace(each, reading=settle(own)) if own else each

    def begin_together(
        self, files: Sequence[tuple[int, Offered]], known: Container[str], start: Callable[[Callable[[], None]], object]
    ) -> list[Arrival]:
        """The bytes of small files now, and their rows when `start` gets to them, all at once."""
        arrivals: list[Arrival] = []
        given: list[tuple[Origin, bytes, Future[Reading]]] = []
        digests: set[str] = set()
        for number, path in files:
            arrival, content = _open(number, path, known)
            if content is not None and arrival.file_sha256 not in digests:
                digests.add(str(arrival.file_sha256))
                reading: Future[Reading] = Future()
                given.append((_origin(arrival), content, reading))
                arrival = replace(arrival, reading=reading)
            arrivals.append(arrival)
        start(partial(self._read_together, given))
        return arrivals

    def _read(self, origin: Origin, content: bytes) -> Reading:
        reading = read_file(
            lambda: read_source(content, origin.file_number, origin.file_sha256, origin.file_name, self.profiles)
        )
        return self._keep(reading, origin, content)

    def _read_together(self, given: Sequence[tuple[Origin, bytes, Future[Reading]]]) -> None:
        """Reads 835 files without faults in one go and all others alone."""
        try:
            together = read_remittances([(origin, content) for origin, content, _ in given])
        except BaseException:  # noqa: BLE001
            together = {}  # reading each alone refuses the one that a fault of ours is about, and names the place
        for place, (origin, content, reading) in enumerate(given):
            try:
                if place in together:
                    reading.set_result(self._keep(together[place], origin, content))
                else:
                    reading.set_result(self._read(origin, content))
            except BaseException as fault:  # noqa: BLE001
                reading.set_exception(fault)  # raised where the file is waited for

    def _keep(self, reading: Reading, origin: Origin, content: bytes) -> Reading:
        if isinstance(reading, SourceFile):
            write_original(self.home, self.batch_number, origin.file_sha256, content, self.key)
        return reading


def _open(number: int, path: Offered, known: Container[str]) -> tuple[Arrival, bytes | None]:
    """A file and its bytes; none where they cannot be read or came before."""
    name = format_name(path)
    try:
        content = read_bytes(path)
    except RefusedFile as refused:
        return Arrival(number, None, name, 0, settle(refused)), None
    digest = sha256(content).hexdigest()
    return Arrival(number, digest, name, len(content), None), None if digest in known else content


def _origin(arrival: Arrival) -> Origin:
    return Origin(arrival.file_number, str(arrival.file_sha256), arrival.file_name)


class ReadElsewhere(Protocol):
    """Reads files where an engine has its processors; they are all read when an arrival comes back, in any order."""

    def __call__(self, reader: FileReader, files: Sequence[Numbered], known: frozenset[str]) -> Iterable[Arrival]:
        """What `reader.read_apart` says of each file."""


class BatchReader:
    """The files of one batch in their order; each digest is read once."""

    def __init__(
        self, reader: FileReader, known: Iterable[str], pool: ThreadPoolExecutor, elsewhere: ReadElsewhere | None
    ) -> None:
        self._reader = reader
        self._seen = set(known)
        self._pool = pool
        self._elsewhere = elsewhere

    def start_all(self, files: Iterable[tuple[int, Offered]]) -> Iterator[list[Arrival]]:
        """The numbered files in their order, each with its reading begun; small ones together."""
        if self._elsewhere is None:
            for part in _divide(files, _FILES_TOGETHER, _BYTES_TOGETHER):
                yield self._start_part(part)
            return
        for part in _divide(files, _FILES_ELSEWHERE, _BYTES_ELSEWHERE):
            there = [(number, path) for number, path in part if isinstance(path, Path) and not _is_streamed(path)]
            read = self._elsewhere(self._reader, there, frozenset(self._seen))
            arrived = {arrival.file_number: arrival for arrival in read}
            for number, path in part:
                yield [self._note(arrived.get(number) or self._start(number, path))]

    def _start_part(self, part: Sequence[tuple[int, Offered]]) -> list[Arrival]:
        if len(part) == 1 or any(_is_streamed(path) for _, path in part):
            return [self._note(self._start(number, path)) for number, path in part]
        return [self._note(arrival) for arrival in self._reader.begin_together(part, self._seen, self._pool.submit)]

    def _note(self, arrival: Arrival) -> Arrival:
        """Of files with the same bytes, whoever read them, only the first counts as read."""
        digest = arrival.file_sha256
        if digest is None:
            return arrival
        if digest in self._seen:
            return replace(arrival, reading=None)
        self._seen.add(digest)
        return arrival

    def _start(self, number: int, path: Offered) -> Arrival:
        if _is_streamed(path):
            return self._start_stream(number, path)
        return self._reader.begin(number, path, self._seen, self._pool.submit)

    def _start_stream(self, number: int, path: Offered) -> Arrival:
        """A large public file: no original is kept of what anybody can fetch again; its hash says which it was."""
        name, byte_count = format_name(path), _count_bytes(path)
        try:
            digest = hash_file(path)
        except RefusedFile as refused:
            return Arrival(number, None, name, 0, settle(refused))
        if digest in self._seen:
            return Arrival(number, digest, name, byte_count, None)
        reading = self._pool.submit(_read_stream, path, Origin(number, digest, name))
        return Arrival(number, digest, name, byte_count, reading)


def _divide(files: Iterable[tuple[int, Offered]], most: int, most_bytes: int) -> Iterator[list[tuple[int, Offered]]]:
    """The files in parts of at most so many files and bytes; a larger file is a part of its own."""
    part: list[tuple[int, Offered]] = []
    part_bytes = 0
    for number, path in files:
        size = _count_bytes(path)
        if part and (len(part) == most or part_bytes + size > most_bytes):
            yield part
            part, part_bytes = [], 0
        part.append((number, path))
        part_bytes += size
    if part:
        yield part


def _count_bytes(path: Offered) -> int:
    try:
        return len(path.content) if isinstance(path, Upload) else path.stat().st_size
    except OSError:
        return 0  # whoever reads it says why it cannot be read


def _is_streamed(path: Offered) -> bool:
    if _count_bytes(path) <= _STREAMED_BYTES:
        return False
    try:
        return is_public_peer(read_opening(path)[0])
    except RefusedFile:
        return False


def _read_stream(path: Offered, origin: Origin) -> Reading:
    def read() -> SourceFile:
        with open_offered(path) as stream:
            return read_public_peer(stream, origin)

    return read_file(read)
