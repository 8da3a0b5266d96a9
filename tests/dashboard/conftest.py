"""Opens pages over homes as a browser would, without one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

APP = Path(__file__).parents[2] / "dashboard" / "app.py"
PATIENCE_SECONDS = 120

ShowPage = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "KEY"):
        monkeypatch.delenv(f"KXWATCH_{name}", raising=False)


@pytest.fixture
def show(monkeypatch: pytest.MonkeyPatch) -> ShowPage:
    """show(home, 'providers', pool='OT'): the page with that address."""

    def open_page(home: Path, view: str, **address: str) -> AppTest:
        monkeypatch.setenv("KXWATCH_HOME", str(home))
        app = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS).run()
        app.switch_page(f"views/{view}.py")
        for name, value in address.items():
            app.query_params[name] = value
        return app.run()

    return open_page
