"""The wheel is the product: built twice alike, complete, and running demo, build, serve and pages from anywhere."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.law.repository import ROOT, list_files
from tests.serving import IDLE, find_chromium, open_browser
from tests.wheel.conftest import Installed, as_creator, build_distributions, change_clone, copy_source

CONFIG = Path(".streamlit/config.toml")
SECONDS = 240


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
        again = build_distributions(source, tmp_path / "out", epoch=None)
    built = sorted(wheel.parent.iterdir())
    assert [path.name for path in built] == [path.name for path in again]
    assert len(built) == 2
    assert [path.read_bytes() for path in built] == [path.read_bytes() for path in again]
    with zipfile.ZipFile(wheel) as packed:
        assert {member.external_attr >> 16 for member in packed.infolist()} == {0o100644}


def run(installed: Installed, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(installed.scripts / "kxwatch"), *arguments],
        cwd=folder,
        env=installed.environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@contextmanager
def serving(installed: Installed, folder: Path, *arguments: str) -> Iterator[str]:
    """The address with its token that a command says, until the block ends."""
    command = [str(installed.scripts / "kxwatch"), *arguments]
    with subprocess.Popen(
        command, cwd=folder, env=installed.environment, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as child:
        try:
            said = next(found for text in child.stderr or () if (found := re.search(r"http://\S+\?token=\S+", text)))
            yield said[0]
        finally:
            child.send_signal(signal.SIGTERM)
            child.communicate(timeout=60)
    assert child.returncode == 0


@pytest.fixture(scope="module")
def served(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder with the synthetic practice that the wheel simulated and built, and the address of its dashboard."""
    folder = tmp_path_factory.mktemp("anywhere")
    for arguments in (
        ("simulate", "--lines", "300", "--seed", "3", "--out", "remittances"),
        ("build", "remittances", "--home", "home"),
    ):
        done = run(installed, folder, *arguments)
        assert done.returncode == 0, done.stderr
    with serving(installed, folder, "serve", "--home", "home") as address:
        yield folder, address


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
def test_the_demo_is_one_command(installed: Installed, tmp_path: Path) -> None:
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with serving(installed, tmp_path, "demo") as address, opener.open(address, timeout=60) as page:
        assert page.status == 200
    assert (tmp_path / "kxwatch-demo/warehouse.duckdb").exists()
