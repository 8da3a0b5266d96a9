"""Prints a document with `kxwatch print` in a child process and hands it to the browser as PDF."""

import subprocess
import sys
from collections.abc import Callable

import streamlit as st

from dashboard.casebook import find_actor
from dashboard.data_folder import home
from dashboard.state.filters import Filters
from dashboard.viewer import find_scope
from dashboard.warehouse import are_identifiers_shown, rows

LONGEST_SECONDS = 120


class NotPrintedError(Exception):
    """The document could not be printed; the message says why, without any identifier."""


def show_print(label: str, name: str, *asked: str) -> None:
    """A button that prints a document and saves it; `asked` are the words after `kxwatch print`.

    `name` becomes the file name and names no patient. A document is of the whole practice, so who sees only some
    clinics or months has none.
    """
    if not find_scope().is_everything:
        return
    mark = "-synthetic" if bool(rows("build_info")["is_synthetic"].iloc[0]) else ""
    st.download_button(
        label, print_maker(*asked), f"kxwatch-{name}{mark}.pdf", "application/pdf",
        key=f"print_{name}", on_click="ignore", icon=":material/print:",
    )  # fmt: skip


def print_maker(*asked: str) -> Callable[[], bytes]:
    """Makes the PDF when the button is pressed; the command records it in the access log as an export."""
    shown = ["--identifiers"] if are_identifiers_shown() else []
    ending = ["--out", "-", "--home", str(home()), "--reader", find_actor(), *shown]
    command = [sys.executable, "-m", "pipelines", "print", *asked, *ending]

    def make() -> bytes:
        try:
            done = subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=False)
        except subprocess.TimeoutExpired:
            raise NotPrintedError("Printing took too long and was stopped. Run kxwatch print instead.") from None
        if done.returncode != 0:
            raise NotPrintedError(done.stderr.decode("utf-8", "replace").strip())
        return done.stdout

    return make


def filter_options(asked: Filters) -> list[str]:
    """The filters of a page as options of `kxwatch print`; a category only where the page has one."""
    chosen = {
        "--clinic": asked.clinic, "--pool": asked.pool, "--payer": asked.payer, "--category": asked.category,
        "--from": asked.period.start and f"{asked.period.start:%Y-%m}",
        "--to": asked.period.end and f"{asked.period.end:%Y-%m}",
    }  # fmt: skip
    return [f"{option}={value}" for option, value in chosen.items() if value]
