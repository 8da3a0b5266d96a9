"""Marks an archive with its layout, so that an older kxwatch does not read a newer one wrongly."""

from __future__ import annotations

from pathlib import Path

import duckdb

from pipelines.errors import NewerHome

# Goes up by one with a change of the archive that an older kxwatch would read wrongly; columns that are only added do
# not change it. Archives of kxwatch 0.1 say nothing: they are of layout 1.
LAYOUT = 1


def settle_layout(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Mark the attached archive with our layout if its own is older. Raises NewerHome if that is newer."""
    has_column = connection.execute(
        "select 1 from duckdb_columns() where database_name = 'archive' and schema_name = 'source'"
        " and table_name = 'home' and column_name = 'layout_number'"
    ).fetchall()
    number = 1
    if has_column:
        ((number,),) = connection.execute("select coalesce(layout_number, 1) from archive.source.home").fetchall()
    if number > LAYOUT:
        raise NewerHome(
            f"{path} was written by a newer kxwatch (layout {number}, this one knows {LAYOUT}). No changes were made;"
            " update kxwatch."
        )
    if number < LAYOUT:
        if not has_column:
            connection.execute("alter table archive.source.home add column layout_number bigint")
        connection.execute("update archive.source.home set layout_number = $layout", {"layout": LAYOUT})
