"""Draws charts for paper as SVG: stacked bars by month, and the steps of a running amount. Light, with labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from pipelines.plain_words import say_dollars

WIDTH = 690
HEIGHT = 240
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 84, 30, 26
_FONT = 'font-family="Libertinus Serif" font-size="11.5"'
_INK, _FAINT, _GRID = "#1f2933", "#4a5565", "#d5dce5"
_MOST_LABELS = 12
_TICKS = 4
_NICE = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Series:
    """One part of the bars: its name, color and values."""

    name: str
    color: str
    values: tuple[int, ...]


@dataclass(frozen=True)
class Step:
    """One line in the order received: the running amount before and after it, and how it is marked."""

    label: str
    before: int
    after: int
    has_kx: bool
    is_denied: bool


def draw_bars(labels: Sequence[str], series: Sequence[Series], unit: str, *, is_dollars: bool = False) -> str:
    """Stacked bars, one a label; `unit` is said at the axis, the names of the parts in a line above."""
    totals = [sum(each.values[place] for each in series) for place in range(len(labels))]
    top = find_top(max(totals, default=0))
    room = (WIDTH - _LEFT - _RIGHT) / max(len(labels), 1)
    parts = [*_draw_axis(top, is_dollars=is_dollars), *_draw_names(series, unit), *_draw_labels(labels, room)]
    for place in range(len(labels)):
        below = 0
        for each in series:
            value = each.values[place]
            y = _height_of(below + value, top)
            parts.append(_bar(_LEFT + room * (place + 0.12), y, room * 0.76, _height_of(below, top) - y, each.color))
            below += value
    return _frame(parts)


def draw_steps(steps: Sequence[Step], limits: Sequence[tuple[str, int]]) -> str:
    """The running amount step by step; `limits` are named amounts in cents, drawn as lines."""
    top = find_top(max([*(step.after for step in steps), *(amount for _, amount in limits)], default=0))
    room = (WIDTH - _LEFT - _RIGHT) / max(len(steps), 1)
    parts = [*_draw_axis(top, is_dollars=True), *_draw_labels([step.label for step in steps], room)]
    for name, amount in limits:
        y = _height_of(amount, top)
        parts.append(_line(_LEFT, y, WIDTH - _RIGHT, y, _INK, ' stroke-dasharray="5 3"'))
        parts.append(_text(WIDTH - _RIGHT + 5, y + 4, name, "start", _INK))
    parts.append(f'<path d="{_path(steps, room, top)}" fill="none" stroke="#1b5e9e" stroke-width="1.4"/>')
    parts += [_mark(step, _LEFT + room * (place + 0.5), top) for place, step in enumerate(steps)]
    parts.append(
        _text(_LEFT, 16, "Running allowed amount. Filled dots: KX. Small dots: no KX. Rings: denied.", "start")
    )
    return _frame(parts)


def find_top(most: float) -> float:
    """The end of an axis: a round number at or above `most`, and above zero."""
    if most <= 0:
        return 1
    power = 10 ** (len(str(int(most))) - 1)
    return float(next(step * power for step in _NICE if step * power >= most))


def _path(steps: Sequence[Step], room: float, top: float) -> str:
    points = []
    for place, step in enumerate(steps):
        start, end = _LEFT + room * place, _LEFT + room * (place + 1)
        points += [(start, step.before), (start + room / 2, step.before), (start + room / 2, step.after)]
        points.append((end, step.after))
    return " ".join(f"{'L' if place else 'M'}{x:.1f} {_height_of(y, top):.1f}" for place, (x, y) in enumerate(points))


def _mark(step: Step, x: float, top: float) -> str:
    y = _height_of(step.after, top)
    if step.is_denied:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="white" stroke="#8a3800" stroke-width="1.6"/>'
    radius = 2.8 if step.has_kx else 1.1
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="#1b5e9e"/>'


def _draw_axis(top: float, *, is_dollars: bool) -> list[str]:
    parts = []
    for tick in range(_TICKS + 1):
        value = top * tick / _TICKS
        if not is_dollars and value != int(value):
            continue
        y = _height_of(value, top)
        said = say_dollars(round(value)) if is_dollars else f"{value:,.0f}"
        parts += [_line(_LEFT, y, WIDTH - _RIGHT, y, _GRID), _text(_LEFT - 6, y + 4, said, "end")]
    return parts


def _draw_names(series: Sequence[Series], unit: str) -> list[str]:
    x = float(_LEFT)
    parts = [_text(x, 16, f"{unit}:", "start")]
    x += 6.2 * len(unit) + 12
    for each in series:
        parts += [_bar(x, 8, 9, 9, each.color), _text(x + 13, 16, each.name, "start", _INK)]
        x += 6.2 * len(each.name) + 30
    return parts


def _draw_labels(labels: Sequence[str], room: float) -> list[str]:
    every = -(-len(labels) // _MOST_LABELS) or 1
    return [
        _text(_LEFT + room * (place + 0.5), HEIGHT - 8, label, "middle")
        for place, label in enumerate(labels)
        if place % every == 0
    ]


def _height_of(value: float, top: float) -> float:
    return HEIGHT - _BOTTOM - (HEIGHT - _TOP - _BOTTOM) * value / top


def _bar(x: float, y: float, width: float, height: float, color: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{color}"/>'


def _line(x: float, y: float, to_x: float, to_y: float, color: str, style: str = "") -> str:
    ends = f'x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}"'
    return f'<line {ends} stroke="{color}" stroke-width="0.8"{style}/>'


def _text(x: float, y: float, said: str, anchor: str, color: str = _FAINT) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" {_FONT} fill="{color}" text-anchor="{anchor}">{escape(said)}</text>'


def _frame(parts: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f"{''.join(parts)}</svg>"
    )
