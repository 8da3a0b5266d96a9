"""Sets a document as a tagged PDF (PDF/UA-1 and PDF/A-2a) with typst: the same bytes for the same content."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]


def set_document(template: Path, content: Mapping[str, Any], day: date) -> bytes:
    """The PDF of `content`, dated `day`, with the fonts that the typst package brings along."""
    import typst

    answer = typst.Compiler(
        template,
        root=_ROOT,
        ignore_system_fonts=True,
        sys_inputs={"report": json.dumps(content, sort_keys=True)},
    ).compile(
        format="pdf", pdf_standards=["ua-1", "a-2a"], timestamp=datetime(day.year, day.month, day.day, tzinfo=UTC)
    )
    if not isinstance(answer, bytes):
        raise TypeError("typst returned no PDF")
    return answer
