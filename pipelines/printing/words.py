"""Codes of the warehouse in the words of documents, which are those of the pages (a test compares them)."""

from __future__ import annotations

GRADE_NAMES = {
    "verified": "verified",
    "typed": "manually entered",
    "at_least": "at least (lower bound)",
    "implied": "implied by a missing-KX denial",
    "unknown": "unknown",
}
ROUTE_NAMES = {
    "clerical_error_reopening": "clerical error reopening",
    "redetermination": "redetermination (first appeal)",
    "timely_filing": "new claim within timely filing",
    "unprocessable_resubmission": "new claim (the first could not be processed)",
    "payer_rule": "per this payer's rules",
}
BASIS_NAMES = {
    "amt_b6": "reported by payer (AMT*B6)",
    "derived": "calculated from payment, patient responsibility and sequestration (no AMT*B6 in the remittance)",
    "export": "reported in the export",
    "denied": "denied",
    "secondary": "payment, patient responsibility and sequestration (Medicare paid as secondary payer)",
    "cost": "payment, patient responsibility and sequestration (critical access hospitals are paid at cost)",
}
CASE_NAMES = {
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
