"""A wheel built from this source, and an empty environment in which nothing but the wheel is kxwatch."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from tests.law.repository import ROOT, list_files
from tests.made_once import make_once

# Jan 1, 1980: the day that the build backend takes where nobody gives one.
EPOCH = "315532800"


@dataclass(frozen=True)
class Installed:
    """An environment with the wheel in it."""

    folder: Path

    @property
    def scripts(self) -> Path:
        """Where its programs lie."""
        return self.folder / ("Scripts" if sys.platform == "win32" else "bin")

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.scripts / "python"

    @property
    def environment(self) -> dict[str, str]:
        """Of this process, without what would lead to the source or to somebody's own data."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("KXWATCH_", "PYTHON"))}
        return {**kept, "PYTHONDONTWRITEBYTECODE": "1"}


def load_release(name: str) -> ModuleType:
    """A module of the folder `release`, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / f"release/{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def copy_source(folder: Path) -> Path:
    """The files of the repository, and nothing else that lies beside them."""
    for path in list_files():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, folder / path)
    return folder


def change_clone(source: Path, mode: int, written_at: int) -> None:
    """The files of a clone as another person has them: with these rights, written at that second."""
    for path in filter(Path.is_file, source.rglob("*")):
        path.chmod(mode)
        os.utime(path, (written_at, written_at))


@contextmanager
def as_creator(mode: int) -> Iterator[None]:
    """What the block writes, and what processes that it starts write, gets these rights."""
    own = os.umask(0o666 & ~mode)
    try:
        yield
    finally:
        os.umask(own)


def build_distributions(source: Path, out: Path) -> list[Path]:
    """The source distribution and the wheel, made as docs/releasing.md says; with the build backend that is pinned."""
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source)]
    return _run_build(command, source, out, {"SOURCE_DATE_EPOCH": EPOCH})


def build_by_hooks(source: Path, out: Path) -> list[Path]:
    """The same by another frontend: both hooks of the backend in one process, the wheel straight from the clone.

    Nobody names a day.
    """
    out.mkdir()
    hooks = "import sys, reproducible as own; out = sys.argv[1]; own.build_wheel(out); own.build_sdist(out)"
    return _run_build([sys.executable, "-c", hooks, str(out)], source, out, {"PYTHONPATH": str(source / "release")})


def _run_build(command: list[str], source: Path, out: Path, more: dict[str, str]) -> list[Path]:
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(command, cwd=source, env={**kept, **more}, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return sorted(out.iterdir())


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, with the source distribution beside it; built in a clone of a group that may write."""

    def make(folder: Path) -> None:
        source = copy_source(tmp_path_factory.mktemp("clone"))
        change_clone(source, 0o664, written_at=1_600_000_000)
        with as_creator(0o664):
            build_distributions(source, folder)

    return next(make_once(tmp_path_factory, "wheel", make).glob("*.whl"))


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The wheel in an environment of its own; its dependencies are those of this environment, so nothing is loaded."""
    made = Installed(tmp_path_factory.mktemp("installed") / "environment")
    venv.create(made.folder, with_pip=False)
    install = [sys.executable, "-m", "pip", "--python", str(made.python), "install", "--quiet", "--no-deps"]
    subprocess.run([*install, "--no-index", "--disable-pip-version-check", str(wheel)], check=True)
    places = [path for path in sys.path if Path(path).name == "site-packages"]
    (own,) = made.folder.glob("[Ll]ib/**/site-packages")
    # a plain path in a .pth file is searched last, and the .pth files in it (an editable kxwatch) are not read
    (own / "dependencies.pth").write_text("\n".join(places), encoding="utf-8")
    return made
