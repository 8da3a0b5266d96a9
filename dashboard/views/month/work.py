"""What a month's work came to: results of reviewed samples, and findings with their actions; as frozen, else as now."""

from typing import TypedDict

import streamlit as st

from dashboard.casebook import Month, read, read_findings
from dashboard.components.sample_command import read_sample
from dashboard.views.month import text as words
from pipelines.sampling.answer import ErrorRate, SampleResult


class SampleWork(TypedDict):
    """What a close freezes of the result of a sample; the lower limit is that of overpayments in the frame."""

    name: str
    reviewed_by: str
    sample_size: int
    frame_size: int
    error_rate: ErrorRate
    sample_overpaid_cents: int
    missing_records: int
    lower_limit_cents: int


def read_sample_results() -> list[SampleWork]:
    """The result of every sample that was reviewed; no command is run where none was."""
    reviewed = {event.subject.removeprefix("sample:") for event in read({"sample_reviewed"})}
    results = [read_sample("result", name) for name in sorted(reviewed)]
    return [_pick(result.answer) for result in results if result.is_done]


def _pick(result: SampleResult) -> SampleWork:
    return {
        "name": result["name"],
        "reviewed_by": result["reviewed_by"],
        "sample_size": result["sample_size"],
        "frame_size": result["frame_size"],
        "error_rate": result["error_rate"],
        "sample_overpaid_cents": result["sample_overpaid_cents"],
        "missing_records": result["missing_records"],
        "lower_limit_cents": result["estimates"]["overpayment"]["difference"]["lower_limit_cents"],
    }


def show_work(month: Month) -> None:
    """Results of samples and the state of actions."""
    st.header("Samples and actions", anchor=False)
    frozen = month.frozen
    results = read_sample_results() if frozen is None else frozen.get("sample_results", [])
    for result in results:
        st.markdown(words.say_sample(result).replace("$", "\\$"))
    if not results:
        st.markdown(words.NO_SAMPLE)
    found = [vars(finding) for finding in read_findings().values()] if frozen is None else frozen.get("findings", [])
    st.markdown(words.say_actions(found))
