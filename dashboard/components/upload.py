"""The letter slot: hands uploaded files to `kxwatch build` in a child process and repeats its words."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.warehouse import home

PUBLISHED = (0, 3)
OUTCOMES = {
    0: "Everything was taken in and published.",
    2: "Nothing was done.",
    3: "Published. Some files or rows were refused or set aside; the reasons stand below.",
    4: "Nothing was published. What you see is the state before.",
}


def show_upload() -> None:
    """A box for files; pressing the button builds, says what happened, and shows the new warehouse."""
    with st.form("upload", clear_on_submit=True):
        files = st.file_uploader(
            "Remittance files (835, CSV, TSV, XLSX), prior use, identity crosswalk, thresholds, fee schedule, "
            "annotations or public peers",
            accept_multiple_files=True,
        )
        is_sent = st.form_submit_button("Take in these files")
    if is_sent and files:
        _take_in([(file.name, file.getvalue()) for file in files])
    for sentence in st.session_state.get("upload_words", []):
        st.info(sentence)


def _take_in(files: Sequence[tuple[str, bytes]]) -> None:
    with st.status(f"Reading {len(files)} file(s) and rebuilding", expanded=True) as status:
        exit_code, words = build_with(files, show_words=st.write)
        outcome = OUTCOMES.get(exit_code, "The build stopped.")
        status.update(label=outcome, state="complete" if exit_code in PUBLISHED else "error")
    st.session_state["upload_words"] = [outcome, *words]
    if exit_code in PUBLISHED:
        st.rerun()


def build_with(files: Sequence[tuple[str, bytes]], show_words: Any) -> tuple[int, list[str]]:
    """Write the files to a private folder in the home, run `kxwatch build` on it, and remove the folder.

    Returns the exit code and the sentences of the build; each is handed to `show_words` as it comes.
    """
    home().mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="upload-", dir=home()))  # mode 0700: other users of the machine cannot look
    try:
        paths = [_keep(folder, number, name, content) for number, (name, content) in enumerate(files)]
        return _run_build(paths, show_words)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep(folder: Path, number: int, name: str, content: bytes) -> Path:
    """One folder a file, so that two files of the same name both arrive; only the base name is kept."""
    path = folder / f"{number:04d}" / (Path(name.replace("\\", "/")).name.lstrip(".") or "file")
    path.parent.mkdir()
    path.write_bytes(content)
    return path


def _run_build(paths: list[Path], show_words: Any) -> tuple[int, list[str]]:
    """The same command as on the terminal; its sentences come on standard error, one a line."""
    command = [sys.executable, "-m", "pipelines", "build", "--home", str(home()), *map(str, paths)]
    words: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8") as child:
        for line in child.stderr or ():
            if line.strip():
                words.append(line.strip())
                show_words(line.strip())
    return child.returncode, words
