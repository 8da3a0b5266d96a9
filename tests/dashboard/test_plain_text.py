"""Text from files is text: names that look like Markdown, links, images or formulas act on no page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from dashboard.formats import format_name, plain_text
from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from tests.builders import claim, line, remittance
from tests.dashboard.conftest import ShowPage
from tests.serving import PAGES

HOSTILE = "![x](http://evil.example/a.png) <b>$x$</b> :red[y] `z`"
ACTING = re.compile(r"\]\(http|<b>|\$x\$|:red\[|://evil")


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    name = HOSTILE.replace(":", ";").replace("*", "")
    lines = [line("97110", "GP KX", on="2026-01-05"), line("97140", on="2026-01-06", denied="CO-119")]
    payment = remittance(claim("I1", *lines, last_name=name, first_name="PAT"), payer=name, payee=name)
    (folder / "![x](evil).835").write_bytes(payment)
    build(load_settings(folder / "home"), [folder / "![x](evil).835"], None, QuietProgress())
    return folder / "home"


@pytest.mark.parametrize("page", PAGES)
def test_no_page_lets_a_name_act(hostile_home: Path, show: ShowPage, page: str) -> None:
    app = show(hostile_home, page.replace("-", "_"))
    assert not app.exception
    elements = [
        *app.header,
        *app.markdown,
        *app.title,
        *app.header,
        *app.subheader,
        *app.caption,
        *app.info,
        *app.warning,
        *app.error,
    ]
    said = "\n".join(str(element.value) for element in elements)
    assert not ACTING.search(said)
    assert "](" not in re.sub(r"\]\(/", "", said), "a link that is not ours"


def test_a_name_keeps_its_looks_and_loses_its_effect() -> None:
    assert not ACTING.search(plain_text(HOSTILE))
    assert plain_text("A\x1b[31m\nB") == "A ［31m B"
    assert format_name("O'BRIEN & SONS, P.T. (EAST)") == "O'Brien & Sons, P.T. (East)"
