"""`make tour`: writes the trace of one crossing line of the demo into docs/tour.md."""

from __future__ import annotations

import re
import sys

import duckdb

from pipelines.commands.demo import build_demo
from pipelines.progress import choose_progress
from pipelines.trace import trace_line
from tests.law.repository import ROOT

PAGE = ROOT / "docs" / "tour.md"
# Crossing in both orders, with KX, in a claim payment of two lines: the plainest story there is.
_CHOICE = """
    select received.kx_crossing_line_key
    from mart.threshold_crossing as received
    inner join mart.threshold_crossing as served using (kx_crossing_line_key)
    inner join mart.line on received.kx_crossing_line_key = line.service_line_key
    where
        received.order_basis = 'received' and served.order_basis = 'service_date'
        and line.has_kx and received.prior_use_grade = 'unknown'
        and (select count(*) from mart.line as other where other.claim_payment_key = line.claim_payment_key) = 2
    order by line.payment_date desc, line.service_line_key
    limit 1
"""


def main() -> int:
    """Builds the demo if it is stale, then rewrites the block of the page."""
    settings = build_demo(choose_progress())
    with duckdb.connect(str(settings.home / "warehouse.duckdb"), read_only=True) as warehouse:
        key = warehouse.execute(_CHOICE).fetchall()[0][0]
    tour = "\n".join(line.rstrip() for line in trace_line(settings, key))
    text = PAGE.read_text("utf-8")
    pasted = re.sub(r"(```\n).*?(\n```)", lambda found: found[1] + tour.strip("\n") + found[2], text, flags=re.S)
    PAGE.write_text(pasted, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
