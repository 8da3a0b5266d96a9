"""The commands `kxwatch sample`: draw numbers, size a sample, appraise a reviewed one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.home import HomeOption, JsonOption
from pipelines.errors import UsageError
from pipelines.sampling.stored_commands import stored_app
from pipelines.sampling.typed_shares import read_confidence, read_share, read_width
from pipelines.terminal import print_json, print_line

if TYPE_CHECKING:
    from pipelines.sampling.appraisal import Appraised

sample_app = typer.Typer(
    help="Draw, size and appraise statistical samples as RAT-STATS 2010 does.", no_args_is_help=True
)
size_app = typer.Typer(help="Find the smallest sample for a stated precision.", no_args_is_help=True)
sample_app.add_typer(size_app, name="size")
sample_app.add_typer(stored_app)

_WHOLE_FORM = re.compile(r"\d{1,10}", re.ASCII)


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
    shares = read_share(rate, "--rate"), read_width(width, "--width")
    found = find_sample_size(frame, *shares, read_confidence(confidence))
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
