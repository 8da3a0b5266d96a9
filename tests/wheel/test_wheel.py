"""The wheel is the product: built twice alike, complete, and running demo, build, serve and pages from anywhere."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.law.repository import ROOT, list_files
from tests.serving import IDLE, find_chromium, open_browser
from tests.wheel.conftest import Installed, as_creator, build_by_hooks, change_clone, copy_source

CONFIG = Path(".streamlit/config.toml")
# One process of the installed program does what takes long: two builds share what they import. Then it is the demo,
# with fewer lines; its size proves nothing here.
PREPARE = """
import sys
from functools import partial
from pipelines import cli
from pipelines.commands import demo
for command in ("simulate --lines 300 --seed 3 --out remittances", "build remittances --home home"):
    if code := cli.run(command.split()):
        sys.exit(f"kxwatch {command}: {code}")
demo.build_demo = partial(demo.build_demo, lines=300)
sys.argv = ["kxwatch", "demo"]
cli.main()
"""


def test_the_configuration_is_the_same_in_the_clone_and_in_the_package() -> None:
    assert (ROOT / CONFIG).read_bytes() == (ROOT / "dashboard" / CONFIG).read_bytes()


@pytest.mark.slow
def test_the_wheel_holds_every_file_of_the_packages(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = {name for name in packed.namelist() if ".dist-info/" not in name}
    own = {path.as_posix() for path in list_files() if path.parts[0] in ("pipelines", "dashboard")}
    assert names == own


@pytest.mark.slow
def test_whoever_builds_it_whenever_gets_the_same_bytes(wheel: Path, tmp_path: Path) -> None:
    """In a clone of a group that may write, with a date; and in one whose files nobody else may read, without."""
    source = copy_source(tmp_path / "source")
    change_clone(source, 0o600, written_at=1_700_000_000)
    with as_creator(0o600):
        again = build_by_hooks(source, tmp_path / "out")
    built = sorted(wheel.parent.iterdir())
    assert [path.name for path in built] == [path.name for path in again]
    assert len(built) == 2
    assert [path.read_bytes() for path in built] == [path.read_bytes() for path in again]
    with zipfile.ZipFile(wheel) as packed:
        assert {member.external_attr >> 16 for member in packed.infolist()} == {0o100644}


def read_address(lines: Iterable[str]) -> str:
    """The address with its token that a command says."""
    said = ""
    for line in lines:
        said += line
        if found := re.search(r"http://\S+\?token=\S+", line):
            return found[0]
    pytest.fail(f"no address, but: {said}")


@contextmanager
def serving(installed: Installed, folder: Path, *command: str | Path) -> Iterator[str]:
    """Where the command serves a dashboard until the block ends."""
    environment = {**installed.environment, "KXWATCH_THREADS": "1"}
    with subprocess.Popen(
        command, cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as child:
        try:
            yield read_address(child.stderr or ())
        finally:
            child.send_signal(signal.SIGTERM)
            child.communicate(timeout=60)
    assert child.returncode == 0


@pytest.fixture(scope="module")
def demo(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder where the wheel simulated a practice and built it, and the address of the demo that it runs there."""
    folder = tmp_path_factory.mktemp("anywhere")
    with serving(installed, folder, installed.python, "-c", PREPARE) as address:
        yield folder, address


@pytest.fixture(scope="module")
def served(installed: Installed, demo: tuple[Path, str]) -> Iterator[tuple[Path, str]]:
    """The folder with the practice that was built, and the address of its dashboard; started as users start it."""
    with serving(installed, demo[0], installed.scripts / "kxwatch", "serve", "--home", "home") as address:
        yield demo[0], address


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can answer")
def test_the_installed_package_is_the_wheel(installed: Installed, tmp_path: Path) -> None:
    code = "import pipelines, dashboard; print(pipelines.__file__); print(dashboard.__file__)"
    done = subprocess.run(
        [str(installed.python), "-c", code], cwd=tmp_path, env=installed.environment, capture_output=True, text=True
    )
    assert all(str(installed.folder) in place for place in done.stdout.split()), done.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can answer")
def test_serve_reads_the_configuration_of_the_package(installed: Installed, served: tuple[Path, str]) -> None:
    """What the child process of `serve` holds: no tracebacks, 500 MB, our theme."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(served[1], timeout=60) as page:
        assert page.status == 200
    with opener.open(served[1].partition("?")[0] + "overview", timeout=60) as page:
        assert b"<title>" in page.read()
    code = (
        "from pathlib import Path; import dashboard, os\n"
        "folder = Path(dashboard.__file__).parent; os.chdir(folder)\n"
        "from streamlit import config\n"
        "names = ['client.showErrorDetails', 'server.maxUploadSize', 'theme.light.primaryColor']\n"
        "print(*(config.get_option(name) for name in names))"
    )
    done = subprocess.run(
        [str(installed.python), "-c", code], cwd=served[0], env=installed.environment, capture_output=True, text=True
    )
    assert done.stdout.split() == ["none", "500", "#1b5e9e"], done.stderr


@pytest.mark.slow
@pytest.mark.browser
def test_a_browser_sees_the_pages_of_the_wheel(served: tuple[Path, str]) -> None:
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("needs Chromium")
    with open_browser(chromium) as browser:
        page = browser.new_page()
        page.goto(served[1])
        page.locator(IDLE).wait_for(timeout=120_000)
        page.goto(served[1].partition("?")[0] + "data-quality")
        page.locator(IDLE).wait_for(timeout=120_000)
        assert "data through" in page.locator("body").inner_text().lower()
        # 1.7 times 15 pixels: the size that our theme gives a heading, and no other theme
        assert page.locator("h1").first.evaluate("heading => getComputedStyle(heading).fontSize") == "25.5px"


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can answer")
def test_the_demo_is_one_command(demo: tuple[Path, str]) -> None:
    folder, address = demo
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with opener.open(address, timeout=60) as page:
        assert page.status == 200
    assert (folder / "kxwatch-demo/warehouse.duckdb").exists()
