"""The commands `kxwatch sample` about stored samples: draw, list, verify, worksheet, import, result.

Decision 0116.
"""

from __future__ import annotations

import getpass
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines.commands.home import HomeOption, JsonOption, answer
from pipelines.errors import NotPublished, UsageError
from pipelines.sampling.typed_shares import read_confidence, read_share, read_width
from pipelines.terminal import print_line, say

if TYPE_CHECKING:
    from pipelines.sampling.sample_size import SizeRequest
    from pipelines.sampling.stored_sample import StoredSample
    from pipelines.settings import Settings

stored_app = typer.Typer()
Text = str | None

NameArgument = Annotated[str, typer.Argument(metavar="NAME", help="Name of the sample, for example 2026-10-discovery.")]
ActorOption = Annotated[Text, typer.Option("--actor", hidden=True, help="Who acts [the user of this computer].")]
UnitOption = Annotated[str, typer.Option("--unit", help="Sampling unit: line, claim or beneficiary-month.")]
SeedOption = Annotated[Text, typer.Option("--seed", metavar="S", help="A decimal number [generated and recorded].")]
SizeOption = Annotated[int | None, typer.Option("--size", metavar="K", help="Units to draw [50, a discovery sample].")]
SparesOption = Annotated[int, typer.Option("--spares", metavar="M", help="Spare units, drawn next.")]
StrataOption = Annotated[
    Text, typer.Option("--strata", help="clinic, provider, category, kx, or dollar limits such as 50,150.")
]
FromOption = Annotated[Text, typer.Option("--from", metavar="YYYY-MM-DD", help="First date of service.")]
ToOption = Annotated[Text, typer.Option("--to", metavar="YYYY-MM-DD", help="Last date of service.")]
ClinicOption = Annotated[Text, typer.Option("--clinic", metavar="NPI", help="One clinic.")]
ProviderOption = Annotated[Text, typer.Option("--provider", metavar="NPI", help="One rendering NPI.")]
CategoryOption = Annotated[Text, typer.Option("--category", help="PT_SLP or OT.")]
KxOption = Annotated[bool, typer.Option("--kx", help="Lines with KX only.")]
RateOption = Annotated[Text, typer.Option("--rate", metavar="P", help="Size: expected error rate, with --width.")]
WidthOption = Annotated[Text, typer.Option("--width", metavar="W", help="Size: full width of the interval.")]
ProbeOption = Annotated[Text, typer.Option("--probe", metavar="NAME", help="Size: from this reviewed sample.")]
PrecisionOption = Annotated[
    str, typer.Option("--precision", help="Size from a probe: half-width as share of the total.")
]
ConfidenceOption = Annotated[str, typer.Option("--confidence", help="Size: in percent.")]


def _load(home: Path | None) -> Settings:
    from pipelines.settings import load_settings

    return load_settings(home)


def _find_actor(actor: str | None) -> str:
    return actor or getpass.getuser()


@stored_app.command()
def draw(
    name: NameArgument,
    unit: UnitOption = "line",
    seed: SeedOption = None,
    size: SizeOption = None,
    spares: SparesOption = 0,
    strata: StrataOption = None,
    service_from: FromOption = None,
    service_to: ToOption = None,
    clinic: ClinicOption = None,
    provider: ProviderOption = None,
    category: CategoryOption = None,
    is_kx_only: KxOption = False,
    rate: RateOption = None,
    width: WidthOption = None,
    probe: ProbeOption = None,
    precision: PrecisionOption = "0.25",
    confidence: ConfidenceOption = "90",
    actor: ActorOption = None,
    home: HomeOption = None,
    is_json: JsonOption = False,
) -> None:
    """Draw a sample from the paid units of the warehouse; its frame is frozen with it."""
    from pipelines.sampling.drawing import DrawRequest, draw_sample
    from pipelines.sampling.frame import FrameDefinition

    wanted = _read_size(size, rate, width, probe, precision, confidence)
    definition = FrameDefinition(unit, service_from, service_to, clinic, provider, category, is_kx_only)
    request = DrawRequest(name, definition, wanted, seed, spares, strata)
    _answer_sample(draw_sample(_load(home), request, _find_actor(actor)), is_json=is_json)


def _read_size(size: int | None, rate: Text, width: Text, probe: Text, precision: str, confidence: str) -> SizeRequest:
    from pipelines.sampling.sample_size import SizeRequest

    if (rate is None) != (width is None):
        raise UsageError("--rate and --width go together. Nothing was drawn.")
    if sum(one is not None for one in (size, rate, probe)) > 1:
        raise UsageError("Give one of --size, --rate with --width, or --probe. Nothing was drawn.")
    return SizeRequest(
        size=size,
        rate=None if rate is None else read_share(rate, "--rate"),
        width=None if width is None else read_width(width, "--width"),
        probe=probe,
        precision=read_width(precision, "--precision"),
        confidence=read_confidence(confidence),
    )


