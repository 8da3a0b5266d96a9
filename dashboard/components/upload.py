"""Hands uploaded files to `kxwatch build` in a child process and repeats its messages."""

import subprocess
import sys
import tarfile
from collections.abc import Sequence
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import IO, Any

import streamlit as st

from dashboard.access_log import record
from dashboard.data_folder import home
from dashboard.formats import format_count, plain_text
from dashboard.viewer import may_write

PUBLISHED = (0, 3)
OUTCOMES = {
    0: "All files were imported.",
    2: "No changes were made.",
    3: "Imported with exceptions. Some files were refused or some rows excluded; the reasons are listed below.",
    4: "Nothing was imported. The pages show the data as it was before.",
}


def show_upload() -> None:
    """A box for files; pressing the button builds, says what happened, and shows the new warehouse."""
    if not may_write():
        st.info("Files are imported by a compliance officer or a biller.")
        return
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader(
            "Remittance files (835, CSV, TSV, XLSX), prior use, identity crosswalk, thresholds, fee schedule, "
            "annotations, roster or public peers",
            accept_multiple_files=True,
        )
        is_sent = st.form_submit_button("Import")
    if is_sent and files:
        record("files_imported", files=len(files), bytes=sum(file.size for file in files))
        import_files([(file.name, file.getvalue()) for file in files])
    for sentence in st.session_state.get("upload_words", []):
        st.info(plain_text(sentence))


def import_files(files: Sequence[tuple[str, bytes]]) -> None:
    """Import the files, say what happened, and show the new warehouse; the sentences stay in the session."""
    with st.status(f"Reading {format_count(len(files), 'file')} and rebuilding", expanded=True) as status:
        exit_code, words = build_with(files, show_words=st.write)
        outcome = OUTCOMES.get(exit_code, "The build stopped.")
        status.update(label=outcome, state="complete" if exit_code in PUBLISHED else "error")
    st.session_state["upload_words"] = [outcome, *words]
    if exit_code in PUBLISHED:
        st.rerun()


def build_with(files: Sequence[tuple[str, bytes]], show_words: Any) -> tuple[int, list[str]]:
    """Hand the files to `kxwatch build` on its standard input, so that nothing is written to the disk unencrypted.

    Returns the exit code and the sentences of the build; each is handed to `show_words` as it comes.
    """
    command = [sys.executable, "-m", "pipelines", "build", "--standard-input", "--home", str(home())]
    words: list[str] = []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        sender = Thread(target=send_files, args=(files, child.stdin), daemon=True)
        sender.start()
        for line in child.stderr or ():
            sentence = line.decode("utf-8", "replace").strip()
            if sentence:
                words.append(sentence)
                show_words(plain_text(sentence))
        sender.join()
    return child.returncode, words


def send_files(files: Sequence[tuple[str, bytes]], stream: IO[bytes]) -> None:
    """Write the files as a tar stream; a build that ends early has said why."""
    with suppress(BrokenPipeError), stream, tarfile.open(fileobj=stream, mode="w|") as archive:
        for name, content in files:
            member = tarfile.TarInfo(Path(name.replace("\\", "/")).name.lstrip(".") or "file")
            member.size = len(content)
            archive.addfile(member, BytesIO(content))
