"""The command that prints documents as PDF: month, provider, patient, packet, denials, line."""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from pipelines.commands.home import HomeOption, JsonOption, answer
from pipelines.errors import NotPublished, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from pipelines.printing.document import Document
    from pipelines.printing.printing import Write
    from pipelines.printing.source import Choice, Source

    WriteAccount = Callable[[Source, str, str | None, int | None], Document]

print_app = typer.Typer(help="Print a document as PDF.", no_args_is_help=True)

_OWNER_ONLY = 0o600
_STANDARD_OUTPUT = Path("-")
_POOLS = ("PT_SLP", "OT")

OutOption = Annotated[
    Path | None,
    typer.Option("--out", metavar="FILE", help="Where to write the PDF [by its kind]; - is standard output."),
]
IdentifiersOption = Annotated[bool, typer.Option("--identifiers", help="Show patient names and identifiers.")]
ReaderOption = Annotated[str | None, typer.Option("--reader", hidden=True, help="Who asked, for the access log.")]
FromOption = Annotated[
    str | None, typer.Option("--from", metavar="YYYY-MM", help="First month [the first of the data].")
]
ToOption = Annotated[str | None, typer.Option("--to", metavar="YYYY-MM", help="Last month [the last of the data].")]
ClinicOption = Annotated[str | None, typer.Option("--clinic", metavar="NPI", help="Only this clinic.")]
PayerOption = Annotated[str | None, typer.Option("--payer", metavar="NAME", help="Only this payer.")]
PoolOption = Annotated[str | None, typer.Option("--pool", metavar="PT_SLP|OT", help="Only this threshold category.")]
YearOption = Annotated[int | None, typer.Option("--year", help="Only this calendar year.")]
KeyArgument = Annotated[str, typer.Argument(metavar="KEY", help="The patient's key, as in the address of the page.")]


class _Order(NamedTuple):
    """How a document is wanted: for whom, where to, and with what said about it."""

    home: Path | None
    out: Path | None
    is_named: bool
    reader: str | None
    is_json: bool = False


@print_app.command("month")
def month(
    name: Annotated[str, typer.Argument(metavar="YYYY-MM")], out: OutOption = None, home: HomeOption = None,
    identifiers: IdentifiersOption = False, reader: ReaderOption = None, is_json: JsonOption = False,
) -> None:  # fmt: skip
    """The month summary: data, crossings, providers, denials and refunds of a month."""
    from pipelines.month import parse_month
    from pipelines.printing.month import write_month_summary

    asked = parse_month(name)
    order = _Order(home, out, identifiers, reader, is_json)
    _print(f"month-{asked.code}", lambda source: write_month_summary(source, asked), order)


@print_app.command("provider")
def provider(
    npi: Annotated[str | None, typer.Argument(metavar="[NPI]", help="Rendering NPI [all providers].")] = None,
    first: FromOption = None, last: ToOption = None, clinic: ClinicOption = None, pool: PoolOption = None,
    payer: PayerOption = None, out: OutOption = None, home: HomeOption = None,
    identifiers: IdentifiersOption = False, reader: ReaderOption = None, is_json: JsonOption = False,
) -> None:  # fmt: skip
    """The provider brief: reasons for review, KX by month, patients, early KX lines."""
    from pipelines.printing.provider import write_provider_brief

    choice = _choose(first, last, clinic, pool, payer)
    order = _Order(home, out, identifiers, reader, is_json)
    _print(f"provider-{npi or 'all'}", lambda source: write_provider_brief(source, npi, choice), order)


@print_app.command("patient")
def patient(
    key: KeyArgument, pool: PoolOption = None, year: YearOption = None, out: OutOption = None, home: HomeOption = None,
    identifiers: IdentifiersOption = False, reader: ReaderOption = None, is_json: JsonOption = False,
) -> None:  # fmt: skip
    """The patient file: position, running amount and all lines of each threshold category and year."""
    from pipelines.printing.patient import write_patient_file

    order = _Order(home, out, identifiers, reader, is_json)
    _print_account("patient", write_patient_file, key, (pool, year), order)


