"""The doorway: names the pages, shows the frame, and lets one page in."""

import streamlit as st

from dashboard.components.frame import FAVICON, show_frame
from dashboard.state.url_choice import keep_address, open_address
from dashboard.viewer import forget_others, is_page_shown

PAGES = (
    ("overview", "Overview"),
    ("crossings", "Crossings"),
    ("providers", "Providers"),
    ("time_to_threshold", "Time to threshold"),
    ("denials", "Denials"),
    ("before_the_claim", "Before the claim"),
    ("claim_check", "Claim check"),
    ("cases", "Cases"),
    ("samples", "Samples"),
    ("month", "Month close"),
    ("data_quality", "Data quality"),
    ("definitions", "Definitions"),
)


def main() -> None:
    """Run one page; the hidden start page exists because a default page does not answer at its own address."""
    st.set_page_config(page_icon=FAVICON, layout="wide")
    forget_others()
    start = st.Page("views/start/page.py", title="kxwatch", default=True, visibility="hidden")
    shown = [(name, title) for name, title in PAGES if is_page_shown(name)]
    pages = [st.Page(f"views/{name}/page.py", title=title, url_path=name.replace("_", "-")) for name, title in shown]
    page = st.navigation([start, *pages], position="top")
    st.set_page_config(page_title="kxwatch" if page.url_path == "" else f"{page.title} · kxwatch")
    open_address(page.url_path)
    if page.url_path == "" or show_frame(page.url_path):
        page.run()
    keep_address()


main()
