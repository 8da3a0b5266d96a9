"""What is wrong with a page as it stands, light and dark, 1440 and 390 px wide.

It is drawn without an exception, is no wider than the window, has its headings and links in order, and axe-core finds
no violation of ours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from itertools import pairwise
from typing import Any, Literal

from playwright.sync_api import Page

from tests.serving import settle

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
OVERFLOW = """() => {
    const main = document.querySelector('[data-testid="stMain"]');
    return Math.max(main.scrollWidth - main.clientWidth, document.documentElement.scrollWidth - innerWidth);
}"""
COLOR = "getComputedStyle(document.querySelector('[data-testid=\"stApp\"]')).backgroundColor"
LEVELS = "[...document.querySelectorAll('[data-testid=stMain] :is(h1,h2,h3,h4,h5,h6)')].map(e => e.tagName)"
LINKS = "[...document.querySelectorAll('[data-testid=stMain] a[href]')].map(e => e.innerText.trim() + '|' + e.href)"
# What Streamlit itself draws and no page can change: a drop zone that is decoration and a place to stop at, and the
# parts of a date in its date field.
STREAMLIT = {("presentation-role-conflict", "stFileUploaderDropzone"), ("target-size", 'role="spinbutton"')}


def look_four_ways(page: Page) -> dict[str, list[str]]:
    """What is wrong, by look. The page, in which AXE was run, is drawn anew for each look, and is left wide."""
    found: dict[str, list[str]] = {}
    outlines: dict[int, str] = {}
    for width, scheme in list_looks(page):
        page.set_viewport_size({"width": width, "height": HEIGHT})
        page.emulate_media(color_scheme=scheme)
        settle(page)
        outline = page.evaluate(OUTLINE)
        is_known = outlines.get(width) == outline
        outlines[width] = outline
        found[f"{width} {scheme}"] = look(page, width, scheme, COLOR_RULES if is_known else RULES)
    found["headings and links"] = find_disorder(page)
    return {where: said for where, said in found.items() if said}


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


def find_disorder(page: Page) -> list[str]:
    """A level left out below the one heading of the first, or two links with one name and several targets."""
    found: list[str] = []
    levels: list[str] = page.evaluate(LEVELS)
    is_whole = all(int(level[1]) <= int(before[1]) + 1 for before, level in pairwise(levels))
    if levels[:1] != ["H1"] or levels.count("H1") != 1 or not is_whole:
        found.append(f"headings: {levels}")
    links = sorted(set(page.evaluate(LINKS)))
    if len({link.rpartition("|")[0] for link in links}) != len(links):
        found.append(f"links with one name and several targets: {links}")
    return found
