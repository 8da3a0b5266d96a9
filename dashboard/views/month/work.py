"""What a month's work came to: results of reviewed samples, and findings with their actions; as frozen, else as now."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from dashboard.casebook import Month, read, read_findings
from dashboard.components.sample_command import read_sample
from dashboard.views.month import text as words

_RESULT = ("name", "reviewed_by", "sample_size", "frame_size", "error_rate", "sample_overpaid_cents", "missing_records")


def read_sample_results() -> list[dict[str, Any]]:
    """The result of every sample that was reviewed; no command is run where none was."""
    reviewed = {event.subject.removeprefix("sample:") for event in read({"sample_reviewed"})}
    results = [read_sample("result", name) for name in sorted(reviewed)]
    return [_pick(result.answer) for result in results if result.is_done]


def _pick(result: Mapping[str, Any]) -> dict[str, Any]:
    lower = result["estimates"]["overpayment"]["difference"]["lower_limit_cents"]
    return {**{name: result[name] for name in _RESULT}, "lower_limit_cents": lower}


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
