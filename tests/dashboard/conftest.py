"""A synthetic practice for the pages, built once a session, and a way to open pages over it without a browser."""

from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate.simulation import simulate_practice
from tests.builders import claim, line, remittance
from tests.dashboard.sample_practice import TODAY
from tests.made_once import build_once, make_once
from tests.processes_here import run_kxwatch_here
from tests.serving import find_chromium, open_browser, open_context, serve_app

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
LINES = 3000
SEED = 7
PATIENCE_SECONDS = 120
START = "start"

ShowPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def practice_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a small synthetic practice, made by the pipeline itself."""

    def make(folder: Path) -> None:
        simulate_practice(LINES, SEED, folder / "files")
        build(load_settings(folder / "home"), [folder / "files" / "remittances"], None, QuietProgress())

    return make_once(tmp_path_factory, "practice", make) / "home"


@pytest.fixture(scope="session")
def one_line_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of one paid service line that counts toward a threshold; tests that write take a copy."""
    files = {"january.835": remittance(claim("A1", line()), on="2026-01-20")}
    return build_once(tmp_path_factory, "one-line", files)


@pytest.fixture(scope="session")
def one_patient(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Over the threshold, in treatment, the newest lines denied: one at the payer's, one assigned to the patient."""
    visits = [
        claim("I1", line("97110", on="2026-01-05", allowed=245_000)),
        claim("I2", line("97530", on="2026-01-09", denied="CO-119"), line("97140", on="2026-01-09", denied="CO-119")),
        claim("I3", line("97112", on="2026-01-12", denied="PR-119")),
    ]
    return build_once(tmp_path_factory, "one-patient", {"one.835": remittance(*visits)})


@pytest.fixture(scope="session")
def practice_address(practice_home: Path) -> Iterator[str]:
    """The address of the dashboard over the small practice, for browsers that only look."""
    with serve_app(APP, {"KXWATCH_HOME": str(practice_home), "KXWATCH_TODAY": TODAY.isoformat()}) as address:
        yield address


@pytest.fixture(scope="session")
def practice_context(practice_address: str) -> Iterator[BrowserContext]:
    """One profile of one browser for all who look at the small practice: the program is loaded once."""
    with open_browser(str(find_chromium())) as browser:
        yield open_context(browser, practice_address)


@pytest.fixture(scope="module")
def page(practice_context: BrowserContext) -> Iterator[Page]:
    """A window on the small practice for the tests of one file."""
    opened = practice_context.new_page()
    yield opened
    opened.close()


@pytest.fixture(scope="session", autouse=True)
def _scan_packages_once() -> Iterator[None]:
    """AppTest reads the descriptions of all installed packages for each page that it opens; once is enough."""
    scan = cache(manifest_scanner.scan_component_manifests)
    with pytest.MonkeyPatch.context() as environment:
        environment.setattr(manifest_scanner, "scan_component_manifests", scan)
        yield


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "KEY"):
        monkeypatch.delenv(f"KXWATCH_{name}", raising=False)
    monkeypatch.setenv("KXWATCH_TODAY", TODAY.isoformat())


@pytest.fixture(scope="session", autouse=True)
def _commands_of_samples_here() -> Iterator[None]:
    """Most pages that ask for samples are tested for what they say; test_samples_page.py also starts the processes."""
    with pytest.MonkeyPatch.context() as patched:
        run_kxwatch_here(patched, "dashboard.components.sample_command")
        yield


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> ShowPage:
    """show(home, 'providers', pool='OT'): the page with that address."""

    def show_page(home: Path, view: str, /, **address: str) -> AppTest:
        monkeypatch.setenv("KXWATCH_HOME", str(home))
        return _run_page(view, address)

    return show_page


@pytest.fixture(scope="session")
def look_at(practice_home: Path) -> Callable[[str], AppTest]:
    """look_at('providers'): the page of the small practice as it opens, run once for all tests that only read it."""

    @cache
    def open_once(view: str) -> AppTest:
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("KXWATCH_HOME", str(practice_home))
            return _run_page(view, {})

    return open_once


def _run_page(view: str, address: Mapping[str, str]) -> AppTest:
    """One run of a page, as a link from outside opens it: no other page runs before it."""
    app = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)
    app.query_params.update(address)
    if view != START:
        # switch_page() knows the pages only after a run of another one
        app._page_hash = calc_hash(view.replace("_", "-"))  # noqa: SLF001
    return app.run()
