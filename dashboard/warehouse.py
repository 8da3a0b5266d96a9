"""Opens the newest published warehouse read-only and answers named queries, never anything else.

Decisions 0111 and 0200.
"""

import os
import re
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pandas as pd
import streamlit as st

from dashboard.clock import today
from dashboard.data_folder import home as home
from dashboard.masking import mask_rows
from dashboard.scope import EVERYTHING, Scope, restrict, search_path
from dashboard.viewer import find_scope, may_see_identifiers, may_write

PARAMETER = re.compile(r"\$([a-z_]+)")
ATTEMPTS = 3
Parameters = tuple[tuple[str, Any], ...]
MACROS = Path(__file__).with_name("macros.sql")
PATIENT_MACROS = Path(__file__).with_name("patient_macros.sql")


class Asked(Protocol):
    """What a page asks for: state.filters.Filters, which this module must not import."""

    def parameters(self) -> dict[str, object]:
        """Named parameters for queries."""


class WarehouseUnavailableError(Exception):
    """The warehouse cannot be opened; the message says why and what to do, without any identifier."""


def newest_file() -> Path | None:
    """The file to open: the highest versions/warehouse-<n>.duckdb, else warehouse.duckdb, else none."""
    numbered = {
        int(path.stem.removeprefix("warehouse-")): path
        for path in (home() / "versions").glob("warehouse-*.duckdb")
        if path.stem.removeprefix("warehouse-").isdigit()
    }
    if numbered:
        return numbered[max(numbered)]
    public = home() / "warehouse.duckdb"
    return public if public.exists() else None


def current_version() -> str | None:
    """Path and time of the newest warehouse, the key of every cache; None when nothing was published yet."""
    path = newest_file()
    return None if path is None else f"{path}|{path.stat().st_mtime_ns}"


def rows(query_name: str, asked: Asked | None = None, /, **parameters: object) -> pd.DataFrame:
    """Rows of the query file <query_name>.sql under what is `asked`, single parameters of it replaced or added.

    Parameters that the query does not name are left out.

    Money columns are whole cents (int64, Int64 with nulls), dates datetime64. Every text that is not known to hold no
    patient identifier comes masked unless the person at the screen asked to see identifiers and may. No query sees rows
    outside the scope of that person. `$today` is the date of this computer. Raises WarehouseUnavailableError.
    """
    known = {"today": today(), **(asked.parameters() if asked else {}), **parameters}
    named = sorted(set(PARAMETER.findall(query_text(query_name))))
    missing = [name for name in named if name not in known]
    if missing:
        raise ValueError(f"{query_name}.sql needs {', '.join(missing)}; pass null where nothing is filtered.")
    given = tuple((name, known[name]) for name in named)
    return _rows_of_newest(query_name, given, is_masked=not are_identifiers_shown())


def read_identifiers(beneficiary_keys: tuple[str, ...]) -> dict[str, str]:
    """Patient key -> identifier in full, for a file that goes into the data folder and never to the screen.

    Empty for a role that may not write; nobody outside the scope is among them.
    """
    if not may_write():
        return {}
    keys = ("beneficiary_keys", tuple(sorted(beneficiary_keys)))
    found = _rows_of_newest("patient_names", (keys,), is_masked=False)
    return dict(zip(found["beneficiary_key"], found["patient_id"], strict=True))


def are_identifiers_shown() -> bool:
    """Whether the person at the screen asked to see patient identifiers, and has a role that may."""
    return bool(st.session_state.get("identifiers_shown")) and may_see_identifiers()


@cache
def query_text(query_name: str) -> str:
    """The SQL of one query file; a file is read once a process."""
    return query_files()[query_name].read_text(encoding="utf-8")


@cache
def query_files() -> dict[str, Path]:
    """Every query file by its name, whichever page or part it belongs to; a name is given once."""
    return {path.stem: path for path in Path(__file__).parent.glob("**/queries/*.sql")}


