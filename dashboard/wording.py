"""The phrase book: codes of the warehouse in the words of the pages, for tables that people read."""

import pandas as pd

from dashboard.formats import KX_FINDING_NAMES, POOL_NAMES
from dashboard.sentences.denial_codes import PHRASES as DENIAL_PHRASES
from dashboard.sentences.denials import CATEGORY_NAMES
from dashboard.sentences.funnel import FUNNEL_WORDS
from dashboard.sentences.kx_start import SIGNATURE_WORDS

PHRASES = {
    "pool": POOL_NAMES,
    "kx_finding": KX_FINDING_NAMES,
    "denial_category": CATEGORY_NAMES,
    "status": {
        "below": "below",
        "approaching": "approaching",
        "over_kx": "over the threshold",
        "over_medical_review": "over the medical review amount",
    },
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
