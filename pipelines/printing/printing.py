"""Prints a document: reads one published version, sets the PDF, and records the export in the access log first."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pipelines.casebook import Entry, open_casebook
from pipelines.digest.figures import read_extent
from pipelines.errors import KxwatchError
from pipelines.printing.document import Document, set_pdf
from pipelines.printing.source import Source
from pipelines.settings import Settings
from pipelines.store.published import open_published
from pipelines.terminal import say

Write = Callable[[Source], Document]
_FILTERS = Path(__file__).with_name("filters.sql")


@dataclass(frozen=True)
class Reader:
    """For whom it is printed. Without a name, the person at the terminal, who has the files anyway."""

    name: str | None = None
    is_named: bool = False


def print_document(settings: Settings, kind: str, write: Write, reader: Reader) -> bytes:
    """The PDF that `write` describes. Raises UsageError, with the sentence that says what cannot be printed and why."""
    with open_published(settings) as connection:
        connection.execute(_FILTERS.read_text("utf-8"))
        source = Source(connection, read_extent(connection), open_casebook(settings), reader.is_named)
        document = write(source)
        content = set_pdf(document, source)
    _record(source, kind, document, reader)
    return content


def _record(source: Source, kind: str, document: Document, reader: Reader) -> None:
    """Append one event; what the dashboard hands out is not handed out unrecorded."""
    body = {"table": f"print {kind}", "rows": document.rows, "identifiers": reader.is_named}
    try:
        source.casebook.append(Entry("patient_data_exported", "access", reader.name or getpass.getuser(), body))
    except (KxwatchError, OSError, KeyError) as error:
        if reader.name is not None:
            raise
        reason = str(error) if isinstance(error, KxwatchError) else type(error).__name__
        say(f"Warning: this was not recorded in the access log. {reason}")
