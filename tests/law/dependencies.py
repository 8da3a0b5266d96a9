"""`make dependencies`: writes docs/dependencies.md, versions and licenses of all packages, to be read offline.

Decisions 0092 and 0093.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.law.repository import ROOT

PAGE = ROOT / "docs" / "dependencies.md"
CONSTRAINTS = ROOT / "constraints.txt"
HASHED = ROOT / "constraints-hashed.txt"
_LONGEST_LICENSE = 120
_OPENING = """\
# Dependencies

Written by `make dependencies` from the installed packages: do not edit. The license is what a package says of itself.
The sha256 of every file of each version (wheels for all systems, and the source) is in `constraints-hashed.txt`. To
accept no other files, wherever they are downloaded from (this installs the packages of the tests as well, and needs
the `setuptools` that `pyproject.toml` names):

    python -m pip install --require-hashes --no-deps --requirement constraints-hashed.txt
    python -m pip install --no-deps --no-build-isolation .

After a change of `constraints.txt`, with uv:

    uv pip compile --universal --python-version 3.11 --no-deps --generate-hashes --no-emit-index-url \\
      --no-emit-find-links --no-annotate --no-header constraints.txt -o constraints-hashed.txt

## Who signs what encrypts

`duckdb-extension-httpfs` is DuckDB's own extension in a wheel that a third party packs and uploads: its metadata names
a person, not DuckDB. Nobody signs the wheel; the sha256 in `constraints-hashed.txt` is what identifies it. The
extension inside is signed by DuckDB, and DuckDB checks that signature whenever kxwatch loads it: a changed byte is
refused. kxwatch loads that one file and runs no Python of the wheel. The originals are encrypted with `cryptography`.

| package | version | license | needed by | sha256 |
|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Package:
    """One pinned package: its canonical name and version."""

    name: str
    version: str


def read_constraints(path: Path = CONSTRAINTS) -> list[Package]:
    """The packages of a constraints file, in its order."""
    pins = re.findall(r"^([\w.-]+)==([\w.+]+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    return [Package(canonicalize_name(name), version) for name, version in pins]


def read_hashes() -> dict[str, int]:
    """How many files of each package have a hash."""
    parts = re.split(r"^(?=[\w.-]+==)", HASHED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {
        canonicalize_name(part.partition("==")[0]): len(set(re.findall(r"--hash=sha256:[0-9a-f]{64}\b", part)))
        for part in parts
        if "==" in part
    }


def build_page() -> str:
    """The page as the installed packages have it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    product = _reach(project["dependencies"])
    hashes = read_hashes()
    rows = [
        f"| {package.name} | {package.version} | {_name_license(package)} |"
        f" {'kxwatch' if package.name in product else 'tests'} | {hashes.get(package.name, 0)} files |"
        for package in read_constraints()
    ]
    return _OPENING + "\n".join(rows) + "\n"


def _reach(requirements: Iterable[str]) -> set[str]:
    """The canonical names of the requirements and of all that they need here."""
    found: set[str] = set()
    waiting = [Requirement(text) for text in requirements]
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name not in found:
            found.add(name)
            waiting += _list_needed(name, requirement.extras)
    return found


def _list_needed(name: str, extras: set[str]) -> Iterator[Requirement]:
    installed = _find(name)
    for text in (installed.requires or []) if installed else []:
        needed = Requirement(text)
        if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield needed


def _name_license(package: Package) -> str:
    """What this version says of itself: an SPDX expression, a short text, its classifier, or its license file."""
    installed = _find(package.name)
    if installed is None or installed.version != package.version:
        return "not installed here"
    metadata = installed.metadata
    said = [*(metadata.get_all("License-Expression") or []), *(metadata.get_all("License") or [])]
    text = str(said[0]).strip() if said else ""
    classifiers = [str(line).split("::")[-1].strip() for line in metadata.get_all("Classifier") or []]
    named = [one for one in classifiers if "License" in one]
    if text and "\n" not in text and len(text) <= _LONGEST_LICENSE:
        return text
    return ", ".join(named) or _read_title(installed) or "see the package"


def _read_title(installed: Distribution) -> str:
    """The first line of the license file that a package carries, as "MIT License"."""
    files = installed.metadata.get_all("License-File") or []
    text = installed.read_text(f"licenses/{files[0]}") if files else None
    first = (text or "").strip().partition("\n")[0].strip()
    return first if len(first) <= _LONGEST_LICENSE else ""


def _find(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None


if __name__ == "__main__":
    PAGE.write_text(build_page(), encoding="utf-8")
    sys.stdout.write(f"{PAGE.relative_to(ROOT)} is written\n")
