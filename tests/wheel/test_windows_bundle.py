"""The bundle for Windows: complete for that system, whole, with names that it takes, the same bytes each time.

Made here of small wheels. The real ones are 200 MB and are downloaded and checked by `make windows-bundle`, not by CI.
"""

from __future__ import annotations

import base64
import hashlib
import zipfile
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType

import pytest

from tests.law.repository import ROOT, list_files
from tests.wheel.conftest import load_release


@pytest.fixture(scope="module")
def bundle() -> ModuleType:
    return load_release("windows_bundle")


def write_wheel(
    folder: Path, name: str, files: Mapping[str, str], needs: tuple[str, ...] = (), tag: str = "any"
) -> Path:
    """A wheel with a list of its files, as pip takes it."""
    requirements = "".join(f"Requires-Dist: {need}\n" for need in needs)
    metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n{requirements}"
    held = {**files, f"{name}-1.dist-info/METADATA": metadata}
    record = ""
    for place, text in held.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).rstrip(b"=").decode()
        record += f"{place},sha256={digest},{len(text)}\n"
    path = folder / f"{name}-1-py3-none-{tag}.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for place, text in {**held, f"{name}-1.dist-info/RECORD": record}.items():
            wheel.writestr(place, text)
    return path


@pytest.fixture
def embeddable(tmp_path: Path) -> Path:
    """What python.org's embeddable build holds, by its names."""
    path = tmp_path / "python-3.12.10-embed-amd64.zip"
    with zipfile.ZipFile(path, "w") as packed:
        for name in ("python.exe", "python312.dll", "python312.zip", "python312._pth"):
            packed.writestr(name, f"stands for {name}")
    return path


@pytest.fixture
def wheels(tmp_path: Path) -> list[Path]:
    """kxwatch and what it needs on Windows alone."""
    own = write_wheel(
        tmp_path,
        "kxwatch",
        {"pipelines/__init__.py": ""},
        ("colorama; sys_platform == 'win32'", "uvloop; sys_platform != 'win32'"),
    )
    files = {"colorama/__init__.py": "", "colorama-1.data/purelib/beside.py": "", "colorama-1.data/scripts/run.py": ""}
    return [own, write_wheel(tmp_path, "colorama", files, tag="win_amd64")]


def test_the_bundle_starts_its_own_python_with_its_own_packages(
    bundle: ModuleType, wheels: list[Path], embeddable: Path, tmp_path: Path
) -> None:
    outs = [tmp_path / "one.zip", tmp_path / "two.zip"]
    for out in outs:
        assert bundle.write_bundle(wheels, embeddable, out) == {"kxwatch", "colorama"}
    assert outs[0].read_bytes() == outs[1].read_bytes()
    with zipfile.ZipFile(outs[0]) as packed:
        names = set(packed.namelist())
        path = packed.read("kxwatch/python/python312._pth").decode()
        command = packed.read("kxwatch/kxwatch.cmd").decode()
    assert {
        "kxwatch/packages/pipelines/__init__.py",
        "kxwatch/packages/beside.py",
        "kxwatch/python/python.exe",
    } <= names
    assert not [name for name in names if "run.py" in name or ".data/" in name]
    assert path == "python312.zip\r\n.\r\n..\\packages\r\n"
    assert command == '@"%~dp0python\\python.exe" -m pipelines %*\r\n'


def test_what_is_missing_of_another_system_or_not_whole_is_a_sentence(
    bundle: ModuleType, wheels: list[Path], embeddable: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out.zip"
    with pytest.raises(bundle.BundleError, match="missing: colorama"):
        bundle.write_bundle(wheels[:1], embeddable, out)
    with pytest.raises(bundle.BundleError, match="not for Windows"):
        bundle.write_bundle([*wheels, write_wheel(tmp_path, "linux", {}, tag="linux_x86_64")], embeddable, out)
    with zipfile.ZipFile(wheels[1], "a") as changed, pytest.warns(UserWarning, match="Duplicate name"):
        changed.writestr("colorama/__init__.py", "something else")
    with pytest.raises(bundle.BundleError, match="not whole"):
        bundle.write_bundle(wheels, embeddable, out)
    with pytest.raises(bundle.BundleError, match="not Python's embeddable build"):
        bundle.read_release(wheels[0])
    assert bundle.main([str(wheels[0]), str(tmp_path / "missing.zip"), str(out)]) == 1
    assert not out.exists()


@pytest.mark.parametrize(
    "places", [["a/aux.py"], ["a/b:c.py"], ["a/end."], ["a/Name.py", "a/name.py"], ["x" * 201], ["a/../b?"]]
)
def test_names_that_windows_does_not_take_are_refused(bundle: ModuleType, places: list[str]) -> None:
    with pytest.raises(bundle.BundleError, match="Windows"):
        bundle.check_names(places)


def test_windows_takes_the_names_of_all_our_files(bundle: ModuleType) -> None:
    bundle.check_names([f"packages/{path.as_posix()}" for path in list_files()])


def test_every_package_for_windows_is_pinned_with_its_hashes(bundle: ModuleType, tmp_path: Path) -> None:
    import tomllib

    direct = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    own = write_wheel(tmp_path, "kxwatch", {}, tuple(direct))
    names = bundle.select_packages(own, "3.12")
    pins = bundle.read_pins()
    assert {"colorama", "tzdata", "streamlit", "duckdb", "pyarrow"} <= names
    assert "uvloop" not in names
    assert [name for name in names if "--hash=sha256:" not in pins.get(name, "")] == []
