"""Names of cases, statuses and steps in the words of the pages."""

CATEGORY_WORDS = {
    "needs_kx_now": "Needs KX now",
    "missing_kx_claim": "Missing-KX claim",
    "refund_check": "Refund check",
    "early_kx_pattern": "Early KX pattern",
    "kx_crossing": "Over the KX threshold",
    "medical_review_crossing": "Over the medical review threshold",
    "approaching": "Approaching the threshold",
    "uncovered_year": "Year not fully covered",
    "data_problem": "Data problem",
}
STATUS_WORDS = {
    "new": "New",
    "in_review": "In review",
    "waiting_for_chart": "Waiting for chart",
    "confirmed": "Confirmed",
    "explained": "Explained",
    "false_alarm": "False alarm",
    "corrected": "Corrected",
    "closed": "Closed",
}
NOTICE_PHRASES = {"ga": "GA on the line", "gx": "GX on the line", "pr_119": "PR-119"}
CASE_PHRASES = {"notice_category": NOTICE_PHRASES, "case_category": CATEGORY_WORDS, "case_status": STATUS_WORDS}
