"""One sample: how it was drawn, its worksheet, and what the review found."""

import streamlit as st

from dashboard.access_log import logged_export
from dashboard.components.chart import draw_once, fold, show_chart
from dashboard.components.sample_command import SampleAnswer, change_sample, fetch_worksheet, read_sample
from dashboard.components.table import show_table
from dashboard.components.table_download import XLSX
from dashboard.formats import plain_text
from dashboard.state.url_choice import Switch
from dashboard.viewer import may_write
from dashboard.views.samples import text as words
from dashboard.views.samples.charts import draw_exposure
from dashboard.views.samples.filling import show_filling
from pipelines.sampling.answer import ListedSample, SampleResult

VERIFY = "Draws the sample again from its frozen frame."
_SAID = "sample_review_words"


def show_reviews(samples: list[ListedSample]) -> None:
    """The chosen sample; the newest unless another."""
    if not samples and not may_write():
        return
    if not samples:
        st.info("Draw a sample first: choose Draw a sample above, or run `kxwatch sample draw`.")
        return
    names = {one["name"]: one["name"] for one in samples}
    name = Switch("sample", names).show_list("Sample", 320)
    chosen = next(one for one in samples if one["name"] == name)
    st.markdown(words.describe_draw(chosen).replace("$", "\\$"))
    _show_exchange(name)
    if chosen["state"] == "not reviewed yet":
        st.info("Not reviewed yet." + (" Fill in the worksheet and import it here." if may_write() else ""))
    else:
        _show_result(name)
    if box := fold("Numbers drawn", "numbers"):
        for one in chosen["strata"]:
            box.markdown(f"{plain_text(one['name'])}: {', '.join(map(str, one['sample']))}")
            if one["spares"]:
                box.markdown(f"Spares: {', '.join(map(str, one['spares']))}")


def _show_exchange(name: str) -> None:
    """Verify, worksheet out, worksheet in; a role that only reads verifies."""
    if not may_write():
        if st.button("Verify", key="sample_verify", help=VERIFY):
            _keep(read_sample("verify", name))
        _show_said()
        return
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if st.button("Verify", key="sample_verify", help=VERIFY):
            _keep(read_sample("verify", name))
        if st.button("Prepare worksheet", key="sample_prepare"):
            _offer(fetch_worksheet(name), name)
    st.caption(
        "The worksheet contains claim and account numbers, no names: store it only where patient data is allowed."
    )
    with st.form("import_review", clear_on_submit=True):
        file = st.file_uploader("Filled worksheet (XLSX)", type="xlsx", key="sample_file")
        is_sent = st.form_submit_button("Import review")
    if is_sent and file is not None:
        _keep(change_sample("import", name, "-", content=file.getvalue()))
        st.rerun()
    if (box := fold("Fill in the review here", "filling")) is not None:
        with box:
            recorded = show_filling(name)
        if recorded is not None:
            _keep(recorded)
            st.rerun()
    _show_said()


def _show_said() -> None:
    if said := st.session_state.pop(_SAID, None):
        (st.success if said[0] else st.error)(plain_text(said[1]))


def _keep(answer: SampleAnswer) -> None:
    st.session_state[_SAID] = (answer.is_done, answer.message)


def _offer(sheet: SampleAnswer, name: str) -> None:
    if sheet.is_done:
        st.download_button(
            "Download worksheet", logged_export("sample_worksheet", make=lambda: sheet.content),
            f"kxwatch-sample-{name}.xlsx", XLSX, key="sample_sheet", on_click="ignore",
        )  # fmt: skip
    else:
        _keep(sheet)


def _show_result(name: str) -> None:
    """Error rate first, dollars after, then what they mean for the frame."""
    answer = read_sample("result", name)
    if not answer.is_done:
        st.error(plain_text(answer.message))
        return
    result: SampleResult = answer.answer
    st.header(words.say_rate(result), anchor=False)
    st.markdown(words.say_amounts(result).replace("$", "\\$"))
    st.markdown(words.say_cia(result["cia"]))
    title = words.title_exposure(result)
    show_chart(title.replace("$", "\\$"), draw_once(draw_exposure, result["exposure"]), title, "exposure")
    st.caption(words.EXPOSURE)
    st.markdown("**Totals in the frame, two-sided 90% limits and one-sided 90% lower limit**")
    show_table(words.list_estimates(result), "sample_estimates", alt="Estimated totals in the frame")
    reasons = words.list_reasons(result)
    if len(reasons):
        st.markdown("**Findings by reason**")
        show_table(reasons, "sample_reasons", alt="Findings by reason")
