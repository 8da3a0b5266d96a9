"""Imports the given files into the archive as one batch, reading them in parallel and keeping their order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

import pyarrow as pa

from pipelines.errors import RefusedFile, find_place
from pipelines.intake.discovery import Offered, format_name, hash_file, open_offered, read_bytes, read_opening
from pipelines.intake.offer import Offer
from pipelines.progress import Progress, show_files
from pipelines.sources.kinds.identity_crosswalk import CrosswalkLinks
from pipelines.sources.kinds.public_peer import is_public_peer, read_public_peer
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import Origin, SourceFile
from pipelines.sources.tabular.profile import Profile, load_profiles
from pipelines.store.archive import Archive
from pipelines.store.originals import remove_original, write_original
from pipelines.store.warehouse import next_version_number

# Parsed rows wait until there are this many bytes of them: large inserts are several times faster
# than small ones, and two of these fit easily into memory.
_BYTES_PER_INSERT = 96 * 1024 * 1024
_FILES_AHEAD_PER_THREAD = 3
# A public file of this size is read from where it lies, so that its bytes never stand in memory as a whole.
_STREAMED_BYTES = 64 * 1024 * 1024

Reading = SourceFile | RefusedFile


@dataclass(frozen=True)
class Arrival:
    """One file on its way: `reading` is None for bytes that came before, in this call or an earlier one."""

    file_number: int
    file_sha256: str | None
    file_name: str
    byte_count: int
    reading: Future[Reading] | None


def take_in(archive: Archive, files: Sequence[Offered], threads: int, progress: Progress) -> list[Offer]:
    """Offer `files` in this order as one new batch, committed but not published; no batch without files.

    Each insert is a transaction of its own: rows of an open transaction stay in memory, so that one for all
    files would hold the whole batch. A batch that is cut short is discarded as any other that was not published.
    Raises UsageError for a broken profile in the home.
    """
    if not files:
        return []
    profiles = load_profiles(archive.home.profiles)
    with ThreadPoolExecutor(threads) as pool, show_files(progress, len(files)):
        batch = _Batch(archive, archive.begin_batch(next_version_number(archive.home)))
        read = _Reader(archive, batch.number, profiles, pool)
        try:
            for arrival in _look_ahead(read.start_all(files), threads * _FILES_AHEAD_PER_THREAD):
                batch.add(arrival)
                progress.finish_file()
            batch.finish()
        finally:
            pool.shutdown(cancel_futures=True)
    return batch.offers


def _look_ahead(arrivals: Iterator[Arrival], count: int) -> Iterator[Arrival]:
    """The same arrivals, each only when `count` later ones are on their way."""
    waiting: deque[Arrival] = deque()
    for arrival in arrivals:
        waiting.append(arrival)
        if len(waiting) > count:
            yield waiting.popleft()
    yield from waiting


class _Reader:
    """Gives every file its number and starts reading those whose bytes are new."""

    def __init__(
        self, archive: Archive, batch_number: int, profiles: tuple[Profile, ...], pool: ThreadPoolExecutor
    ) -> None:
        self._home = archive.home
        self._batch_number = batch_number
        self._key = archive.key
        self._profiles = profiles
        self._pool = pool
        self._seen = set(archive.load_accepted())
        self._last_number = archive.last_file_number

    def start_all(self, files: Sequence[Offered]) -> Iterator[Arrival]:
        """The files in their order, each with its reading begun."""
        for number, path in enumerate(files, start=self._last_number + 1):
            yield self._start(number, path)

    def _start(self, number: int, path: Offered) -> Arrival:
        name = format_name(path)
        try:
            opening, byte_count = read_opening(path)
            if byte_count > _STREAMED_BYTES and is_public_peer(opening):
                return self._start_stream(number, name, path, byte_count)
            content = read_bytes(path)
        except RefusedFile as refused:
            return Arrival(number, None, name, 0, _settled(refused))
        digest = sha256(content).hexdigest()
        if digest in self._seen:
            return Arrival(number, digest, name, len(content), None)
        self._seen.add(digest)
        return Arrival(number, digest, name, len(content), self._pool.submit(self._read, number, digest, name, content))

    def _start_stream(self, number: int, name: str, path: Offered, byte_count: int) -> Arrival:
        """A large public file: no original is kept of what anybody can fetch again; its hash says which it was."""
        digest = hash_file(path)
        if digest in self._seen:
            return Arrival(number, digest, name, byte_count, None)
        self._seen.add(digest)
        origin = Origin(number, digest, name)
        return Arrival(number, digest, name, byte_count, self._pool.submit(_read_stream, path, origin))

    def _read(self, number: int, digest: str, name: str, content: bytes) -> Reading:
        reading = read_file(lambda: read_source(content, number, digest, name, self._profiles))
        if isinstance(reading, SourceFile):
            write_original(self._home, self._batch_number, digest, content, self._key)
        return reading


def _read_stream(path: Offered, origin: Origin) -> Reading:
    def read() -> SourceFile:
        with open_offered(path) as stream:
            return read_public_peer(stream, origin)

    return read_file(read)


def read_file(reader: Callable[[], SourceFile]) -> Reading:
    """What `reader` makes of one file. A fault of ours refuses that file with its place, so that the others go on."""
    try:
        return reader()
    except RefusedFile as refused:
        return refused
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # noqa: BLE001
        # a library that is not written in Python may panic, which is no Exception
        return RefusedFile(
            "unknown",
            f"kxwatch could not read this file because of an internal error ({find_place(fault)}). Please report this."
            " The other files were imported; keep this one.",
        )


def _settled(reading: Reading) -> Future[Reading]:
    future: Future[Reading] = Future()
    future.set_result(reading)
    return future


class _Batch:
    """The batch at hand: its offers so far and the rows that wait for the next insert."""

    def __init__(self, archive: Archive, number: int) -> None:
        self.number = number
        self.offers: list[Offer] = []
        self._archive = archive
        self._kinds = archive.load_accepted()
        self._links = CrosswalkLinks(archive.load_links())
        self._refusals: dict[str, RefusedFile] = {}
        self._waiting: dict[str, list[pa.Table]] = {}
        self._waiting_bytes = 0

    def add(self, arrival: Arrival) -> None:
        """The next file in order, once it is read."""
        digest = arrival.file_sha256
        if arrival.reading is None and digest in self._kinds:
            self._offer(arrival, self._kinds[digest], "duplicate")
            return
        reading = self._refusals[str(digest)] if arrival.reading is None else arrival.reading.result()
        if isinstance(reading, SourceFile):
            reading = self._accept(arrival, reading)
        if isinstance(reading, RefusedFile):
            self._refusals[str(digest)] = reading
            self._offer(arrival, reading.kind, "refused", reading.reason)

    def _accept(self, arrival: Arrival, source: SourceFile) -> Reading:
        try:
            self._check_links(source)
        except RefusedFile as refused:
            remove_original(self._archive.home, self.number, str(arrival.file_sha256))
            return refused
        for name, rows in source.tables.items():
            self._waiting.setdefault(name, []).append(rows)
            self._waiting_bytes += rows.nbytes
        if self._waiting_bytes > _BYTES_PER_INSERT:
            self._insert()
        self._kinds[str(arrival.file_sha256)] = source.kind
        self._offer(arrival, source.kind, "accepted", source=source)
        return source

    def _check_links(self, source: SourceFile) -> None:
        """Links of several files may close a circle that none of them has alone."""
        if "identity_crosswalk" in source.tables:
            rows = source.tables["identity_crosswalk"]
            circle = self._links.add(
                zip(*(rows[side].to_pylist() for side in ("old_patient_id", "new_patient_id")), strict=True)
            )
            if circle:
                raise RefusedFile(source.kind, circle)

    def _offer(
        self, arrival: Arrival, kind: str, status: str, reason: str | None = None, source: SourceFile | None = None
    ) -> None:
        self.offers.append(
            Offer(
                file_number=arrival.file_number,
                file_sha256=arrival.file_sha256,
                file_name=arrival.file_name,
                kind=kind,
                status=status,
                offered_at=datetime.now(UTC).replace(tzinfo=None),
                byte_count=arrival.byte_count,
                reason=reason,
                claim_payments=source.claim_payments if source else None,
                service_lines=source.service_lines if source else None,
                payment_cents=source.payment_cents if source else None,
            )
        )

    def finish(self) -> None:
        """Insert what still waits, and the offers."""
        self._insert()
        self._archive.append_offers(self.number, self.offers)

    def _insert(self) -> None:
        with self._archive.transaction():
            for name, tables in self._waiting.items():
                self._archive.append(self.number, name, pa.concat_tables(tables))
        self._waiting.clear()
        self._waiting_bytes = 0
