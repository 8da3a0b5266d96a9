"""Codes of the warehouse in the words of the pages, for tables that people read."""

import pandas as pd

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
PHRASES = {
    "pool": POOL_NAMES,
    "kx_finding": KX_FINDING_NAMES,
    "status": {
        "below": "below",
        "approaching": "approaching",
        "over_kx": "over the threshold",
        "over_medical_review": "over the medical review amount",
    },
    "prior_use_grade": {
        "verified": "verified",
        "typed": "manually entered",
        "at_least": "at least (lower bound)",
        "implied": "implied by a missing-KX denial",
        "unknown": "unknown",
    },
    "uncovered_category": {"late_start": "remittances begin late", "missing_month": "a month is missing"},
    "order_basis": {"received": "as received", "service_date": "by service date"},
    "standing_category": {"standing": "stands", "superseded": "replaced later", "taken_back": "taken back"},
    "funnel_category": FUNNEL_WORDS,
    "signature_category": SIGNATURE_WORDS,
    "planted_category": SIGNATURE_WORDS,
    **DENIAL_PHRASES,
}


def put_in_words(table: pd.DataFrame) -> pd.DataFrame:
    """The same rows with codes said in words; a code without a phrase stays as it is."""
    worded = table.copy()
    for column in worded.columns.intersection(list(PHRASES)):
        phrases = PHRASES[column]
        worded[column] = [phrases.get(code, code) for code in worded[column]]
    return worded
