"""The tabs of the denials page: the queue of claims first, for an owner the summary."""

from dashboard.components.tabs import Part, Parts, choose_part
from dashboard.viewer import find_viewer
from dashboard.views.denials.all_denied import show_all_services
from dashboard.views.denials.below_threshold import show_under_limit
from dashboard.views.denials.causes import show_causes
from dashboard.views.denials.claims import show_claims
from dashboard.views.denials.kx_next import show_kx_next
from dashboard.views.denials.measures import show_measures
from dashboard.views.denials.recovery_rate import show_recovery
from dashboard.views.denials.refunds import show_refunds
from dashboard.views.denials.summary import show_summary

PARTS: Parts = {
    "worklist": ("Claims to correct", show_claims),
    "kx-next": ("KX on next claim", show_kx_next),
    "refunds": ("Refund check", show_refunds),
    "summary": ("Summary", show_summary),
    "services": ("All denied", show_all_services),
    "causes": ("Causes", show_causes),
    "recovery": ("Recovery rate", show_recovery),
    "under-limit": ("Denied below threshold", show_under_limit),
    "measures": ("Measures", show_measures),
}


def choose_denial_part() -> Part:
    """The chosen tab; without a choice an owner gets the summary, everybody else the queue."""
    viewer = find_viewer()
    is_owner = viewer is not None and viewer.role == "owner"
    return choose_part(PARTS, default="summary" if is_owner else "")
