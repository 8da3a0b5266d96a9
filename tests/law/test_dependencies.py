"""Versions, licenses and hashes of all packages can be read offline and are those of the constraints."""

from __future__ import annotations

import re

from tests.law.dependencies import HASHED, PAGE, Package, build_page, read_constraints, read_hashes

PAGE_TEXT = PAGE.read_text(encoding="utf-8")
REMEDY = "run the uv command of docs/dependencies.md, then `make dependencies`"


def read_rows(text: str) -> dict[str, list[str]]:
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    return {row[0]: row[1:] for row in rows[2:]}


def test_every_package_has_hashes_of_its_pinned_version() -> None:
    assert set(read_constraints(HASHED)) == set(read_constraints()), REMEDY
    assert [name for name, count in read_hashes().items() if count == 0] == []


def test_the_hashes_name_no_address() -> None:
    assert not re.search(r"://|^-", HASHED.read_text(encoding="utf-8"), re.MULTILINE)


def test_the_page_lists_every_package_with_version_and_hashes() -> None:
    rows = read_rows(PAGE_TEXT)
    assert {Package(name, row[0]) for name, row in rows.items()} == set(read_constraints()), REMEDY
    assert {name: row[3] for name, row in rows.items()} == {
        name: f"{count} files" for name, count in read_hashes().items()
    }, REMEDY


def test_the_licenses_are_those_of_the_installed_packages() -> None:
    written, found = read_rows(PAGE_TEXT), read_rows(build_page())
    differing = {
        name: (written[name][1], row[1])
        for name, row in found.items()
        if row[1] not in (written[name][1], "not installed here")
    }
    assert differing == {}, REMEDY
    assert not [name for name, row in written.items() if row[1] in ("not installed here", "see the package")]


def test_what_is_shipped_has_no_strong_copyleft() -> None:
    licenses = {name: row[1] for name, row in read_rows(PAGE_TEXT).items() if row[2] == "kxwatch"}
    assert licenses
    assert [name for name, text in licenses.items() if re.search(r"(?<!L)GPL", text)] == []
