"""Writes the list of everything that an installation of kxwatch holds, with versions and licenses, as CycloneDX JSON.

Read from the installed packages of this environment, along the requirements in pyproject.toml without its extras.

Decision 0160.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterable
from datetime import UTC, datetime
from importlib.metadata import Distribution, distribution
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from packaging.requirements import Requirement

PROJECT = tomllib.loads((Path(__file__).parents[1] / "pyproject.toml").read_text("utf-8"))["project"]


def build_list(moment: int) -> dict[str, Any]:
    """The list: the same for the same packages and moment."""
    found = find_packages()
    components = [_describe(one) for _, one in sorted(found.items())]
    own = f"pkg:pypi/{PROJECT['name']}@{PROJECT['version']}"
    needs = {own: _select(PROJECT["dependencies"])} | {
        _name_package(one): _select(one.requires or ()) for _, one in sorted(found.items())
    }
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid5(NAMESPACE_URL, json.dumps([own, components], sort_keys=True))}",
        "version": 1,
        "metadata": {
            "timestamp": datetime.fromtimestamp(moment, UTC).isoformat(timespec="seconds"),
            "component": {
                "bom-ref": own,
                "type": "application",
                "name": PROJECT["name"],
                "version": PROJECT["version"],
                "purl": own,
                "licenses": [{"license": {"name": PROJECT["license"]}}],
            },
        },
        "components": components,
        "dependencies": [
            {"ref": ref, "dependsOn": sorted({_name_package(found[name]) for name in names})}
            for ref, names in needs.items()
        ],
    }


def find_packages() -> dict[str, Distribution]:
    """Every package that an installation holds besides kxwatch, by its name in one spelling."""
    found: dict[str, Distribution] = {}
    waiting = _select(PROJECT["dependencies"])
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = distribution(name)
            waiting += _select(found[name].requires or ())
    return found


def _select(requirements: Iterable[str]) -> list[str]:
    """The packages that are needed in this environment, without extras."""
    needs = [Requirement(text) for text in requirements]
    return [_spell(one.name) for one in needs if one.marker is None or one.marker.evaluate({"extra": ""})]


def _spell(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _name_package(package: Distribution) -> str:
    return f"pkg:pypi/{_spell(package.name)}@{package.version}"


def _describe(package: Distribution) -> dict[str, Any]:
    name = _name_package(package)
    described: dict[str, Any] = {"type": "library", "name": package.name, "version": package.version, "purl": name}
    license_name = _find_license(package)
    if license_name:
        described["licenses"] = [{"license": {"name": license_name}}]
    return {"bom-ref": name, **described}


def _find_license(package: Distribution) -> str:
    """The license as the package states it: its expression, its classifiers, or the first line of its license field."""
    told = package.metadata.get("License-Expression")
    if told:
        return str(told)
    classifiers = package.metadata.get_all("Classifier") or []
    named = [text.rpartition(" :: ")[2] for text in classifiers if text.startswith("License ::")]
    return ", ".join(named) or str(package.metadata.get("License") or "").partition("\n")[0]


if __name__ == "__main__":
    content = json.dumps(build_list(int(os.environ.get("SOURCE_DATE_EPOCH", "315532800"))), indent=2) + "\n"
    Path(sys.argv[1]).write_text(content, encoding="utf-8")
