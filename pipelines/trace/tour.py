"""The route of a tour: which floors it visits, and what it points at."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.trace.figures import show_checks, show_marts
from pipelines.trace.floors import Floors, Row, open_floors
from pipelines.trace.ledger import show_accrual, show_entries, show_service_line
from pipelines.trace.origin import show_file, show_source, show_staging


def trace_line(settings: Settings, key: str) -> Iterator[str]:
    """The tour of the service line with this `service_line_key`, line by line.

    It shows what the remittance says, names of patients included, as the evidence page does.
    Raises UsageError for an unknown key or a home without a warehouse.
    """
    with open_floors(settings) as floors:
        line = _find_line(floors, key)
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
            yield from show(floors, line)


def _find_line(floors: Floors, key: str) -> Row:
    line = floors.row("from warehouse.ledger.service_line where service_line_key = $key", key=key.strip())
    if line is None:
        raise UsageError(
            f'There is no service line "{key}" in {floors.home.root}. A service_line_key stands in mart.line and on the'
            " evidence page."
        )
    return line
