"""A synthetic practice for the pages, built once a session, and a way to open pages over it without a browser."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate.simulation import simulate_practice
from tests.dashboard.sample_practice import TODAY
from tests.serving import serve_app

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
LINES = 3000
SEED = 7
PATIENCE_SECONDS = 120

ShowPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def practice_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of a small synthetic practice, made by the pipeline itself."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(LINES, SEED, folder / "files")
    build(load_settings(folder / "home"), [folder / "files" / "remittances"], None, QuietProgress())
    return folder / "home"


@pytest.fixture(scope="session")
def practice_address(practice_home: Path) -> Iterator[str]:
    """The address of the dashboard over the small practice, for browsers that only look."""
    with serve_app(APP, {"KXWATCH_HOME": str(practice_home), "KXWATCH_TODAY": TODAY.isoformat()}) as address:
        yield address


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "KEY"):
        monkeypatch.delenv(f"KXWATCH_{name}", raising=False)
    monkeypatch.setenv("KXWATCH_TODAY", TODAY.isoformat())


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> ShowPage:
    """show(home, 'providers', pool='OT'): the page with that address."""

    def open_page(home: Path, view: str, /, **address: str) -> AppTest:
        monkeypatch.setenv("KXWATCH_HOME", str(home))
        app = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS).run()
        app.switch_page(f"views/{view}/page.py")
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return open_page
