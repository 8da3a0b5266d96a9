"""Makes the pack of a month with `kxwatch pack` in a child process and hands it to the browser."""

import subprocess
import sys

import streamlit as st

from dashboard.access_log import logged_export
from dashboard.data_folder import home
from dashboard.formats import plain_text
from dashboard.viewer import may_see_identifiers, may_write

LONGEST_SECONDS = 300
CONTENTS = (
    "One file with the report (PDF), a workbook, and the evidence behind every figure, sealed: "
    "`kxwatch pack verify` finds a single changed byte. It holds patient data and is not encrypted."
)


def show_pack(month: str, *, is_closed: bool) -> None:
    """A button that makes the pack of YYYY-MM, then one that saves it; an auditor gets closed months only."""
    if not may_see_identifiers() or not (is_closed or may_write()):
        return
    st.header("Pack of the month", anchor=False)
    st.caption(CONTENTS if is_closed else f"{CONTENTS} Until the month is closed, each page says draft.")
    if not st.button("Make the pack", key="pack_make"):
        return
    with st.spinner("Making the pack"):
        content, message = make_pack(month)
    if content:
        st.download_button(
            "Save the pack", logged_export(f"pack {month}", make=lambda: content), f"kxwatch-pack-{month}.zip",
            "application/zip", key="pack_save", on_click="ignore",
        )  # fmt: skip
    else:
        st.error(plain_text(message))


def make_pack(month: str) -> tuple[bytes, str]:
    """The pack, or nothing and the sentence that says why; nothing of it is written to the disk."""
    command = [sys.executable, "-m", "pipelines", "pack", month, "--out", "-", "--home", str(home())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=LONGEST_SECONDS, check=False)
    except subprocess.TimeoutExpired:
        return b"", "Making the pack took too long and was stopped. Try again, or run kxwatch pack."
    return done.stdout if done.returncode == 0 else b"", done.stderr.decode("utf-8", "replace").strip()
