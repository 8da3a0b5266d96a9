"""Codes of the warehouse in the words of the pages, for tables that people read."""

import pandas as pd

from dashboard.components.case_labels import CASE_PHRASES
from dashboard.components.denial_labels import PHRASES as DENIAL_PHRASES
from dashboard.formats import KX_FINDING_NAMES, POOL_NAMES

FUNNEL_WORDS = {
    "inside": "inside the limits",
    "above_inner": "above the 95% limit",
    "above_outer": "above the 99.8% limit",
    "below_inner": "below the 95% limit",
    "below_outer": "below the 99.8% limit",
}
SIGNATURE_WORDS = {
    "always_on": "from the start of the year",
    "fixed_distance": "at a fixed dollar amount before the threshold",
    "after_denial": "after a CO-119 denial",
    "at_threshold": "at the threshold",
    "mixed": "no consistent pattern",
    "too_few": "too few patients",
}
RULE_NAMES = {
    "repeated_claim_payment": "duplicate claim payment",
    "orphan_reversal": "reversal without original claim",
    "no_service_date": "no date of service",
    "service_date_too_early": "date of service too early",
    "service_date_after_payment": "date of service after payment",
    "negative_allowed": "negative allowed amount",
    "withdrawn_prior_use": "withdrawn by a person",
    "unknown_withdrawal": "withdrawal of an unknown row",
    "second_name": "second name for one NPI",
}
KIND_NAMES = {
    "era_835": "835 ERA",
    "remittance_export": "remittance export",
    "prior_use": "prior use",
    "eligibility_271": "271 eligibility response",
    "documented_units": "documented units",
    "identity_crosswalk": "identity crosswalk",
    "threshold": "thresholds",
    "fee_schedule": "fee schedule",
    "annotation": "annotations",
    "coverage": "coverage",
    "roster": "roster",
    "prior_use_withdrawal": "withdrawn prior use",
    "public_peer": "public peers",
    "unknown": "not recognized",
}
GRADE_NAMES = {
    "verified": "verified",
    "typed": "manually entered",
    "at_least": "at least (lower bound)",
    "implied": "implied by a missing-KX denial",
    "unknown": "unknown",
}
PHRASES = {
    **CASE_PHRASES,
    "rule": RULE_NAMES,
    "severity": {"will_be_denied": "will be denied", "at_risk": "at risk"},
    "kind": KIND_NAMES,
    "pool": POOL_NAMES,
    "kx_finding": KX_FINDING_NAMES,
    "status": {
        "below": "below",
        "approaching": "approaching",
        "over_kx": "over the threshold",
        "over_medical_review": "over the medical review threshold",
    },
    "prior_use_grade": GRADE_NAMES,
    "grade": GRADE_NAMES,
    "entry_category": {
        "counts": "counts",
        "later": "counts once remittances reach its date",
        "no_services": "no services of that year yet",
        "patient_unknown": "patient without remittances",
        "withdrawn": "withdrawn",
    },
    "uncovered_category": {"late_start": "remittances begin late", "missing_month": "a month is missing"},
    "due_category": {"never_checked": "never checked", "older_check": "checked too long ago"},
    "documentation_category": {
        "equal": "Same units",
        "billed_more": "More billed than documented",
        "documented_more": "More documented than billed",
        "not_billed": "Documented, not billed",
        "not_documented": "Billed, not documented",
        "no_remittance": "Not remitted yet",
    },
    "order_basis": {"received": "as received", "service_date": "by service date"},
    "standing_category": {
        "standing": "final",
        "superseded": "replaced by later adjudication",
        "taken_back": "reversed",
    },
    "funnel_category": FUNNEL_WORDS,
    "signature_category": SIGNATURE_WORDS,
    "planted_category": SIGNATURE_WORDS,
    **DENIAL_PHRASES,
}


def name_rule(rule: str) -> str:
    """Why rows were excluded, in words."""
    return RULE_NAMES.get(rule, rule.replace("_", " "))


def put_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """The same rows with codes said in words; a code without a phrase stays as it is."""
    worded = table.copy()
    for column in worded.columns.intersection(list(PHRASES)):
        phrases = PHRASES[column]
        worded[column] = [phrases.get(code, code) for code in worded[column]]
    return worded
