"""The commands `kxwatch sample`: draw numbers, size a sample, appraise a reviewed one."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.errors import UsageError
from pipelines.home_commands import HomeOption, JsonOption
from pipelines.terminal import print_json, print_line

if TYPE_CHECKING:
    from pipelines.sampling.appraisal import Appraised

sample_app = typer.Typer(
    help="Draw, size and appraise statistical samples as RAT-STATS 2010 does.", no_args_is_help=True
)
size_app = typer.Typer(help="Find the smallest sample for a stated precision.", no_args_is_help=True)
sample_app.add_typer(size_app, name="size")

_SHARE_FORM = re.compile(r"\d{0,6}(\.\d{0,10})?(?<=\d)", re.ASCII)
_WHOLE_FORM = re.compile(r"\d{1,10}", re.ASCII)
_PERCENT = 100
_LOWEST_CONFIDENCE, _HIGHEST_CONFIDENCE = Fraction(1, 2), Fraction(9999, 10000)


@sample_app.command()
def numbers(
    seed: Annotated[str, typer.Option("--seed", metavar="S", help="A decimal number; the same seed draws the same.")],
    size: Annotated[int, typer.Option("--size", metavar="K", help="Numbers to draw.")],
    frame: Annotated[int | None, typer.Option("--frame", metavar="N", help="Units in the frame.")] = None,
    spares: Annotated[int, typer.Option("--spares", metavar="M", help="Spare numbers, drawn next.")] = 0,
    sets: Annotated[
        str | None,
        typer.Option("--sets", metavar="N1,N2,...", help="Frame of several components, for example pages and lines."),
    ] = None,
    is_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Draw the random numbers that RAT-STATS 2010 draws for a seed, in the order drawn."""
    from pipelines.sampling.generator import draw_numbers

    largest = _read_frame(frame, sets)
    drawn = draw_numbers(seed, largest, size, spares)
    if is_json:
        parts = {"sample": drawn.sample, "spares": drawn.spares}
        print_json({name: [one[0] if sets is None else list(one) for one in part] for name, part in parts.items()})
        return
    for title, part in (("Sample", drawn.sample), ("Spares", drawn.spares)):
        if part:
            print_line(f"{title}, in the order drawn:")
        for one in part:
            print_line(" ".join(str(component) for component in one))


@size_app.command()
def attribute(
    frame: Annotated[int, typer.Option("--frame", metavar="N", help="Units in the frame.")],
    rate: Annotated[str, typer.Option("--rate", metavar="P", help="Expected error rate, 0 to 1.")],
    width: Annotated[str, typer.Option("--width", metavar="W", help="Full width of the interval, 0 to 1.")],
    confidence: Annotated[str, typer.Option("--confidence", metavar="C", help="In percent, for example 90.")],
    is_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Find the smallest sample whose exact two-sided interval is no wider than stated."""
    from pipelines.sampling.generator import check_size
    from pipelines.statistics.finite_sample import find_sample_size

    check_size([frame], 1, 0)
    share, widest = _read_share(rate, "--rate"), _read_share(width, "--width")
    if widest == 0:
        raise UsageError("--width must be above 0, for example 0.06. Nothing was computed.")
    found = find_sample_size(frame, share, widest, _read_confidence(confidence))
    if is_json:
        print_json({"size": found})
        return
    print_line(f"A sample of {found:,} from a frame of {frame:,}.")


@sample_app.command("appraise")
def appraise_file(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV: stratum, frame_size, examined, audited.")],
    is_json: JsonOption = False,
    home: HomeOption = None,
) -> None:
    """Estimate totals in the frame, with 80%, 90% and 95% limits, from a reviewed sample."""
    from pipelines.sampling.appraisal import appraise
    from pipelines.sampling.audit_table import read_strata

    appraised = appraise(read_strata(file))
    if is_json:
        print_json({name: one.to_json() for name, one in appraised.items()})
        return
    for line in _describe(appraised):
        print_line(line)


_TITLES = {
    "attribute": "Units with a difference",
    "examined": "Examined, total in the frame",
    "audited": "Audited, total in the frame",
    "difference": "Difference (examined less audited), total in the frame",
}


def _describe(appraised: dict[str, Appraised]) -> list[str]:
    lines = []
    for name, one in appraised.items():
        mark, places = ("", 0) if name == "attribute" else ("$", 2)
        lines.append(_TITLES[name])
        lines.append(f"  Point estimate   {mark}{one.point:,.{places}f}")
        lines.append(f"  Standard error   {mark}{one.standard_error:,.{places}f}")
        for level, (low, high) in one.limits.items():
            lines.append(f"  {level}% limits       {mark}{low:,.{places}f} to {mark}{high:,.{places}f}")
    return lines


def _read_frame(frame: int | None, sets: str | None) -> list[int]:
    if (frame is None) == (sets is None):
        raise UsageError("Give either --frame or --sets. Nothing was drawn.")
    if frame is not None:
        return [frame]
    parts = [part.strip() for part in (sets or "").split(",")]
    if not all(_WHOLE_FORM.fullmatch(part) for part in parts):
        raise UsageError("--sets takes whole numbers separated by commas, for example 658,66. Nothing was drawn.")
    return [int(part) for part in parts]


def _read_share(text: str, option: str) -> Fraction:
    if _SHARE_FORM.fullmatch(text) and Fraction(text) <= 1:
        return Fraction(text)
    raise UsageError(f'{option} "{text}" is not a number from 0 to 1. Nothing was computed; enter 0.2 for 20%.')


def _read_confidence(text: str) -> Fraction:
    if _SHARE_FORM.fullmatch(text):
        level = Fraction(text) if Fraction(text) < 1 else Fraction(text) / _PERCENT
        if _LOWEST_CONFIDENCE <= level <= _HIGHEST_CONFIDENCE:
            return level
    raise UsageError(
        f'--confidence "{text}" is not a confidence level from 50 to 99.99 percent. Nothing was computed; enter 90 for'
        " 90%."
    )