def _answer_sample(sample: StoredSample, *, is_json: bool) -> None:
    from pipelines.sampling.description import describe

    described = describe(sample)
    strata = [
        f"Stratum {one['name']}: {one['size']:,} of {one['frame_size']:,}, seed {one['seed']}."
        for one in described["strata"]
    ]
    words = [*described["words"], *strata, f"Frame sha256 {sample.frame_sha256}."]
    message = f"Drew {sample.sample_size:,} of {sample.frame_size:,} units. " + " ".join(words)
    answer({"exit_code": 0, "message": message, **described}, is_json=is_json)


@stored_app.command("list")
def list_samples(home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Name the samples of the data folder, with frame, size and state of the review."""
    from pipelines.sampling.description import list_described

    samples = list_described(_load(home))
    for one in samples:
        (say if is_json else print_line)(
            f"{one['name']}: {one['sample_size']:,} of {one['frame_size']:,} units, {one['state']}"
        )
    message = f"{len(samples)} samples." if len(samples) != 1 else "1 sample."
    answer({"exit_code": 0, "message": message, "samples": samples}, is_json=is_json)


@stored_app.command()
def verify(name: NameArgument, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Draw a stored sample again from its frozen frame: 0 the same, 4 not."""
    from pipelines.sampling.drawing import verify_sample

    verification = verify_sample(_load(home), name)
    if verification.note:
        say(verification.note)
    exit_code = NotPublished.exit_code if verification.problems else 0
    told = {"exit_code": exit_code, "message": verification.message, **asdict(verification)}
    answer(told, is_json=is_json)
    raise typer.Exit(exit_code)


@stored_app.command()
def worksheet(
    name: NameArgument,
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="A new XLSX file; - writes to standard output.")],
    actor: ActorOption = None,
    home: HomeOption = None,
) -> None:
    """Write the worksheet of a sample for the chart review. It contains claim and account numbers."""
    from pipelines.sampling.review import load_sample, record_export
    from pipelines.sampling.worksheet import write_worksheet

    if str(out) != "-" and out.exists():
        raise UsageError(f"{out} already exists. No changes were made; choose another file name.")
    settings = _load(home)
    sample = load_sample(settings, name)
    content = write_worksheet(sample)
    record_export(settings, sample, _find_actor(actor))
    if str(out) == "-":
        sys.stdout.buffer.write(content)
        return
    out.write_bytes(content)
    say(f"Wrote {out}. It contains claim and account numbers: store it only where patient data is allowed.")


@stored_app.command("import")
def import_worksheet(
    name: NameArgument,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The filled worksheet; - reads standard input.")],
    actor: ActorOption = None,
    home: HomeOption = None,
    is_json: JsonOption = False,
) -> None:
    """Import a filled worksheet; it is recorded whole, or nothing is."""
    from pipelines.sampling.review import load_sample, record_review
    from pipelines.sampling.worksheet_reading import read_worksheet

    if str(file) != "-" and not file.is_file():
        raise UsageError(f"{file} is not a file. Nothing was imported.")
    content = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
    settings = _load(home)
    units = read_worksheet(load_sample(settings, name), content)
    record_review(settings, name, units, _find_actor(actor))
    message = f"Imported the review of {len(units):,} units of the sample {name}."
    answer({"exit_code": 0, "message": message, "units": len(units)}, is_json=is_json)


@stored_app.command()
def units(name: NameArgument, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """List the drawn units in order, without claim and account numbers, with what the newest review says."""
    from pipelines.sampling.review import list_units

    listed = list_units(_load(home), name)
    for one in [] if is_json else listed:
        print_line(" ".join(str(one[column]) for column in ("order", "unit_key", "first_service_date", "codes")))
    answer({"exit_code": 0, "message": f"{len(listed):,} units.", "units": listed}, is_json=is_json)


@stored_app.command()
def record(name: NameArgument, actor: ActorOption = None, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Record a complete review, read as JSON from standard input: what `units` lists, filled in."""
    from pipelines.sampling.review import load_sample, record_review
    from pipelines.sampling.typed_review import read_typed_review

    settings = _load(home)
    reviewed = read_typed_review(load_sample(settings, name), sys.stdin.buffer.read())
    record_review(settings, name, reviewed, _find_actor(actor))
    message = f"Recorded the review of {len(reviewed):,} units of the sample {name}."
    answer({"exit_code": 0, "message": message, "units": len(reviewed)}, is_json=is_json)


@stored_app.command()
def result(name: NameArgument, home: HomeOption = None, is_json: JsonOption = False) -> None:
    """Print the error rate, the estimates and the exposure of a reviewed sample."""
    from pipelines.sampling.result import describe_result
    from pipelines.sampling.result_text import write_result
    from pipelines.sampling.review import load_reviewed

    described = describe_result(load_reviewed(_load(home), name))
    if not is_json:
        for line in write_result(described):
            print_line(line)
        return
    answer({"exit_code": 0, "message": f"Result of the sample {name}.", **described}, is_json=True)
