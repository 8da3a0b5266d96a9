"""What the casebook says of the claims in the queue: worked on, sent on, answer expected by."""

import pandas as pd
import streamlit as st

from dashboard.casebook import ClaimWork, KxwatchError, read_work
from dashboard.formats import plain_text
from dashboard.viewer import is_page_shown
from dashboard.warehouse import rows

DATES = ("worked_date", "sent_date", "expected_date")
COLUMNS = ("claim_key", *DATES, "worked_by")


def read_claim_work() -> pd.DataFrame:
    """One row per claim on which work is recorded, with the newest date of its lines; empty without any."""
    try:
        work = read_work()
    except KxwatchError as error:
        st.warning(str(error))
        work = {}
    return put_together(work, rows("denial_claim_keys", worked_keys=tuple(sorted(work)) or ("",)))


def put_together(work: dict[str, ClaimWork], claims: pd.DataFrame) -> pd.DataFrame:
    """The work on each claim; `claims`: the claim of each line on which somebody worked."""
    lines: dict[str, list[ClaimWork]] = {}
    for key, claim in zip(claims["service_line_key"], claims["claim_key"], strict=True):
        lines.setdefault(str(claim), []).append(work[str(key)])
    newest = [(claim, max(of_claim, key=lambda each: each.seen)) for claim, of_claim in lines.items()]
    table = pd.DataFrame(
        [(claim, *(getattr(last, name) for name in DATES), plain_text(last.worked_by or "")) for claim, last in newest],
        columns=list(COLUMNS),
    )
    return table.astype(dict.fromkeys(DATES, "datetime64[ns]") | {"claim_key": "object", "worked_by": "object"})


def link_to_work(service_line_key: str) -> None:
    """A way to where work is recorded, for who has that page."""
    if is_page_shown("cases"):
        asked = {"view": "queue", "claim": service_line_key}
        st.page_link("views/cases/page.py", label="Record work on this claim →", query_params=asked)
