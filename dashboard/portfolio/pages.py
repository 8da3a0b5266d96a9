"""What the portfolio page shows of its tables."""

from pathlib import Path

METHOD = Path(__file__).with_name("method.md")
# Columns that the page reads and does not show as such.
OFF_SCREEN = ["practice_key", "state", "needs", "is_stale", "is_build_failed", "is_synthetic", "nearest_days_left"]
RATE_COLUMNS = [
    "practice_name",
    "folder_name",
    "rated_beneficiaries",
    "rated_kx_beneficiaries",
    "rate_ratio",
    "funnel_category",
]
