"""The tabs of the page before the claim: eligibility checks first."""

from dashboard.components.tabs import Parts
from dashboard.views.before_the_claim.diagnoses import show_diagnoses
from dashboard.views.before_the_claim.documentation import show_documentation
from dashboard.views.before_the_claim.eligibility import show_eligibility
from dashboard.views.before_the_claim.prior_use import show_prior_use
from dashboard.views.before_the_claim.units import show_units

PARTS: Parts = {
    "eligibility": ("Eligibility checks", show_eligibility),
    "prior-use": ("Prior use", show_prior_use),
    "documentation": ("Progress reports and plans of care", show_documentation),
    "units": ("Billed and documented units", show_units),
    "diagnoses": ("Diagnoses", show_diagnoses),
}
