"""Imports the given files into the archive as one batch, reading them in parallel and keeping their order."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pyarrow as pa

from pipelines.errors import RefusedFile
from pipelines.intake.discovery import Offered
from pipelines.intake.offer import Offer
from pipelines.intake.one_file import Reading
from pipelines.intake.reading import Arrival, BatchReader, FileReader, ReadElsewhere
from pipelines.progress import Progress, show_files
from pipelines.sources.kinds.identity_crosswalk import CrosswalkLinks
from pipelines.sources.source_file import SourceFile
from pipelines.sources.tabular.profile import load_profiles
from pipelines.store.archive import Archive
from pipelines.store.originals import remove_original
from pipelines.store.rows_hash import name_hash
from pipelines.store.warehouse import next_version_number

# Parsed rows wait until there are this many bytes of them: large inserts are several times faster
# than small ones, and two of these fit easily into memory.
_BYTES_PER_INSERT = 96 * 1024 * 1024
_PARTS_AHEAD_PER_THREAD = 3


def take_in(
    archive: Archive,
    files: Sequence[Offered],
    threads: int,
    progress: Progress,
    elsewhere: ReadElsewhere | None = None,
) -> list[Offer]:
    """Offer `files` in this order as one new batch, committed but not published; no batch without files.

    Each insert is a transaction of its own: rows of an open transaction stay in memory, so that one for all
    files would hold the whole batch. A batch that is cut short is discarded as any other that was not published.
    Raises UsageError for a broken profile in the home.
    """
    if not files:
        return []
    profiles = load_profiles(archive.home.profiles)
    numbered = enumerate(files, start=archive.last_file_number + 1)
    with ThreadPoolExecutor(threads) as pool, show_files(progress, len(files)):
        batch = _Batch(archive, archive.begin_batch(next_version_number(archive.home)))
        reader = FileReader(archive.home, batch.number, archive.key, profiles)
        parts = BatchReader(reader, archive.load_accepted(), pool, elsewhere).start_all(numbered)
        try:
            for arrival in _look_ahead(parts, threads * _PARTS_AHEAD_PER_THREAD):
                batch.add(arrival)
                progress.finish_file()
            batch.finish()
        finally:
            pool.shutdown(cancel_futures=True)
    return batch.offers


def _look_ahead(parts: Iterator[list[Arrival]], count: int) -> Iterator[Arrival]:
    """The arrivals of all parts, those of each only when `count` later parts are on their way."""
    waiting: deque[list[Arrival]] = deque()
    for part in parts:
        waiting.append(part)
        if len(waiting) > count:
            yield from waiting.popleft()
    for part in waiting:
        yield from part


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
        self._hashes: Counter[int] = Counter()

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
        self._archive.append_offers(self.number, map(self._give_hash, self.offers))

    def _give_hash(self, offer: Offer) -> Offer:
        if offer.status != "accepted":
            return offer
        return replace(offer, rows_hash=name_hash(self._hashes[offer.file_number]))

    def _insert(self) -> None:
        with self._archive.transaction():
            for name, tables in self._waiting.items():
                rows = pa.concat_tables(tables)
                self._archive.append(self.number, name, rows)
                self._hashes.update(self._archive.hash_rows(name, rows))
        self._waiting.clear()
        self._waiting_bytes = 0
