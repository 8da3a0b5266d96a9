"""A figure goes to the browser in a form that plotly draws once, and looks as the house wants it."""

import numpy as np
import plotly.graph_objects as go
import pytest
from playwright.sync_api import Page

from dashboard.figure import Figure
from dashboard.text_width import measure_text
from dashboard.theme import LIGHT, blank_figure
from tests.serving import find_chromium, go_on, visit

# How often the shape of each mark was written since the page was loaded.
_COUNT = """(() => {
    window.written = new Map();
    const note = list => list.filter(one => one.target.closest('.trace')).forEach(
        one => written.set(one.target, (written.get(one.target) ?? 0) + 1));
    new MutationObserver(note).observe(document, {subtree: true, attributes: true, attributeFilter: ['d']});
})()"""

# Of each chart the margins that it came with, and those that plotly drew it with.
_MARGINS = """[...document.querySelectorAll('.js-plotly-plot')].map(({layout, _fullLayout}) =>
    [..."lrtb"].map(side => [layout.margin[side], Math.round(_fullLayout._size[side])]))"""


@pytest.fixture
def figure() -> Figure:
    """Two axes, packed numbers in three places, and an annotation."""
    drawn = blank_figure(LIGHT, 200)
    marks = {"size": np.array([4, 5]), "color": LIGHT.warning}
    drawn.add_trace(go.Scatter(x=np.array([1.5, 2.5]), y=["a", "b"], customdata=np.array([[1], [2]]), marker=marks))
    drawn.add_annotation(x=1, y="a", text="one")
    drawn.update_xaxes(showgrid=False, title={"text": "patients"})
    drawn.update_layout(xaxis2={"overlaying": "x"})
    return drawn


def test_numbers_go_as_lists(figure: Figure) -> None:
    (trace,) = figure.to_dict()["data"]
    assert (trace["x"], trace["y"], trace["customdata"]) == ([1.5, 2.5], ["a", "b"], [[1], [2]])
    assert trace["marker"] == {"size": [4, 5], "color": LIGHT.warning}


def test_the_layout_of_the_house_stands_under_that_of_the_figure(figure: Figure) -> None:
    layout = figure.to_dict()["layout"]
    assert "template" not in layout
    assert (layout["height"], layout["autotypenumbers"], layout["font"]["color"]) == (200, "strict", LIGHT.text)
    assert layout["xaxis"]["title"] == {"text": "patients", "font": {"color": LIGHT.quiet, "size": 13}}
    assert (layout["xaxis"]["showgrid"], layout["xaxis2"]["overlaying"]) == (False, "x")
    assert {layout[axis]["gridcolor"] for axis in ("xaxis", "xaxis2", "yaxis")} == {LIGHT.line}
    assert [each["text"] for each in layout["annotations"]] == ["one"]


def test_what_a_selection_needs_stands_in_the_layout_from_the_start(figure: Figure) -> None:
    before = figure.to_dict()["layout"]
    assert (before["dragmode"], "clickmode" in before) == (False, False)
    figure.let_select()
    after = figure.to_dict()["layout"]
    assert (after["dragmode"], after["clickmode"], after["hovermode"]) == ("pan", "event+select", "closest")


def test_margins_have_room_for_names_numbers_and_titles(figure: Figure) -> None:
    assert figure.to_dict()["layout"]["margin"] == {"l": 17, "r": 18, "t": 8, "b": 50}
    figure.update_yaxes(ticktext=["<b>A</b> long name<br>below"], tickfont={"size": 20})
    assert figure.to_dict()["layout"]["margin"]["l"] == measure_text("A long name", 20) + 10
    figure.update_yaxes(ticktext=[], title={"text": "share"})
    figure.update_layout(margin={"r": 70}, xaxis={"showticklabels": False})
    assert figure.to_dict()["layout"]["margin"] == {"l": 64, "r": 70, "t": 8, "b": 8}
    figure.update_yaxes(automargin=False)
    assert figure.to_dict()["layout"]["margin"]["l"] == 8


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.skipif(find_chromium() is None, reason="There is no Chromium here, so no page was opened in a browser.")
def test_a_mark_is_drawn_once(page: Page) -> None:
    page.add_init_script(_COUNT)
    visit(page, "/denials")
    page.locator(".js-plotly-plot .trace path").first.wait_for()
    page.wait_for_timeout(1_000)
    assert page.evaluate("[...new Set(written.values())]") == [1]
    for address in ("/providers", "/data-quality", "/time-to-threshold"):
        go_on(page, address)
        assert [drawn for chart in page.evaluate(_MARGINS) for given, drawn in chart if given != drawn] == [], address