def _rows_of_newest(query_name: str, parameters: Parameters, *, is_masked: bool) -> pd.DataFrame:
    """Ask the newest version; one that was cleared between looking and opening is looked for again."""
    for attempt in range(ATTEMPTS):
        version = current_version()
        if version is None:
            raise WarehouseUnavailableError("Nothing has been imported yet. Run: kxwatch build FOLDER")
        try:
            return _remembered_rows(version, find_scope(), query_name, parameters, is_masked).copy(deep=False)
        except duckdb.IOException as error:
            if attempt == ATTEMPTS - 1:
                raise WarehouseUnavailableError("The warehouse file cannot be read. Run: kxwatch build") from error
    raise AssertionError("unreachable")


@lru_cache(maxsize=600)
def _remembered_rows(
    version: str, scope: Scope, query_name: str, parameters: Parameters, is_masked: bool
) -> pd.DataFrame:
    """One answer per version, scope, query, parameters and masking. Shared by all sessions: callers get copies."""
    if is_masked:
        return mask_rows(_remembered_rows(version, scope, query_name, parameters, False).copy(deep=False))
    return open_cursor(version, scope).execute(query_text(query_name), dict(parameters)).df()


def open_cursor(version: str, scope: Scope = EVERYTHING) -> duckdb.DuckDBPyConnection:
    """A cursor that sees what `scope` allows of the tables of one version, and the macros of the queries."""
    cursor = open_version(version, scope).cursor()
    cursor.execute(search_path(scope))  # a cursor does not inherit it
    return cursor


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={Scope: repr})
def open_version(version: str, scope: Scope = EVERYTHING) -> duckdb.DuckDBPyConnection:
    """An in-memory database that sees one warehouse file read-only and can open nothing else any more."""
    path = version.rpartition("|")[0]
    settings: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "temp_directory": "",
    }
    connection = duckdb.connect(":memory:", config=settings)
    connection.execute("set enable_progress_bar = false")
    key = os.environ.get("KXWATCH_KEY", "")
    if key:
        connection.execute(f"load '{_quote(str(_httpfs_file()))}'")
    _attach(connection, path, key)
    if not scope.is_everything:
        restrict(connection.execute, scope)
    connection.execute(search_path(scope))
    _create_macros(connection)
    connection.execute("set enable_external_access = false")
    connection.execute("set lock_configuration = true")
    return connection


def _create_macros(connection: duckdb.DuckDBPyConnection) -> None:
    """The macros of the queries; the file of the portfolio page has no lines that those on patients could read."""
    connection.execute(MACROS.read_text(encoding="utf-8"))
    has_lines = "select 1 from duckdb_tables() where schema_name = 'mart' and table_name = 'line'"
    if connection.execute(has_lines).fetchall():
        connection.execute(PATIENT_MACROS.read_text(encoding="utf-8"))


def _attach(connection: duckdb.DuckDBPyConnection, path: str, key: str) -> None:
    """The one statement that holds the key. DuckDB may repeat it in an error, so no error of DuckDB leaves here."""
    encryption = f", encryption_key '{_quote(key)}'" if key else ""
    failure: Exception
    try:
        connection.execute(f"attach '{_quote(path)}' as warehouse (read_only{encryption})")
    except duckdb.IOException:
        failure = duckdb.IOException("The warehouse file cannot be read.")
    except (duckdb.Error, UnicodeError):
        failure = WarehouseUnavailableError(_key_sentence(bool(key)))
    else:
        return
    raise failure


def _key_sentence(has_key: bool) -> str:
    if has_key:
        return "KXWATCH_KEY does not open this warehouse. Set the key with which it was built and start again."
    return "This warehouse is encrypted. Set KXWATCH_KEY to the key with which it was built and start again."


def _httpfs_file() -> Path:
    """DuckDB's own encryption code, from its wheel: no download, no user folder."""
    package = find_spec("duckdb_extension_httpfs")
    if package is None or package.origin is None:
        raise WarehouseUnavailableError("KXWATCH_KEY is set, but duckdb-extension-httpfs is not installed.")
    folder = Path(package.origin).parent / "extensions" / f"v{duckdb.__version__}"
    return folder / "httpfs.duckdb_extension"


def _quote(text: str) -> str:
    return text.replace("'", "''")
