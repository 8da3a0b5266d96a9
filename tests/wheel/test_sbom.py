"""The list of packages names all that an installation holds, and nothing of the tests."""

from __future__ import annotations

import re
import tomllib
from types import ModuleType

import pytest

from tests.law.repository import ROOT
from tests.wheel.conftest import load_release


@pytest.fixture(scope="module")
def sbom() -> ModuleType:
    return load_release("sbom")


def test_every_package_of_an_installation_is_listed(sbom: ModuleType) -> None:
    listed = sbom.build_list(1_793_577_600)
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    assert listed["metadata"]["component"]["name"] == "kxwatch"
    found = {one["purl"] for one in listed["components"]}
    direct = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    assert {f"pkg:pypi/{name}@{version}" for name, version in (one.split("==") for one in direct)} <= found
    pinned = {line.partition("==") for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines()}
    spelled = {f"pkg:pypi/{re.sub('[-_.]+', '-', name).lower()}@{version}" for name, _, version in pinned}
    assert found <= spelled
    assert not {purl for purl in found if purl.startswith(("pkg:pypi/pytest@", "pkg:pypi/scikit-survival@"))}


def test_every_package_has_a_license_and_a_place_in_the_tree(sbom: ModuleType) -> None:
    listed = sbom.build_list(1_793_577_600)
    assert [one["name"] for one in listed["components"] if not one.get("licenses")] == []
    refs = {one["bom-ref"] for one in listed["components"]} | {listed["metadata"]["component"]["bom-ref"]}
    assert {one["ref"] for one in listed["dependencies"]} == refs
    assert {needed for one in listed["dependencies"] for needed in one["dependsOn"]} <= refs


def test_two_lists_are_the_same(sbom: ModuleType) -> None:
    assert sbom.build_list(0) == sbom.build_list(0)
