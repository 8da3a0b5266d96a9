"""What a folder holds, for tests that say that nothing was changed."""

from __future__ import annotations

from pathlib import Path

# Who looked and how it ended is written down; that is no change of what is kept.
_ALWAYS_WRITTEN = {"build.lock", "build_status.json"}


def take_snapshot(folder: Path, *, with_status: bool = False) -> dict[str, bytes | None]:
    """The bytes of every file by its path, None for a folder."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
        if with_status or path.name not in _ALWAYS_WRITTEN
    }
