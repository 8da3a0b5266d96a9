"""The style of every SQL file, by sqlfluff; a file whose text was once found good is not read again.

Decision 0026.
"""

from __future__ import annotations

import re
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from multiprocessing import Pool
from pathlib import Path

from sqlfluff.core import FluffConfig, Linter

from tests.law.repository import ROOT

FOLDERS = ("pipelines", "dashboard")
# sqlfluff cannot indent the body of a macro: of these files only the models that use it are read.
UNREAD = ("macros.sql", "patient_macros.sql", "filters.sql", "scope.sql")
CACHE = ROOT / ".check_cache"


def lint_sql() -> list[str]:
    """One sentence for each fault of style, over all SQL files; none if all is well."""
    found_paths = (path for folder in FOLDERS for path in sorted((ROOT / folder).glob("**/*.sql")))
    paths = [path for path in found_paths if path.name not in UNREAD]
    unknown = [path for path in paths if not _marker(path).exists()]
    if not unknown:
        return []
    CACHE.mkdir(exist_ok=True)
    with Pool(2) as pool:
        found = dict(zip(unknown, pool.map(_lint_file, unknown, chunksize=4), strict=True))
    for path, faults in found.items():
        if not faults:
            _marker(path).touch()
    return [fault for faults in found.values() for fault in faults]


@cache
def _read_config() -> FluffConfig:
    """Reading it for each file takes a tenth of the time."""
    return FluffConfig.from_path(str(ROOT))


def _lint_file(path: Path) -> list[str]:
    faults = Linter(config=_read_config()).lint_string(_read_sql(path)).get_violations()
    place = path.relative_to(ROOT)
    return [f"{place}:{fault.line_no}: {fault.rule_code()} {fault.desc()}" for fault in faults]


def _read_sql(path: Path) -> str:
    """The SQL with each $parameter as a literal: sqlfluff does not know DuckDB's parameters."""
    return re.sub(r"\$(\w+)", r"'\1'", path.read_text("utf-8"))


def _marker(path: Path) -> Path:
    rules = (ROOT / "pyproject.toml").read_text("utf-8").partition("[tool.sqlfluff")[2].partition("[tool.import")[0]
    return CACHE / sha256(f"{version('sqlfluff')}{rules}{path}{_read_sql(path)}".encode()).hexdigest()
