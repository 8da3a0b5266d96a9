"""The stages of the audit trail of one service line, in order."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.trace.figures import show_checks, show_marts
from pipelines.trace.ledger import show_accrual, show_entries, show_service_line
from pipelines.trace.origin import show_file, show_source, show_staging
from pipelines.trace.stages import Row, Stages, open_stages


def trace_line(settings: Settings, key: str) -> Iterator[str]:
    """The tour of the service line with this `service_line_key`, line by line.

    It shows what the remittance says, names of patients included, as the evidence page does.
    Raises UsageError for an unknown key or a home without a warehouse.
    """
    with open_stages(settings) as stages:
        line = _find_line(stages, key)
        yield f"Service line {key}"
        for show in (
            show_file,
            show_source,
            show_staging,
            show_entries,
            show_service_line,
            show_accrual,
            show_checks,
            show_marts,
        ):
            yield from show(stages, line)


def _find_line(stages: Stages, key: str) -> Row:
    line = stages.row("from warehouse.ledger.service_line where service_line_key = $key", key=key.strip())
    if line is None:
        raise UsageError(
            f'There is no service line "{key}" in {stages.home.root}. A service_line_key stands in mart.line and on the'
            " evidence page."
        )
    return line
