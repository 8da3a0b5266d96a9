"""Every page and tab in a real browser, light and dark, 1440 and 390 px wide.

It is drawn without an exception, asks no other machine for anything, is no wider than the window, and axe-core finds
no violation of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

from dashboard.app import PAGES
from tests.serving import CHART_PAGES, find_chromium, go_on, settle, visit

CHROMIUM = find_chromium()
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
WIDE, NARROW = 1440, 390
HEIGHT = 1000
Scheme = Literal["light", "dark"]
LOOKS: tuple[tuple[int, Scheme], ...] = ((WIDE, "light"), (NARROW, "light"), (NARROW, "dark"), (WIDE, "dark"))
RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# None of our rules reads style sheets, and the report quotes the element itself.
ONLY_VIOLATIONS = {"resultTypes": ["violations"], "preload": False, "selectors": False}
# Where a page has the same outline in other colors it differs by nothing but colors, and only these rules can differ.
# What a grid keeps inside its canvas comes and goes with the columns that are in sight.
COLOR_RULES = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
OUTLINE = r"""() => {
    const kept = attribute => /^(aria-|role|tabindex|href|alt|lang|title|type|for$)/.test(attribute.name);
    const say = attribute => `${attribute.name}=${attribute.value.replace(/\S*\d\S*/g, '#')}`;
    return [...document.querySelectorAll('body, body *')].filter(element => !element.closest('svg *, canvas *'))
        .map(element => [element.tagName, ...[...element.attributes].filter(kept).map(say)].join(' ')).join('\n');
}"""
GROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(17, 22, 29)"}
HERE = {"127.0.0.1", "in the page"}
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth);
}"""
FIGURE = '[role="figure"][aria-label], [data-testid="stPlotlyChart"] [aria-label]'
COLOR = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
# What Streamlit itself draws and no page can change: a drop zone that is decoration and a place to stop at, and the
# parts of a date in its date field.
STREAMLIT = {("presentation-role-conflict", "stFileUploaderDropzone"), ("target-size", 'role="spinbutton"')}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="There is no Chromium here, so no page was opened in a browser."),
]


def list_addresses() -> list[str]:
    """Each page, and each of its tabs behind the first."""
    found = []
    for name, _ in PAGES:
        address = name.replace("_", "-")
        has_tabs = find_spec(f"dashboard.views.{name}.tabs") is not None
        parts = list(import_module(f"dashboard.views.{name}.tabs").PARTS) if has_tabs else []
        found += [address, *(f"{address}?view={part}" for part in parts[1:])]
    return found


@pytest.fixture(scope="module")
def axe(page: Page) -> Page:
    """A window with axe-core in it; the pages follow each other in one session, as for a person."""
    page.set_viewport_size({"width": WIDE, "height": HEIGHT})
    visit(page, "/definitions")
    page.evaluate(AXE)
    return page


def list_looks(page: Page) -> Sequence[tuple[int, Scheme]]:
    """The four ways to look at a page, from the colors in which the one before was left: none is drawn twice."""
    return LOOKS[::-1] if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else LOOKS


def find_violations(page: Page, rules: Mapping[str, object]) -> list[str]:
    """Rule and place of each violation of `rules` that is ours."""
    run = "async options => (await axe.run(document, options)).violations"
    violations: list[dict[str, Any]] = page.evaluate(run, {**ONLY_VIOLATIONS, "runOnly": dict(rules)})
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
        if not any(violation["id"] == rule and mark in node["html"] for rule, mark in STREAMLIT)
    ]


def look(page: Page, width: int, scheme: str, rules: Mapping[str, object]) -> list[str]:
    """What is wrong with the page as it stands."""
    found = find_violations(page, rules)
    if page.locator('[data-testid="stException"]').count():
        found.append("an exception is shown")
    if (beyond := page.evaluate(OVERFLOW)) > 0:
        found.append(f"{beyond} px wider than {width} px")
    if (color := page.evaluate(COLOR)) != GROUND[scheme]:
        found.append(f"the ground is {color}")
    return found


@pytest.mark.parametrize("address", list_addresses())
def test_a_page_has_no_violation(axe: Page, address: str) -> None:
    """One visit: wide, then narrow, then narrow and wide in the other colors; the page redraws itself each time."""
    asked: set[str] = set()
    axe.on("request", lambda request: asked.add(urlsplit(request.url).hostname or "in the page"))
    go_on(axe, f"/{address}")
    found: dict[str, list[str]] = {}
    outlines: dict[int, str] = {}
    for width, scheme in list_looks(axe):
        axe.set_viewport_size({"width": width, "height": HEIGHT})
        axe.emulate_media(color_scheme=scheme)
        settle(axe)
        outline = axe.evaluate(OUTLINE)
        is_known = outlines.get(width) == outline
        outlines[width] = outline
        found[f"{width} {scheme}"] = look(axe, width, scheme, COLOR_RULES if is_known else RULES)
    assert {where: said for where, said in found.items() if said} == {}
    assert asked <= HERE
    assert axe.title().endswith("· kxwatch")
    assert (
        address not in CHART_PAGES or axe.locator('[role="figure"][aria-label], [aria-label] .js-plotly-plot').count()
    )
    assert_headings_and_links(axe)


def assert_headings_and_links(page: Page) -> None:
    """One first-level heading, no level left out, and no two links with one name and several targets."""
    levels = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)')].map(e => e.tagName)"
    )
    assert levels[0] == "H1"
    assert levels.count("H1") == 1
    assert all(int(level[1]) <= int(before[1]) + 1 for before, level in pairwise(levels))
    names: list[str] = page.evaluate(
        "[...document.querySelectorAll('[data-testid=stMain] a[href]')].map(e => e.innerText.trim() + '|' + e.href)"
    )
    words = {name.rpartition("|")[0] for name in set(names)}
    assert len(words) == len(set(names)), f"links with one name and several targets: {sorted(set(names))}"
