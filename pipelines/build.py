"""Runs a build from top to bottom: import, build, check, publish."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from pipelines import quality
from pipelines.build_report import Contents, Outcome, count_files, read_contents
from pipelines.engine import OpenEngine, open_duckdb
from pipelines.errors import NotPublished
from pipelines.intake.batch import take_in
from pipelines.intake.discovery import Offered, find_files
from pipelines.intake.offer import Offer
from pipelines.intake.upload import Upload
from pipelines.models.construction import BuildModels
from pipelines.models.dictionary import write_dictionary
from pipelines.progress import Progress, StageClock
from pipelines.settings import Settings
from pipelines.store.archive import Archive, connect
from pipelines.store.build_status import report_failure
from pipelines.store.crash_recovery import check_key, open_archive, settle
from pipelines.store.home import Home, hold_home, working_drafts, write_status
from pipelines.store.home_check import settle_originals
from pipelines.store.home_layout import check_not_newer
from pipelines.store.home_place import describe_place
from pipelines.store.warehouse import next_version_number, open_draft, publish


def build(
    settings: Settings,
    paths: Sequence[Path],
    as_of: date | None,
    progress: Progress,
    uploads: Sequence[Upload] = (),
    open_engine: OpenEngine = open_duckdb,
) -> Outcome:
    """Import what `paths` and `uploads` offer, then build the warehouse as of `as_of` on an engine and publish it.

    Raises UsageError when nothing was done, NotPublished when the previous warehouse still stands.
    """
    home = Home(settings.home)
    check_key(home, settings.key)
    files: list[Offered] = [*find_files(paths, home, progress.say), *uploads]
    _say_all(progress, (*describe_place(home.root), *_describe_future(as_of)))
    with hold_home(home), report_failure(home):
        check_not_newer(home, settings.key)
        with working_drafts(home), open_engine(home) as engine, connect(settings, home) as connection:
            archive = open_archive(connection, home, settings.key)
            _say_all(progress, settle_originals(archive))
            try:
                offers = take_in(archive, files, settings.threads, progress, engine.read_files)
                contents = _build_draft(archive, settings, as_of, offers, progress, engine.build_models)
                outcome = Outcome(count_files(offers), contents, publish(home))
            finally:
                settle(archive)
        write_status(home, outcome.exit_code, outcome.message)
        return outcome


def _describe_future(as_of: date | None) -> tuple[str, ...]:
    """A sentence where `as_of` is a day that has not come: more deadlines have passed by then than have today."""
    if as_of is None or as_of <= date.today():  # noqa: DTZ011
        return ()
    return (f"The as-of date {as_of} is in the future. Deadlines are counted from it; check --as-of.",)


def _say_all(progress: Progress, sentences: Iterable[str]) -> None:
    for sentence in sentences:
        progress.say(sentence)


def _build_draft(
    archive: Archive,
    settings: Settings,
    as_of: date | None,
    offers: list[Offer],
    progress: Progress,
    build_on_engine: BuildModels,
) -> Contents:
    with open_draft(archive, settings, as_of) as draft, quality.judge_meanwhile(draft) as expectations:
        clock = StageClock(progress)

        def on_model(name: str, rows: int, seconds: float) -> None:
            clock.on_model(name, rows, seconds)
            expectations.on_table(name)

        build_on_engine(draft, on_model)
        with clock.time("quality"):
            verdict = quality.judge_draft(draft, suites=expectations.collect())
        clock.note()
        if verdict.failed_critical:
            raise NotPublished("Nothing was published. " + " ".join(verdict.failed_critical))
        write_dictionary(draft)
        archive.keep_forecasts(next_version_number(archive.home))
        return read_contents(draft, offers)
