"""Colours can be read in light and dark, and told apart by the colour-blind."""

import tomllib
from dataclasses import asdict
from itertools import combinations
from pathlib import Path

import pytest

from dashboard.theme import DARK, LIGHT, Palette, blank_figure, choose_palette

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
THEMES = {"light": LIGHT, "dark": DARK}
TEXTS = ("text", "quiet", "accent", "warning", "below", "crossing", "over", "paid", "recovered", "open", "expired")
NEIGHBOURS = (("below", "crossing", "over"), ("recovered", "open", "expired", "paid"), ("accent", "warning"))
# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
}


def linear(colour: str) -> tuple[float, ...]:
    shares = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    return tuple(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)


def luminance(colour: str) -> float:
    return sum(weight * share for weight, share in zip((0.2126, 0.7152, 0.0722), linear(colour), strict=True))


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def lab(shares: tuple[float, ...]) -> tuple[float, float, float]:
    """CIE Lab of linear RGB, D65."""
    red, green, blue = (min(1.0, max(0.0, share)) for share in shares)
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883
    fx, fy, fz = (share ** (1 / 3) if share > 0.008856 else 7.787 * share + 16 / 116 for share in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def seen(colour: str, blindness: str) -> tuple[float, float, float]:
    rgb = linear(colour)
    return lab(tuple(sum(w * share for w, share in zip(row, rgb, strict=True)) for row in BLINDNESS[blindness]))


def apart(one: str, other: str, blindness: str) -> float:
    pairs = zip(seen(one, blindness), seen(other, blindness), strict=True)
    return float(sum((first - second) ** 2 for first, second in pairs) ** 0.5)


@pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("name", TEXTS)
def test_every_colour_is_readable_as_text(palette: Palette, name: str) -> None:
    assert contrast(asdict(palette)[name], palette.ground) >= 4.5


@pytest.mark.parametrize("palette", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("blindness", BLINDNESS)
def test_colours_that_stand_side_by_side_are_told_apart(palette: Palette, blindness: str) -> None:
    colours = asdict(palette)
    for group in NEIGHBOURS:
        for one, other in combinations(group, 2):
            assert apart(colours[one], colours[other], blindness) >= 15, (one, other)


@pytest.mark.parametrize("name", THEMES)
def test_the_page_has_the_colours_of_its_charts(name: str) -> None:
    theme = tomllib.loads(CONFIG.read_text(encoding="utf-8"))["theme"][name]
    palette = THEMES[name]
    assert (theme["primaryColor"], theme["backgroundColor"], theme["textColor"]) == (
        palette.accent,
        palette.ground,
        palette.text,
    )
    assert contrast(palette.text, theme["secondaryBackgroundColor"]) >= 4.5
    assert contrast(theme["sidebar"]["primaryColor"], theme["sidebar"]["backgroundColor"]) >= 4.5


def test_an_unknown_theme_is_light() -> None:
    assert choose_palette(None) is LIGHT
    assert choose_palette("dark") is DARK
    assert blank_figure(DARK, 100).layout.template.layout.paper_bgcolor == DARK.ground


def test_a_clinic_known_by_its_number_is_no_amount_on_an_axis() -> None:
    """Plotly takes names of digits for numbers unless it is told: clinics without names would lie far apart."""
    assert blank_figure(LIGHT, 100).layout.template.layout.autotypenumbers == "strict"
