"""The parts of the cases page; each gets the cases under the filters and the day of today."""

from dashboard.components.tabs import Parts
from dashboard.views.cases.findings import show_findings
from dashboard.views.cases.listing import show_list
from dashboard.views.cases.notices import show_notices
from dashboard.views.cases.queue import show_queue

PARTS: Parts = {
    "cases": ("Cases", show_list),
    "queue": ("Biller queue", show_queue),
    "notices": ("ABN register", show_notices),
    "findings": ("Findings and refunds", show_findings),
}