@print_app.command("packet")
def packet(
    key: KeyArgument, pool: PoolOption = None, year: YearOption = None, out: OutOption = None, home: HomeOption = None,
    identifiers: IdentifiersOption = False, reader: ReaderOption = None, is_json: JsonOption = False,
) -> None:  # fmt: skip
    """The review packet of a patient: checklist, records to attach, position and remittance lines."""
    from pipelines.printing.packet import write_packet

    order = _Order(home, out, identifiers, reader, is_json)
    _print_account("packet", write_packet, key, (pool, year), order)


@print_app.command("denials")
def denials(
    first: FromOption = None, last: ToOption = None, clinic: ClinicOption = None, pool: PoolOption = None,
    payer: PayerOption = None,
    npi: Annotated[str | None, typer.Option("--provider", metavar="NPI", help="Only this provider.")] = None,
    category: Annotated[str | None, typer.Option("--category", help="Only this denial category.")] = None,
    out: OutOption = None, home: HomeOption = None, identifiers: IdentifiersOption = False,
    reader: ReaderOption = None, is_json: JsonOption = False,
) -> None:  # fmt: skip
    """The denial list: lost, recoverable and recovered services, open ones with route and deadline."""
    from dataclasses import replace

    from pipelines.printing.denials import write_denial_list

    choice = replace(_choose(first, last, clinic, pool, payer), provider_npi=npi, category=category)
    order = _Order(home, out, identifiers, reader, is_json)
    _print("denials", lambda source: write_denial_list(source, choice), order)


@print_app.command("line")
def line(
    key: Annotated[str, typer.Argument(metavar="KEY", help="A service_line_key from the warehouse.")],
    out: OutOption = None, home: HomeOption = None,
    identifiers: IdentifiersOption = False, reader: ReaderOption = None, is_json: JsonOption = False,
) -> None:  # fmt: skip
    """The evidence of one line: finding, rule, threshold, history, and its segments in the file."""
    from pipelines.printing.line import write_line_evidence

    order = _Order(home, out, identifiers, reader, is_json)
    _print("line", lambda source: write_line_evidence(source, key), order)


def _choose(first: str | None, last: str | None, clinic: str | None, pool: str | None, payer: str | None) -> Choice:
    from pipelines.printing.source import Choice

    _check_pool(pool)
    start, end = _read_month(first), _read_month(last)
    if start and end and start > end:
        raise UsageError(f"--from {first} is after --to {last}. Nothing was printed.")
    return Choice(start, end, clinic, None, pool, payer)


def _read_month(text: str | None) -> date | None:
    from pipelines.month import parse_month

    return parse_month(text).start if text else None


def _check_pool(pool: str | None) -> None:
    if pool is not None and pool not in _POOLS:
        raise UsageError(f'"{pool}" is not a threshold category. Nothing was printed; use PT_SLP or OT.')


def _print_account(
    name: str, write: WriteAccount, key: str, account: tuple[str | None, int | None], order: _Order
) -> None:
    """A document of one patient: of one threshold category and year, or of all."""
    pool, year = account
    _check_pool(pool)
    _print(name, lambda source: write(source, key, pool, year), order)


def _print(name: str, write: Write, order: _Order) -> None:
    """Set the PDF, then write it where it is wanted; nothing is written where it cannot be set."""
    from pipelines.printing.printing import Reader, print_document
    from pipelines.settings import load_settings

    path = order.out or Path(f"kxwatch-{name}.pdf")
    content = print_document(load_settings(order.home), name, write, Reader(order.reader, order.is_named))
    if path == _STANDARD_OUTPUT:
        sys.stdout.buffer.write(content)
        return
    _write_file(path, content)
    shown = "It identifies patients" if order.is_named else "Patient identifiers are masked"
    message = f"Wrote {path} ({len(content):,} bytes). {shown}; store it as you store patient charts."
    answer({"exit_code": 0, "message": message, "file": str(path), "bytes": len(content)}, is_json=order.is_json)


def _write_file(path: Path, content: bytes) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "wb") as handle:
            handle.write(content)
    except OSError as error:
        raise NotPublished(
            f"{path} could not be written ({error.strerror}). Choose another place with --out."
        ) from error
