"""Packs kxwatch for Windows without installation rights: Python's embeddable build, every package, and `kxwatch.cmd`.

    python release/windows_bundle.py WHEEL EMBEDDABLE_ZIP OUT_ZIP [--wheels FOLDER]

The wheels for Windows are downloaded with pip, each with the hash that constraints-hashed.txt names; with --wheels they
are taken from a folder. Nothing of Windows is needed to pack, and nothing of it is tried here.
"""

from __future__ import annotations

import argparse
import base64
import csv
import hashlib
import re
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from email.parser import HeaderParser
from pathlib import Path, PurePosixPath

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
HASHED = ROOT / "constraints-hashed.txt"
PLATFORM = "win_amd64"
# What markers of requirements ask of the system.
WINDOWS = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64"}
WINDOWS |= {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
COMMAND = '@"%~dp0python\\python.exe" -m pipelines %*\r\n'
README = (
    "kxwatch for Windows\r\n\r\nUnpack this folder to a place of your own, for example Documents\\kxwatch, and open a"
    " command prompt there:\r\n\r\n    kxwatch demo\r\n"
    "    kxwatch build --home C:\\path\\to\\home C:\\path\\to\\files\r\n"
    "    kxwatch serve --home C:\\path\\to\\home\r\n\r\nNothing is installed. To remove it, delete the folder.\r\n"
)
_PARTS = {"purelib", "platlib"}
_BAD_NAME = re.compile(r'[<>:"|?*\\\x00-\x1f]|[. ]$|^(con|prn|aux|nul|(com|lpt)\d)(\.|$)', re.IGNORECASE)
_LONGEST = 200  # of 260, so that a folder of the user fits before it
_EPOCH = (1980, 1, 1, 0, 0, 0)


class BundleError(Exception):
    """The bundle cannot be made; the message says why."""


def main(arguments: list[str]) -> int:
    """Make the bundle and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("wheel", "embeddable", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--wheels", type=Path)
    asked = parser.parse_args(arguments)
    try:
        with tempfile.TemporaryDirectory() as folder:
            release = read_release(asked.embeddable)
            wheels = asked.wheels or download_wheels(asked.wheel, release, Path(folder))
            names = write_bundle([asked.wheel, *sorted(wheels.glob("*.whl"))], asked.embeddable, asked.out)
    except (BundleError, subprocess.CalledProcessError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{asked.out}: Python {release}, {len(names)} packages, {asked.out.stat().st_size:,} bytes\n")
    return 0


def read_release(embeddable: Path) -> str:
    """The release of Python in its embeddable build, as 3.12. Raises BundleError where the file is something else."""
    found = None
    if embeddable.is_file() and zipfile.is_zipfile(embeddable):
        with zipfile.ZipFile(embeddable) as packed:
            found = next(
                (one for name in packed.namelist() if (one := re.fullmatch(r"python3(\d+)\._pth", name))), None
            )
    if found is None:
        raise BundleError(
            f"{embeddable} is not Python's embeddable build. Download `python-3.x.y-embed-amd64.zip` from python.org."
        )
    return f"3.{found[1]}"


def download_wheels(wheel: Path, release: str, folder: Path) -> Path:
    """All wheels that kxwatch needs on Windows, with their hashes; the folder that holds them."""
    pins = read_pins()
    names = select_packages(wheel, release)
    asked = folder / "requirements.txt"
    asked.write_text("".join(pins[name] for name in sorted(names)), encoding="utf-8")
    options = ["--no-deps", "--require-hashes", "--only-binary=:all:", f"--platform={PLATFORM}", "--implementation=cp"]
    command = [sys.executable, "-m", "pip", "download", "--quiet", *options, f"--python-version={release}"]
    subprocess.run([*command, "--dest", str(folder / "wheels"), "--requirement", str(asked)], check=True)
    return folder / "wheels"


def read_pins() -> dict[str, str]:
    """The lines of constraints-hashed.txt by package: version and the hashes of its files."""
    blocks = re.split(r"(?m)^(?=\S)", HASHED.read_text("utf-8"))
    return {spell(block.partition("==")[0]): block for block in blocks if "==" in block}


def select_packages(wheel: Path, release: str) -> set[str]:
    """The packages that kxwatch needs on Windows, along the requirements of the packages installed here."""
    from importlib.metadata import requires

    with zipfile.ZipFile(wheel) as packed:
        waiting = list_needs(read_metadata(packed)[1], release)
    found: set[str] = set()
    while waiting:
        name, extras = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += list_needs(requires(name) or (), release, extras)
    return found


def list_needs(texts: Iterable[str], release: str, extras: tuple[str, ...] = ()) -> list[tuple[str, tuple[str, ...]]]:
    """What requirements ask for on Windows, each with its extras."""
    needs = [Requirement(text) for text in texts]
    system = {**WINDOWS, "python_version": release, "python_full_version": f"{release}.0"}
    return [
        (spell(one.name), tuple(sorted(one.extras)))
        for one in needs
        if one.marker is None or any(one.marker.evaluate({**system, "extra": extra}) for extra in ("", *extras))
    ]


def spell(name: str) -> str:
    """A package name in one spelling."""
    return re.sub(r"[-_.]+", "-", name.strip()).lower()


def read_metadata(wheel: zipfile.ZipFile) -> tuple[str, list[str]]:
    """Name and requirements of a wheel."""
    place = next(name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    headers = HeaderParser().parsestr(wheel.read(place).decode("utf-8"))
    return spell(headers["Name"]), headers.get_all("Requires-Dist") or []


def write_bundle(wheels: list[Path], embeddable: Path, out: Path) -> set[str]:
    """Write the zip, the same bytes for the same wheels; the names of its packages.

    Raises BundleError for a wheel of another system, one that is not whole, or a package that is missing.
    """
    files: dict[str, bytes] = {"kxwatch.cmd": COMMAND.encode(), "README.txt": README.encode()}
    release, needs, names = read_release(embeddable), set[str](), set[str]()
    with zipfile.ZipFile(embeddable) as packed:
        files |= {f"python/{name}": packed.read(name) for name in packed.namelist() if not name.endswith("/")}
    # replaces the search path of the embeddable build, which looks nowhere else
    short = release.replace(".", "")
    files[f"python/python{short}._pth"] = f"python{short}.zip\r\n.\r\n..\\packages\r\n".encode()
    for path in wheels:
        with zipfile.ZipFile(path) as packed:
            name, requirements = read_metadata(packed)
            names.add(name)
            needs |= {need for need, _ in list_needs(requirements, release)}
            files |= {f"packages/{place}": content for place, content in unpack_wheel(path, packed)}
    if needs - names:
        raise BundleError(f"These packages are needed on Windows and missing: {', '.join(sorted(needs - names))}.")
    check_names(files)
    out.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as bundle:
        for place in sorted(files):
            bundle.writestr(zipfile.ZipInfo(f"kxwatch/{place}", _EPOCH), files[place], zipfile.ZIP_DEFLATED)
    return names


def check_names(places: Iterable[str]) -> None:
    """Raises BundleError for a file name that Windows does not take, or that differs from another by case alone."""
    known: dict[str, str] = {}
    for place in places:
        if any(_BAD_NAME.search(part) for part in place.split("/")) or len(place) > _LONGEST:
            raise BundleError(f"Windows does not take the file name {place}.")
        other = known.setdefault(place.casefold(), place)
        if other != place:
            raise BundleError(f"Windows cannot tell {place} from {other}.")


def unpack_wheel(path: Path, packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    """The files of a wheel where they belong, each checked against the list in it; scripts are left out."""
    if not path.stem.endswith(("-any", f"-{PLATFORM}")):
        raise BundleError(f"{path.name} is not for Windows.")
    hashes = read_hashes(packed)
    for place in packed.namelist():
        if place.endswith("/"):
            continue
        content = packed.read(place)
        if hashes.get(place, "") not in ("", hash_content(content)):
            raise BundleError(f"{path.name} is not whole: {place} is not what its list says.")
        target = place_file(place)
        if target:
            yield target, content


def place_file(place: str) -> str | None:
    """Where a file of a wheel goes among the packages; None for scripts and data, which nothing there reads."""
    parts = PurePosixPath(place).parts
    if ".." in parts or place.startswith("/"):
        raise BundleError(f"A wheel has a file with an unsafe name: {place}.")
    if not parts[0].endswith(".data"):
        return place
    return "/".join(parts[2:]) if parts[1] in _PARTS else None


def read_hashes(packed: zipfile.ZipFile) -> dict[str, str]:
    """The hashes that a wheel lists for its own files."""
    place = next(name for name in packed.namelist() if name.endswith(".dist-info/RECORD"))
    rows = csv.reader(packed.read(place).decode("utf-8").splitlines())
    return {row[0]: row[1] for row in rows}


def hash_content(content: bytes) -> str:
    """As RECORD writes it."""
    digest = hashlib.sha256(content).digest()
    return "sha256=" + base64.urlsafe_b64encode(digest).rstrip(b"=").decode("ascii")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
