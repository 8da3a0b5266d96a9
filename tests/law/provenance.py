"""`make provenance`: prints what PROVENANCE.toml should say of each changed list, once a person compared it."""

from __future__ import annotations

import sys

from pipelines.models.catalog import REFERENCE_FOLDER
from pipelines.models.dictionary import hash_list, read_provenance


def list_changed() -> list[str]:
    """One line for each list whose bytes are not the recorded ones."""
    recorded = read_provenance()
    return [
        f'[{path.stem}]\nsha256 = "{hash_list(path)}"'
        for path in sorted(REFERENCE_FOLDER.glob("*.csv"))
        if recorded.get(path.stem, {}).get("sha256") != hash_list(path)
    ]


if __name__ == "__main__":
    sys.stdout.write("\n".join(list_changed()) + "\n")
